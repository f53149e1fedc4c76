package dev.countersign.run;

import dev.countersign.workspace.ApplyOutcome;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an approval would make of the live tree.
///
/// @param live   the live tree now
/// @param from   the tree that the recorded changes start from: the live tree; for an adoption the live tree without the
///               changes that lie in it
/// @param result the live tree afterwards
record Target(Snapshot live, Snapshot from, Snapshot result) {
    private static final String WHY = "changed outside since the run began";

    /// What must be written to get there.
    List<PathEdit> writes() {
        return live.editsTo(result);
    }

    sealed interface Answer {
        record Clear(Target target) implements Answer {}

        record Conflicting(List<ApplyOutcome.Conflict> conflicts) implements Answer {}

        record Nothing() implements Answer {}
    }

    /// @param base     the tree that the candidate's changes start from
    /// @param selected the tree that the approved part of them leads to
    /// @param merged     what shall lie where files changed outside, as the reviewer settled it for what lies there now
    static Answer of(Snapshot live, Snapshot base, Snapshot selected, Map<WorkspacePath, Optional<FileState>> merged) {
        List<PathEdit> approved = base.editsTo(selected);
        if (approved.isEmpty()) {
            return new Answer.Nothing();
        }
        var conflicts = new ArrayList<ApplyOutcome.Conflict>();
        var edits = new ArrayList<PathEdit>();
        for (PathEdit edit : approved) {
            Optional<FileState> now = live.get(edit.path());
            Optional<FileState> after = merged.getOrDefault(edit.path(), edit.after());
            if (OutsideChanges.meets(edit, now) && !merged.containsKey(edit.path())) {
                conflicts.add(new ApplyOutcome.Conflict(edit, now, WHY));
            } else if (!now.equals(after)) {
                edits.add(new PathEdit(edit.path(), now, after));
            }
        }
        return conflicts.isEmpty() ? edits.isEmpty() ? new Answer.Nothing() : new Answer.Clear(new Target(live, live, live.with(edits)))
                : new Answer.Conflicting(List.copyOf(conflicts));
    }

    /// The same for changes that lie in the live tree already.
    ///
    /// @param candidate the tree that all of the changes lead to
    static Answer adopting(Snapshot live, Snapshot base, Snapshot candidate, Snapshot selected) {
        List<PathEdit> changes = base.editsTo(candidate);
        List<PathEdit> approved = base.editsTo(selected);
        var conflicts = new ArrayList<ApplyOutcome.Conflict>();
        for (PathEdit edit : changes) {
            Optional<FileState> now = live.get(edit.path());
            // What was not approved may have been taken out already, by an attempt that a crash ended.
            if (!now.equals(edit.after()) && !now.equals(selected.get(edit.path()))) {
                conflicts.add(new ApplyOutcome.Conflict(edit, now, WHY));
            }
        }
        if (!conflicts.isEmpty()) {
            return new Answer.Conflicting(List.copyOf(conflicts));
        }
        Snapshot from = live.with(changes.stream()
                .filter(edit -> !live.get(edit.path()).equals(edit.before()))
                .map(edit -> new PathEdit(edit.path(), live.get(edit.path()), edit.before())).toList());
        return approved.isEmpty() ? new Answer.Nothing() : new Answer.Clear(new Target(live, from, from.with(approved)));
    }
}
