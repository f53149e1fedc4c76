package dev.countersign.changeset;

import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;

/// One reviewable change of one file. Whether content is text or binary is not a kind of change; see [FileDiff].
public sealed interface FileChange {

    /// Where the file is after the change (for a deletion: was).
    WorkspacePath path();

    record Added(WorkspacePath path, FileState after) implements FileChange {}

    record Deleted(WorkspacePath path, FileState before) implements FileChange {}

    /// Content changed, permissions perhaps too.
    record Modified(WorkspacePath path, FileState before, FileState after) implements FileChange {}

    /// Same or similar content at a new path.
    record Renamed(WorkspacePath from, WorkspacePath path, FileState before, FileState after) implements FileChange {}

    /// Only permissions or kind changed.
    record ModeChanged(WorkspacePath path, FileState before, FileState after) implements FileChange {}

    /// One edit as a change of its own.
    ///
    /// @throws IllegalArgumentException where there is nothing before and after
    static FileChange of(PathEdit edit) {
        if (edit.before().isEmpty() && edit.after().isEmpty()) {
            throw new IllegalArgumentException("nothing changes at " + edit.path());
        }
        if (edit.before().isEmpty()) {
            return new Added(edit.path(), edit.after().orElseThrow());
        }
        if (edit.after().isEmpty()) {
            return new Deleted(edit.path(), edit.before().get());
        }
        boolean mode = edit.before().get().content().equals(edit.after().get().content());
        return mode ? new ModeChanged(edit.path(), edit.before().get(), edit.after().get())
                : new Modified(edit.path(), edit.before().get(), edit.after().get());
    }

    default Optional<FileState> beforeState() {
        return switch (this) {
            case Added _ -> Optional.empty();
            case Deleted c -> Optional.of(c.before);
            case Modified c -> Optional.of(c.before);
            case Renamed c -> Optional.of(c.before);
            case ModeChanged c -> Optional.of(c.before);
        };
    }

    default Optional<FileState> afterState() {
        return switch (this) {
            case Added c -> Optional.of(c.after);
            case Deleted _ -> Optional.empty();
            case Modified c -> Optional.of(c.after);
            case Renamed c -> Optional.of(c.after);
            case ModeChanged c -> Optional.of(c.after);
        };
    }

    /// The change as edits of paths: one, or two for a rename.
    default List<PathEdit> edits() {
        return switch (this) {
            case Renamed c -> List.of(
                    new PathEdit(c.from, Optional.of(c.before), Optional.empty()),
                    new PathEdit(c.path, Optional.empty(), Optional.of(c.after)));
            case Added _, Deleted _, Modified _, ModeChanged _ ->
                    List.of(new PathEdit(path(), beforeState(), afterState()));
        };
    }
}
