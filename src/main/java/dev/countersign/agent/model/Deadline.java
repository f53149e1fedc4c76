package dev.countersign.agent.model;

import dev.countersign.workspace.Progress;
import java.time.Duration;

/// Work that also ends when its time is over.
final class Deadline implements Progress {
    private final Progress inner;
    private final long end;

    Deadline(Progress inner, Duration time) {
        this.inner = inner;
        this.end = System.nanoTime() + time.toNanos();
    }

    @Override
    public void step(String what, long done, long total) {
        inner.step(what, done, total);
    }

    @Override
    public boolean cancelled() {
        return inner.cancelled() || isOver();
    }

    boolean isOver() {
        return left().isZero();
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
}
