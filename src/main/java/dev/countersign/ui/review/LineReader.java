package dev.countersign.ui.review;

import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.review.DiffRows.Row;
import java.util.Optional;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/// One line of a [DiffCanvas] after the other, by the arrow keys: what a screen reader says of each, and which one it is.
final class LineReader {
    private static final Texts TEXTS = Texts.of(LineReader.class);

    private final DiffCanvas canvas;
    private int row = -1;

    LineReader(DiffCanvas canvas) {
        this.canvas = canvas;
    }

    /// The row that was read last; -1 for none.
    int row() {
        return row;
    }

    /// Goes to a row.
    ///
    /// @return what it says
    String at(int wanted) {
        row = wanted;
        canvas.show(row, 2.0);
        return says(canvas.page().rows().row(row));
    }

    /// What the row says that was read last.
    String again() {
        return says(canvas.page().rows().row(row));
    }

    void forget() {
        row = -1;
    }

    /// The next (1) or previous (-1) line, from the current hunk on where none was read yet.
    ///
    /// @return what it says; empty where there is no line
    Optional<String> read(int by) {
        DiffRows rows = canvas.page().rows();
        if (rows.size() == 0) {
            return Optional.empty();
        }
        int hunk = canvas.currentHunkProperty().get();
        return Optional.of(at(row < 0 ? hunk >= 0 && hunk < rows.hunks() ? rows.firstRow(hunk) : 0 : Math.clamp((long) row + by, 0, rows.size() - 1)));
    }

    /// Frames the line that was read last.
    void frame(GraphicsContext on, Color color) {
        if (row >= 0 && row < canvas.page().rows().size()) {
            double[] span = canvas.heights().span(row, row, canvas.geometry().rowHeight(), canvas.scroll().top());
            on.setStroke(color);
            on.strokeRect(1.5, span[0] + 0.5, Math.floor(canvas.getWidth()) - DiffGeometry.MAP - 3, span[1] - span[0] - 1);
        }
    }

    private String says(Row at) {
        String said = switch (at.kind()) {
            case CONTEXT -> TEXTS.text("line.context", at.after() + 1, text(Side.AFTER, at.after()));
            case ADDED -> TEXTS.text("line.added", at.after() + 1, text(Side.AFTER, at.after()));
            case REMOVED -> TEXTS.text("line.removed", at.before() + 1, text(Side.BEFORE, at.before()));
            case CHANGED -> TEXTS.text("line.changed", at.after() + 1, text(Side.BEFORE, at.before()), text(Side.AFTER, at.after()));
            case FOLD -> TEXTS.text("fold.all", at.hidden());
        };
        String answer = at.hunk() < 0 ? "" : canvas.page().decision(at.hunk()).map(d -> ", " + TEXTS.text("decision." + d.name())).orElse("");
        return said + answer + canvas.page().marker(at).map(marker -> ", " + marker.says()).orElse("");
    }

    private String text(Side side, int line) {
        String text = (side == Side.BEFORE ? canvas.page().diff().before() : canvas.page().diff().after()).lines().get(line).strip();
        return text.isEmpty() ? TEXTS.text("line.blank") : text;
    }
}
