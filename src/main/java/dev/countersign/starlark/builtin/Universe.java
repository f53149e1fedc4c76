package dev.countersign.starlark.builtin;

import dev.countersign.starlark.value.BoolValue;
import dev.countersign.starlark.value.BuiltinValue;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/// The names that every script has.
public final class Universe {
    private static final Map<String, Value> NAMES = names();

    private Universe() {}

    private static Map<String, Value> names() {
        var names = new LinkedHashMap<String, Value>();
        names.put("None", NoneValue.NONE);
        names.put("True", BoolValue.TRUE);
        names.put("False", BoolValue.FALSE);
        var functions = new LinkedHashMap<String, BuiltinValue.Body>();
        Conversions.addTo(functions);
        Collections.addTo(functions);
        Inspection.addTo(functions);
        functions.forEach((name, body) -> names.put(name, new BuiltinValue(name, body)));
        return Map.copyOf(names);
    }

    /// The value of a universal name, `None` for any other.
    public static Value get(String name) {
        return NAMES.getOrDefault(name, NoneValue.NONE);
    }

    public static boolean has(String name) {
        return NAMES.containsKey(name);
    }

    /// All names and values, the same objects every time.
    public static Map<String, Value> all() {
        return NAMES;
    }
}
