package dev.countersign.ui.review;

import dev.countersign.run.ReviewScope;
import dev.countersign.ui.review.KeyBinding.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// The review's keys. Letters work everywhere but in a text field; Esc leaves a text field first and the review after that. No
/// key without a modifier gives an answer or takes something away for good.
final class ReviewKeys {
    /// Fields that use Esc themselves.
    private static final Set<String> OWN_ESCAPE = Set.of("find", "reason", "editor", "comment-text", "merge-editor", "editor-find");

    /// Keys that count also while other changes than the node's own are read.
    private static final Set<String> EVERYWHERE = Set.of("scope", "palette", "sheet", "close");

    /// Keys that answer for code: not while the summary lies over it.
    private static final Set<String> ANSWERS = Set.of("accept", "reject", "accept.file", "reject.file", "edit", "edit.hunk", "toggle", "comment");

    /// Keys that lead to code: the summary makes way.
    private static final Set<String> STEPS = Set.of("next", "previous", "file.next", "file.previous", "undecided");

    private ReviewKeys() {}

    /// All keys of a review: those that decide, then those that change how it is looked at.
    ///
    /// @param sheet   shows or hides the list of keys; false where it was to be hidden and was not there
    /// @param palette opens the list of everything that can be done
    static List<KeyBinding> of(ReviewView view, ReviewViewModel model, KeySheet sheet, Runnable palette, Runnable close) {
        var all = new ArrayList<KeyBinding>(List.of(
                KeyBinding.of("next", When.LAST, () -> step(view, model, 1), "F7"),
                KeyBinding.of("previous", When.LAST, () -> step(view, model, -1), "Shift+F7"),
                KeyBinding.reading("file.next", () -> model.stepFile(1), "J"),
                KeyBinding.reading("file.previous", () -> model.stepFile(-1), "K"),
                KeyBinding.reading("undecided", model::nextUndecided, "N"),
                KeyBinding.reading("accept", () -> view.decide(HunkDecision.ACCEPTED), "A"),
                KeyBinding.reading("reject", () -> view.decide(HunkDecision.REJECTED), "R"),
                KeyBinding.reading("accept.file", () -> model.decideFile(HunkDecision.ACCEPTED), "Shift+A"),
                KeyBinding.reading("reject.file", () -> model.decideFile(HunkDecision.REJECTED), "Shift+R"),
                KeyBinding.of("undo", When.READING, unlessMerging(view, model::undo), "U", "Shortcut+Z"),
                KeyBinding.reading("redo", model::redo, "Shortcut+Shift+Z"),
                KeyBinding.of("edit", When.READING, unlessMerging(view, view::edit), "E"),
                KeyBinding.of("edit.hunk", When.READING, unlessMerging(view, view::editHunk), "Shift+E"),
                KeyBinding.of("lines.down", When.READING, () -> extend(view, 1), "Shift+Down"),
                KeyBinding.of("lines.up", When.READING, () -> extend(view, -1), "Shift+Up"),
                KeyBinding.reading("toggle", view::toggleLines, "X"),
                KeyBinding.reading("comment", view::comment, "C"),
                KeyBinding.reading("comments", () -> view.comments().toggleList(), "Shift+C"),
                KeyBinding.reading("feedback", () -> view.decisionBar().focusFeedback(), "F"),
                KeyBinding.reading("preview", view::preview, "P"),
                KeyBinding.reading("summary", () -> view.summary().toggle(), "I"),
                KeyBinding.reading("why", () -> view.list().why(), "Y"),
                KeyBinding.of("evidence", When.READING, view::toEvidence, "G"),
                KeyBinding.reading("scope", view::chooseScope, "T"),
                KeyBinding.reading("disk", view::nextVersion, "D"),
                KeyBinding.of("apply", When.ALWAYS, unlessWriting(view, () -> view.decisionBar().apply()), "Shortcut+Enter"),
                KeyBinding.of("send", When.ALWAYS, unlessWriting(view, model::revise), "Shortcut+Shift+Enter"),
                KeyBinding.reading("again", () -> view.decisionBar().askAgain(), "Shortcut+Shift+R"),
                KeyBinding.always("palette", palette, "Shortcut+K"),
                new KeyBinding("sheet", List.of(), Optional.of("?"), When.READING, () -> sheet.toggle()),
                KeyBinding.of("close", When.LAST, () -> sheet.hide() || close(view, close), "Esc")));
        all.addAll(DiffKeys.of(view.pane()));
        all.replaceAll(binding -> EVERYWHERE.contains(binding.name()) ? binding : binding.unless(() -> view.scopes().isElsewhere()));
        all.replaceAll(binding -> ANSWERS.contains(binding.name()) ? binding.unless(() -> uncovered(view)) : binding);
        all.replaceAll(binding -> STEPS.contains(binding.name()) ? binding.after(() -> uncovered(view)) : binding);
        return List.copyOf(all);
    }

    /// Puts the summary away. @return whether it lay over the code
    private static boolean uncovered(ReviewView view) {
        boolean covered = view.summary().isOpen();
        view.summary().close();
        return covered;
    }

    /// Esc takes the keys back from a text field that has no use for it.
    static void leaveFields(ReviewView view) {
        view.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && event.getTarget() instanceof TextInputControl field
                    && !OWN_ESCAPE.contains(String.valueOf(field.getId()))) {
                // a text field hands Esc on to its parent as a second event: left to bubble it would count twice
                view.pane().focus();
                event.consume();
            }
        });
    }

    private static boolean step(ReviewView view, ReviewViewModel model, int by) {
        model.step(by);
        view.pane().focus();
        return true;
    }

    private static boolean extend(ReviewView view, int by) {
        boolean lines = view.pane().canvas().isFocused() && view.pane().canvas().decides();
        if (lines) {
            view.pane().canvas().choice().extend(by);
        }
        return lines;
    }

    private static boolean close(ReviewView view, Runnable close) {
        if (view.summary().isOpen()) {
            view.summary().close();
        } else if (view.scopes().isElsewhere()) {
            view.scopes().choose(ReviewScope.NODE);
        } else {
            close.run();
        }
        return true;
    }

    private static BooleanSupplier unlessMerging(ReviewView view, Runnable action) {
        return () -> {
            boolean mine = !view.outside().isMerging();
            if (mine) {
                action.run();
            }
            return mine;
        };
    }

    private static BooleanSupplier unlessWriting(ReviewView view, Runnable action) {
        return () -> {
            boolean mine = !view.comments().isWriting() && !view.edits().isOpen();
            if (mine) {
                action.run();
            }
            return mine;
        };
    }
}
