package dev.countersign.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.plan.Contract;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FileChecksTest {
    private final AtomicInteger read = new AtomicInteger();

    /// Every line that says BAD is one finding.
    private final class Words implements FileSensor {
        @Override
        public Part part() {
            return Part.STR;
        }

        @Override
        public String name() {
            return "words";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public boolean reads(WorkspacePath path) {
            return path.extension().equals("txt");
        }

        @Override
        public Reading read(WorkspacePath path, byte[] content) {
            read.incrementAndGet();
            List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
            if (lines.contains("UNREADABLE")) {
                return new Reading.Unread("no");
            }
            List<Finding> found = java.util.stream.IntStream.range(0, lines.size()).filter(i -> lines.get(i).equals("BAD"))
                    .mapToObj(i -> Finding.at(i + 1, 1, "bad word")).toList();
            return found.isEmpty() ? new Reading.Fine() : new Reading.Faulty(found);
        }
    }

    private final FileChecks checks = new FileChecks(Part.STR, "words", "files not read", List.of(new Words()), new Readings(50_000), false);

    private List<SensorResult> check(Trees trees) throws IOException {
        return checks.check(trees.request(Contract.OPEN), Progress.NONE);
    }

    @Test
    void oneFileOfTenThousandIsLookedAtAloneWhenItAloneChanged() throws IOException {
        var trees = new Trees();
        for (int i = 0; i < 10_000; i++) {
            trees.after("d" + i % 100 + "/f" + i + ".txt", "text " + i);
        }
        assertThat(check(trees).getFirst().state()).isEqualTo(new State.Passed("10000 files"));
        assertThat(read).hasValue(10_000);

        trees.after("d7/f7.txt", "BAD\n");
        assertThat(check(trees).getFirst().state()).isInstanceOf(State.Failed.class);
        assertThat(read).hasValue(10_001);
    }

    @Test
    void cancelEndsTheReadingOfManyFiles() {
        var trees = new Trees();
        for (int i = 0; i < 2_000; i++) {
            trees.after("f" + i + ".txt", "text " + i);
        }
        var seen = new AtomicInteger();
        Progress cancelledSoon = new Progress() {
            @Override
            public void step(String what, long done, long total) {
                seen.incrementAndGet();
            }

            @Override
            public boolean cancelled() {
                return seen.get() == 3;
            }
        };
        assertThatThrownBy(() -> checks.check(trees.request(Contract.OPEN), cancelledSoon)).isInstanceOf(Progress.CancelledException.class);
        int then = read.get();
        assertThat(seen).hasValue(3);
        assertThat(read).as("nothing goes on behind it").hasValue(then);
    }

    @Test
    void oldNewAndMendedAreToldApartInOneFile() throws IOException {
        var trees = new Trees().before("a.txt", "BAD\nx\nBAD\ny\n").after("a.txt", "x\nBAD\ny\nBAD\n");

        SensorResult result = check(trees).getFirst();

        assertThat(result.residuals()).extracting(Residual::line).containsExactly(4);
        assertThat(result.baseline().before()).extracting(Residual::line).containsExactly(2);
        assertThat(result.baseline().mended()).extracting(Residual::line).containsExactly(1);
    }

    @Test
    void whatCannotBeReadAfterTheChangeIsNotMended() throws IOException {
        var trees = new Trees().before("a.txt", "BAD\n").after("a.txt", "UNREADABLE\n");

        assertThat(check(trees)).singleElement().satisfies(r -> {
            assertThat(r.state()).isEqualTo(new State.NotChecked("a.txt: no"));
            assertThat(r.baseline()).isEqualTo(SensorResult.Baseline.NONE);
        });
    }

    @Test
    void deletedFileTakesItsFindingsAlong() throws IOException {
        assertThat(check(new Trees().before("a.txt", "BAD\n").after("b.txt", "b"))).singleElement()
                .satisfies(r -> assertThat(r.baseline().mended()).hasSize(1));
    }
}
