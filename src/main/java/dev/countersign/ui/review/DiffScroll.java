package dev.countersign.ui.review;

/// How far a diff is scrolled, in whole pixels, kept within its content.
final class DiffScroll {
    private double top;
    private double left;
    private double contentHeight;
    private double contentWidth;
    private double height;
    private double width;

    void measure(double ofContentHeight, double ofContentWidth, double ofHeight, double ofWidth) {
        contentHeight = ofContentHeight;
        contentWidth = ofContentWidth;
        height = ofHeight;
        width = ofWidth;
        to(top, left);
    }

    void to(double newTop, double newLeft) {
        top = Math.round(Math.clamp(newTop, 0, maxTop()));
        left = Math.round(Math.clamp(newLeft, 0, maxLeft()));
    }

    void by(double dy, double dx) {
        to(top + dy, left + dx);
    }

    double top() {
        return top;
    }

    double left() {
        return left;
    }

    double maxTop() {
        return Math.max(0, contentHeight - height);
    }

    double maxLeft() {
        return Math.max(0, contentWidth - width);
    }

    double visibleWidth() {
        return width;
    }

    /// Scrolls so that `y..end` is in sight, a third from the top, unless it already is.
    void reveal(double y, double end, double margin) {
        boolean fits = end - y <= height - 2 * margin;
        if (y >= top + margin && (end <= top + height - margin || !fits && y <= top + height / 3)) {
            return;
        }
        to(y - Math.max(margin, fits ? (height - (end - y)) / 3 : margin), left);
    }

    /// Scrolls as little as shows it, and not at all where it can be seen from the start of the line.
    void revealAcross(double x, double end) {
        if (x < left || end > left + width) {
            to(top, end < width ? 0 : Math.min(x, end - width));
        }
    }
}
