package dev.countersign.ledger.rollback;

import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One path's story in the ledger, read from the newest entry to the oldest: what is to be taken back, in as few steps as other
/// work allows.
final class PathStory {

    /// Entries in a row whose changes follow on each other, taken back at once.
    ///
    /// @param base   after the newest of them
    /// @param theirs before the oldest of them
    /// @param why    what it means where the file is not as `base`
    record Step(Optional<FileState> base, Optional<FileState> theirs, String why) {}

    private final Optional<FileState> recorded;
    private final List<Step> steps = new ArrayList<>();
    private long otherEntry = -1;

    PathStory(PathEdit newest) {
        recorded = newest.after();
    }

    /// What the newest entry left there.
    Optional<FileState> recorded() {
        return recorded;
    }

    List<Step> steps() {
        return steps;
    }

    /// The next older entry's change.
    void add(long seq, PathEdit edit, boolean takenBack) {
        if (!takenBack) {
            otherEntry = seq;
        } else if (!steps.isEmpty() && steps.getLast().theirs.equals(edit.after())) {
            Step newer = steps.removeLast();
            steps.add(new Step(newer.base, edit.before(), newer.why));
        } else {
            String why = otherEntry >= 0 ? "changed again by entry " + otherEntry : "changed outside Countersign since entry " + seq;
            steps.add(new Step(edit.after(), edit.before(), why));
        }
    }

    /// Takes back part of the only step: `theirs` in place of all that was before.
    void takeBackOnly(Optional<FileState> theirs) {
        Step whole = steps.removeLast();
        steps.add(new Step(whole.base, theirs, whole.why));
    }
}
