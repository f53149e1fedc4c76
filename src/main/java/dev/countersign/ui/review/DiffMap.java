package dev.countersign.ui.review;

import dev.countersign.changeset.Hunk;
import javafx.scene.canvas.GraphicsContext;

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
        DiffRows rows = page.rows();
        for (Hunk hunk : page.diff().hunks()) {
            double y = heights.start(rows.firstRow(hunk.index())) * at.rowHeight() * scale;
            int last = rows.lastRow(hunk.index());
            double height = Math.max(3, (heights.start(last) + heights.height(last)) * at.rowHeight() * scale - y);
            boolean quiet = page.decision(hunk.index()).filter(HunkDecision.REJECTED::equals).isPresent();
            gc.setFill(quiet ? colors.divider() : hunk.beforeCount() > 0 ? colors.removed() : colors.added());
            gc.fillRect(x + 3, Math.floor(y), 4, Math.ceil(height) - 1);
            gc.setFill(quiet ? colors.divider() : hunk.afterCount() > 0 ? colors.added() : colors.removed());
            gc.fillRect(x + 7, Math.floor(y), 4, Math.ceil(height) - 1);
        }
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
}
