package dev.countersign.ledger.duckdb;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// The one thread that writes: whatever is called goes in order, one after the other.
final class WriterThread implements AutoCloseable {
    private final ExecutorService thread;
    private final ReentrantLock order = new ReentrantLock();

    WriterThread(String name) {
        this.thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
    }

    interface Work<T> {
        T run() throws IOException, SQLException;
    }

    /// Waits for the work. An interrupt does not cut it short: what is written half would be worse than late.
    <T> T call(Work<T> work) throws IOException {
        var future = accepted(() -> thread.submit(() -> {
            order.lock();
            try {
                return work.run();
            } finally {
                order.unlock();
            }
        }));
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

    /// Does the work on the calling thread, between two others. For what neither waits nor reads nor writes: an interrupt would close
    /// the files.
    <T> T here(Work<T> work) throws IOException {
        order.lock();
        try {
            if (thread.isShutdown()) {
                throw new IllegalStateException("the ledger is closed");
            }
            return work.run();
        } catch (SQLException e) {
            throw rethrown(e);
        } finally {
            order.unlock();
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
