package dev.countersign.run;

import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.verify.Together;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The nodes of a plan as one of them sees the others. Pure.
final class Siblings {
    private Siblings() {}

    /// The others with what they changed or would change. One that ended without a commit changes nothing.
    static Together of(RunState run, NodeId self) {
        if (run.nodes().size() < 2) {
            return Together.ALONE;
        }
        Set<NodeId> before = before(run, self);
        var others = new ArrayList<Together.Other>();
        for (NodeView other : run.nodes().values()) {
            if (!other.node().id().equals(self)) {
                others.add(seen(other, before));
            }
        }
        return new Together(Optional.of(self), others);
    }

    /// All that is committed, looked at as one.
    static Together whole(List<NodeView> committed) {
        return Together.whole(committed.stream().map(node -> seen(node, Set.of())).toList());
    }

    private static Together.Other seen(NodeView node, Set<NodeId> before) {
        return new Together.Other(node.node().id(), node.node().kind() == NodeClass.INTERFACE, before.contains(node.node().id()),
                node.state() instanceof NodeState.Committed, left(node));
    }

    /// All nodes that `self` comes after, at once or by others between.
    static Set<NodeId> before(RunState run, NodeId self) {
        var before = new HashSet<NodeId>();
        var due = new ArrayDeque<NodeId>(List.of(self));
        while (!due.isEmpty()) {
            if (run.nodes().get(due.remove()) instanceof NodeView view) {
                view.node().after().stream().filter(before::add).forEach(due::add);
            }
        }
        return before;
    }

    private static SortedMap<WorkspacePath, Optional<Sha256>> left(NodeView node) {
        var left = new TreeMap<WorkspacePath, Optional<Sha256>>();
        boolean counts = switch (node.state()) {
            case NodeState.Running _, NodeState.Verifying _, NodeState.AwaitingReview _, NodeState.Committing _, NodeState.Committed _ -> true;
            case NodeState.Waiting _, NodeState.Stopped _, NodeState.Rejected _, NodeState.Failed _, NodeState.Unchanged _, NodeState.Blocked _,
                 NodeState.Cancelled _ -> false;
        };
        if (counts) {
            node.candidate().ifPresent(candidate -> candidate.edits().forEach(edit -> left.put(edit.path(),
                    edit.after().filter(s -> s.kind() == FileState.Kind.FILE).map(FileState::content))));
        }
        return left;
    }
}
