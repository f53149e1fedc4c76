package dev.countersign.workspace;

import java.util.Optional;

/// One path's step from a state to another. The one shape in which changes reach the live tree and the ledger: an approved
/// changeset, a rollback and a recovery are all lists of these.
///
/// @param before what must lie there now; empty for nothing
/// @param after  what shall lie there; empty to delete
public record PathEdit(WorkspacePath path, Optional<FileState> before, Optional<FileState> after) {
    public PathEdit {
        if (before.equals(after)) {
            throw new IllegalArgumentException("an edit changes something: " + path);
        }
    }

    /// The step back.
    public PathEdit inverse() {
        return new PathEdit(path, after, before);
    }
}
