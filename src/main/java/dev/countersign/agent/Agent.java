package dev.countersign.agent;

import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/// Something that edits a stage.
public interface Agent {
    /// Unique among the agents known; what plans and `-a` name.
    String name();

    /// One line for a person.
    String description();

    /// Starts programs of others. Such agents need the user's leave while the sandbox contains nothing.
    boolean startsProcesses();

    /// Whether a second attempt with evidence can bring anything new.
    boolean canRetry();

    /// Where its changes start, when that is not the live tree: for edits that lie in the live tree already, the last commit.
    /// The stage is then made from this tree, [#run] brings the live edits into it, and an approval is recorded as an
    /// adoption: what was approved stays, what was not is taken out of the live tree. Asked once, before the stage is made.
    ///
    /// @param input    as in [AgentTask#input]
    /// @param contents where the content of the answer is put
    /// @throws dev.countersign.fault.UserException where the workspace has no such starting point
    default Optional<Snapshot> base(Optional<String> input, Path liveRoot, ContentStore contents, Progress progress)
            throws IOException {
        return Optional.empty();
    }

    /// The command that [#run] would start for `prompt`, secrets masked, for showing; empty argv where none is started.
    Preview preview(String prompt);

    /// Tries whether it could be started here. May start its program to ask for its version; blocks for seconds at most.
    default Readiness readiness() {
        return Readiness.BUILT_IN;
    }

    /// The same as far as it is known within a second: starts nothing that might fetch itself over the network first.
    default Readiness presence() {
        return readiness();
    }

    /// What is known to be missing to start it; empty where nothing is. Looks at files alone, and quickly: starts nothing, asks for no key.
    default Optional<Missing> missing() {
        return Optional.empty();
    }

    /// Edits the stage. What it did is read from the stage afterwards, not from what it says. Never throws for what the
    /// agent does wrong: that is a [AgentResult.Failed].
    AgentResult run(AgentTask task, Consumer<AgentEvent> events, Progress progress);

    /// @param environment names with values, those of secrets masked
    /// @param network     what it may reach, a line each for a person
    /// @param settings    what else its entry in a registry says of how it works, a line each for a person
    record Preview(java.util.List<String> argv, java.util.SortedMap<String, String> environment, java.util.List<String> network,
                   java.util.List<String> settings) {
        public static final Preview NONE = new Preview(java.util.List.of(), new java.util.TreeMap<>());

        public Preview {
            network = java.util.List.copyOf(network);
            settings = java.util.List.copyOf(settings);
        }

        /// Without a word on settings.
        public Preview(java.util.List<String> argv, java.util.SortedMap<String, String> environment, java.util.List<String> network) {
            this(argv, environment, network, java.util.List.of());
        }

        /// Without a word on the network.
        public Preview(java.util.List<String> argv, java.util.SortedMap<String, String> environment) {
            this(argv, environment, java.util.List.of());
        }
    }
}
