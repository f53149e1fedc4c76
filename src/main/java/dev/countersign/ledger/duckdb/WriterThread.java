package dev.countersign.ledger.duckdb;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/// The one thread that writes: whatever is called goes in order, one after the other.
final class WriterThread implements AutoCloseable {
    private final ExecutorService thread;

    WriterThread(String name) {
        this.thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
    }

    interface Work<T> {
        T run() throws IOException, SQLException;
    }

    /// Waits for the work. An interrupt does not cut it short: what is written half would be worse than late.
    <T> T call(Work<T> work) throws IOException {
        var future = accepted(() -> thread.submit(work::run));
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw rethrown(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void submit(Runnable work) {
        accepted(() -> thread.submit(work));
    }

    private static <T> T accepted(java.util.function.Supplier<T> submission) {
        try {
            return submission.get();
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the ledger is closed", e);
        }
    }

    private static IOException rethrown(Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case IOException e -> e;
            default -> new IOException(cause.getMessage(), cause);
        };
    }

    /// Finishes what was called for.
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
