package dev.countersign.ledger.store;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// What another thread makes, waited for. An interrupt meanwhile is kept for later: work that is under way is not left half taken.
public final class Awaited {
    private Awaited() {}

    /// @throws IOException as the other thread threw it; its runtime exceptions and errors come through as well
    public static <T> T of(Future<T> coming) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return coming.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(e.getCause());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
