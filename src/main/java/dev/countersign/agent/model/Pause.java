package dev.countersign.agent.model;

import dev.countersign.workspace.Progress;
import java.time.Duration;

/// Waits before a question is asked again.
@FunctionalInterface
interface Pause {
    /// Sleeps; ends early where it is cancelled.
    Pause REAL = (time, progress) -> {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && !progress.cancelled(); left = end - System.nanoTime()) {
            Thread.sleep(Math.min(100, left / 1_000_000 + 1));
        }
    };

    void of(Duration time, Progress progress) throws InterruptedException;
}
