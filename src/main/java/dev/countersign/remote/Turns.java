package dev.countersign.remote;

import dev.countersign.workspace.ProcessLock;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// This process's turn to write a workspace and its ledger. Held by the operating system's lock, so that it ends with the process.
/// Whoever waits stands in a queue of one first: a process that lets go and wants it again comes after those that waited.
final class Turns {
    private static final long SHORTEST_NANOS = 200_000;
    private static final long LONGEST_NANOS = 5_000_000;

    private final Path turn;
    private final Path queue;
    private int explicit;
    private boolean implied;
    private Optional<ProcessLock> lock = Optional.empty();

    Turns(Path folder) {
        this.turn = folder.resolve("turn");
        this.queue = folder.resolve("turn-queue");
    }

    /// A turn that is asked for by name; end it with [#leave].
    synchronized boolean enter(Duration patience, Progress progress) throws IOException {
        if (!held(patience, progress)) {
            return false;
        }
        explicit++;
        return true;
    }

    synchronized void leave() throws IOException {
        explicit--;
        release();
    }

    /// The turn that an intent needs that is begun outside of any.
    ///
    /// @return whether it was taken now; else this process had a turn
    synchronized boolean imply(Duration patience) throws IOException {
        if (lock.isPresent()) {
            return false;
        }
        if (!held(patience, Progress.NONE)) {
            throw busy();
        }
        implied = true;
        return true;
    }

    synchronized void settle() throws IOException {
        implied = false;
        release();
    }

    synchronized void close() throws IOException {
        explicit = 0;
        settle();
    }

    dev.countersign.fault.EnvironmentException busy() {
        return new dev.countersign.fault.EnvironmentException(dev.countersign.ledger.Problems.busy(ProcessLock.holder(turn)));
    }

    private void release() throws IOException {
        if (explicit <= 0 && !implied && lock.isPresent()) {
            ProcessLock held = lock.get();
            lock = Optional.empty();
            held.close();
        }
    }

    private boolean held(Duration patience, Progress progress) throws IOException {
        if (lock.isPresent()) {
            return true;
        }
        long end = System.nanoTime() + patience.toNanos();
        Optional<ProcessLock> first = await(queue, end, progress);
        if (first.isEmpty()) {
            return false;
        }
        try (ProcessLock _ = first.get()) {
            lock = await(turn, end, progress);
        }
        return lock.isPresent();
    }

    private static Optional<ProcessLock> await(Path file, long end, Progress progress) throws IOException {
        boolean interrupted = false;
        try {
            for (long pause = SHORTEST_NANOS; ; pause = Math.min(LONGEST_NANOS, pause * 2)) {
                Optional<ProcessLock> taken = ProcessLock.tryAcquire(file);
                if (taken.isPresent() || System.nanoTime() - end >= 0) {
                    return taken;
                }
                progress.check();
                LockSupport.parkNanos(pause);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
