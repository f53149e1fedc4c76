package dev.countersign.agent.cli;

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

/// The command-line agents of a registry.
public final class CliAgents implements Agents {
    private final List<Agent> agents;

    /// @param toolchains what agents may read
    /// @param variables  from which the registry takes by name
    /// @param redaction  learns what agents are given
    /// @param gateway    for agents that may reach some hosts only
    /// @param checkHome  a private folder: HOME of an agent that is only asked for its version
    public CliAgents(AgentRegistry registry, Sandbox sandbox, Toolchains toolchains, Variables variables, Redaction redaction, Path checkHome,
                     Gateway gateway) {
        agents = registry.agents().stream().filter(spec -> spec.acp().isEmpty() && spec.model().isEmpty())
                .<Agent>map(spec -> new CliAgent(spec, sandbox, toolchains, variables, redaction, checkHome, gateway)).toList();
    }

    /// Agents that all have the network of this machine, or none.
    public CliAgents(AgentRegistry registry, Sandbox sandbox, Toolchains toolchains, Variables variables, Redaction redaction, Path checkHome) {
        this(registry, sandbox, toolchains, variables, redaction, checkHome, Gateway.NONE);
    }

    /// Agents that are given no stored secrets, but variables of this process.
    public CliAgents(AgentRegistry registry, Sandbox sandbox, Toolchains toolchains, Path checkHome) {
        this(registry, sandbox, toolchains, Variables.of(toolchains.system()), new Redaction(), checkHome, Gateway.NONE);
    }

    @Override
    public List<Agent> all() {
        return agents;
    }
}
