package dev.countersign.plan;

import java.util.List;
import java.util.Optional;

/// One unit of work.
///
/// @param goal  what the agent is asked for
/// @param after nodes that must be committed first
/// @param agent name of the agent; empty for the run's own
public record Node(NodeId id, String goal, NodeClass kind, List<NodeId> after, Optional<String> agent, Contract contract) {
    public Node {
        after = List.copyOf(after);
        if (goal.isBlank()) {
            throw new IllegalArgumentException("node " + id + " has no goal");
        }
    }
}
