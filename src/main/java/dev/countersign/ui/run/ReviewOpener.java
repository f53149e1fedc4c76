package dev.countersign.ui.run;

import dev.countersign.plan.NodeId;
import dev.countersign.run.RunId;

/// Opens the review of one node's candidate. JavaFX thread.
@FunctionalInterface
public interface ReviewOpener {
    void review(RunId run, NodeId node);
}
