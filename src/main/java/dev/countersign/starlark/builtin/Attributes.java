package dev.countersign.starlark.builtin;

import dev.countersign.starlark.syntax.Spelling;
import dev.countersign.starlark.value.BytesValue;
import dev.countersign.starlark.value.DictValue;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.ListValue;
import dev.countersign.starlark.value.MethodValue;
import dev.countersign.starlark.value.SetValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `x.name`: the methods of built-in types, the fields of structs.
public final class Attributes {
    private static final Map<String, MethodValue.Body> NONE = Map.of();

    private Attributes() {}

    private static Map<String, MethodValue.Body> methods(Value x) {
        return switch (x) {
            case StringValue ignored -> StringMethods.ALL;
            case ListValue ignored -> ListMethods.ALL;
            case DictValue ignored -> DictMethods.ALL;
            case SetValue ignored -> SetMethods.ALL;
            case BytesValue ignored -> BytesMethods.ALL;
            default -> NONE;
        };
    }

    /// The method `name` of `x`, unbound, or null if it has none.
    public static MethodValue.@Nullable Body method(Value x, String name) {
        return methods(x).get(name);
    }

    public static Optional<Value> get(Value x, String name) {
        if (x instanceof StructValue struct) {
            return struct.field(name);
        }
        return Optional.ofNullable(method(x, name)).map(body -> new MethodValue(x, name, body));
    }

    /// The names of all attributes, sorted.
    static List<String> names(Value x) {
        return (x instanceof StructValue struct ? struct.fields().keySet() : methods(x).keySet()).stream().sorted().toList();
    }

    public static Failure missing(Value x, String name) {
        return new Failure("%s has no .%s field or method%s".formatted(x.type(), name, Spelling.hint(name, names(x)).replace("mean ", "mean .")));
    }
}
