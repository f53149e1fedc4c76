package dev.countersign.policy.starlark;

import dev.countersign.policy.Ruling;
import dev.countersign.starlark.value.BuiltinValue;
import dev.countersign.starlark.value.Bound;
import dev.countersign.starlark.value.DictValue;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.Failure;
import dev.countersign.starlark.value.Frame;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.ListValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.TupleValue;
import dev.countersign.starlark.value.Value;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `allow`, `deny` and `ask` as scripts call them, and what they give back as [Answer]s.
final class Answers {
    private static final String TYPE = "ruling";

    private Answers() {}

    static void addTo(Map<String, Value> names) {
        names.put("allow", new BuiltinValue("allow", (evaluation, arguments) -> {
            Bound bound = arguments.bind("reason?", "over?");
            var over = new ArrayList<Value>();
            if (bound.hasSome(1)) {
                for (Value name : bound.elements(evaluation, 1)) {
                    if (!(name instanceof StringValue)) {
                        throw new Failure("over: got " + name.type() + ", want names of rules");
                    }
                    over.add(name);
                }
            }
            return answer(evaluation, "allow", bound.hasSome(0) ? bound.string(0) : "", "", "", 0, over);
        }));
        for (String decision : List.of("deny", "ask")) {
            names.put(decision, new BuiltinValue(decision, (evaluation, arguments) -> {
                Bound bound = arguments.bind("reason", "rule?", "path?", "line?");
                String reason = bound.string(0);
                if (reason.isBlank()) {
                    throw new Failure("a reason is needed");
                }
                return answer(evaluation, decision, reason, bound.hasSome(1) ? bound.string(1) : "", bound.hasSome(2) ? bound.string(2) : "",
                        bound.hasSome(3) ? Math.max(0, bound.clamped(3, 0)) : 0, List.of());
            }));
        }
    }

    private static Value answer(Evaluation evaluation, String decision, String reason, String rule, String path, int line, List<Value> over) {
        Frame frame = evaluation.frame();
        var fields = new LinkedHashMap<String, Value>();
        fields.put("decision", new StringValue(decision));
        fields.put("reason", new StringValue(reason));
        fields.put("rule", new StringValue(rule));
        fields.put("path", new StringValue(path));
        fields.put("line", IntValue.of(line));
        fields.put("over", TupleValue.sharing(over.toArray(Value[]::new)));
        fields.put("source_file", new StringValue(frame == null ? "" : frame.position().file()));
        fields.put("source_line", IntValue.of(frame == null ? 0 : frame.position().line()));
        evaluation.allocate(256);
        return new StructValue(TYPE, fields);
    }

    /// What a rule's result means. One that is none of the known forms denies.
    ///
    /// @param at    what the rule was asked about, if one file
    /// @param place where the rule stands, for an answer that does not say
    static List<Answer> of(Evaluation evaluation, Value result, Rule rule, Optional<WorkspacePath> at, Ruling.Source place) {
        return switch (result) {
            case StructValue struct when struct.type().equals(TYPE) -> List.of(of(struct, rule, at, place));
            case ListValue list -> list.items().stream().flatMap(one -> one instanceof ListValue || one instanceof TupleValue
                    ? java.util.stream.Stream.of(unusable(one, rule, at, place)) : of(evaluation, one, rule, at, place).stream()).toList();
            case TupleValue tuple -> of(evaluation, ListValue.of(tuple.items()), rule, at, place);
            case DictValue dict -> List.of(of(evaluation, dict, rule, at, place));
            default -> List.of(unusable(result, rule, at, place));
        };
    }

    private static Answer of(StructValue struct, Rule rule, Optional<WorkspacePath> at, Ruling.Source place) {
        String decision = text(struct, "decision");
        Optional<WorkspacePath> path = text(struct, "path").isEmpty() ? at : path(text(struct, "path")).or(() -> at);
        var source = new Ruling.Source(text(struct, "source_file"), number(struct, "source_line"));
        var over = struct.field("over").map(value -> ((TupleValue) value).items().stream().map(name -> ((StringValue) name).text()).toList())
                .orElse(List.of());
        return new Answer(Answer.Decision.valueOf(decision.toUpperCase(Locale.ROOT)), rule.level(),
                text(struct, "rule").isEmpty() ? rule.name() : text(struct, "rule"), text(struct, "reason"), path, number(struct, "line"),
                Optional.of(source.file().isEmpty() ? place : source), over);
    }

    /// The published dialect: `{"decision": "deny", "reason": "…"}`.
    private static Answer of(Evaluation evaluation, DictValue dict, Rule rule, Optional<WorkspacePath> at, Ruling.Source place) {
        Value decision = dict.get(evaluation, new StringValue("decision")).orElse(StringValue.EMPTY);
        Value reason = dict.get(evaluation, new StringValue("reason")).orElse(StringValue.EMPTY);
        String said = reason instanceof StringValue(String text) && !text.isBlank() ? text : "The rule gives no reason.";
        return switch (decision instanceof StringValue(String text) ? text : "") {
            case "allow" -> new Answer(Answer.Decision.ALLOW, rule.level(), rule.name(), said, at, 0, Optional.of(place), List.of());
            case "deny" -> new Answer(Answer.Decision.DENY, rule.level(), rule.name(), said, at, 0, Optional.of(place), List.of());
            case "ask" -> new Answer(Answer.Decision.ASK, rule.level(), rule.name(), said, at, 0, Optional.of(place), List.of());
            default -> denial(rule, "returned a dict whose \"decision\" is none of \"allow\", \"deny\", \"ask\"", at, place);
        };
    }

    private static Answer unusable(Value result, Rule rule, Optional<WorkspacePath> at, Ruling.Source place) {
        return denial(rule, "returned " + result.type() + " in place of allow(), deny(reason) or ask(reason)", at, place);
    }

    /// The rule failed. @param what completes "check_command …"
    static Answer denial(Rule rule, String what, Optional<WorkspacePath> at, Ruling.Source place) {
        return new Answer(Answer.Decision.DENY, rule.level(), rule.name(), "The rule cannot be applied, so it denies: " + rule.check().function()
                + " " + what + ".", at, 0, Optional.of(place), List.of());
    }

    private static Optional<WorkspacePath> path(String text) {
        try {
            return Optional.of(WorkspacePath.of(text));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String text(StructValue struct, String field) {
        return struct.field(field).map(value -> ((StringValue) value).text()).orElse("");
    }

    private static int number(StructValue struct, String field) {
        return struct.field(field).map(value -> (int) ((IntValue) value).small()).orElse(0);
    }
}
