package dev.countersign.agent.cli;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.Agents;
import dev.countersign.agent.mcp.ToolDoors;
import java.nio.file.Path;
import java.util.List;

/// The command-line agents of a registry.
public final class CliAgents implements Agents {
    private final List<Agent> agents;

    /// @param checkHome a private folder: HOME of an agent that is only asked for its version
    /// @param doors     for those that can be told of granted tools
    public CliAgents(AgentRegistry registry, AgentRuntime runtime, Path checkHome, ToolDoors doors) {
        agents = registry.agents().stream().filter(spec -> spec.acp().isEmpty() && spec.model().isEmpty())
                .<Agent>map(spec -> new CliAgent(spec, runtime, checkHome, doors)).toList();
    }

    /// Agents that have no tools but their own.
    public CliAgents(AgentRegistry registry, AgentRuntime runtime, Path checkHome) {
        this(registry, runtime, checkHome, ToolDoors.NONE);
    }

    @Override
    public List<Agent> all() {
        return agents;
    }
}
