package dev.countersign.changeset;

import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Compares two trees path by path, then looks for renames among what came and went.
final class Comparison {
    private final Snapshot base;
    private final Snapshot result;
    private final List<FileChange> changes = new ArrayList<>();
    private final List<FileChange.Added> added = new ArrayList<>();
    private final List<FileChange.Deleted> deleted = new ArrayList<>();
    private final List<PathEdit> folders = new ArrayList<>();

    Comparison(Snapshot base, Snapshot result) {
        this.base = base;
        this.result = result;
    }

    Changeset changeset(Contents contents) throws IOException {
        base.editsTo(result).forEach(this::sort);
        var renames = new Renames(deleted, added, contents).find();
        for (FileChange.Renamed rename : renames) {
            deleted.removeIf(d -> d.path().equals(rename.from()));
            added.removeIf(a -> a.path().equals(rename.path()));
        }
        changes.addAll(added);
        changes.addAll(deleted);
        changes.addAll(renames);
        changes.sort(Comparator.comparing(FileChange::path));
        return new Changeset(base.treeHash(), result.treeHash(), changes, folders);
    }

    private void sort(PathEdit edit) {
        WorkspacePath path = edit.path();
        if (edit.before().isPresent() && edit.after().isPresent()) {
            FileState before = edit.before().get();
            FileState after = edit.after().get();
            boolean same = before.kind() == after.kind() && before.content().equals(after.content());
            changes.add(same ? new FileChange.ModeChanged(path, before, after) : new FileChange.Modified(path, before, after));
        } else if (edit.after().isPresent()) {
            FileState after = edit.after().get();
            if (after.kind() == FileState.Kind.FOLDER && Folders.holds(base.files(), path)) {
                folders.add(edit);
            } else {
                added.add(new FileChange.Added(path, after));
            }
        } else {
            FileState before = edit.before().orElseThrow();
            if (before.kind() == FileState.Kind.FOLDER && Folders.holds(result.files(), path)) {
                folders.add(edit);
            } else {
                deleted.add(new FileChange.Deleted(path, before));
            }
        }
    }
}
