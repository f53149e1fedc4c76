package dev.countersign.agent.cli;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.Agents;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.Toolchains;
import java.nio.file.Path;
import java.util.List;

/// The command-line agents of a registry.
public final class CliAgents implements Agents {
    private final List<Agent> agents;

    /// @param toolchains what agents may read, and the environment of this process, from which the registry takes by name
    /// @param checkHome a private folder: HOME of an agent that is only asked for its version
    public CliAgents(AgentRegistry registry, Sandbox sandbox, Toolchains toolchains, Path checkHome) {
        agents = registry.agents().stream().filter(spec -> spec.acp().isEmpty()).<Agent>map(spec -> new CliAgent(spec, sandbox, toolchains, checkHome)).toList();
    }

    @Override
    public List<Agent> all() {
        return agents;
    }
}
