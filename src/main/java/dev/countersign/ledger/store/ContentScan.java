package dev.countersign.ledger.store;

import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The reading of all content, on a thread of its own, while the leaves are read on another; or, with one worker alone, when it is waited for.
final class ContentScan implements AutoCloseable {
    private static final int LOOK_MILLIS = 20;

    private final VaultAudit content;
    private final long total;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("ledger-audit").factory());
    private final Optional<Future<?>> scan;

    ContentScan(VaultAudit content, int workers) {
        this.content = content;
        this.total = content.total();
        this.scan = workers < 2 ? Optional.empty() : Optional.of(thread.submit(() -> {
            content.scan();
            return content;
        }));
    }

    /// Returns when all is read. An interrupt does not cut the waiting short.
    void await(Progress progress) throws IOException {
        if (scan.isEmpty()) {
            content.scan(progress);
            return;
        }
        boolean interrupted = false;
        try {
            while (true) {
                progress.check();
                progress.step("Checking content", content.bytes(), total);
                try {
                    scan.get().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException _) {
                    // Looks again.
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

    private static IOException rethrown(Throwable cause) {
        return switch (cause) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case IOException e -> e;
            default -> new IOException(cause);
        };
    }

    /// Ends it where it has not ended.
    @Override
    public void close() {
        content.stop();
        thread.close();
    }
}
