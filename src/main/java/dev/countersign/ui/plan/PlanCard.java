package dev.countersign.ui.plan;

import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import java.util.List;

/// One node of a plan that is being edited.
///
/// @param place  in the order of the plan, from 1
/// @param agent  that will carry it out
/// @param faults what is wrong with it, one sentence each
/// @param fixed  why it stays as it is; empty text where it can be changed
public record PlanCard(Node node, int place, String agent, List<String> faults, String fixed) implements GraphCard {
    public PlanCard {
        faults = List.copyOf(faults);
    }

    @Override
    public NodeId id() {
        return node.id();
    }

    @Override
    public List<NodeId> after() {
        return node.after();
    }

    @Override
    public boolean isLive() {
        return false;
    }
}
