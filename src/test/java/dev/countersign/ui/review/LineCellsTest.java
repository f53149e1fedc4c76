package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ui.review.Syntax.Ink;
import dev.countersign.ui.review.Syntax.Span;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineCellsTest {

    @Test
    void tabsRunToTheNextStop() {
        LineCells cells = LineCells.of("a\tb\t\tc", 4);
        assertThat(List.of(cells.cellOf(1), cells.cellOf(2), cells.cellOf(5), cells.cells())).containsExactly(1, 4, 12, 13);
        assertThat(cells.characterAt(4.2)).isEqualTo(2);
    }

    @Test
    void wideCharactersTakeTwoCellsAndMarksNone() {
        assertThat(LineCells.of("日本", 4).cells()).isEqualTo(4);
        assertThat(LineCells.of("e\u0301x", 4).cells()).isEqualTo(2);
        assertThat(LineCells.of("e\u0301x", 4).next(0)).isEqualTo(2);
    }

    @Test
    void charactersThatTurnTextAroundAreSpelledOut() {
        assertThat(LineCells.isSpelled(0x202E)).isTrue();
        assertThat(LineCells.spelled(0x202E)).isEqualTo("U+202E");
        assertThat(LineCells.of("a\u202Eb", 4).cells()).isEqualTo(10);
        assertThat(LineCells.isSpelled('\t') || LineCells.isSpelled(0x65E5) || LineCells.isSpelled('a')).isFalse();
    }

    @Test
    void colouringOneLineKnowsWhatTheLinesAboveOpened() {
        Syntax syntax = Syntax.of(Syntax.languageOf(WorkspacePath.of("a/B.java")).orElseThrow(),
                List.of("/* one", "two */ int x = 1;"));
        assertThat(syntax.spans(1)).startsWith(new Span(0, 6, Ink.COMMENT));
        assertThat(syntax.spans(1)).contains(new Span(15, 16, Ink.NUMBER));
    }

    @Test
    void wrappedRowsKnowTheirPlace() {
        RowHeights heights = RowHeights.of(new int[] {1, 3, 2});
        assertThat(List.of(heights.total(), heights.start(2), heights.rowAt(0), heights.rowAt(3), heights.rowAt(4), heights.rowAt(99)))
                .containsExactly(6, 4, 0, 1, 2, 2);
    }
}
