package dev.countersign.cli;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.Selection;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.run.ReviewComment;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What was chosen in a terminal's review so far, as one value per step, so that each can be taken back and given again.
final class ReviewChoices {
    /// Lines that are taken of one hunk; all or none for a hunk that was answered as one.
    record Taken(SortedSet<Integer> removed, SortedSet<Integer> added) {
        Taken {
            removed = new TreeSet<>(removed);
            added = new TreeSet<>(added);
        }

        static Taken of(Hunk hunk, boolean yes) {
            var removed = new TreeSet<Integer>();
            var added = new TreeSet<Integer>();
            for (int line = hunk.beforeStart(); yes && line < hunk.beforeEnd(); line++) {
                removed.add(line);
            }
            for (int line = hunk.afterStart(); yes && line < hunk.afterEnd(); line++) {
                added.add(line);
            }
            return new Taken(removed, added);
        }
    }

    /// @param hunks    by path and index of the hunk
    /// @param whole    files that were answered as one
    /// @param edited   the person's own texts
    private record State(Map<WorkspacePath, Map<Integer, Taken>> hunks, Map<WorkspacePath, Boolean> whole, Map<WorkspacePath, String> edited,
                         List<ReviewComment> comments) {}

    private final Changeset changeset;
    private final Map<WorkspacePath, FileDiff> diffs;
    private final Deque<State> done = new ArrayDeque<>();
    private final Deque<State> undone = new ArrayDeque<>();
    private State now = new State(Map.of(), Map.of(), Map.of(), List.of());

    ReviewChoices(Changeset changeset, Map<WorkspacePath, FileDiff> diffs) {
        this.changeset = changeset;
        this.diffs = diffs;
    }

    private void become(State next) {
        done.push(now);
        undone.clear();
        now = next;
    }

    void hunk(WorkspacePath path, Hunk hunk, Taken taken) {
        var hunks = new HashMap<>(now.hunks);
        var here = new TreeMap<>(hunks.getOrDefault(path, Map.of()));
        here.put(hunk.index(), taken);
        hunks.put(path, here);
        become(new State(hunks, now.whole, now.edited, now.comments));
    }

    void file(WorkspacePath path, boolean yes) {
        var whole = new HashMap<>(now.whole);
        whole.put(path, yes);
        become(new State(now.hunks, whole, now.edited, now.comments));
    }

    void edit(WorkspacePath path, String text) {
        var edited = new HashMap<>(now.edited);
        edited.put(path, text);
        become(new State(now.hunks, now.whole, edited, now.comments));
    }

    void comments(List<ReviewComment> comments) {
        become(new State(now.hunks, now.whole, now.edited, List.copyOf(comments)));
    }

    List<ReviewComment> comments() {
        return now.comments;
    }

    boolean isEdited(WorkspacePath path) {
        return now.edited.containsKey(path);
    }

    /// Whether there was a step to take back.
    boolean undo() {
        if (done.isEmpty()) {
            return false;
        }
        undone.push(now);
        now = done.pop();
        return true;
    }

    /// Whether there was an undo to take back.
    boolean redo() {
        if (undone.isEmpty()) {
            return false;
        }
        done.push(now);
        now = undone.pop();
        return true;
    }

    /// What is chosen of a file; empty where nothing of it was answered.
    Optional<FileSelection> of(WorkspacePath path) {
        if (now.edited.containsKey(path)) {
            return Optional.of(new FileSelection.Edited(now.edited.get(path)));
        }
        if (now.whole.containsKey(path)) {
            return Optional.of(now.whole.get(path) ? new FileSelection.Whole() : new FileSelection.None());
        }
        if (!now.hunks.containsKey(path) || !(diffs.get(path) instanceof FileDiff.Text text)) {
            return Optional.empty();
        }
        var removed = new TreeSet<Integer>();
        var added = new TreeSet<Integer>();
        now.hunks.get(path).values().forEach(taken -> {
            removed.addAll(taken.removed());
            added.addAll(taken.added());
        });
        var lines = new FileSelection.Lines(removed, added);
        if (lines.isEmpty()) {
            return Optional.of(new FileSelection.None());
        }
        if (text.hunks().stream().allMatch(lines::isWhole)) {
            return Optional.of(new FileSelection.Whole());
        }
        if (text.hunks().stream().allMatch(hunk -> lines.isWhole(hunk) || lines.isNone(hunk))) {
            var accepted = new TreeSet<Integer>();
            text.hunks().stream().filter(lines::isWhole).forEach(hunk -> accepted.add(hunk.index()));
            return Optional.of(new FileSelection.Hunks(accepted));
        }
        return Optional.of(lines);
    }

    /// Everything that was answered.
    ///
    /// @param otherwise what becomes of files of which nothing was answered: taken whole, or left out
    Selection selection(boolean otherwise) {
        var files = new TreeMap<WorkspacePath, FileSelection>();
        changeset.changes().forEach(change -> files.put(change.path(),
                of(change.path()).orElse(otherwise ? new FileSelection.Whole() : new FileSelection.None())));
        return new Selection(files);
    }
}
