package dev.countersign.policy.starlark;

import dev.countersign.plan.Glob;
import dev.countersign.starlark.value.BoolValue;
import dev.countersign.starlark.value.BuiltinValue;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.ListValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.TupleValue;
import dev.countersign.starlark.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What rule files may call besides the language's own.
final class Vocabulary {
    static final Map<String, Value> RULES = rules();

    private Vocabulary() {}

    private static Map<String, Value> rules() {
        var names = new LinkedHashMap<String, Value>();
        Answers.addTo(names);
        names.put("commands", new BuiltinValue("commands", (evaluation, arguments) -> {
            Value given = arguments.bind("cmd").value(0);
            List<ShellLine.Simple> commands;
            if (given instanceof StringValue(String line)) {
                evaluation.step(line.length());
                evaluation.allocate(16L * line.length());
                commands = ShellLine.of(line);
            } else {
                List<String> argv = words(given);
                long length = argv.stream().mapToLong(String::length).sum();
                evaluation.step(length + argv.size());
                evaluation.allocate(16 * length);
                commands = ShellLine.of(argv);
            }
            return ListValue.of(commands.stream().map(Vocabulary::command).toList());
        }));
        names.put("matches", new BuiltinValue("matches", (evaluation, arguments) -> {
            var bound = arguments.bind("pattern", "path");
            evaluation.step((long) bound.string(0).length() * bound.string(1).length() / 4 + 100);
            try {
                return BoolValue.of(Glob.of(bound.string(0)).matches(bound.string(1)));
            } catch (IllegalArgumentException e) {
                throw new Failure(String.valueOf(e.getMessage()));
            }
        }));
        return Map.copyOf(names);
    }

    private static Value command(ShellLine.Simple simple) {
        var fields = new LinkedHashMap<String, Value>();
        fields.put("program", new StringValue(simple.program()));
        fields.put("argv", strings(simple.argv()));
        fields.put("piped", BoolValue.of(simple.piped()));
        fields.put("writes", strings(simple.writes()));
        return new StructValue("command", fields);
    }

    static TupleValue strings(List<String> texts) {
        return TupleValue.sharing(texts.stream().map(StringValue::new).toArray(Value[]::new));
    }

    static List<String> words(Value value) {
        List<Value> items = switch (value) {
            case ListValue list -> list.items();
            case TupleValue tuple -> tuple.items();
            default -> throw new Failure("got " + value.type() + ", want a line or a list of words");
        };
        var words = new ArrayList<String>();
        for (Value item : items) {
            if (!(item instanceof StringValue(String word))) {
                throw new Failure("got a list with " + item.type() + ", want words");
            }
            words.add(word);
        }
        return words;
    }
}
