package dev.countersign.workspace;

import java.util.List;

/// What came of applying edits to the live tree.
public sealed interface ApplyOutcome {

    /// All paths stand at their after state.
    record Applied(int paths) implements ApplyOutcome {}

    /// Something outside changed a target: nothing was written, or what had been was put back.
    record Conflicted(List<Conflict> conflicts) implements ApplyOutcome {
        public Conflicted {
            conflicts = List.copyOf(conflicts);
        }
    }

    /// One path that is not as an edit expects.
    ///
    /// @param why for a person: "changed since the run began", "a link leads outside the workspace"
    record Conflict(PathEdit edit, java.util.Optional<FileState> found, String why) {}
}
