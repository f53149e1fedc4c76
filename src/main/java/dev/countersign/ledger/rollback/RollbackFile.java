package dev.countersign.ledger.rollback;

import dev.countersign.changeset.FileMerge;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;

/// What a rollback does with one path.
public sealed interface RollbackFile {
    WorkspacePath path();

    /// It will be changed, created or deleted.
    ///
    /// @param kept    places in which it will differ from what is restored, because later work there stays
    /// @param outside whether it was changed outside of the ledger since the newest entry that names it
    /// @param settled how its conflicts were settled, by step; empty where there were none
    record Change(PathEdit edit, int kept, boolean outside, List<RollbackChoices.Choice> settled) implements RollbackFile {
        public Change {
            settled = List.copyOf(settled);
        }

        @Override
        public WorkspacePath path() {
            return edit.path();
        }
    }

    /// It stands as it should already, or was settled to stay.
    record Same(WorkspacePath path, List<RollbackChoices.Choice> settled) implements RollbackFile {
        public Same {
            settled = List.copyOf(settled);
        }
    }

    /// What is to be taken back and what came later meet: a person has to say.
    ///
    /// @param live   what lies there now
    /// @param sides  what `merge` is of: what is taken back, what there is, what shall be
    /// @param merge  [FileMerge.Lines] or [FileMerge.Whole]
    /// @param step   from 0; the steps before are settled
    /// @param steps  how many there are at most
    /// @param chosen what was settled of this step so far
    /// @param why    for a person: "changed again by entry 7"
    record Open(WorkspacePath path, Optional<FileState> live, Sides sides, FileMerge merge, int step, int steps,
                Optional<RollbackChoices.Choice> chosen, String why) implements RollbackFile {}

    /// @param base   after the changes that are taken back
    /// @param ours   as it is, with steps before this one done
    /// @param theirs before those changes
    record Sides(Optional<FileState> base, Optional<FileState> ours, Optional<FileState> theirs) {}

    /// It cannot be restored. @param why for a person
    record Blocked(WorkspacePath path, String why) implements RollbackFile {}

    /// It stays as it is because a person said so. @param otherwise what would become of it
    record LeftOut(RollbackFile otherwise) implements RollbackFile {
        @Override
        public WorkspacePath path() {
            return otherwise.path();
        }
    }
}
