package dev.countersign.agent;

import java.util.List;
import java.util.Optional;

/// The agents that can be named. What is not here is refused before any process starts.
public interface Agents {
    List<Agent> all();

    /// These and, over them by name, those of a registry. Agents that are part of Countersign are never replaced.
    default Agents with(List<AgentSpec> more) {
        return this;
    }

    default Optional<Agent> find(String name) {
        return all().stream().filter(a -> a.name().equals(name)).findFirst();
    }
}
