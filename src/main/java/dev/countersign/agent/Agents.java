package dev.countersign.agent;

import java.util.List;
import java.util.Optional;

/// The agents that can be named. What is not here is refused before any process starts.
public interface Agents {
    List<Agent> all();

    default Optional<Agent> find(String name) {
        return all().stream().filter(a -> a.name().equals(name)).findFirst();
    }
}
