package dev.countersign.ui.review;

import dev.countersign.ui.review.DiffRows.Layout;
import java.util.List;

/// Where the columns of a diff stand, in whole pixels.
///
/// @param panes    one in the unified layout, two in the split one
/// @param chipX    left edge of the column with the hunks' decisions
/// @param mapX     left edge of the overview at the right
/// @param height   of what is drawn
record DiffGeometry(Layout layout, CodeFont font, List<Pane> panes, double chipX, double mapX, double width, double height,
                    int columns) {
    static final double CHIP = 26;
    static final double MAP = 14;
    static final double SIGN = 18;
    /// Width of the mark of a moved block, at the left of the line numbers.
    static final double MARK = 13;
    private static final double PAD = 10;

    /// One column of text with its line numbers.
    ///
    /// @param side     whose text; in the unified layout each row decides
    /// @param x        left edge of its line numbers
    /// @param numbers  width of one column of line numbers
    /// @param signX    left edge of the +/− column
    /// @param textX    left edge of the text
    /// @param end      right edge
    record Pane(Side side, double x, double numbers, double signX, double textX, double end) {
        double textWidth() {
            return Math.max(0, end - textX);
        }
    }

    static DiffGeometry of(Layout layout, CodeFont font, double width, double height, int lines, boolean decisions) {
        int digits = Math.max(3, Integer.toString(Math.max(1, lines)).length());
        double numbers = Math.ceil(digits * font.cell() + PAD * 2);
        double chip = decisions ? CHIP : 0;
        double mapX = Math.max(0, width - MAP);
        List<Pane> panes;
        double chipX;
        if (layout == Layout.SPLIT) {
            double middle = Math.floor(mapX / 2);
            chipX = middle - chip / 2;
            panes = List.of(pane(Side.BEFORE, 0, numbers, numbers, chipX),
                    pane(Side.AFTER, chipX + Math.max(chip, 1), numbers, numbers, mapX));
        } else {
            chipX = 0;
            panes = List.of(pane(Side.AFTER, chip, numbers, numbers * 2, mapX));
        }
        double narrowest = panes.stream().mapToDouble(Pane::textWidth).min().orElse(0);
        return new DiffGeometry(layout, font, panes, Math.floor(chipX), mapX, width, height,
                Math.max(8, (int) (narrowest / font.cell())));
    }

    private static Pane pane(Side side, double x, double numbers, double gutter, double end) {
        double left = Math.floor(x);
        return new Pane(side, left, numbers, left + gutter, left + gutter + SIGN, Math.floor(end));
    }

    int rowHeight() {
        return font.rowHeight();
    }

    boolean inMap(double x) {
        return x >= mapX;
    }

    boolean inChips(double x) {
        return !panes.isEmpty() && x >= chipX && x < chipX + CHIP;
    }

    /// The pane under a place; the nearest where there is none.
    Pane paneAt(double x) {
        return panes.size() == 2 && x >= panes.getLast().x() ? panes.getLast() : panes.getFirst();
    }
}
