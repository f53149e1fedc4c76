package dev.countersign.ledger.rollback;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Selection;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One file change without some of its hunks.
record HunksLeft(FileChange change, ContentStore store) {

    /// The file as the change would have left it without `undone`. Without all of them it is as before, and where it was renamed,
    /// still at its new place.
    ///
    /// @throws IllegalArgumentException where it has no such hunk, or can only be taken whole
    Optional<FileState> without(SortedSet<Integer> undone) throws IOException {
        if (!(new Differ().diff(change, store, Differ.Options.EXACT) instanceof FileDiff.Text diff)) {
            throw new IllegalArgumentException(change.path() + " can be taken back whole or not at all");
        }
        if (undone.first() < 0 || undone.last() >= diff.hunks().size()) {
            throw new IllegalArgumentException(change.path() + " has " + diff.hunks().size() + " hunks, not " + undone);
        }
        var left = IntStream.range(0, diff.hunks().size()).boxed().filter(hunk -> !undone.contains(hunk))
                .collect(Collectors.toCollection(TreeSet::new));
        if (left.isEmpty() && !(change instanceof FileChange.Renamed)) {
            return change.beforeState();
        }
        WorkspacePath from = change instanceof FileChange.Renamed renamed ? renamed.from() : change.path();
        var base = new Snapshot(change.beforeState().map(state -> Map.of(from, state)).orElse(Map.of()));
        var result = new Snapshot(change.afterState().map(state -> Map.of(change.path(), state)).orElse(Map.of()));
        var alone = new Changeset(base.treeHash(), result.treeHash(), java.util.List.of(change));
        var selection = new Selection(Map.of(change.path(), new Selection.FileSelection.Hunks(left)));
        return alone.select(base, selection, store).get(change.path());
    }
}
