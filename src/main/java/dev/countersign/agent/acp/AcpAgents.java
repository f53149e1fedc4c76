package dev.countersign.agent.acp;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.Agents;
import dev.countersign.network.Gateway;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import java.nio.file.Path;
import java.util.List;

/// The agents of a registry that speak the Agent Client Protocol.
public final class AcpAgents implements Agents {
    private final List<Agent> agents;

    /// @param toolchains what agents may read
    /// @param variables  from which the registry takes by name
    /// @param redaction  learns what agents are given
    /// @param checkHome  a private folder: HOME and working folder of an agent that is only tried
    /// @param gateway    for agents that may reach some hosts only
    /// @param version    of Countersign, told to the agents
    public AcpAgents(AgentRegistry registry, Sandbox sandbox, Toolchains toolchains, Variables variables, Redaction redaction, Path checkHome,
                     String version, Gateway gateway) {
        agents = registry.agents().stream().filter(spec -> spec.acp().isPresent())
                .<Agent>map(spec -> new AcpAgent(spec, sandbox, toolchains, variables, redaction, checkHome, version, gateway)).toList();
    }

    /// Agents that all have the network of this machine, or none.
    public AcpAgents(AgentRegistry registry, Sandbox sandbox, Toolchains toolchains, Variables variables, Redaction redaction, Path checkHome,
                     String version) {
        this(registry, sandbox, toolchains, variables, redaction, checkHome, version, Gateway.NONE);
    }

    /// Agents that are given no stored secrets, but variables of this process.
    public AcpAgents(AgentRegistry registry, Sandbox sandbox, Toolchains toolchains, Path checkHome, String version) {
        this(registry, sandbox, toolchains, Variables.of(toolchains.system()), new Redaction(), checkHome, version, Gateway.NONE);
    }

    @Override
    public List<Agent> all() {
        return agents;
    }
}
