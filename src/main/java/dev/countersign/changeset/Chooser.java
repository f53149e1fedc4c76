package dev.countersign.changeset;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Builds the tree of a selection: the chosen part of each change on the base, then the folders that follow from it.
final class Chooser {
    private final Changeset changeset;
    private final TreeMap<WorkspacePath, FileState> tree;
    private final ContentStore store;

    /// @param base has what the changes start from, at least at their paths
    Chooser(Changeset changeset, Snapshot base, ContentStore store) {
        this.changeset = changeset;
        this.tree = new TreeMap<>(base.files());
        this.store = store;
    }

    Snapshot choose(Selection selection) throws IOException {
        Map<WorkspacePath, FileChange> changes =
                changeset.changes().stream().collect(Collectors.toMap(FileChange::path, c -> c));
        for (WorkspacePath path : selection.files().keySet()) {
            if (!changes.containsKey(path)) {
                throw new IllegalArgumentException(path + " is not among the changes");
            }
        }
        // What goes makes room before what comes: a file may take the place of another's folder.
        var chosen = new TreeMap<WorkspacePath, FileState>();
        for (var entry : selection.files().entrySet()) {
            FileChange change = changes.get(entry.getKey());
            if (entry.getValue() instanceof Selection.FileSelection.None || isNothing(change, entry.getValue())) {
                continue;
            }
            Optional<FileState> after = after(change, entry.getValue());
            change.edits().forEach(edit -> tree.remove(edit.path()));
            after.ifPresent(state -> chosen.put(change.path(), state));
        }
        tree.putAll(chosen);
        settleFolders();
        refuseFilesAsFolders();
        return new Snapshot(tree);
    }

    /// No hunk of a new file, or of one that goes: it is not wanted at all.
    private boolean isNothing(FileChange change, Selection.FileSelection selection) throws IOException {
        boolean empty = switch (selection) {
            case Selection.FileSelection.Hunks hunks -> hunks.accepted().isEmpty();
            case Selection.FileSelection.Lines lines -> lines.isEmpty();
            case Selection.FileSelection.Whole _, Selection.FileSelection.None _, Selection.FileSelection.Edited _ -> false;
        };
        return empty && (change instanceof FileChange.Added || change instanceof FileChange.Deleted)
                && !text(change).hunks().isEmpty();
    }

    private Optional<FileState> after(FileChange change, Selection.FileSelection selection) throws IOException {
        return switch (selection) {
            case Selection.FileSelection.Whole _ -> change.afterState();
            case Selection.FileSelection.None _ -> change.beforeState();
            case Selection.FileSelection.Hunks(var accepted) -> {
                FileDiff.Text diff = text(change);
                checkIndexes(change, diff, accepted);
                yield accepted.size() == diff.hunks().size() ? change.afterState()
                        : Optional.of(file(change, Composition.of(diff, accepted)));
            }
            case Selection.FileSelection.Lines lines -> {
                FileDiff.Text diff = text(change);
                checkLines(change, diff, lines);
                yield diff.hunks().stream().allMatch(lines::isWhole) ? change.afterState()
                        : Optional.of(file(change, Composition.of(diff, lines)));
            }
            case Selection.FileSelection.Edited(var words) -> {
                FileDiff.Text diff = text(change);
                TextFile own = change.afterState().isPresent() ? diff.after() : diff.before();
                yield Optional.of(file(change, LineEnds.keep(own, words).bytes()));
            }
        };
    }

    private FileDiff.Text text(FileChange change) throws IOException {
        boolean files = Stream.concat(change.beforeState().stream(), change.afterState().stream())
                .allMatch(state -> state.kind() == FileState.Kind.FILE);
        if (files && new Differ().diff(change, store, Differ.Options.EXACT) instanceof FileDiff.Text diff) {
            return diff;
        }
        throw new IllegalArgumentException(change.path() + " can be taken whole or not at all");
    }

    private static void checkIndexes(FileChange change, FileDiff.Text diff, SortedSet<Integer> accepted) {
        if (!accepted.isEmpty() && (accepted.first() < 0 || accepted.last() >= diff.hunks().size())) {
            throw new IllegalArgumentException(change.path() + " has " + diff.hunks().size() + " hunks, not " + accepted);
        }
    }

    private static void checkLines(FileChange change, FileDiff.Text diff, Selection.FileSelection.Lines lines) {
        int removed = 0;
        int added = 0;
        for (Hunk hunk : diff.hunks()) {
            removed += lines.removed().subSet(hunk.beforeStart(), hunk.beforeEnd()).size();
            added += lines.added().subSet(hunk.afterStart(), hunk.afterEnd()).size();
            if (!diff.hasLinesToChoose() && !lines.isWhole(hunk) && !lines.isNone(hunk)) {
                throw new IllegalArgumentException(change.path() + " changes its charset and can be taken by hunks only");
            }
        }
        if (removed != lines.removed().size() || added != lines.added().size()) {
            throw new IllegalArgumentException(change.path() + " has no such changed lines: " + lines);
        }
    }

    private FileState file(FileChange change, byte[] content) throws IOException {
        int permissions = change.afterState().or(change::beforeState).orElseThrow().permissions();
        Sha256 digest = store.put(content);
        return new FileState(FileState.Kind.FILE, permissions, digest, content.length);
    }

    private void settleFolders() {
        for (PathEdit folder : changeset.folders()) {
            FileState state = folder.before().or(folder::after).orElseThrow();
            if (Folders.holds(tree, folder.path())) {
                tree.remove(folder.path());
            } else {
                tree.put(folder.path(), state);
            }
        }
    }

    private void refuseFilesAsFolders() {
        for (WorkspacePath path : tree.keySet()) {
            for (String folder = path.folder(); !folder.isEmpty(); folder = parent(folder)) {
                if (tree.containsKey(WorkspacePath.of(folder))) {
                    throw new UserException(Problem.of("CHANGESET-002", Exit.USAGE,
                            "\"%s\" cannot be both a file and the folder of \"%s\".".formatted(folder, path),
                            "The selection was not taken; nothing was written.",
                            "Take both changes, or neither."));
                }
            }
        }
    }

    private static String parent(String folder) {
        return folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
    }
}
