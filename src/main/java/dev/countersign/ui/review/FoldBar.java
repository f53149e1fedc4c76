package dev.countersign.ui.review;

import dev.countersign.ui.review.DiffRows.Row;
import java.util.ArrayList;
import java.util.List;

/// What can be clicked on a row that stands for unchanged lines.
final class FoldBar {
    private static final double SPACE = 18;

    private FoldBar() {}

    enum Action { DOWN, UP, ALL }

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
        add(zones, Action.ALL, "\u2304 " + "%,d unchanged lines".formatted(fold.hidden()), x, font);
        return zones;
    }

    static Expansion apply(Action action, int gap, Expansion now) {
        return switch (action) {
            case DOWN -> now.down(gap);
            case UP -> now.up(gap);
            case ALL -> now.all(gap);
        };
    }

    private static double add(List<Zone> zones, Action action, String label, double x, CodeFont font) {
        double width = font.widthOf(label);
        zones.add(new Zone(action, label, x, width));
        return x + width + SPACE;
    }
}
