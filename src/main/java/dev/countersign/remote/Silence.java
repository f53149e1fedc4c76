package dev.countersign.remote;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// Whether the other process answers at all, while calls wait for it. A call may take long: so where one has waited for a while, a
/// greeting is sent on a connection of its own, which any process that runs answers at once. Nothing here blocks. Any thread.
final class Silence implements AutoCloseable {
    /// What a call may take before anybody wonders.
    private static final long LONG_NANOS = 2_000_000_000L;
    /// What a greeting may take, on a machine that is busy.
    private static final long GREETING_NANOS = 2_000_000_000L;

    /// Sends the greeting, without waiting for its answer.
    interface Greeting {
        Wire send() throws IOException;
    }

    /// @param sent when, by the clock of [System#nanoTime()]
    private record Sent(Wire wire, long sent) {}

    private final Greeting greeting;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<Sent> greeted = Optional.empty();
    private volatile boolean silent;

    Silence(Greeting greeting) {
        this.greeting = greeting;
    }

    /// Whether calls wait for a process that does not even greet.
    boolean isSilent() {
        return silent;
    }

    /// A call begins to wait; closed when it has ended.
    Wait waiting() {
        return new Wait();
    }

    /// One call that waits. For the thread that waits.
    final class Wait implements AutoCloseable {
        private long since = System.nanoTime();

        private Wait() {
            waiting.incrementAndGet();
        }

        /// Something came from the other process.
        void heard() {
            since = System.nanoTime();
            silent = false;
        }

        /// Nothing came for a moment.
        void tick() {
            if (System.nanoTime() - since > LONG_NANOS && turn.tryLock()) {
                try {
                    look();
                } catch (IOException _) {
                    // It is gone, or full: the calls themselves hear that.
                    forget();
                } finally {
                    turn.unlock();
                }
            }
        }

        @Override
        public void close() {
            if (waiting.decrementAndGet() == 0) {
                silent = false;
            }
        }
    }

    private void look() throws IOException {
        if (greeted.isEmpty()) {
            greeted = Optional.of(new Sent(greeting.send(), System.nanoTime()));
        } else if (greeted.get().wire().poll().isPresent()) {
            silent = false;
            forget();
        } else if (System.nanoTime() - greeted.get().sent() > GREETING_NANOS) {
            silent = true;
        }
    }

    private void forget() {
        Optional<Sent> before = greeted;
        greeted = Optional.empty();
        try {
            if (before.isPresent()) {
                before.get().wire().close();
            }
        } catch (IOException e) {
            System.getLogger(Silence.class.getName()).log(System.Logger.Level.DEBUG, "A connection could not be closed", e);
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            forget();
        } finally {
            turn.unlock();
        }
    }
}
