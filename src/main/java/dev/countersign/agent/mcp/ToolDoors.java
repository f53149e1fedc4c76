package dev.countersign.agent.mcp;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentTask;
import dev.countersign.workspace.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Brings granted tools to agents that are programs of their own.
public interface ToolDoors {
    /// Nothing is offered to anybody.
    ToolDoors NONE = (_, _, _) -> Optional.empty();

    /// Starts or asks the servers of which tools are granted, for one call of an agent. Empty where nothing is granted, or nothing can
    /// be offered; that is told as an event.
    Optional<Door> open(AgentTask task, Consumer<AgentEvent> events, Progress progress);

    /// Until it is closed, a program that the agent starts in its sandbox speaks the Model Context Protocol on its standard input and
    /// output, for the servers behind it: each call is ruled, told, freed of secrets and passed on by Countersign.
    interface Door extends AutoCloseable {
        /// What agents call the one server that they see.
        String NAME = "countersign";

        /// How the agent starts that program: an argv.
        List<String> command();

        /// What the sandbox must let it write.
        Path folder();

        /// Whether an agent calls a tool behind it so: the name that agents make of the server's and the tool's.
        boolean isTool(String name);

        /// What was not allowed by a rule, or because nobody could be asked.
        List<String> refused();

        /// Whether it works for the agent now, or asks a person.
        boolean isBusy();

        /// Ends the servers. What is asked of a person is withdrawn; no call comes through any more.
        @Override
        void close();
    }
}
