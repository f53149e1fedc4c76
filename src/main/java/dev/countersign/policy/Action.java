package dev.countersign.policy;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Node;
import dev.countersign.workspace.Contents;
import java.util.List;

/// What someone wants to do.
public sealed interface Action {
    /// A node's changes want to be reviewed and committed.
    record Change(Node node, Changeset changeset, Contents contents) implements Action {}

    /// A command wants to run in the stage. @param purpose "agent" or "check"
    record Run(Node node, List<String> argv, String purpose) implements Action {
        public Run {
            argv = List.copyOf(argv);
        }
    }
}
