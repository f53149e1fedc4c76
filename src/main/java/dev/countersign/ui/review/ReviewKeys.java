package dev.countersign.ui.review;

import java.util.Set;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// The review's keys. Letters work everywhere but in a text field; Esc leaves a text field first and the review after that.
final class ReviewKeys {
    /// Fields that use Esc themselves.
    private static final Set<String> OWN_ESCAPE = Set.of("find", "reason", "editor", "comment-text");

    private final ReviewView view;
    private final ReviewViewModel model;
    private final KeySheet sheet;
    private final Runnable close;

    ReviewKeys(ReviewView view, ReviewViewModel model, KeySheet sheet, Runnable close) {
        this.view = view;
        this.model = model;
        this.sheet = sheet;
        this.close = close;
        view.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            boolean typing = event.getTarget() instanceof TextInputControl;
            if (event.getCode() == KeyCode.ESCAPE && event.getTarget() instanceof TextInputControl field
                    && !OWN_ESCAPE.contains(String.valueOf(field.getId()))) {
                // a text field hands Esc on to its parent as a second event: left to bubble it would count twice
                view.pane().focus();
                event.consume();
            } else if (event.isShortcutDown() && !event.isAltDown() ? withShortcut(event, typing) : !typing && bare(event)) {
                event.consume();
            }
        });
        view.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                escape();
                event.consume();
            } else if (event.getCode() == KeyCode.F7) {
                model.step(event.isShiftDown() ? -1 : 1);
                event.consume();
            }
        });
        view.addEventFilter(KeyEvent.KEY_TYPED, event -> {
            if (event.getCharacter().equals("?") && !(event.getTarget() instanceof TextInputControl)) {
                sheet.setVisible(!sheet.isVisible());
                event.consume();
            }
        });
    }

    private void escape() {
        if (sheet.isVisible()) {
            sheet.setVisible(false);
        } else if (view.summary().isOpen()) {
            view.summary().close();
        } else {
            close.run();
        }
    }

    private boolean withShortcut(KeyEvent event, boolean typing) {
        switch (event.getCode()) {
            case ENTER -> {
                if (view.comments().isWriting()) {
                    return false;
                }
                if (event.isShiftDown()) {
                    model.revise();
                } else {
                    view.decisionBar().apply();
                }
            }
            case F -> view.pane().openFind();
            case Z -> {
                if (typing) {
                    return false;
                }
                if (event.isShiftDown()) {
                    model.redo();
                } else {
                    model.undo();
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean bare(KeyEvent event) {
        if (event.isAltDown()) {
            return false;
        }
        boolean shift = event.isShiftDown();
        switch (event.getCode()) {
            case A -> decide(shift, HunkDecision.ACCEPTED);
            case R -> decide(shift, HunkDecision.REJECTED);
            case U -> model.undo();
            case J -> model.stepFile(1);
            case K -> model.stepFile(-1);
            case N -> model.nextUndecided();
            case E -> view.edit();
            case C -> {
                if (shift) {
                    view.comments().toggleList();
                } else if (!view.comments().write()) {
                    view.decisionBar().focusFeedback();
                }
            }
            case F -> view.decisionBar().focusFeedback();
            case P -> view.preview();
            case I -> view.summary().toggle();
            case Y -> view.list().why();
            case X -> view.toggleLines();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void decide(boolean file, HunkDecision decision) {
        if (file) {
            model.decideFile(decision);
        } else {
            view.decide(decision);
        }
    }
}
