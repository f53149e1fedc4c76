package dev.countersign.verify;

import dev.countersign.plan.NodeId;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.Collections;

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

    /// @param isInterface whether it declares what others build on
    /// @param before      whether the node that is checked comes after it
    /// @param committed   whether its files are in the tree
    /// @param files       what it changed, or would change
    public record Other(NodeId id, boolean isInterface, boolean before, boolean committed, SortedSet<WorkspacePath> files) {
        public Other {
            files = Collections.unmodifiableSortedSet(new TreeSet<>(files));
        }
    }
}
