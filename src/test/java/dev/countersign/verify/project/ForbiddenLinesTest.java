package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Contract;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Trees;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ForbiddenLinesTest {
    private final Trees trees = new Trees();

    private List<SensorResult> check(String... forbid) throws IOException {
        return new ForbiddenLines(Duration.ofMillis(100)).check(
                trees.request(new Contract(List.of(), List.of(forbid), List.of())), Progress.NONE);
    }

    private static SensorResult result(State state) {
        return new SensorResult(Part.STR, "forbidden patterns", state, Optional.empty());
    }

    @Test
    void contractThatForbidsNothingIsNotListed() throws IOException {
        trees.after("a.txt", "x");

        assertThat(check()).isEmpty();
    }

    @Test
    void onlyAddedLinesCount() throws IOException {
        trees.before("a.txt", "TODO old\nb\n").after("a.txt", "TODO old\nc\n  TODO new\n");

        assertThat(check("TODO")).containsExactly(result(new State.Failed(List.of(new Residual(Part.STR, "forbidden patterns",
                Optional.of(WorkspacePath.of("a.txt")), 3, 3, "This line matches the forbidden pattern TODO.", 1, 1)))));
    }

    @Test
    void cleanLinesPassWithTheirNumber() throws IOException {
        trees.before("a.txt", "a\nb\n").after("a.txt", "a\nc\nd\n").after("new.txt", "e\n");

        assertThat(check("TODO", "System\\.exit")).containsExactly(result(new State.Passed("3 added lines")));
    }

    @Test
    void patternThatTakesTooLongIsAViolation() throws IOException {
        trees.after("a.txt", "a".repeat(300) + "\n");

        assertThat(check(".*.*.*.*.*.*.*.*.*.*\\d").getFirst().residuals()).singleElement().satisfies(r -> {
            assertThat(r.line()).isEqualTo(1);
            assertThat(r.message()).contains("could not be checked on this line within 100 ms");
        });
    }

    @Test
    void patternThatIsNoneIsAViolation() throws IOException {
        trees.after("a.txt", "a\n");

        assertThat(check("(").getFirst().residuals()).singleElement()
                .satisfies(r -> assertThat(r.message()).startsWith("The pattern ( is no regular expression"));
    }

    @Test
    void binaryFileIsNotChecked() throws IOException {
        trees.after("a.bin", new byte[] {0, 1, 2});

        assertThat(check("x")).containsExactly(result(new State.Passed("0 added lines")),
                result(new State.NotChecked("a.bin is binary")));
    }
}
