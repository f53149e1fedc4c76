package dev.countersign.policy;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Node;
import dev.countersign.plan.Plan;
import dev.countersign.workspace.Contents;
import java.util.List;

/// What someone wants to do.
public sealed interface Action {
    /// A node's changes want to be reviewed and committed.
    record Change(Node node, Changeset changeset, Contents contents) implements Action {}

    /// A command wants to run in the stage. @param purpose "agent", "agent's tool" or "check"
    record Run(Node node, List<String> argv, String purpose) implements Action {
        public Run {
            argv = List.copyOf(argv);
        }
    }

    /// A connection wants to be made. @param host name or address, as it was given
    record Connect(Node node, String host, int port) implements Action {
        public Connect {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("no port: " + port);
            }
        }
    }

    /// A plan wants to start.
    record Begin(Plan plan) implements Action {}
}
