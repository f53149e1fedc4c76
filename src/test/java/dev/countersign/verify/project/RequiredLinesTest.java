package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Contract;
import dev.countersign.plan.Requirement;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Trees;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequiredLinesTest {
    private final Trees trees = new Trees();

    private List<SensorResult> check(List<String> owns, String... require) throws IOException {
        return new RequiredLines(Duration.ofMillis(100)).check(trees.request(Contract.OPEN.owning(owns)
                .requiring(Arrays.stream(require).map(Requirement::of).toList())), Progress.NONE);
    }

    private static Residual residual(Optional<String> path, int line, String message) {
        return new Residual(Part.STR, "required patterns", path.map(WorkspacePath::of), line, 0, message, 1, 1);
    }

    private static SensorResult result(State state) {
        return new SensorResult(Part.STR, "required patterns", state, Optional.empty());
    }

    @Test
    void contractThatRequiresNothingIsNotListed() throws IOException {
        trees.after("a.txt", "x");

        assertThat(check(List.of())).isEmpty();
    }

    @Test
    void lineOfAChangedOrOfAnUnchangedFileMeetsIt() throws IOException {
        trees.before("src/old.txt", "kept\n").after("src/old.txt", "kept\n").after("src/new.txt", "a\nlogs all\n");

        assertThat(check(List.of("src/**"), "logs \\w+", "^kept$", "in src/new.txt: a")).containsExactly(result(new State.Passed("3 patterns are met")));
    }

    @Test
    void lineThatNoFileHasIsNamedWithWhereItWasLookedFor() throws IOException {
        trees.after("src/a.txt", "x\n").after("src/b.txt", "y\n").after("lib/c.txt", "logs\n");

        assertThat(check(List.of("src/**"), "logs", "x")).containsExactly(result(new State.Failed(List.of(residual(Optional.empty(), 0,
                "The contract requires a line that matches logs: none does in 2 files that the node owns (src/**).")))));
        assertThat(check(List.of(), "in src/*.txt: logs")).containsExactly(result(new State.Failed(List.of(residual(Optional.empty(), 0,
                "The contract requires a line that matches logs: none does in 2 files matching src/*.txt.")))));
    }

    @Test
    void fileThatIsNamedInFullIsThePlaceOfTheResidual() throws IOException {
        trees.after("src/a.txt", "x\n").after("src/b.txt", "logs\n");

        assertThat(check(List.of(), "in src/a.txt: logs")).containsExactly(result(new State.Failed(List.of(residual(Optional.of("src/a.txt"), 0,
                "The contract requires a line that matches logs: none does in 1 file matching src/a.txt.")))));
    }

    @Test
    void lineThatTheChangeTookAwayIsMissed() throws IOException {
        trees.before("a.txt", "logs\n").after("a.txt", "silent\n");

        assertThat(check(List.of(), "logs").getFirst().residuals()).hasSize(1);
    }

    @Test
    void patternThatTakesTooLongOrIsNoneIsNotMet() throws IOException {
        trees.after("a.txt", "a".repeat(300) + "\n");

        assertThat(check(List.of(), ".*.*.*.*.*.*.*.*.*.*\\d", "(").getFirst().residuals()).extracting(Residual::line, Residual::message).containsExactly(
                org.assertj.core.groups.Tuple.tuple(1, "The required pattern .*.*.*.*.*.*.*.*.*.*\\d could not be checked on this line within 100 ms; "
                        + "write it simpler."),
                org.assertj.core.groups.Tuple.tuple(0, "The pattern ( is no regular expression: Unclosed group."));
    }
}
