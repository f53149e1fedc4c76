package dev.countersign.ui.fx;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;

/// The way onto the JavaFX thread, from any thread. What is posted runs in order, many pieces per turn, so that a flood of
/// events costs one turn per frame and not one each.
public interface Pulse {

    /// Runs `action` on the JavaFX thread, later, after everything posted before it.
    void post(Runnable action);

    /// The JavaFX thread. A turn lasts at most about 8 ms, then input and drawing go first.
    static Pulse fx() {
        return new Batched();
    }

    /// Runs at once on the caller's thread: for view models tested without a screen.
    static Pulse direct() {
        return Runnable::run;
    }

    /// Queue that is drained once per turn.
    final class Batched implements Pulse {
        private static final long TURN_NANOS = 8_000_000;

        private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean scheduled = new AtomicBoolean();

        private Batched() {}

        @Override
        public void post(Runnable action) {
            queue.add(action);
            schedule();
        }

        private void schedule() {
            if (scheduled.compareAndSet(false, true)) {
                Platform.runLater(this::drain);
            }
        }

        private void drain() {
            scheduled.set(false);
            long end = System.nanoTime() + TURN_NANOS;
            try {
                for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                    next.run();
                    if (System.nanoTime() > end) {
                        break;
                    }
                }
            } finally {
                if (!queue.isEmpty()) {
                    schedule();
                }
            }
        }
    }
}
