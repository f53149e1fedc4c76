package dev.countersign.run;

import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanValidator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the plan of a run that has begun may become. What is committed and what is at work stays as it is; everything else may be
/// changed, left out, or put beside others. Pure.
final class PlanRevision {
    private PlanRevision() {}

    /// Why `next` cannot be the plan of this run from now on; empty where it can.
    static List<String> faults(RunState state, Plan next) {
        var faults = new ArrayList<>(PlanValidator.faults(next).stream().map(PlanValidator.Fault::sentence).toList());
        for (NodeView view : state.nodes().values()) {
            Optional<String> fixed = fixed(view.state());
            if (fixed.isPresent() && next.node(view.node().id()).filter(view.node()::equals).isEmpty()) {
                faults.add("Node \"" + view.node().id() + "\" " + fixed.get() + "; it stays as it is.");
            }
        }
        return List.copyOf(faults);
    }

    /// Nodes that wait for a person and are given up by `next`: they are rejected.
    static List<NodeView> givenUp(RunState state, Plan next) {
        return state.waiting().stream().filter(view -> next.node(view.node().id()).filter(view.node()::equals).isEmpty()).toList();
    }

    /// Nodes of `next` that are not in the plan as it stands, or others there.
    static List<NodeId> others(RunState state, Plan next) {
        return next.nodes().stream().filter(node -> !(state.nodes().get(node.id()) instanceof NodeView was && was.node().equals(node)))
                .map(Node::id).toList();
    }

    /// Why a node in this state stays as it is, as the end of a sentence.
    static Optional<String> fixed(NodeState state) {
        return switch (state) {
            case NodeState.Running _, NodeState.Verifying _, NodeState.Committing _ -> Optional.of("is at work");
            case NodeState.Committed _ -> Optional.of("is committed");
            case NodeState.Waiting _, NodeState.AwaitingReview _, NodeState.Stopped _, NodeState.Rejected _, NodeState.Failed _,
                 NodeState.Unchanged _, NodeState.Blocked _, NodeState.Cancelled _ -> Optional.empty();
        };
    }
}
