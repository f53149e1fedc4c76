package dev.countersign.ui.review;

import dev.countersign.ui.review.DiffGeometry.Pane;
import dev.countersign.ui.review.DiffRows.Row;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/// What is drawn over a line of its decision: a mark in the gutter where its hunk is decided line by line, a stroke through what
/// stays out, and the band of chosen lines.
final class LineLayer {
    private final GraphicsContext gc;
    private final DiffPage page;
    private final DiffGeometry at;
    private final DiffColors colors;

    LineLayer(GraphicsContext gc, DiffPage page, DiffGeometry at, DiffColors colors) {
        this.gc = gc;
        this.page = page;
        this.at = at;
        this.colors = colors;
    }

    /// @param left pixels that the text is scrolled to the right
    void paint(int index, Row row, Side side, Pane pane, double y, double height, double left) {
        if (row.line(side) >= 0 && row.hunk() >= 0) {
            if (side == Side.AFTER && page.isOut(row, side)) {
                strike(row.line(side), pane, y, left);
            }
            if (page.hasLineMarks(row.hunk())) {
                mark(page.decision(row, side), pane.signX(), y + at.rowHeight() / 2.0);
            }
        }
        if (page.chosen().filter(rows -> rows.has(index, side)).isPresent()) {
            gc.setFill(colors.selection());
            gc.fillRect(pane.x(), y, pane.end() - pane.x(), height);
            gc.setFill(colors.accent());
            gc.fillRect(pane.x(), y, 3, height);
        }
    }

    private void strike(int line, Pane pane, double y, double left) {
        double width = page.cells(Side.AFTER, line).cells() * at.font().cell();
        double from = Math.max(pane.textX(), pane.textX() - left);
        double to = Math.min(pane.end(), pane.textX() - left + width);
        if (to > from) {
            gc.setFill(colors.muted());
            gc.fillRect(from, Math.round(y + at.rowHeight() / 2.0), to - from, 1);
        }
    }

    private void mark(HunkDecision decision, double x, double cy) {
        gc.setLineWidth(1.5);
        switch (decision) {
            case ACCEPTED -> {
                gc.setStroke(colors.added());
                gc.strokePolyline(new double[] {x - 5, x - 3, x + 1}, new double[] {cy, cy + 2.5, cy - 3}, 3);
            }
            case REJECTED -> {
                gc.setStroke(colors.removed());
                gc.strokeLine(x - 5, cy - 3, x + 1, cy + 3);
                gc.strokeLine(x - 5, cy + 3, x + 1, cy - 3);
            }
            case UNDECIDED, PARTLY -> {
                Color ring = colors.muted();
                gc.setStroke(ring);
                gc.strokeOval(x - 5, cy - 3, 6, 6);
            }
        }
    }
}
