package dev.countersign.run;

import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// What happens next in a run, read off its state. Pure.
///
/// Nodes begin in plan order, as many at once as the run allows, each when all its predecessors are committed. What passes with nobody
/// there is committed in the plan's order ([#order]): a node waits for those before it that may still be committed by themselves, so
/// that the ledger does not depend on who was quicker. In a paused run nothing begins, and what has not begun holds up nobody. A node that ends without a commit blocks its dependents and nothing else.
final class Scheduler {
    private Scheduler() {}

    /// One thing to do now.
    sealed interface Step {
        /// A node that can't come to its turn any more.
        record Block(NodeId node, List<NodeId> by) implements Step {}

        /// An agent can start.
        record Begin(NodeId node) implements Step {}

        /// What passed by itself can be committed.
        record Commit(NodeId node) implements Step {}

        /// What was committed can be checked as one tree.
        record Merge() implements Step {}

        /// All have ended. @param summary one sentence
        record End(String summary) implements Step {}
    }

    /// The next step, empty where there is none now. Ask again after it was taken.
    ///
    /// @param held nodes in state Committing that passed by themselves and have not been handed on yet
    static Optional<Step> next(RunState state, Set<NodeId> held) {
        Optional<Step> block = blocked(state);
        if (block.isPresent()) {
            return block;
        }
        if (state.nodes().values().stream().allMatch(v -> v.state().isFinal())) {
            return state.isEnded() || state.isHeldTogether() ? Optional.empty()
                    : Optional.of(state.isMerging() ? new Step.Merge() : new Step.End(summary(state)));
        }
        Optional<Step> commit = commit(state, held);
        if (commit.isPresent() || state.course().pause().isPresent()) {
            return commit;
        }
        long working = state.nodes().values().stream().filter(v -> switch (v.state()) {
            case NodeState.Running _, NodeState.Verifying _ -> true;
            case NodeState.Waiting _, NodeState.Committing _, NodeState.AwaitingReview _, NodeState.Committed _, NodeState.Stopped _,
                 NodeState.Rejected _, NodeState.Failed _, NodeState.Unchanged _, NodeState.Blocked _, NodeState.Cancelled _ -> false;
        }).count();
        if (working >= state.course().limits().parallel()) {
            return Optional.empty();
        }
        return state.nodes().values().stream().filter(v -> isReady(state, v)).findFirst().map(v -> new Step.Begin(v.node().id()));
    }

    static boolean isReady(RunState state, NodeView view) {
        return view.state() instanceof NodeState.Waiting && view.node().after().stream()
                .allMatch(id -> state.nodes().get(id) instanceof NodeView p && p.state() instanceof NodeState.Committed);
    }

    /// The first waiting node that can never become ready, with the predecessors that ended without a commit.
    private static Optional<Step> blocked(RunState state) {
        for (NodeView view : state.nodes().values()) {
            if (view.state() instanceof NodeState.Waiting) {
                List<NodeId> by = view.node().after().stream()
                        .filter(id -> state.nodes().get(id) instanceof NodeView p && endedWithoutCommit(p.state())).toList();
                if (!by.isEmpty()) {
                    return Optional.of(new Step.Block(view.node().id(), by));
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Step> commit(RunState state, Set<NodeId> held) {
        if (held.isEmpty()) {
            return Optional.empty();
        }
        Map<NodeId, Boolean> known = new HashMap<>();
        for (NodeId id : order(state.plan())) {
            if (held.contains(id)) {
                return Optional.of(new Step.Commit(id));
            }
            if (state.nodes().get(id) instanceof NodeView view && mayCommitAlone(state, view, known)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /// Whether a node may still be committed without a person's doing.
    private static boolean mayCommitAlone(RunState state, NodeView view, Map<NodeId, Boolean> known) {
        Boolean already = known.get(view.node().id());
        if (already != null) {
            return already;
        }
        boolean may = switch (view.state()) {
            case NodeState.Running _, NodeState.Verifying _, NodeState.Committing _ -> true;
            case NodeState.Waiting _ -> state.course().pause().isEmpty() && view.node().after().stream().map(state.nodes()::get)
                    .allMatch(p -> p.state() instanceof NodeState.Committed || mayCommitAlone(state, p, known));
            case NodeState.AwaitingReview _, NodeState.Stopped _, NodeState.Committed _, NodeState.Rejected _, NodeState.Failed _,
                 NodeState.Unchanged _, NodeState.Blocked _, NodeState.Cancelled _ -> false;
        };
        known.put(view.node().id(), may);
        return may;
    }

    /// Every node after all that it waits for; of those that are free, first the one with the longest chain of nodes behind it, and otherwise
    /// as the plan has them. So no node behind which nothing waits holds up another's dependents.
    static List<NodeId> order(Plan plan) {
        List<Node> nodes = plan.nodes();
        Map<NodeId, Integer> places = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            places.put(nodes.get(i).id(), i);
        }
        int[] waits = new int[nodes.size()];
        Map<NodeId, List<Integer>> behind = new HashMap<>();
        for (int i = 0; i < waits.length; i++) {
            for (NodeId before : new LinkedHashSet<>(nodes.get(i).after())) {
                if (places.containsKey(before)) {
                    waits[i]++;
                    behind.computeIfAbsent(before, _ -> new ArrayList<>()).add(i);
                }
            }
        }
        int[] chains = chains(nodes, places);
        var free = new PriorityQueue<>(Comparator.comparingInt((Integer i) -> -chains[i]).thenComparing(i -> i));
        for (int i = 0; i < waits.length; i++) {
            if (waits[i] == 0) {
                free.add(i);
            }
        }
        var order = new ArrayList<NodeId>(waits.length);
        while (!free.isEmpty()) {
            NodeId next = nodes.get(free.remove()).id();
            order.add(next);
            for (int freed : behind.getOrDefault(next, List.of())) {
                if (--waits[freed] == 0) {
                    free.add(freed);
                }
            }
        }
        return List.copyOf(order);
    }

    /// How many nodes the longest chain behind each has; some number where nodes wait for each other.
    private static int[] chains(List<Node> nodes, Map<NodeId, Integer> places) {
        int[] chains = new int[nodes.size()];
        boolean grew = true;
        for (int round = 0; grew && round < nodes.size(); round++) {
            grew = false;
            for (int i = nodes.size() - 1; i >= 0; i--) {
                for (NodeId before : nodes.get(i).after()) {
                    Integer at = places.get(before);
                    if (at != null && chains[at] < chains[i] + 1) {
                        chains[at] = chains[i] + 1;
                        grew = true;
                    }
                }
            }
        }
        return chains;
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

    /// One sentence on a run whose nodes have all ended.
    static String summary(RunState state) {
        long committed = state.nodes().values().stream().filter(v -> v.state() instanceof NodeState.Committed).count();
        int all = state.nodes().size();
        Optional<RunEvent.Merged> merged = state.course().merged();
        String together = merged.filter(m -> m.shortfall().isEmpty()).isPresent() ? " and were checked together" : "";
        String shortfall = merged.filter(m -> !m.shortfall().isEmpty()).map(m -> m.verification().isPresent() ? " " + m.shortfall()
                : " They were not checked together: " + m.shortfall() + ".").orElse("");
        if (committed == all) {
            return (all == 1 ? "Committed." : "All " + all + " nodes are committed" + together + ".") + shortfall;
        }
        var left = new ArrayList<String>();
        state.nodes().values().stream().filter(v -> !(v.state() instanceof NodeState.Committed))
                .forEach(v -> left.add(v.node().id() + " " + word(v.state())));
        return committed + " of " + all + (all == 1 ? " node is" : " nodes are") + " committed" + together + "; " + String.join(", ", left) + "."
                + shortfall;
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
