package dev.countersign.agent.model;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.Agents;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.model.Models;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The agents of a registry that are models.
public final class ModelAgents implements Agents {
    private static final Duration CONNECT = Duration.ofSeconds(20);

    private final List<Agent> agents;

    /// @param models    that are set up, asked for at each use
    /// @param runtime   its variables have the keys too
    /// @param servers   whose granted tools they may use
    /// @throws UserException `REGISTRY-001` where an agent names a model that is not set up
    public ModelAgents(AgentRegistry registry, Supplier<Models> models, AgentRuntime runtime, McpServers servers, InstantSource clock, RandomGenerator random) {
        this(registry, models, runtime, servers, new Surroundings(client(), clock, random, Pause.REAL, runtime.redaction()));
    }

    ModelAgents(AgentRegistry registry, Supplier<Models> models, AgentRuntime runtime, McpServers servers, Surroundings around) {
        List<AgentSpec> specs = registry.agents().stream().filter(spec -> spec.model().isPresent()).toList();
        specs.forEach(spec -> checked(spec, models.get()));
        agents = specs.stream().<Agent>map(spec -> new ModelAgent(spec, models, runtime, servers, around)).toList();
    }

    static HttpClient client() {
        return HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build();
    }

    private static void checked(AgentSpec spec, Models models) {
        spec.model().orElseThrow().tiers().forEach((tier, names) -> names.stream().filter(name -> models.find(name).isEmpty()).findFirst().ifPresent(name -> {
            throw new UserException(Problem.of("REGISTRY-001", Exit.USAGE, "The agent registry " + spec.source() + " is wrong: the " + tier.label() + " of "
                    + spec.name() + " is \"" + name + "\", and models.toml has no [models." + name + "].", "No agent was started, and no registry is in force.",
                    "Correct the name, or set that model up."));
        }));
    }

    @Override
    public List<Agent> all() {
        return agents;
    }
}
