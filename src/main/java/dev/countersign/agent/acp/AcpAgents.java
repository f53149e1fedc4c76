package dev.countersign.agent.acp;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.Agents;
import dev.countersign.agent.mcp.ToolDoors;
import java.nio.file.Path;
import java.util.List;

/// The agents of a registry that speak the Agent Client Protocol.
public final class AcpAgents implements Agents {
    private final List<Agent> agents;

    /// @param checkHome a private folder: HOME and working folder of an agent that is only tried
    /// @param version   of Countersign, told to the agents
    /// @param doors     offer granted tools
    public AcpAgents(AgentRegistry registry, AgentRuntime runtime, Path checkHome, String version, ToolDoors doors) {
        agents = registry.agents().stream().filter(spec -> spec.acp().isPresent())
                .<Agent>map(spec -> new AcpAgent(spec, runtime, checkHome, version, doors)).toList();
    }

    /// Agents that have no tools but their own.
    public AcpAgents(AgentRegistry registry, AgentRuntime runtime, Path checkHome, String version) {
        this(registry, runtime, checkHome, version, ToolDoors.NONE);
    }

    @Override
    public List<Agent> all() {
        return agents;
    }
}
