package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.ui.review.DiffRows.Kind;
import dev.countersign.ui.review.DiffRows.Layout;
import dev.countersign.ui.review.DiffRows.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DiffRowsTest {

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "int a = 1;", "int b = 1;", "}", "").list().ofMaxSize(60)
                .map(lines -> lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    @Property(tries = 200)
    void everyLineOfBothSidesStandsOnExactlyOneRowWhenAllIsExpanded(@ForAll("texts") String before, @ForAll("texts") String after,
                                                                   @ForAll Layout layout) {
        FileDiff.Text diff = Demo.diff(before, after);
        DiffRows rows = DiffRows.of(diff, layout, Expansion.everything(diff.hunks().size()));
        assertThat(lines(rows, Side.BEFORE)).isEqualTo(IntStream.range(0, diff.before().lines().size()).boxed().toList());
        assertThat(lines(rows, Side.AFTER)).isEqualTo(IntStream.range(0, diff.after().lines().size()).boxed().toList());
    }

    @Property(tries = 200)
    void unchangedRowsHoldTheSameTextOnBothSides(@ForAll("texts") String before, @ForAll("texts") String after,
                                                 @ForAll Layout layout) {
        FileDiff.Text diff = Demo.diff(before, after);
        for (Row row : all(DiffRows.of(diff, layout, Expansion.NONE))) {
            if (row.kind() == Kind.CONTEXT) {
                assertThat(diff.before().lines().get(row.before())).isEqualTo(diff.after().lines().get(row.after()));
            }
        }
    }

    @Property(tries = 200)
    void aFoldNeverHidesAChangeAndNothingIsLost(@ForAll("texts") String before, @ForAll("texts") String after, @ForAll Layout layout,
                                                @ForAll @IntRange(max = 5) int gap) {
        FileDiff.Text diff = Demo.diff(before, after);
        Expansion some = Expansion.NONE.down(gap).up(Math.max(0, gap - 1));
        DiffRows rows = DiffRows.of(diff, layout, some);
        int expected = 0;
        for (Row row : all(rows)) {
            int lines = row.kind() == Kind.FOLD ? row.hidden() : 1;
            if (row.before() >= 0) {
                assertThat(row.before()).isEqualTo(expected);
                expected += lines;
            }
            if (row.kind() == Kind.FOLD) {
                for (Hunk hunk : diff.hunks()) {
                    assertThat(hunk.beforeCount() == 0 || hunk.beforeEnd() <= row.before()
                            || hunk.beforeStart() >= row.before() + row.hidden()).isTrue();
                    assertThat(hunk.afterCount() == 0 || hunk.afterEnd() <= row.after()
                            || hunk.afterStart() >= row.after() + row.hidden()).isTrue();
                }
            }
        }
        assertThat(expected).isEqualTo(diff.before().lines().size());
    }

    @Property(tries = 100)
    void pairsNeverCross(@ForAll("texts") String before, @ForAll("texts") String after) {
        FileDiff.Text diff = Demo.diff(before, after);
        int last = -1;
        for (Row row : all(DiffRows.of(diff, Layout.UNIFIED, Expansion.NONE))) {
            if (row.kind() == Kind.REMOVED && row.partner() >= 0) {
                assertThat(row.partner()).isGreaterThan(last);
                last = row.partner();
            }
        }
    }

    @Test
    void contextIsThreeLinesAndAClickBringsTenMoreOrAll() {
        FileDiff.Text diff = Demo.large(200, 100);
        DiffRows rows = DiffRows.of(diff, Layout.SPLIT, Expansion.NONE);
        assertThat(all(rows).stream().filter(r -> r.kind() == Kind.FOLD).map(Row::hidden).toList()).containsExactly(47, 93, 46);
        assertThat(all(rows.with(Expansion.NONE.down(1))).stream().filter(r -> r.kind() == Kind.FOLD).map(Row::hidden).toList())
                .containsExactly(47, 83, 46);
        assertThat(all(rows.with(Expansion.NONE.all(1))).stream().filter(r -> r.kind() == Kind.FOLD).map(Row::hidden).toList())
                .containsExactly(47, 46);
    }

    @Test
    void linesThatShareTheirWordsStandSideBySideThoughOneWasAddedAbove() {
        FileDiff.Text diff = Demo.diff("int total = sum(rows);\n", "checkNotNull(file);\nint total = sum(all, rows);\n");
        assertThat(all(DiffRows.of(diff, Layout.SPLIT, Expansion.NONE))).containsExactly(
                new Row(Kind.ADDED, -1, 0, 0, -1, 0, -1), new Row(Kind.CHANGED, 0, 1, 0, -1, 0, 1));
    }

    @Test
    void aHiddenLineIsFoundInItsFoldAndRevealed() {
        DiffRows rows = DiffRows.of(Demo.large(200, 100), Layout.UNIFIED, Expansion.NONE);
        assertThat(rows.row(rows.rowOf(Side.AFTER, 10)).kind()).isEqualTo(Kind.FOLD);
        DiffRows shown = rows.revealing(Side.AFTER, 10);
        assertThat(shown.row(shown.rowOf(Side.AFTER, 10))).isEqualTo(new Row(Kind.CONTEXT, 10, 10, -1, -1, 0, -1));
    }

    @Test
    void aSelectionCopiesLinesWithoutMarkersAndWithWhatIsFolded() {
        DiffRows rows = DiffRows.of(Demo.diff("a\nb\nc\n", "a\nx y\nc\n"), Layout.SPLIT, Expansion.NONE);
        var selection = new TextSelection(Side.AFTER, new TextSelection.Spot(1, 2), new TextSelection.Spot(0, 0));
        assertThat(selection.text(rows)).isEqualTo("a\nx ");
        DiffRows folded = DiffRows.of(Demo.large(200, 100), Layout.SPLIT, Expansion.NONE);
        var whole = new TextSelection(Side.BEFORE, new TextSelection.Spot(0, 0),
                new TextSelection.Spot(folded.size() - 1, Integer.MAX_VALUE));
        assertThat(whole.text(folded).lines()).isEqualTo(folded.diff().before().lines());
    }

    @Test
    void findSearchesBothSidesInReadingOrderAndContextOnce() {
        FileDiff.Text diff = Demo.diff("foo\nold foo\n", "foo\nnew Foo\n");
        assertThat(DiffFind.in(diff, "foo").matches()).containsExactly(new DiffFind.Match(Side.AFTER, 0, 0, 3),
                new DiffFind.Match(Side.BEFORE, 1, 4, 7), new DiffFind.Match(Side.AFTER, 1, 4, 7));
        assertThat(DiffFind.in(diff, "Foo").matches()).containsExactly(new DiffFind.Match(Side.AFTER, 1, 4, 7));
    }

    private static List<Row> all(DiffRows rows) {
        return IntStream.range(0, rows.size()).mapToObj(rows::row).toList();
    }

    private static List<Integer> lines(DiffRows rows, Side side) {
        var lines = new ArrayList<Integer>();
        for (Row row : all(rows)) {
            assertThat(row.kind()).isNotEqualTo(Kind.FOLD);
            if (row.line(side) >= 0) {
                lines.add(row.line(side));
            }
        }
        return lines;
    }
}
