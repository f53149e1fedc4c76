package dev.countersign.ui.review;

import javafx.geometry.Orientation;
import javafx.scene.control.ScrollBar;

/// The bar below a diff whose lines are wider than it; gone while none is.
final class AcrossBar extends ScrollBar {
    static final double THICK = 10;

    AcrossBar() {
        setOrientation(Orientation.HORIZONTAL);
        setFocusTraversable(false);
    }

    /// @param text   width of what is in sight of a line
    /// @param needed width of the widest line
    void measure(DiffScroll scroll, double text, double needed, double cell) {
        setMax(scroll.maxLeft());
        setVisibleAmount(scroll.maxLeft() * text / Math.max(1, needed));
        setUnitIncrement(cell * 4);
        setBlockIncrement(text);
    }
}
