package dev.countersign.ui.review;

import dev.countersign.changeset.Hunk;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// The overview at the right edge: all hunks and markers of the file, and the part in sight. Doubles as the scroll bar.
final class DiffMap {
    private final DiffPage page;
    private final DiffGeometry at;
    private final DiffColors colors;
    private final RowHeights heights;
    private final DiffPainter.View view;

    DiffMap(DiffPage page, DiffGeometry at, DiffColors colors, RowHeights heights, DiffPainter.View view) {
        this.page = page;
        this.at = at;
        this.colors = colors;
        this.heights = heights;
        this.view = view;
    }

    void paint(GraphicsContext gc) {
        double x = at.mapX();
        gc.setFill(colors.background());
        gc.fillRect(x, 0, at.width() - x, at.height());
        gc.setFill(colors.divider());
        gc.fillRect(x, 0, 1, at.height());
        double content = (double) heights.total() * at.rowHeight();
        double scale = content <= at.height() ? 1 : at.height() / content;
        hunks(gc, x, scale);
        page.markerRows().forEach((row, marker) -> {
            double y = heights.start(row) * at.rowHeight() * scale;
            gc.setFill(colors.marker(marker.kind()));
            gc.fillPolygon(new double[] {x + 1, x + 6, x + 1}, new double[] {y, y + 4, y + 8}, 3);
        });
        if (content > at.height()) {
            gc.setFill(colors.thumb());
            gc.fillRoundRect(x + 1.5, Math.floor(view.top() * scale), DiffGeometry.MAP - 3,
                    Math.max(16, at.height() * scale), 4, 4);
        }
    }

    /// Each pixel is drawn once, whatever number of hunks falls on it: the left half says what went, the right half what came,
    /// the narrow column before them how it is decided.
    private void hunks(GraphicsContext gc, double x, double scale) {
        int height = (int) Math.ceil(at.height());
        @Nullable Color[] went = new Color[height];
        @Nullable Color[] came = new Color[height];
        @Nullable Color[] decided = new Color[height];
        DiffRows rows = page.rows();
        for (Hunk hunk : page.diff().hunks()) {
            int top = (int) (heights.start(rows.firstRow(hunk.index())) * at.rowHeight() * scale);
            int last = rows.lastRow(hunk.index());
            int end = Math.max(top + 2, (int) Math.ceil((heights.start(last) + heights.height(last)) * at.rowHeight() * scale) - 1);
            HunkDecision decision = page.decision(hunk.index()).orElse(HunkDecision.UNDECIDED);
            boolean quiet = decision == HunkDecision.REJECTED || page.isHidden(hunk.index());
            for (int y = top; y < Math.min(end, height); y++) {
                went[y] = quiet ? colors.divider() : hunk.beforeCount() > 0 ? colors.removed() : colors.added();
                came[y] = quiet ? colors.divider() : hunk.afterCount() > 0 ? colors.added() : colors.removed();
                decided[y] = switch (decision) {
                    case UNDECIDED -> colors.background();
                    case ACCEPTED -> colors.accent();
                    case REJECTED -> colors.muted();
                    case PARTLY -> colors.warning();
                };
            }
        }
        runs(gc, decided, x + 1, 2);
        runs(gc, went, x + 4, 4);
        runs(gc, came, x + 8, 4);
    }

    private static void runs(GraphicsContext gc, @Nullable Color[] pixels, double x, double width) {
        for (int y = 0; y < pixels.length; ) {
            int end = y + 1;
            while (end < pixels.length && pixels[end] == pixels[y]) {
                end++;
            }
            if (pixels[y] != null) {
                gc.setFill(pixels[y]);
                gc.fillRect(x, y, width, end - y);
            }
            y = end;
        }
    }
}
