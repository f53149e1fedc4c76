package dev.countersign.policy.starlark;

import dev.countersign.starlark.trace.StarlarkException;
import dev.countersign.starlark.value.BoolValue;
import dev.countersign.starlark.value.Bound;
import dev.countersign.starlark.value.BuiltinValue;
import dev.countersign.starlark.value.DictValue;
import dev.countersign.starlark.value.Equality;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.ListValue;
import dev.countersign.starlark.value.NoneValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.TupleValue;
import dev.countersign.starlark.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What tests of rules may call besides what rules may: assertions, and made-up changes, nodes and plans.
final class TestWords {
    static final Map<String, Value> NAMES = names();

    private TestWords() {}

    private static Map<String, Value> names() {
        var names = new LinkedHashMap<>(Vocabulary.RULES);
        names.put("assert_allowed", assertion("assert_allowed", "allow"));
        names.put("assert_denied", assertion("assert_denied", "deny"));
        names.put("assert_asked", assertion("assert_asked", "ask"));
        names.put("assert_equal", new BuiltinValue("assert_equal", (evaluation, arguments) -> {
            Bound bound = arguments.bind("got", "want");
            if (!Equality.equal(evaluation, bound.value(0), bound.value(1))) {
                throw new Failure("got " + words(bound.value(0)) + ", want " + words(bound.value(1)));
            }
            return NoneValue.NONE;
        }));
        names.put("assert_true", new BuiltinValue("assert_true", (_, arguments) -> {
            Bound bound = arguments.bind("condition", "message?");
            if (!bound.value(0).truth()) {
                throw new Failure(bound.hasSome(1) ? bound.string(1) : "it does not hold");
            }
            return NoneValue.NONE;
        }));
        names.put("assert_fails", new BuiltinValue("assert_fails", (evaluation, arguments) -> {
            Bound bound = arguments.bind("function", "contains?");
            try {
                evaluation.call(bound.callable(0));
            } catch (Failure | StarlarkException e) {
                String said = String.valueOf(e.getMessage());
                if (bound.hasSome(1) && !said.contains(bound.string(1))) {
                    throw new Failure("it failed, but with: " + said);
                }
                return NoneValue.NONE;
            }
            throw new Failure("it did not fail");
        }));
        names.put("change", new BuiltinValue("change", (_, arguments) -> {
            Bound b = arguments.bind("path", "content?", "before?", "kind?", "old_path?", "executable?", "binary?", "link?", "size?");
            String content = b.hasSome(1) ? b.string(1) : "";
            String before = b.hasSome(2) ? b.string(2) : "";
            String kind = b.hasSome(3) ? b.string(3) : b.hasSome(2) ? "modified" : "added";
            long size = b.hasSome(8) ? b.integer(8).small() : content.getBytes(StandardCharsets.UTF_8).length;
            return Facts.change(b.string(0), b.hasSome(4) ? Optional.of(b.string(4)) : Optional.empty(), kind, before, content,
                    b.bool(6, false), false, b.bool(5, false), b.hasSome(7) ? Optional.of(b.string(7)) : Optional.empty(),
                    before.getBytes(StandardCharsets.UTF_8).length, size);
        }));
        names.put("node", new BuiltinValue("node", (evaluation, arguments) -> {
            Bound b = arguments.bind("id", "goal?", "owns?", "agent?", "checks?");
            var fields = new LinkedHashMap<String, Value>();
            fields.put("id", new StringValue(b.string(0)));
            fields.put("goal", b.hasSome(1) ? b.value(1) : new StringValue(b.string(0)));
            fields.put("kind", new StringValue("implementation"));
            fields.put("agent", b.value(3));
            fields.put("after", TupleValue.EMPTY);
            fields.put("owns", b.hasSome(2) ? TupleValue.sharing(b.elements(evaluation, 2)) : TupleValue.EMPTY);
            fields.put("checks", b.hasSome(4) ? TupleValue.sharing(b.elements(evaluation, 4)) : TupleValue.EMPTY);
            return new StructValue("node", fields);
        }));
        names.put("plan", new BuiltinValue("plan", (evaluation, arguments) -> {
            Bound b = arguments.bind("nodes", "task?");
            var fields = new LinkedHashMap<String, Value>();
            fields.put("task", b.hasSome(1) ? b.value(1) : new StringValue("A task"));
            fields.put("nodes", TupleValue.sharing(b.elements(evaluation, 0)));
            return new StructValue("plan", fields);
        }));
        return Map.copyOf(names);
    }

    private static BuiltinValue assertion(String name, String wanted) {
        return new BuiltinValue(name, (evaluation, arguments) -> {
            Bound bound = arguments.bind("ruling", "rule?", "contains?", "line?");
            List<StructValue> all = rulings(bound.value(0));
            String strongest = all.stream().anyMatch(r -> is(r, "deny")) ? "deny" : all.stream().anyMatch(r -> is(r, "ask")) ? "ask" : "allow";
            if (!strongest.equals(wanted)) {
                throw new Failure("it is " + strongest + ", not " + wanted + ": " + all.stream().map(r -> text(r, "rule") + " " + text(r, "reason")).toList());
            }
            boolean found = wanted.equals("allow") || all.stream().anyMatch(r -> is(r, wanted) && (!bound.hasSome(1) || text(r, "rule").equals(bound.string(1)))
                    && (!bound.hasSome(2) || text(r, "reason").contains(bound.string(2))) && (!bound.hasSome(3) || line(r) == bound.clamped(3, 0)));
            if (!found) {
                throw new Failure("it is " + wanted + ", but by other words: " + all.stream().map(r -> text(r, "rule") + ":" + line(r) + " "
                        + text(r, "reason")).toList());
            }
            return NoneValue.NONE;
        });
    }

    private static List<StructValue> rulings(Value value) {
        return switch (value) {
            case StructValue struct when struct.type().equals("ruling") -> List.of(struct);
            case ListValue list -> list.items().stream().flatMap(one -> rulings(one).stream()).toList();
            case TupleValue tuple -> tuple.items().stream().flatMap(one -> rulings(one).stream()).toList();
            case DictValue dict -> {
                var fields = new LinkedHashMap<String, Value>(Map.of("rule", StringValue.EMPTY, "reason", StringValue.EMPTY, "line", IntValue.ZERO));
                dict.entries().forEach((key, entry) -> {
                    if (key instanceof StringValue(String name)) {
                        fields.put(name, entry);
                    }
                });
                yield List.of(new StructValue("ruling", fields));
            }
            default -> throw new Failure("got " + value.type() + ", want a ruling");
        };
    }

    private static boolean is(StructValue ruling, String decision) {
        return text(ruling, "decision").equals(decision);
    }

    private static String text(StructValue ruling, String field) {
        return ruling.field(field).filter(StringValue.class::isInstance).map(value -> ((StringValue) value).text()).orElse("");
    }

    private static int line(StructValue ruling) {
        return ruling.field("line").filter(IntValue.class::isInstance).map(value -> (int) ((IntValue) value).small()).orElse(0);
    }

    private static String words(Value value) {
        return switch (value) {
            case StringValue(String text) -> "\"" + text + "\"";
            case IntValue number -> number.toString();
            case BoolValue bool -> bool.truth() ? "True" : "False";
            case ListValue list -> list.items().stream().map(TestWords::words).toList().toString();
            case TupleValue tuple -> tuple.items().stream().map(TestWords::words).toList().toString();
            default -> value.type();
        };
    }
}
