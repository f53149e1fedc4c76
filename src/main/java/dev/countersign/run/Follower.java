package dev.countersign.run;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/// Looks every now and then at what other processes did to the workspace's runs and ledger. A thread of its own, from the first
/// that listens until it is closed.
final class Follower implements AutoCloseable {
    private static final long PAUSE_NANOS = 300_000_000;

    private final RunShelf runs;
    private final LedgerDesk desk;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;
    private boolean started;
    private long size;

    /// @param size of the ledger: whatever comes after that is told
    Follower(RunShelf runs, LedgerDesk desk, long size) {
        this.runs = runs;
        this.desk = desk;
        this.size = size;
    }

    /// Hears that the ledger has grown, whoever wrote it. Waits for nothing.
    AutoCloseable onLedger(Runnable listener) {
        listeners.add(listener);
        start();
        return () -> listeners.remove(listener);
    }

    synchronized void start() {
        if (!started && !closed) {
            started = true;
            Thread.ofPlatform().daemon().name("follower").start(this::run);
        }
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(PAUSE_NANOS);
            if (closed) {
                return;
            }
            try {
                runs.follow();
                desk.unsettled();
                long now = desk.ledger().size();
                if (now != size) {
                    size = now;
                    runs.engines().forEach(RunEngine::look);
                    listeners.forEach(Runnable::run);
                }
            } catch (IOException | RuntimeException e) {
                if (!closed) {
                    System.getLogger(Follower.class.getName()).log(System.Logger.Level.DEBUG, "could not look at the other processes", e);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
