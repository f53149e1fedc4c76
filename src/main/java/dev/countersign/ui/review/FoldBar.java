package dev.countersign.ui.review;

import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.review.DiffRows.Row;
import java.util.ArrayList;
import java.util.List;

/// What can be clicked on a row that stands for unchanged lines.
final class FoldBar {
    private static final double SPACE = 18;
    private static final Texts TEXTS = Texts.of(FoldBar.class);

    private FoldBar() {}

    enum Action { DOWN, UP, BLOCK, ALL }

    /// One clickable word, at `x` relative to the bar's start.
    record Zone(Action action, String label, double x, double width) {}

    /// @param hunks number of hunks of the file
    static List<Zone> zones(Row fold, int hunks, CodeFont font) {
        var zones = new ArrayList<Zone>();
        boolean steps = fold.hidden() > Expansion.STEP;
        double x = 0;
        if (steps && fold.gap() > 0) {
            x = add(zones, Action.DOWN, "\u2193 " + Expansion.STEP, x, font);
        }
        if (steps && fold.gap() < hunks) {
            x = add(zones, Action.UP, "\u2191 " + Expansion.STEP, x, font);
        }
        if (steps) {
            x = add(zones, Action.BLOCK, "\u2195 " + TEXTS.text("fold.block"), x, font);
        }
        add(zones, Action.ALL, "\u2304 " + TEXTS.text("fold.all", fold.hidden()), x, font);
        return zones;
    }

    static Expansion apply(Action action, int gap, DiffRows rows) {
        return switch (action) {
            case DOWN -> rows.expansion().down(gap);
            case UP -> rows.expansion().up(gap);
            case BLOCK -> Unfolding.gap(rows, gap);
            case ALL -> rows.expansion().all(gap);
        };
    }

    private static double add(List<Zone> zones, Action action, String label, double x, CodeFont font) {
        double width = font.widthOf(label);
        zones.add(new Zone(action, label, x, width));
        return x + width + SPACE;
    }
}
