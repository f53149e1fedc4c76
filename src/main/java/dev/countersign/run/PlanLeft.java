package dev.countersign.run;

import dev.countersign.plan.Node;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;

/// What is left to plan of a run that has begun. Pure.
public final class PlanLeft {
    private PlanLeft() {}

    /// Why a node in this state stays as it is whatever the plan becomes, as the end of a sentence; empty where it can be changed.
    public static Optional<String> fixed(NodeState state) {
        return PlanRevision.fixed(state);
    }

    /// What a planner is told of a run: its task, what is done of it, and how the rest stands.
    ///
    /// @param words how a node stands, for a reader
    public static String task(RunState run, Function<NodeState, String> words) {
        var text = new StringBuilder(run.plan().task().strip()).append("\n\nSome of it was tried already. Plan what is left, without the nodes that are done.");
        for (NodeView view : run.nodes().values()) {
            text.append("\n- ").append(view.node().id()).append(" (").append(view.node().goal().strip()).append("), owns ")
                    .append(view.node().contract().owns().isEmpty() ? "every file" : String.join(", ", view.node().contract().owns())).append(": ")
                    .append(fixed(view.state()).isPresent() ? "done; no other node may own these files" : words.apply(view.state()));
        }
        return text.toString();
    }

    /// The whole plan: what stays of the run, then `left`.
    public static Plan whole(RunState run, Plan left) {
        var nodes = new ArrayList<Node>(run.nodes().values().stream().filter(view -> fixed(view.state()).isPresent()).map(NodeView::node).toList());
        nodes.addAll(left.nodes());
        return new Plan(run.plan().task(), nodes);
    }
}
