package dev.countersign.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Contract;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BaseComparisonTest {
    private static Residual at(String path, int line, String message) {
        return new Residual(Part.SYN, "s", Optional.of(WorkspacePath.of(path)), line, 0, message, 1, 1);
    }

    private static BaseComparison.Compared compare(Trees trees, List<Residual> base, List<Residual> checked) throws IOException {
        return new BaseComparison(trees.request(Contract.OPEN).changeset(), trees).compare(base, checked);
    }

    @Test
    void residualThatMovedWithItsLineWasThereBefore() throws IOException {
        var trees = new Trees().before("a", "one\ntwo\nbad\n").after("a", "new\nnew\none\ntwo\nbad\n");

        assertThat(compare(trees, List.of(at("a", 3, "x")), List.of(at("a", 5, "x"))))
                .isEqualTo(new BaseComparison.Compared(List.of(), List.of(at("a", 5, "x")), List.of()));
    }

    @Test
    void sameWordsOnAnotherUnchangedLineAreNew() throws IOException {
        var trees = new Trees().before("a", "one\ntwo\nbad\n").after("a", "one\ntwo\nbad\nmore\n");

        assertThat(compare(trees, List.of(at("a", 3, "x")), List.of(at("a", 1, "x"))))
                .isEqualTo(new BaseComparison.Compared(List.of(at("a", 1, "x")), List.of(), List.of(at("a", 3, "x"))));
    }

    @Test
    void oneOldResidualAnswersForOneNewOnly() throws IOException {
        var trees = new Trees().before("a", "k\nbad\nk\n").after("a", "k\nworse\nworse still\nk\n");

        BaseComparison.Compared compared = compare(trees, List.of(at("a", 2, "x")), List.of(at("a", 2, "x"), at("a", 3, "x")));

        assertThat(compared.before()).containsExactly(at("a", 2, "x"));
        assertThat(compared.fresh()).containsExactly(at("a", 3, "x"));
    }

    @Test
    void residualInARenamedFileWasThereBefore() throws IOException {
        String text = "one\ntwo\nthree\nfour\nbad\n";
        var trees = new Trees().before("a", text).after("b", text);

        assertThat(compare(trees, List.of(at("a", 5, "x")), List.of(at("b", 5, "x"))).before()).containsExactly(at("b", 5, "x"));
    }

    @Test
    void residualOfADeletedFileIsMended() throws IOException {
        var trees = new Trees().before("a", "bad\n").before("k", "k\n").after("k", "k\n");

        assertThat(compare(trees, List.of(at("a", 1, "x")), List.of()).mended()).containsExactly(at("a", 1, "x"));
    }

    @Test
    void otherWordsOnTheSameLineAreNew() throws IOException {
        var trees = new Trees().before("a", "bad\n").after("a", "worse\n");

        assertThat(compare(trees, List.of(at("a", 1, "x")), List.of(at("a", 1, "y"))).fresh()).containsExactly(at("a", 1, "y"));
    }

    @Test
    void unchangedLineIsPairedBeforeAChangedOne() throws IOException {
        var trees = new Trees().before("a", "bad\nkeep\nbad\n").after("a", "bad!\nkeep\nbad\n");

        BaseComparison.Compared compared = compare(trees, List.of(at("a", 1, "x"), at("a", 3, "x")), List.of(at("a", 3, "x")));

        assertThat(compared.before()).containsExactly(at("a", 3, "x"));
        assertThat(compared.mended()).containsExactly(at("a", 1, "x"));
    }

    /// Whatever is put in front, nothing that was there before is new, and nothing is lost.
    @Property(tries = 100)
    void nothingIsNewWhereLinesOnlyMoved(@ForAll @IntRange(min = 1, max = 30) int lines, @ForAll @IntRange(min = 0, max = 20) int above)
            throws IOException {
        String text = IntStream.range(0, lines).mapToObj(i -> "line " + i).collect(Collectors.joining("\n"));
        var trees = new Trees().before("a", text).after("a", "new\n".repeat(above) + text);
        List<Residual> base = IntStream.rangeClosed(1, lines).mapToObj(i -> at("a", i, "x")).toList();
        List<Residual> now = IntStream.rangeClosed(1, lines).mapToObj(i -> at("a", i + above, "x")).toList();

        assertThat(compare(trees, base, now)).isEqualTo(new BaseComparison.Compared(List.of(), now, List.of()));
    }
}
