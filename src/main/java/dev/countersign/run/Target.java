package dev.countersign.run;

import dev.countersign.workspace.ApplyOutcome;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What an approval would make of the live tree.
///
/// @param live   the live tree now
/// @param from   the tree that the recorded changes start from: the live tree; for an adoption the live tree without the
///               changes that lie in it
/// @param result the live tree afterwards
record Target(Snapshot live, Snapshot from, Snapshot result) {

    /// What must be written to get there.
    List<PathEdit> writes() {
        return live.editsTo(result);
    }

    sealed interface Answer {
        record Clear(Target target) implements Answer {}

        record Conflicting(List<ApplyOutcome.Conflict> conflicts) implements Answer {}

        record Nothing() implements Answer {}
    }

    /// @param base      the tree that the candidate's changes start from
    /// @param candidate the tree they lead to
    /// @param selected  the tree that the approved part of them leads to
    /// @param adopts    the candidate's changes lie in the live tree already
    static Answer of(Snapshot live, Snapshot base, Snapshot candidate, Snapshot selected, boolean adopts) {
        List<PathEdit> changes = base.editsTo(candidate);
        List<PathEdit> approved = base.editsTo(selected);
        var conflicts = new ArrayList<ApplyOutcome.Conflict>();
        for (PathEdit edit : adopts ? changes : approved) {
            Optional<FileState> now = live.get(edit.path());
            // What was not approved of an adoption may have been taken out already, by an attempt that a crash ended.
            if (!now.equals(adopts ? edit.after() : edit.before()) && !(adopts && now.equals(selected.get(edit.path())))) {
                conflicts.add(new ApplyOutcome.Conflict(edit, now, "changed outside since the run began"));
            }
        }
        if (!conflicts.isEmpty()) {
            return new Answer.Conflicting(List.copyOf(conflicts));
        }
        Snapshot from = adopts ? live.with(changes.stream()
                .filter(edit -> !live.get(edit.path()).equals(edit.before()))
                .map(edit -> new PathEdit(edit.path(), live.get(edit.path()), edit.before())).toList()) : live;
        Snapshot result = from.with(approved);
        return approved.isEmpty() ? new Answer.Nothing() : new Answer.Clear(new Target(live, from, result));
    }
}
