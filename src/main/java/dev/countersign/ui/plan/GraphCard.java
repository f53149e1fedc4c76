package dev.countersign.ui.plan;

import dev.countersign.plan.NodeId;
import java.util.List;

/// One node as a [GraphView] draws it.
public interface GraphCard {
    NodeId id();

    List<NodeId> after();

    /// Whether something is at work on it.
    boolean isLive();
}
