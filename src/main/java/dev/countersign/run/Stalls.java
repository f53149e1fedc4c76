package dev.countersign.run;

import dev.countersign.ledger.Ledger;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Looks whether a ledger answers, on a thread of its own, until it is closed. Tells when it ceases to, with why for a person, and when it
/// answers again, with nothing.
public final class Stalls implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;

    private final Ledger ledger;
    private final Consumer<Optional<String>> hearer;
    private final CountDownLatch closed = new CountDownLatch(1);

    public Stalls(Ledger ledger, Consumer<Optional<String>> hearer) {
        this.ledger = ledger;
        this.hearer = hearer;
        Thread.ofVirtual().name("ledger-answers").start(this::look);
    }

    private void look() {
        Optional<String> before = Optional.empty();
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                Optional<String> now = ledger.stalled();
                if (!now.equals(before)) {
                    before = now;
                    hearer.accept(now);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
