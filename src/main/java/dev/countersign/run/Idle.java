package dev.countersign.run;

import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Stage;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A stage that no node has: cleaned at once, so that the next node need not wait for it.
final class Idle {
    private final FutureTask<Optional<Stage>> cleaned;
    private volatile boolean left;

    Idle(Stage stage) {
        cleaned = new FutureTask<>(() -> clean(stage));
        Thread.ofVirtual().name("idle stage").start(cleaned);
    }

    private Optional<Stage> clean(Stage stage) throws IOException {
        try {
            stage.clean(new Progress() {
                @Override
                public void step(String what, long done, long total) {}

                @Override
                public boolean cancelled() {
                    return left;
                }
            });
            return Optional.of(stage);
        } catch (Progress.CancelledException e) {
            return Optional.empty();
        } catch (IOException e) {
            // It was only to save time: whoever asks makes a new one.
            stage.close();
            return Optional.empty();
        }
    }

    /// The stage; empty where it is good for nothing. An interrupt does not cut the waiting short: nobody else would delete it.
    Optional<Stage> take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return cleaned.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException _) {
                    // What could not be deleted is found and deleted when the run ends.
                    return Optional.empty();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// Nobody will take it. Nothing touches its folder any more when this returns.
    void leave() {
        left = true;
        take();
    }
}
