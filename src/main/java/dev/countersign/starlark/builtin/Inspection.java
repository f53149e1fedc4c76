package dev.countersign.starlark.builtin;

import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.BoolValue;
import dev.countersign.starlark.value.Bound;
import dev.countersign.starlark.value.BuiltinValue.Body;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.Repr;
import dev.countersign.starlark.value.Sequences;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.Value;
import java.util.Map;

/// The built-ins that look at values or tell of them: `dir`, `fail`, `getattr`, `hasattr`, `len`, `print`, `type`.
final class Inspection {
    private Inspection() {}

    static void addTo(Map<String, Body> functions) {
        functions.put("dir", (ev, args) -> {
            var names = Attributes.names(args.positional(1, 1).value(0));
            ev.copy(names.size(), 64);
            return Collections.texts(names);
        });
        functions.put("fail", (ev, args) -> {
            throw new Failure(joined(ev, args, " "));
        });
        functions.put("print", (ev, args) -> {
            ev.print(joined(ev, args, " "));
            return NoneValue.NONE;
        });
        functions.put("getattr", (ev, args) -> attribute(args.positional(2, 3)));
        functions.put("hasattr", (ev, args) -> {
            Bound bound = args.positional(2, 2);
            return BoolValue.of(Attributes.get(bound.value(0), bound.string(1)).isPresent());
        });
        functions.put("len", (ev, args) -> {
            Value x = args.positional(1, 1).value(0);
            return IntValue.of(Sequences.length(x).orElseThrow(() -> new Failure("value of type " + x.type() + " has no len")));
        });
        functions.put("type", (ev, args) -> new StringValue(args.positional(1, 1).value(0).type()));
    }

    private static Value attribute(Bound args) {
        String name = args.string(1);
        return Attributes.get(args.value(0), name).orElseGet(() -> {
            if (args.has(2)) {
                return args.value(2);
            }
            throw Attributes.missing(args.value(0), name);
        });
    }

    private static String joined(Evaluation ev, Arguments args, String standard) {
        String separator = standard;
        for (int i = 0; i < args.namedCount(); i++) {
            if (!args.name(i).equals("sep") || !(args.named(i) instanceof StringValue(String text))) {
                throw new Failure(args.name(i).equals("sep") ? "for parameter sep: got %s, want string".formatted(args.named(i).type())
                        : "unexpected keyword argument \"" + args.name(i) + "\"");
            }
            separator = text;
        }
        var line = new StringBuilder();
        for (int i = 0; i < args.count(); i++) {
            String text = (i > 0 ? separator : "") + Repr.str(ev, args.at(i));
            ev.copy(text.length(), 4);
            line.append(text);
        }
        return line.toString();
    }
}
