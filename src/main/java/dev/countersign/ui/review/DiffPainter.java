package dev.countersign.ui.review;

import dev.countersign.ui.review.DiffGeometry.Pane;
import dev.countersign.ui.review.DiffRows.Kind;
import dev.countersign.ui.review.DiffRows.Layout;
import dev.countersign.ui.review.DiffRows.Row;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// Draws the rows of a diff that are in sight, and no others.
final class DiffPainter {
    private final DiffPage page;
    private final DiffGeometry at;
    private final DiffColors colors;
    private final RowHeights heights;
    private final View view;
    private final GraphicsContext gc;
    private final LinePainter text;
    private final LineLayer lines;

    /// What of the page is in sight, and how.
    ///
    /// @param top     pixels above the first pixel drawn
    /// @param left    pixels scrolled to the right; 0 while wrapping
    /// @param current the current hunk, -1 for none
    /// @param hover   the row under the mouse, -1 for none
    record View(double top, double left, boolean wrap, int current, int hover, double hoverX,
                Optional<TextSelection> selection, DiffFind find, int match, boolean decides, boolean focused) {}

    DiffPainter(GraphicsContext gc, DiffPage page, DiffGeometry at, DiffColors colors, RowHeights heights, View view) {
        this.gc = gc;
        this.page = page;
        this.at = at;
        this.colors = colors;
        this.heights = heights;
        this.view = view;
        text = new LinePainter(gc, page, at, colors, view);
        lines = new LineLayer(gc, page, at, colors);
    }

    /// Draws everything; returns how many rows that took.
    int paint() {
        gc.setFill(colors.background());
        gc.fillRect(0, 0, at.width(), at.height());
        DiffRows rows = page.rows();
        int drawn = 0;
        if (rows.size() > 0) {
            int unit = at.rowHeight();
            int first = heights.rowAt((int) (view.top() / unit));
            while (first + drawn < rows.size() && y(first + drawn) < at.height()) {
                drawn++;
            }
            rows(first, first + drawn);
            columns();
            hunks(first, first + drawn - 1);
        }
        new DiffMap(page, at, colors, heights, view).paint(gc);
        return drawn;
    }

    private double y(int row) {
        return (double) heights.start(row) * at.rowHeight() - view.top();
    }

    private double height(int row) {
        return (double) heights.height(row) * at.rowHeight();
    }

    /// What lies under the text of all rows, then the text by columns, then what lies over it: a clip for each line would take longer to draw than
    /// the line.
    private void rows(int from, int to) {
        each(from, to, this::under);
        for (Pane pane : at.panes()) {
            gc.save();
            gc.beginPath();
            gc.rect(pane.signX() + DiffGeometry.SIGN - 2, 0, pane.end() - pane.textX() + 2, at.height());
            gc.clip();
            each(from, to, (index, row) -> {
                Side side = TextSelection.sideOf(row, at.layout(), pane.side());
                if (row.kind() != Kind.FOLD && row.line(side) >= 0) {
                    text.line(index, row, side, pane, y(index), foreground(row, side));
                }
            });
            gc.restore();
        }
        each(from, to, this::over);
    }

    private void each(int from, int to, BiConsumer<Integer, Row> paint) {
        for (int i = from; i < to; i++) {
            paint.accept(i, page.rows().row(i));
        }
    }

    private void under(int index, Row row) {
        if (row.kind() == Kind.FOLD) {
            fold(index, row, y(index), height(index));
            return;
        }
        at.panes().forEach(pane -> background(row, TextSelection.sideOf(row, at.layout(), pane.side()), pane, y(index), height(index)));
    }

    private void over(int index, Row row) {
        if (row.kind() == Kind.FOLD) {
            return;
        }
        for (Pane pane : at.panes()) {
            Side side = TextSelection.sideOf(row, at.layout(), pane.side());
            numbers(row, side, pane, y(index));
            lines.paint(index, row, side, pane, y(index), height(index), view.left());
        }
    }

    private void fold(int index, Row row, double y, double height) {
        gc.setFill(colors.fold());
        gc.fillRect(0, y, at.mapX(), height);
        Pane pane = at.panes().getFirst();
        gc.setFont(at.font().small());
        gc.setTextAlign(TextAlignment.LEFT);
        for (FoldBar.Zone zone : FoldBar.zones(row, page.rows().hunks(), at.font())) {
            double x = pane.textX() + zone.x();
            boolean under = view.hover() == index && view.hoverX() >= x - 6 && view.hoverX() < x + zone.width() + 6;
            gc.setFill(under ? colors.accent() : colors.muted());
            gc.fillText(zone.label(), x, y + at.font().ascent());
            if (under) {
                gc.fillRect(x, y + at.font().ascent() + 2, zone.width(), 1);
            }
        }
    }

    /// Removed and added are coloured; a rejected hunk is not, since it won't be; white space that does not count is quiet.
    private boolean isQuiet(Row row, Side side) {
        return page.isOut(row, side)
                || page.isQuiet(row);
    }

    private Color foreground(Row row, Side side) {
        boolean dropped = side == Side.AFTER && page.isOut(row, side);
        return dropped ? colors.muted() : colors.text();
    }

    private void background(Row row, Side side, Pane pane, double y, double height) {
        if (row.hunk() < 0) {
            return;
        }
        boolean there = row.line(side) >= 0;
        boolean quiet = isQuiet(row, side);
        boolean block = !quiet && page.block(row, side).isPresent();
        Color line = !there ? colors.filler() : quiet ? colors.quietLine() : block ? colors.movedLine()
                : side == Side.BEFORE ? colors.removedLine() : colors.addedLine();
        gc.setFill(line);
        gc.fillRect(pane.x(), y, pane.end() - pane.x(), height);
        if (there && !quiet) {
            gc.setFill(block ? colors.movedGutter() : side == Side.BEFORE ? colors.removedGutter() : colors.addedGutter());
            gc.fillRect(pane.x(), y, pane.signX() - pane.x(), height);
            if (!block) {
                text.words(row, side, pane, y);
            }
        }
    }

    private void numbers(Row row, Side side, Pane pane, double y) {
        double baseline = y + at.font().ascent();
        gc.setFont(at.font().font());
        gc.setTextAlign(TextAlignment.RIGHT);
        gc.setFill(colors.muted());
        double right = pane.x() + pane.numbers() - 8;
        if (at.layout() == Layout.UNIFIED) {
            number(row.before(), right, baseline);
            number(row.after(), right + pane.numbers(), baseline);
        } else {
            number(row.line(side), right, baseline);
        }
        gc.setTextAlign(TextAlignment.LEFT);
        page.block(row, side).ifPresent(block -> block(block, row.line(side), pane.x(), y));
        if (row.hunk() >= 0 && row.line(side) >= 0) {
            gc.setFill(isQuiet(row, side) ? colors.muted() : side == Side.BEFORE ? colors.removed() : colors.added());
            gc.fillText(side == Side.BEFORE ? "\u2212" : "+", Math.round(pane.signX() + 5), baseline);
        }
        if (side == Side.AFTER) {
            page.marker(row).ifPresent(marker -> marker(marker, pane.x() + 7, y + at.rowHeight() / 2.0));
        }
    }

    private void number(int line, double right, double baseline) {
        if (line >= 0) {
            gc.fillText(Integer.toString(line + 1), right, baseline);
        }
    }

    /// A bar along the block, and at its first line an arrow: into the file for what came, out of it for what went.
    private void block(BlockMark block, int line, double x, double y) {
        gc.setFill(colors.moved());
        gc.fillRect(x + 2, y, 2, at.rowHeight());
        if (line == block.start()) {
            double cy = Math.round(y + at.rowHeight() / 2.0) + 0.5;
            double tip = block.side() == Side.AFTER ? x + 12 : x + 5;
            double back = block.side() == Side.AFTER ? tip - 4 : tip + 4;
            gc.setStroke(colors.moved());
            gc.setLineWidth(1.4);
            gc.strokeLine(x + 5, cy, x + 12, cy);
            gc.strokePolyline(new double[] {back, tip, back}, new double[] {cy - 3.5, cy, cy + 3.5}, 3);
        }
    }

    private void marker(Marker marker, double x, double y) {
        gc.setFill(colors.marker(marker.kind()));
        if (marker.kind() == Marker.Kind.COMMENT) {
            gc.fillRoundRect(x - 5, y - 5, 11, 8, 3, 3);
            gc.fillPolygon(new double[] {x - 3, x + 1, x - 3}, new double[] {y + 2, y + 2, y + 6}, 3);
            return;
        }
        gc.fillPolygon(new double[] {x, x + 5, x - 5}, new double[] {y - 5, y + 4, y + 4}, 3);
        gc.setFill(colors.background());
        gc.fillRect(x - 0.5, y - 2, 1, 3);
        gc.fillRect(x - 0.5, y + 2, 1, 1);
    }

    /// The lines that part the columns.
    private void columns() {
        if (at.layout() == Layout.SPLIT && !view.decides()) {
            gc.setFill(colors.divider());
            gc.fillRect(at.chipX(), 0, 1, at.height());
        }
    }

    private void hunks(int firstRow, int lastRow) {
        DiffRows rows = page.rows();
        for (int row = firstRow; row <= lastRow; ) {
            int hunk = rows.row(row).hunk();
            if (hunk < 0) {
                row++;
                continue;
            }
            double y = (double) heights.start(rows.firstRow(hunk)) * at.rowHeight() - view.top();
            int last = rows.lastRow(hunk);
            double end = (double) (heights.start(last) + heights.height(last)) * at.rowHeight() - view.top();
            if (view.decides()) {
                chipColumn(hunk, y, end);
            }
            if (hunk == view.current()) {
                current(y, end);
            }
            row = last + 1;
        }
    }

    private void chipColumn(int hunk, double y, double end) {
        HunkDecision decision = page.decision(hunk).orElse(HunkDecision.UNDECIDED);
        double middle = at.chipX() + DiffGeometry.CHIP / 2;
        gc.setFill(colors.background());
        gc.fillRect(at.chipX(), y, DiffGeometry.CHIP, end - y);
        Color color = switch (decision) {
            case UNDECIDED -> hunk == view.current() ? colors.accent() : colors.muted();
            case ACCEPTED -> colors.added();
            case REJECTED -> colors.removed();
            case PARTLY -> colors.warning();
        };
        double top = Math.max(y, Math.min(0, end - at.rowHeight()));
        double cy = Math.round(top + at.rowHeight() / 2.0);
        double r = 7;
        if (end - y > at.rowHeight()) {
            gc.setFill(decision == HunkDecision.UNDECIDED ? colors.divider() : color);
            gc.fillRect(middle - 1, cy + r + 3, 2, Math.max(0, end - 3 - (cy + r + 3)));
        }
        if (decision == HunkDecision.UNDECIDED) {
            gc.setStroke(color);
            gc.setLineWidth(1.5);
            gc.strokeOval(middle - r + 0.75, cy - r + 0.75, 2 * r - 1.5, 2 * r - 1.5);
            return;
        }
        gc.setFill(color);
        gc.fillOval(middle - r, cy - r, 2 * r, 2 * r);
        gc.setStroke(colors.onAccent());
        gc.setLineWidth(1.6);
        if (decision == HunkDecision.ACCEPTED) {
            gc.strokePolyline(new double[] {middle - 3.2, middle - 0.8, middle + 3.4}, new double[] {cy + 0.2, cy + 2.6, cy - 2.4}, 3);
        } else if (decision == HunkDecision.PARTLY) {
            gc.strokeLine(middle - 3.2, cy, middle + 3.2, cy);
        } else {
            gc.strokeLine(middle - 2.5, cy - 2.5, middle + 2.5, cy + 2.5);
            gc.strokeLine(middle - 2.5, cy + 2.5, middle + 2.5, cy - 2.5);
        }
    }

    private void current(double y, double end) {
        gc.setFill(colors.accent());
        for (Pane pane : at.panes()) {
            gc.fillRect(pane.x(), y, 2, end - y);
        }
        gc.fillRect(0, Math.round(y), at.mapX(), 1);
        gc.fillRect(0, Math.round(end) - 1, at.mapX(), 1);
    }
}
