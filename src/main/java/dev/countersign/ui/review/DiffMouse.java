package dev.countersign.ui.review;

import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.review.DiffGeometry.Pane;
import dev.countersign.ui.review.DiffRows.Kind;
import dev.countersign.ui.review.DiffRows.Row;
import dev.countersign.ui.review.TextSelection.Spot;
import java.util.Optional;
import javafx.scene.Cursor;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/// Mouse and keys of a [DiffCanvas]: scrolling, the overview, folds, decisions, selection and copying.
final class DiffMouse {
    private final DiffCanvas canvas;
    private final Texts texts = Texts.of(DiffMouse.class);
    private boolean dragsMap;
    private boolean dragsText;

    DiffMouse(DiffCanvas canvas) {
        this.canvas = canvas;
        canvas.addEventHandler(ScrollEvent.SCROLL, this::scroll);
        canvas.addEventHandler(MouseEvent.MOUSE_PRESSED, this::press);
        canvas.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        canvas.addEventHandler(MouseEvent.MOUSE_RELEASED, _ -> {
            dragsMap = false;
            dragsText = false;
        });
        canvas.addEventHandler(MouseEvent.MOUSE_MOVED, this::move);
        canvas.addEventHandler(MouseEvent.MOUSE_EXITED, _ -> canvas.hover(-1, 0));
        canvas.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    private void scroll(ScrollEvent event) {
        if (event.isShortcutDown()) {
            canvas.look().resize(event.getDeltaY() > 0 ? 1 : -1);
        } else {
            canvas.scrollTo(canvas.scroll().top() - event.getDeltaY(), canvas.scroll().left() - event.getDeltaX());
        }
        event.consume();
    }

    private void press(MouseEvent event) {
        canvas.requestFocus();
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        if (canvas.geometry().inMap(event.getX())) {
            dragsMap = true;
            jump(event.getY());
            return;
        }
        int index = rowAt(event.getY());
        if (index < 0) {
            canvas.select(Optional.empty());
            return;
        }
        Row row = canvas.page().rows().row(index);
        if (row.kind() == Kind.FOLD) {
            unfold(row, event.getX());
            return;
        }
        Optional<BlockMark> block = blockAt(row, event.getX());
        if (block.isPresent()) {
            canvas.hearers().follow(block.get());
            return;
        }
        if (marked(row, event.getX())) {
            canvas.hearers().marker(row.after());
            return;
        }
        if (row.hunk() >= 0) {
            canvas.makeCurrent(row.hunk());
            if (canvas.decides() && canvas.geometry().inChips(event.getX())) {
                canvas.hearers().chip(row.hunk());
                return;
            }
        }
        dragsText = true;
        startSelection(event, index, row);
    }

    /// The moved block whose mark stands at a place.
    private Optional<BlockMark> blockAt(Row row, double x) {
        Pane pane = canvas.geometry().paneAt(x);
        Side side = TextSelection.sideOf(row, canvas.page().rows().layout(), pane.side());
        return x >= pane.x() && x < pane.x() + DiffGeometry.MARK ? canvas.page().block(row, side) : Optional.empty();
    }

    /// Whether the mark of a check, a rule or a comment stands there.
    private boolean marked(Row row, double x) {
        Pane pane = canvas.geometry().paneAt(x);
        return pane.side() == Side.AFTER && x >= pane.x() && x < pane.x() + DiffGeometry.MARK && canvas.page().marker(row).isPresent();
    }

    private void unfold(Row row, double x) {
        double start = canvas.geometry().panes().getFirst().textX();
        FoldBar.Action action = FoldBar.zones(row, canvas.page().rows().hunks(), canvas.geometry().font()).stream()
                .filter(zone -> x >= start + zone.x() - 6 && x < start + zone.x() + zone.width() + 6)
                .map(FoldBar.Zone::action).findFirst()
                .orElse(row.hidden() <= Expansion.STEP ? FoldBar.Action.ALL
                        : row.gap() == 0 ? FoldBar.Action.UP : FoldBar.Action.DOWN);
        canvas.expand(FoldBar.apply(action, row.gap(), canvas.page().rows()));
    }

    private void startSelection(MouseEvent event, int index, Row row) {
        Side side = TextSelection.sideOf(row, canvas.page().rows().layout(), canvas.geometry().paneAt(event.getX()).side());
        Spot spot = spot(index, row, side, event);
        if (event.isShiftDown() && canvas.selection().isPresent()) {
            canvas.select(canvas.selection().map(s -> s.to(spot)));
        } else if (event.getClickCount() == 2 && row.line(side) >= 0) {
            String line = canvas.page().line(side, row.line(side));
            int start = Math.min(spot.character(), line.length());
            int end = start;
            while (start > 0 && Character.isJavaIdentifierPart(line.charAt(start - 1))) {
                start--;
            }
            while (end < line.length() && Character.isJavaIdentifierPart(line.charAt(end))) {
                end++;
            }
            canvas.select(Optional.of(new TextSelection(side, new Spot(index, start), new Spot(index, end))));
        } else if (event.getClickCount() >= 3 && row.line(side) >= 0) {
            int length = canvas.page().line(side, row.line(side)).length();
            canvas.select(Optional.of(new TextSelection(side, new Spot(index, 0), new Spot(index, length))));
        } else {
            canvas.select(Optional.of(new TextSelection(side, spot, spot)));
        }
    }

    private void drag(MouseEvent event) {
        if (dragsMap) {
            jump(event.getY());
        } else if (dragsText && canvas.selection().isPresent()) {
            if (event.getY() < 0 || event.getY() > canvas.getHeight()) {
                canvas.scrollTo(canvas.scroll().top() + (event.getY() < 0 ? event.getY() : event.getY() - canvas.getHeight()) / 2,
                        canvas.scroll().left());
            }
            int rows = canvas.page().rows().size();
            int index = Math.clamp(rowNear(event.getY()), 0, Math.max(0, rows - 1));
            Row row = canvas.page().rows().row(index);
            TextSelection now = canvas.selection().get();
            Side side = TextSelection.sideOf(row, canvas.page().rows().layout(), now.side());
            canvas.select(Optional.of(now.to(spot(index, row, side, event))));
        }
    }

    private void jump(double y) {
        double share = y / Math.max(1, canvas.getHeight());
        double content = canvas.scroll().maxTop() + canvas.getHeight();
        canvas.scrollTo(share * content - canvas.getHeight() / 2, canvas.scroll().left());
    }

    private void move(MouseEvent event) {
        int index = rowAt(event.getY());
        Row row = index < 0 ? null : canvas.page().rows().row(index);
        boolean inMap = canvas.geometry().inMap(event.getX());
        boolean fold = row != null && row.kind() == Kind.FOLD && !inMap;
        boolean chip = row != null && row.hunk() >= 0 && canvas.decides() && canvas.geometry().inChips(event.getX());
        canvas.hover(fold ? index : -1, event.getX());
        Optional<BlockMark> block = row == null || inMap || chip ? Optional.empty() : blockAt(row, event.getX());
        boolean marked = row != null && !inMap && !chip && marked(row, event.getX());
        canvas.setCursor(fold || chip || marked || block.isPresent() ? Cursor.HAND : inMap || row == null ? Cursor.DEFAULT : Cursor.TEXT);
        String says = "";
        if (chip) {
            says = texts.text("chip." + canvas.page().decision(row.hunk()).orElse(HunkDecision.UNDECIDED).name());
        } else if (block.isPresent()) {
            says = canvas.page().says(block.get()) + texts.text("block.jump");
        } else if (row != null && !inMap && canvas.geometry().paneAt(event.getX()).side() == Side.AFTER) {
            says = canvas.page().marker(row).map(Marker::says).orElse("");
        }
        Tips.set(canvas, says);
    }

    private void key(KeyEvent event) {
        double line = canvas.geometry().rowHeight();
        double screen = Math.max(line, canvas.getHeight() - 2 * line);
        double top = canvas.scroll().top();
        double left = canvas.scroll().left();
        if (event.isShortcutDown() && event.getCode() == KeyCode.C && !canvas.selectedText().isEmpty()) {
            var content = new ClipboardContent();
            content.putString(canvas.selectedText());
            Clipboard.getSystemClipboard().setContent(content);
            event.consume();
            return;
        }
        if (event.isShortcutDown() && event.getCode() == KeyCode.A) {
            selectAll();
            event.consume();
            return;
        }
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        switch (event.getCode()) {
            case UP -> canvas.read(-1);
            case DOWN -> canvas.read(1);
            case PAGE_UP -> canvas.scrollTo(top - screen, left);
            case PAGE_DOWN, SPACE -> canvas.scrollTo(top + screen, left);
            case HOME -> canvas.scrollTo(0, 0);
            case END -> canvas.scrollTo(canvas.scroll().maxTop(), left);
            case LEFT -> canvas.scrollTo(top, left - 4 * canvas.geometry().font().cell());
            case RIGHT -> canvas.scrollTo(top, left + 4 * canvas.geometry().font().cell());
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void selectAll() {
        int rows = canvas.page().rows().size();
        if (rows > 0) {
            Side side = canvas.selection().map(TextSelection::side).orElse(Side.AFTER);
            canvas.select(Optional.of(new TextSelection(side, new Spot(0, 0), new Spot(rows - 1, Integer.MAX_VALUE))));
        }
    }

    /// The row under a place, -1 behind the last.
    private int rowAt(double y) {
        int line = (int) Math.floor((y + canvas.scroll().top()) / canvas.geometry().rowHeight());
        return y < 0 || line >= canvas.heights().total() ? -1 : canvas.heights().rowAt(line);
    }

    private int rowNear(double y) {
        return canvas.heights().rowAt((int) Math.floor((y + canvas.scroll().top()) / canvas.geometry().rowHeight()));
    }

    private Spot spot(int index, Row row, Side side, MouseEvent event) {
        if (row.line(side) < 0 || row.kind() == Kind.FOLD) {
            return new Spot(index, 0);
        }
        DiffGeometry at = canvas.geometry();
        Pane pane = at.panes().size() == 1 ? at.panes().getFirst() : side == Side.BEFORE ? at.panes().getFirst() : at.panes().getLast();
        double cell = (event.getX() - pane.textX() + canvas.scroll().left()) / at.font().cell();
        if (canvas.look().wrapProperty().get()) {
            int line = (int) Math.floor((event.getY() + canvas.scroll().top()) / at.rowHeight()) - canvas.heights().start(index);
            cell = Math.min(cell, at.columns()) + Math.max(0, line) * (double) at.columns();
        }
        return new Spot(index, canvas.page().cells(side, row.line(side)).characterAt(Math.max(0, cell)));
    }
}
