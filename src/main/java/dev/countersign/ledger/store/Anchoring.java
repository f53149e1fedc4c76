package dev.countersign.ledger.store;

import dev.countersign.ledger.Checkpoint;
import dev.countersign.ledger.CompactRange;
import dev.countersign.ledger.NoteSigner;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Signs tree heads into the anchor log, off the commit path: at the latest [#SECONDS] seconds after an entry, and at close. Safe for use by several threads.
public final class Anchoring implements AutoCloseable {
    static final int SECONDS = 2;
    private static final System.Logger LOG = System.getLogger(Anchoring.class.getName());

    private final NoteSigner signer;
    private final AnchorLog log;
    private final Consumer<Checkpoint> signed;
    private final ScheduledThreadPoolExecutor thread;
    private final Object appending = new Object();
    private CompactRange tip;
    private boolean timed;

    /// Signs at once what a crash left unsigned.
    ///
    /// @param signed hears each new checkpoint, on the signing thread
    public Anchoring(NoteSigner signer, AnchorLog log, CompactRange tip, Consumer<Checkpoint> signed) throws IOException {
        this.signer = signer;
        this.log = log;
        this.tip = tip;
        this.signed = signed;
        this.thread = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("ledger-anchor").factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        if (tip.size() > Math.max(0, signedSize())) {
            now();
        }
    }

    /// The tree has grown. Returns at once.
    public synchronized void grown(CompactRange range) {
        tip = range;
        if (!timed) {
            timed = true;
            thread.schedule(this::quietly, SECONDS, TimeUnit.SECONDS);
        }
    }

    private void quietly() {
        try {
            now();
        } catch (IOException e) {
            // The entries are safe without it; the next one tries again, and the audit says what is unsigned.
            LOG.log(System.Logger.Level.WARNING, "No checkpoint could be added to " + log.file(), e);
        }
    }

    /// The checkpoint of the tree as it is; signs one where the last is older.
    public Checkpoint now() throws IOException {
        Optional<Checkpoint> fresh = Optional.empty();
        // Signing and syncing hold a lock of their own: a commit never waits for them.
        synchronized (appending) {
            CompactRange at;
            synchronized (this) {
                timed = false;
                at = tip;
            }
            if (signedSize() < at.size()) {
                fresh = Optional.of(Checkpoint.sign(at.size(), at.root(), signer));
                log.append(fresh.get());
            }
        }
        fresh.ifPresent(signed);
        return log.newest().orElseThrow();
    }

    private long signedSize() {
        return log.newest().map(Checkpoint::size).orElse(-1L);
    }

    /// Signs what is unsigned.
    @Override
    public void close() throws IOException {
        thread.shutdown();
        try {
            thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        now();
    }
}
