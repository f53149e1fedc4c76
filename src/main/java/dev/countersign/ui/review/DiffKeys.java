package dev.countersign.ui.review;

import dev.countersign.ui.review.DiffRows.Layout;
import javafx.scene.Parent;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// The keys that change how a diff is looked at, wherever the focus is within `root`; letters only outside of text fields.
final class DiffKeys {
    private final DiffPane pane;
    private final DiffCanvas canvas;

    DiffKeys(Parent root, DiffPane pane) {
        this.pane = pane;
        canvas = pane.canvas();
        root.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            boolean typing = event.getTarget() instanceof TextInputControl;
            boolean taken = event.isShortcutDown() ? !event.isAltDown() && !event.isShiftDown() && size(event.getCode())
                    : !typing && (event.isAltDown() ? withAlt(event.getCode()) : bare(event.getCode(), event.isShiftDown()));
            if (taken) {
                event.consume();
            }
        });
    }

    private boolean size(KeyCode code) {
        switch (code) {
            case PLUS, EQUALS, ADD -> canvas.look().resize(1);
            case MINUS, SUBTRACT -> canvas.look().resize(-1);
            case DIGIT0, NUMPAD0 -> canvas.look().fontSizeProperty().set(DiffLook.USUAL_SIZE);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean withAlt(KeyCode code) {
        switch (code) {
            case UP -> canvas.unfold((rows, hunk) -> Unfolding.lines(rows, hunk, -1));
            case DOWN -> canvas.unfold((rows, hunk) -> Unfolding.lines(rows, hunk, 1));
            case Z -> canvas.look().wrapProperty().set(!canvas.look().wrapProperty().get());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean bare(KeyCode code, boolean shift) {
        if (shift) {
            if (code == KeyCode.O) {
                canvas.look().wholeProperty().set(!canvas.look().wholeProperty().get());
            }
            return code == KeyCode.O;
        }
        switch (code) {
            case S -> canvas.diffLayoutProperty().set(canvas.diffLayoutProperty().get() == Layout.SPLIT ? Layout.UNIFIED : Layout.SPLIT);
            case W -> canvas.look().nextWhitespace();
            case B -> canvas.unfold(Unfolding::block);
            case O -> canvas.whole(canvas.page().rows().isFolded());
            case M -> pane.followBlock();
            case V -> pane.nextLook();
            default -> {
                return false;
            }
        }
        return true;
    }
}
