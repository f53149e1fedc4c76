package dev.countersign.plan;

import java.util.List;
import java.util.Optional;

/// A task as a DAG of nodes. Valid by [PlanValidator] before it runs.
///
/// @param task what the user asked
public record Plan(String task, List<Node> nodes) {
    public Plan {
        nodes = List.copyOf(nodes);
    }

    /// The plan of a small task: one node that owns everything.
    public static Plan single(String task) {
        return new Plan(task, List.of(new Node(new NodeId("task"), task, NodeClass.IMPLEMENTATION, List.of(),
                Optional.empty(), Contract.OPEN)));
    }

    public Optional<Node> node(NodeId id) {
        return nodes.stream().filter(n -> n.id().equals(id)).findFirst();
    }
}
