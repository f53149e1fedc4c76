package dev.countersign.ui.review;

import dev.countersign.ui.review.DiffGeometry.Pane;
import dev.countersign.ui.review.DiffRows.Kind;
import dev.countersign.ui.review.DiffRows.Row;
import java.util.Optional;
import java.util.TreeSet;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;

/// Whole lines chosen in a [DiffCanvas], to decide or to comment on them: by a drag over the line numbers, or from the current hunk
/// on with Shift and the arrows. Esc lets go of them.
final class LineChoice {
    /// Rows from one to another, in the order in which they were chosen.
    ///
    /// @param side the column they were chosen in; empty for what each row shows
    record Rows(Optional<Side> side, int anchor, int head) {
        int from() {
            return Math.min(anchor, head);
        }

        int to() {
            return Math.max(anchor, head);
        }

        boolean has(int row, Side of) {
            return row >= from() && row <= to() && side.map(of::equals).orElse(true);
        }
    }

    /// Marks at the left edge of a gutter have clicks of their own.
    private static final double MARKS = 14;

    private final DiffCanvas canvas;
    private Runnable onChange = () -> {};
    private boolean drags;

    LineChoice(DiffCanvas canvas) {
        this.canvas = canvas;
        canvas.addEventFilter(MouseEvent.MOUSE_PRESSED, this::press);
        canvas.addEventFilter(MouseEvent.MOUSE_DRAGGED, this::drag);
        canvas.addEventFilter(MouseEvent.MOUSE_RELEASED, _ -> drags = false);
        canvas.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    /// Hears every change of what is chosen.
    void onChange(Runnable action) {
        onChange = action;
    }

    private void press(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY || canvas.geometry().inMap(event.getX()) || !canvas.decides()) {
            return;
        }
        Pane pane = canvas.geometry().paneAt(event.getX());
        int row = rowAt(event.getY());
        boolean inGutter = event.getX() >= pane.x() + MARKS && event.getX() < pane.textX();
        if (row < 0 || !inGutter || canvas.page().rows().row(row).kind() == Kind.FOLD) {
            choose(Optional.empty());
            return;
        }
        canvas.requestFocus();
        drags = true;
        Optional<Side> side = canvas.geometry().panes().size() == 2 ? Optional.of(pane.side()) : Optional.empty();
        Optional<Rows> now = chosen();
        choose(Optional.of(event.isShiftDown() && now.isPresent() ? new Rows(now.get().side(), now.get().anchor(), row) : new Rows(side, row, row)));
        int hunk = canvas.page().rows().row(row).hunk();
        if (hunk >= 0) {
            canvas.makeCurrent(hunk);
        }
        event.consume();
    }

    private void drag(MouseEvent event) {
        if (drags) {
            if (event.getY() < 0 || event.getY() > canvas.getHeight()) {
                canvas.scrollTo(canvas.scroll().top() + (event.getY() < 0 ? event.getY() : event.getY() - canvas.getHeight()) / 2,
                        canvas.scroll().left());
            }
            int last = canvas.page().rows().size() - 1;
            int row = Math.clamp(canvas.heights().rowAt((int) Math.floor(
                    (event.getY() + canvas.scroll().top()) / canvas.geometry().rowHeight())), 0, last);
            chosen().ifPresent(now -> choose(Optional.of(new Rows(now.side(), now.anchor(), row))));
            event.consume();
        }
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && chosen().isPresent()) {
            choose(Optional.empty());
            event.consume();
        } else if (event.isShiftDown() && !event.isShortcutDown() && !event.isAltDown() && canvas.decides()
                && (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.DOWN)) {
            extend(event.getCode() == KeyCode.DOWN ? 1 : -1);
            event.consume();
        }
    }

    /// Begins with the first line of the current hunk, then takes one more or one less.
    void extend(int by) {
        int hunk = canvas.currentHunkProperty().get();
        DiffRows rows = canvas.page().rows();
        if (chosen().isPresent()) {
            Rows now = chosen().get();
            int head = Math.clamp((long) now.head() + by, 0, rows.size() - 1);
            if (rows.row(head).kind() != Kind.FOLD) {
                choose(Optional.of(new Rows(now.side(), now.anchor(), head)));
                canvas.show(head, 2.0);
            }
        } else if (hunk >= 0 && hunk < rows.hunks()) {
            int row = by > 0 ? rows.firstRow(hunk) : rows.lastRow(hunk);
            choose(Optional.of(new Rows(Optional.empty(), row, row)));
            canvas.show(row, 2.0);
        }
    }

    private Optional<Rows> chosen() {
        return canvas.page().chosen();
    }

    void clear() {
        choose(Optional.empty());
    }

    private void choose(Optional<Rows> rows) {
        if (!rows.equals(chosen())) {
            canvas.page().chosen(rows);
            canvas.requestLayout();
            onChange.run();
        }
    }

    /// What is chosen, by lines; none where nothing is.
    ChosenLines lines() {
        var before = new TreeSet<Integer>();
        var after = new TreeSet<Integer>();
        chosen().ifPresent(some -> {
            for (int i = some.from(); i <= some.to() && i < canvas.page().rows().size(); i++) {
                Row row = canvas.page().rows().row(i);
                if (row.kind() != Kind.FOLD) {
                    add(row, i, some, Side.BEFORE, before);
                    add(row, i, some, Side.AFTER, after);
                }
            }
        });
        return new ChosenLines(before, after);
    }

    private static void add(Row row, int index, Rows some, Side side, TreeSet<Integer> lines) {
        if (row.line(side) >= 0 && some.has(index, side)) {
            lines.add(row.line(side));
        }
    }

    private int rowAt(double y) {
        int line = (int) Math.floor((y + canvas.scroll().top()) / canvas.geometry().rowHeight());
        return y < 0 || line >= canvas.heights().total() ? -1 : canvas.heights().rowAt(line);
    }
}
