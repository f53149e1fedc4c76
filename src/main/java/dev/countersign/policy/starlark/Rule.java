package dev.countersign.policy.starlark;

import dev.countersign.policy.Rulebook;
import dev.countersign.policy.Ruling;
import dev.countersign.starlark.trace.StackEntry;
import dev.countersign.starlark.trace.StarlarkException;
import dev.countersign.starlark.value.Arguments;
import dev.countersign.starlark.value.Evaluation;
import dev.countersign.starlark.value.FunctionValue;
import dev.countersign.starlark.value.Limits;
import dev.countersign.starlark.value.Value;
import dev.countersign.workspace.WorkspacePath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One function of a rule file. Safe for use by several threads.
///
/// @param name  what its answers are called that name no rule: that of its file
/// @param place where it is defined
record Rule(Rulebook.Level level, String name, Check check, FunctionValue function, List<Check.Takes> takes, Ruling.Source place) {
    /// Of one ruling: some hundred times what the built-in rules need for a large file.
    private static final Limits LIMITS = new Limits(5_000_000, 64L << 20, 60, Duration.ofSeconds(2));

    Rule {
        takes = List.copyOf(takes);
    }

    /// Never throws: a rule that fails denies.
    ///
    /// @param facts gives what a parameter takes
    /// @param at    what it is asked about, if one file
    List<Answer> ask(Function<String, Value> facts, Optional<WorkspacePath> at) {
        try {
            var names = new String[takes.size()];
            var values = new Value[takes.size()];
            for (int i = 0; i < values.length; i++) {
                names[i] = takes.get(i).parameter();
                values[i] = facts.apply(takes.get(i).fact());
            }
            var evaluation = new Evaluation(LIMITS, _ -> { });
            Value result = evaluation.call(function, new Arguments(new Value[0], names, values));
            return Answers.of(evaluation, result, this, at, place);
        } catch (StarlarkException e) {
            var source = new Ruling.Source(e.position().file(), e.position().line());
            return List.of(Answers.denial(this, "failed at " + failure(e), at, source));
        } catch (RuntimeException | StackOverflowError e) {
            return List.of(Answers.denial(this, "failed inside: " + e, at, place));
        }
    }

    /// `file:line:column: message, called at file:line:column`
    static String failure(StarlarkException e) {
        List<StackEntry> stack = e.stack();
        String calls = stack.reversed().stream().skip(1).map(entry -> ", called at " + entry.position()).collect(Collectors.joining());
        return e.located() + calls;
    }
}
