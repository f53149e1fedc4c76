package dev.countersign.verify;

import dev.countersign.plan.NodeId;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The nodes of a plan beside the one that is checked.
///
/// @param self   the node that is checked; empty where there is no plan
/// @param others in plan order
public record Together(Optional<NodeId> self, List<Other> others) {
    /// There are no others.
    public static final Together ALONE = new Together(Optional.empty(), List.of());

    public Together {
        others = List.copyOf(others);
    }

    /// All nodes at once: what is checked is the tree that they made together.
    ///
    /// @param nodes at least one
    public static Together whole(List<Other> nodes) {
        return new Together(Optional.empty(), nodes);
    }

    /// Whether what is checked is not one node's change but that of all.
    public boolean isWhole() {
        return self.isEmpty() && !others.isEmpty();
    }

    /// @param isInterface whether it declares what others build on
    /// @param before      whether the node that is checked comes after it, at once or by others between
    /// @param committed   whether its files are in the tree
    /// @param left        what it changed, or would change, with the content that it left there; empty where it left no file
    public record Other(NodeId id, boolean isInterface, boolean before, boolean committed, SortedMap<WorkspacePath, Optional<Sha256>> left) {
        public Other {
            left = Collections.unmodifiableSortedMap(new TreeMap<>(left));
        }

        public Set<WorkspacePath> files() {
            return left.keySet();
        }
    }
}
