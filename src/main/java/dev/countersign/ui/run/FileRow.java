package dev.countersign.ui.run;

import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.workspace.WorkspacePath;
import java.util.Optional;

/// One changed file as a line of a list.
///
/// @param from    where it was before a rename
/// @param added   lines; empty where lines can't be counted (binary, too large, a link)
/// @param removed lines, likewise
public record FileRow(Kind kind, WorkspacePath path, Optional<WorkspacePath> from, Optional<Integer> added,
                      Optional<Integer> removed) {
    /// What happened to it.
    public enum Kind { ADDED, DELETED, MODIFIED, RENAMED, MODE }

    static FileRow of(FileChange change, FileDiff diff) {
        Optional<Integer> added = Optional.empty();
        Optional<Integer> removed = Optional.empty();
        if (diff instanceof FileDiff.Text text) {
            added = Optional.of(text.added());
            removed = Optional.of(text.removed());
        }
        return switch (change) {
            case FileChange.Added c -> new FileRow(Kind.ADDED, c.path(), Optional.empty(), added, removed);
            case FileChange.Deleted c -> new FileRow(Kind.DELETED, c.path(), Optional.empty(), added, removed);
            case FileChange.Modified c -> new FileRow(Kind.MODIFIED, c.path(), Optional.empty(), added, removed);
            case FileChange.Renamed c -> new FileRow(Kind.RENAMED, c.path(), Optional.of(c.from()), added, removed);
            case FileChange.ModeChanged c -> new FileRow(Kind.MODE, c.path(), Optional.empty(), added, removed);
        };
    }
}
