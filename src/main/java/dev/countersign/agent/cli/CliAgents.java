package dev.countersign.agent.cli;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.Agents;
import dev.countersign.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The command-line agents of a registry.
public final class CliAgents implements Agents {
    private final List<Agent> agents;

    /// @param system    the environment of this process, from which the registry takes by name
    /// @param checkHome a private folder: HOME of an agent that is only asked for its version
    public CliAgents(AgentRegistry registry, Sandbox sandbox, Map<String, String> system, Path checkHome) {
        agents = registry.agents().stream().filter(spec -> spec.acp().isEmpty()).<Agent>map(spec -> new CliAgent(spec, sandbox, Map.copyOf(system), checkHome)).toList();
    }

    @Override
    public List<Agent> all() {
        return agents;
    }
}
