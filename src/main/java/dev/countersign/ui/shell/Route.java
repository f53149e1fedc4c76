package dev.countersign.ui.shell;

import dev.countersign.run.RunId;
import java.util.List;

/// What stands in the middle of the window.
public sealed interface Route {
    /// No workspace is open.
    record Welcome() implements Route {}

    /// A workspace without a run in front: the composer alone.
    record NewTask() implements Route {}

    record Inbox() implements Route {}

    record OfRun(RunId run) implements Route {}

    /// Candidates of several agents for one task.
    record Compare(List<RunId> runs) implements Route {
        public Compare {
            runs = List.copyOf(runs);
        }
    }

    record Ledger() implements Route {}

    record Checks() implements Route {}

    record Rules() implements Route {}

    record Scripts() implements Route {}

    record AgentList() implements Route {}

    record Secrets() implements Route {}

    record Checklist() implements Route {}

    record Settings() implements Route {}

    /// Whether it needs an open workspace.
    default boolean needsWorkspace() {
        return switch (this) {
            case NewTask _, Inbox _, OfRun _, Compare _, Ledger _, Checks _, Rules _, Scripts _ -> true;
            case Welcome _, AgentList _, Secrets _, Checklist _, Settings _ -> false;
        };
    }
}
