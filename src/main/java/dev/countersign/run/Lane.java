package dev.countersign.run;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// One thread that does one thing after the other, in order, or several that share what there is to do; they go away when there is
/// nothing to do for a while, and come back. A task that throws hurts no other.
final class Lane implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private final ThreadPoolExecutor executor;

    Lane(String name) {
        this(name, 1);
    }

    /// @param width how many things at once
    Lane(String name, int width) {
        executor = new ThreadPoolExecutor(width, width, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> Thread.ofPlatform().name(name).daemon().unstarted(task));
        executor.allowCoreThreadTimeOut(true);
    }

    /// Does nothing once closed.
    void submit(Runnable task) {
        try {
            executor.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException | Error e) {
                    System.getLogger(Lane.class.getName()).log(System.Logger.Level.WARNING, "a task failed", e);
                }
            });
        } catch (RejectedExecutionException e) {
            // Closed: nobody wants it any more.
        }
    }

    /// Finishes what was submitted, for ten seconds at most.
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
