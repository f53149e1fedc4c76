package dev.countersign.run;

import dev.countersign.plan.NodeId;
import dev.countersign.workspace.Progress;
import java.util.Optional;

/// One piece of long work on a node, which can be cancelled from outside.
final class Errand implements Progress {
    private final NodeId node;
    private final RunBook book;
    private volatile boolean cancelled;

    Errand(NodeId node, RunBook book) {
        this.node = node;
        this.book = book;
    }

    NodeId node() {
        return node;
    }

    void cancel() {
        cancelled = true;
    }

    @Override
    public void step(String what, long done, long total) {
        book.activity(Optional.of(node), what, done, total);
    }

    @Override
    public boolean cancelled() {
        return cancelled;
    }
}
