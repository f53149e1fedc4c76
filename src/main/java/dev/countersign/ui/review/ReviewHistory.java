package dev.countersign.ui.review;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/// The steps of a review, each with its way back: decisions, edits and comments in one row.
final class ReviewHistory {
    /// @param where a file that the step was about; empty where it was about none
    record Step(Runnable back, Runnable again, Optional<ReviewFile> where) {}

    private final Deque<Step> done = new ArrayDeque<>();
    private final Deque<Step> undone = new ArrayDeque<>();
    final ReadOnlyBooleanWrapper undoable = new ReadOnlyBooleanWrapper(this, "undoable");
    final ReadOnlyBooleanWrapper redoable = new ReadOnlyBooleanWrapper(this, "redoable");

    /// A step that was just taken.
    void add(Step step) {
        done.push(step);
        undone.clear();
        tell();
    }

    /// Takes the last step back. @return the step, empty where there was none
    Optional<Step> undo() {
        Optional<Step> step = Optional.ofNullable(done.poll());
        step.ifPresent(s -> {
            undone.push(s);
            tell();
            s.back.run();
        });
        return step;
    }

    /// Takes the last undo back. @return the step, empty where there was none
    Optional<Step> redo() {
        Optional<Step> step = Optional.ofNullable(undone.poll());
        step.ifPresent(s -> {
            done.push(s);
            tell();
            s.again.run();
        });
        return step;
    }

    boolean canUndo() {
        return !done.isEmpty();
    }

    boolean canRedo() {
        return !undone.isEmpty();
    }

    /// Steps on other files than these cannot be gone back to.
    void clear() {
        done.clear();
        undone.clear();
        tell();
    }

    private void tell() {
        undoable.set(canUndo());
        redoable.set(canRedo());
    }
}
