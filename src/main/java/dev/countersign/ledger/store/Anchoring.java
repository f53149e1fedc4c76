package dev.countersign.ledger.store;

import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.NoteSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Signs tree heads into the anchor log, off the commit path: at the latest [#SECONDS] seconds after an entry, and at close. Seals the log
/// every [#NOTES] notes and at close. Safe for use by several threads.
public final class Anchoring implements AutoCloseable {
    static final int SECONDS = 2;
    static final int NOTES = 64;

    private final AnchorLog log;
    private final AnchorSeal seal;
    private final Consumer<Checkpoint> signed;
    private final ScheduledThreadPoolExecutor thread;
    private final Object appending = new Object();
    private NoteSigner signer;
    private CompactRange tip;
    private boolean timed;
    private boolean ready;
    private int unsealed;

    /// Signs at once what a crash left unsigned.
    ///
    /// @param signed hears each new checkpoint, on the signing thread
    public Anchoring(NoteSigner signer, AnchorLog log, CompactRange tip, Consumer<Checkpoint> signed) throws IOException {
        this.signer = signer;
        this.log = log;
        this.seal = new AnchorSeal(log, signer.verifier().name());
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
            log().log(System.Logger.Level.WARNING, "No checkpoint could be added to " + log.file(), e);
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
                append(fresh.get());
            }
        }
        fresh.ifPresent(signed);
        return log.newest().orElseThrow();
    }

    /// Adds the same tree head again, with the signatures of witnesses.
    public void cosigned(Checkpoint checkpoint) throws IOException {
        synchronized (appending) {
            append(checkpoint);
        }
        signed.accept(checkpoint);
    }

    private void append(Checkpoint checkpoint) throws IOException {
        takeUp();
        log.append(checkpoint);
        seal.appended((checkpoint.note() + "\n").getBytes(StandardCharsets.UTF_8));
        if (++unsealed >= NOTES) {
            writeSeal();
        }
    }

    /// Reading the log once is left until something is appended: opening does not wait for it.
    private void takeUp() throws IOException {
        if (!ready) {
            seal.takeUp(signer.verifier());
            ready = true;
        }
    }

    private void writeSeal() {
        unsealed = 0;
        try {
            seal.write(signer);
        } catch (IOException e) {
            // An audit without it checks each note by itself.
            log().log(System.Logger.Level.WARNING, "No seal could be written for " + log.file(), e);
        }
    }

    /// An audit checked every note up to here. @param bytes the beginning of the log
    public void checked(byte[] bytes) throws IOException {
        synchronized (appending) {
            ready = true;
            seal.checked(bytes);
            writeSeal();
        }
    }

    /// The anchor log at one moment.
    public AnchorLog.Moment moment() throws IOException {
        synchronized (appending) {
            return log.moment();
        }
    }

    /// From the next tree head on, `next` signs. Called while the tree does not grow, when all of it is signed for.
    public void use(NoteSigner next) throws IOException {
        synchronized (appending) {
            takeUp();
            signer = next;
            writeSeal();
        }
    }

    private long signedSize() {
        return log.newest().map(Checkpoint::size).orElse(-1L);
    }

    /// Signs what is unsigned, and seals.
    @Override
    public void close() throws IOException {
        thread.shutdown();
        try {
            thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        now();
        synchronized (appending) {
            if (unsealed > 0) {
                writeSeal();
            }
        }
    }

    /// Not kept: to make the first of a process takes longer than all else of opening a ledger, and as a rule nothing is said.
    private static System.Logger log() {
        return System.getLogger(Anchoring.class.getName());
    }
}
