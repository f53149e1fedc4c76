package dev.countersign.agent.mcp.pipe;

import dev.countersign.workspace.Progress;

/// Cancelled with the call of an agent, and when the agent is gone: nobody waits for its tools then.
final class UntilClosed implements Progress {
    private final Progress inner;
    private volatile boolean closed;

    UntilClosed(Progress inner) {
        this.inner = inner;
    }

    @Override
    public void step(String what, long done, long total) {
        inner.step(what, done, total);
    }

    @Override
    public boolean cancelled() {
        return closed || inner.cancelled();
    }

    void close() {
        closed = true;
    }
}
