package dev.countersign.run;

import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What may happen next in a run, read off its state. Pure.
final class Scheduler {
    private Scheduler() {}

    /// The first node in plan order that waits and whose predecessors are all committed.
    static Optional<NodeView> ready(RunState state) {
        return state.nodes().values().stream().filter(v -> isReady(state, v)).findFirst();
    }

    static boolean isReady(RunState state, NodeView view) {
        return view.state() instanceof NodeState.Waiting && view.node().after().stream()
                .allMatch(id -> state.nodes().get(id) instanceof NodeView p && p.state() instanceof NodeState.Committed);
    }

    /// Waiting nodes that can never become ready, each with the predecessors that ended without a commit.
    static List<Blocking> blocked(RunState state) {
        var found = new ArrayList<Blocking>();
        for (NodeView view : state.nodes().values()) {
            if (view.state() instanceof NodeState.Waiting) {
                List<NodeId> by = view.node().after().stream()
                        .filter(id -> state.nodes().get(id) instanceof NodeView p && endedWithoutCommit(p.state())).toList();
                if (!by.isEmpty()) {
                    found.add(new Blocking(view.node().id(), by));
                }
            }
        }
        return found;
    }

    /// Blocked nodes, directly or not behind `node`, in plan order.
    static List<NodeId> blockedBehind(RunState state, NodeId node) {
        var freed = new ArrayList<>(List.of(node));
        for (boolean grew = true; grew; ) {
            grew = false;
            for (NodeView view : state.nodes().values()) {
                if (view.state() instanceof NodeState.Blocked && !freed.contains(view.node().id())
                        && view.node().after().stream().anyMatch(freed::contains)) {
                    grew |= freed.add(view.node().id());
                }
            }
        }
        return state.nodes().keySet().stream().filter(id -> !id.equals(node) && freed.contains(id)).toList();
    }

    private static boolean endedWithoutCommit(NodeState state) {
        return state.isFinal() && !(state instanceof NodeState.Committed);
    }

    record Blocking(NodeId node, List<NodeId> by) {}

    /// One sentence on a run whose nodes have all ended.
    static String summary(RunState state) {
        long committed = state.nodes().values().stream().filter(v -> v.state() instanceof NodeState.Committed).count();
        int all = state.nodes().size();
        if (committed == all) {
            return all == 1 ? "Committed." : "All " + all + " nodes are committed.";
        }
        var left = new ArrayList<String>();
        state.nodes().values().stream().filter(v -> !(v.state() instanceof NodeState.Committed))
                .forEach(v -> left.add(v.node().id() + " " + word(v.state())));
        return committed + " of " + all + (all == 1 ? " node is" : " nodes are") + " committed; " + String.join(", ", left) + ".";
    }

    private static String word(NodeState state) {
        return switch (state) {
            case NodeState.Waiting _ -> "waits";
            case NodeState.Running _, NodeState.Verifying _, NodeState.Committing _ -> "is at work";
            case NodeState.AwaitingReview _ -> "waits for review";
            case NodeState.Committed _ -> "is committed";
            case NodeState.Stopped _ -> "was stopped by a rule";
            case NodeState.Rejected _ -> "was rejected";
            case NodeState.Failed _ -> "failed";
            case NodeState.Unchanged _ -> "changed nothing";
            case NodeState.Blocked _ -> "is blocked";
            case NodeState.Cancelled _ -> "was cancelled";
        };
    }
}
