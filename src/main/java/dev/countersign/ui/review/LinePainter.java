package dev.countersign.ui.review;

import dev.countersign.changeset.Differ;
import dev.countersign.ui.review.DiffGeometry.Pane;
import dev.countersign.ui.review.DiffPainter.View;
import dev.countersign.ui.review.DiffRows.Row;
import java.util.List;
import java.util.Optional;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/// Draws the text of one line: changed words, matches and selection behind it, syntax colours in it, notes behind its end.
/// Only the cells in sight are drawn, so that a line of a megabyte costs no more than a short one.
final class LinePainter {
    private final GraphicsContext gc;
    private final DiffPage page;
    private final DiffGeometry at;
    private final DiffColors colors;
    private final View view;

    LinePainter(GraphicsContext gc, DiffPage page, DiffGeometry at, DiffColors colors, View view) {
        this.gc = gc;
        this.page = page;
        this.at = at;
        this.colors = colors;
        this.view = view;
    }

    /// Backgrounds of the changed words of a row.
    void words(Row row, Side side, Pane pane, double y) {
        List<Differ.Range> changed = page.words(row, side);
        if (changed.isEmpty()) {
            return;
        }
        LineCells cells = page.cells(side, row.line(side));
        gc.setFill(side == Side.BEFORE ? colors.removedWord() : colors.addedWord());
        for (Differ.Range range : changed) {
            band(cells, pane, range.start(), range.end(), y, at.rowHeight(), 3);
        }
        List<Differ.Range> characters = page.characters(row, side);
        if (!characters.equals(changed)) {
            gc.setFill(side == Side.BEFORE ? colors.removedCharacter() : colors.addedCharacter());
            characters.forEach(range -> band(cells, pane, range.start(), range.end(), y, at.rowHeight(), 0));
            gc.setFill(side == Side.BEFORE ? colors.removed() : colors.added());
            characters.forEach(range -> band(cells, pane, range.start(), range.end(), y + at.rowHeight() - 2, 2, 0));
        }
    }

    /// Within the clip of its column.
    void line(int index, Row row, Side side, Pane pane, double y, Color plain) {
        int line = row.line(side);
        LineCells cells = page.cells(side, line);
        List<DiffFind.Match> matches = view.find().matches().isEmpty() ? List.of() : view.find().on(side, line);
        for (DiffFind.Match match : matches) {
            boolean current = view.match() >= 0 && view.find().matches().get(view.match()).equals(match);
            gc.setFill(current ? colors.currentMatch() : colors.match());
            band(cells, pane, match.start(), match.end(), y, at.rowHeight(), 2);
        }
        view.selection().filter(s -> at.panes().size() == 1 || s.side() == side).flatMap(s -> s.in(index, cells.text().length()))
                .ifPresent(range -> {
                    gc.setFill(colors.selection());
                    band(cells, pane, range.start(), Math.max(range.end(), range.start()), y, at.rowHeight(), 0);
                });
        gc.setFont(at.font().font());
        boolean dropped = !plain.equals(colors.text());
        int end = cells.text().length();
        int from = view.wrap() ? 0 : cells.firstAt((int) (view.left() / at.font().cell()) - 2);
        int until = view.wrap() ? end : cells.firstAt((int) ((view.left() + pane.textWidth()) / at.font().cell()) + 2);
        int done = from;
        for (Syntax.Span span : dropped ? List.<Syntax.Span>of() : page.spans(side, line)) {
            if (span.end() <= done) {
                continue;
            }
            if (span.start() >= until) {
                break;
            }
            run(cells, pane, done, Math.max(done, span.start()), y, plain);
            run(cells, pane, Math.max(done, span.start()), Math.min(span.end(), until), y, colors.ink(span.ink()));
            done = Math.max(done, span.end());
        }
        run(cells, pane, done, until, y, plain);
        spaces(row, side, cells, pane, y);
        notes(row, side, cells, pane, y);
    }

    /// White space that changed is made visible.
    private void spaces(Row row, Side side, LineCells cells, Pane pane, double y) {
        for (Differ.Range range : page.words(row, side)) {
            String part = cells.text().substring(Math.min(range.start(), cells.text().length()), Math.min(range.end(), cells.text().length()));
            if (part.isBlank()) {
                gc.setFill(colors.muted());
                for (int i = range.start(); i < range.start() + part.length(); i++) {
                    draw(cells.text().charAt(i) == '\t' ? "\u2192" : "\u00b7", cells.cellOf(i), pane, y);
                }
            }
        }
    }

    /// Differing line ends, and what checks and rules say of the line.
    private void notes(Row row, Side side, LineCells cells, Pane pane, double y) {
        double x = x(cells.cells(), pane) + at.font().cell() * 2;
        double dy = y + rowOf(cells.cells()) * (double) at.rowHeight();
        gc.setFont(at.font().small());
        String end = page.endNote(row, side).orElse("");
        if (!end.isEmpty()) {
            double width = at.font().widthOf(end);
            gc.setFill(colors.background());
            gc.fillRoundRect(x, dy + 2, width + 12, at.rowHeight() - 4, 6, 6);
            gc.setFill(colors.muted());
            gc.fillText(end, x + 6, dy + at.font().ascent() - 0.5);
            x += width + 24;
        }
        Optional<BlockMark> block = page.block(row, side).filter(b -> b.start() == row.line(side));
        if (block.isPresent()) {
            String said = page.says(block.get());
            gc.setFill(colors.moved());
            gc.fillText(said, x, dy + at.font().ascent() - 0.5);
            x += at.font().widthOf(said) + 16;
        }
        if (side == Side.AFTER) {
            double at0 = x;
            page.marker(row).ifPresent(marker -> {
                gc.setFill(colors.marker(marker.kind()));
                gc.fillText(marker.says().lines().findFirst().orElse(""), at0, dy + at.font().ascent() - 0.5);
            });
        }
    }

    private void run(LineCells cells, Pane pane, int from, int to, double y, Color color) {
        if (to <= from) {
            return;
        }
        gc.setFill(color);
        if (!cells.isPlain()) {
            clusters(cells, pane, from, to, y, color);
            return;
        }
        String text = cells.text();
        if (!view.wrap()) {
            gc.fillText(text.substring(from, to), x(from, pane), y + at.font().ascent());
            return;
        }
        for (int start = from; start < to; ) {
            int stop = Math.min(to, (start / at.columns() + 1) * at.columns());
            draw(text.substring(start, stop), start, pane, y);
            start = stop;
        }
    }

    private void clusters(LineCells cells, Pane pane, int from, int to, double y, Color color) {
        String text = cells.text();
        int start = from;
        for (int i = from; i < to; ) {
            int cp = text.codePointAt(i);
            if (cp >= ' ' && cp <= '~') {
                i++;
                if (i < to && text.charAt(i) >= ' ' && text.charAt(i) <= '~' && !(view.wrap() && cells.cellOf(i) % at.columns() == 0)) {
                    continue;
                }
                i = cells.next(i - 1);
                draw(text.substring(start, i), cells.cellOf(start), pane, y);
            } else if (LineCells.isSpelled(cp)) {
                spelled(LineCells.spelled(cp), cells.cellOf(i), pane, y);
                gc.setFill(color);
                i += Character.charCount(cp);
            } else {
                i = cells.next(i);
                if (cp != '\t') {
                    draw(text.substring(start, i), cells.cellOf(start), pane, y);
                }
            }
            start = i;
        }
    }

    private void spelled(String name, int cell, Pane pane, double y) {
        double x = x(cell, pane);
        double dy = y + rowOf(cell) * (double) at.rowHeight();
        gc.setFill(colors.warningBack());
        gc.fillRoundRect(x + 1, dy + 2, at.font().cell() * 8 - 2, at.rowHeight() - 4, 6, 6);
        gc.setFill(colors.warning());
        gc.fillText(name, x + at.font().cell(), dy + at.font().ascent());
    }

    private void draw(String text, int cell, Pane pane, double y) {
        gc.fillText(text, x(cell, pane), y + rowOf(cell) * (double) at.rowHeight() + at.font().ascent());
    }

    private void band(LineCells cells, Pane pane, int from, int to, double y, double height, double radius) {
        int first = cells.cellOf(from);
        int last = cells.cellOf(to);
        for (int cell = first; cell < last; ) {
            int stop = view.wrap() ? Math.min(last, (cell / at.columns() + 1) * at.columns()) : last;
            double x = Math.max(x(cell, pane), pane.textX() - 2);
            double right = Math.min(x(cell, pane) + (stop - cell) * at.font().cell(), pane.end());
            if (right > x) {
                gc.fillRoundRect(x, y + rowOf(cell) * (double) at.rowHeight(), right - x, height, radius * 2, radius * 2);
            }
            cell = stop;
        }
    }

    private double x(int cell, Pane pane) {
        return pane.textX() + (view.wrap() ? cell % at.columns() : cell) * at.font().cell() - view.left();
    }

    private int rowOf(int cell) {
        return view.wrap() ? cell / at.columns() : 0;
    }
}
