package dev.countersign.agent.acp;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.Agents;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.Toolchains;
import java.nio.file.Path;
import java.util.List;

/// The agents of a registry that speak the Agent Client Protocol.
public final class AcpAgents implements Agents {
    private final List<Agent> agents;

    /// @param toolchains what agents may read, and the environment of this process, from which the registry takes by name
    /// @param checkHome a private folder: HOME and working folder of an agent that is only tried
    /// @param version   of Countersign, told to the agents
    public AcpAgents(AgentRegistry registry, Sandbox sandbox, Toolchains toolchains, Path checkHome, String version) {
        agents = registry.agents().stream().filter(spec -> spec.acp().isPresent())
                .<Agent>map(spec -> new AcpAgent(spec, sandbox, toolchains, checkHome, version)).toList();
    }

    @Override
    public List<Agent> all() {
        return agents;
    }
}
