package dev.countersign.ledger.lucene;

import dev.countersign.ledger.Entry;
import dev.countersign.ledger.EntryQuery;
import dev.countersign.ledger.EntryReading;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Undoing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Brings the index up to the ledger, behind the commit, on one thread of its own. A fault of the index is no fault of the ledger:
/// the index is dropped and built anew, at most [#TRIES] times.
final class IndexThread implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(IndexThread.class.getName());
    private static final int BATCH = 500;
    private static final int TRIES = 3;
    /// Added entries that are worth a commit at once.
    private static final int MANY = 20_000;
    /// Milliseconds without anything new after which what was added is put on disk.
    private static final long IDLE = 2_000;

    private final Ledger ledger;
    private final Path folder;
    private final EntryReading reading;
    private Optional<Thread> thread = Optional.empty();
    private final Object lock = new Object();
    private Optional<SearchIndex> index = Optional.empty();
    private long visible;
    private int faults;
    private boolean closed;
    private boolean broken;
    private boolean signalled;

    IndexThread(Ledger ledger, Path folder) {
        this.ledger = ledger;
        this.folder = folder;
        this.reading = new EntryReading(ledger.vault());
    }

    /// Nothing is opened before it is needed: most commands ask nothing of an index.
    private void start() {
        if (thread.isEmpty() && !closed) {
            thread = Optional.of(Thread.ofPlatform().daemon().name("ledger-index").start(this::run));
        }
    }

    /// There may be something new.
    void grown() {
        synchronized (lock) {
            start();
            signalled = true;
            lock.notifyAll();
        }
    }

    /// Waits until the first `size` entries can be found.
    ///
    /// @return whether they can
    boolean await(long size, long milliseconds) {
        synchronized (lock) {
            start();
            long until = System.nanoTime() + milliseconds * 1_000_000;
            boolean interrupted = false;
            // An index that is far behind is not waited for.
            while (visible < size && (index.isEmpty() || size - visible < MANY) && !closed && !(broken && faults >= TRIES)) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    break;
                }
                try {
                    lock.wait(left);
                } catch (InterruptedException _) {
                    interrupted = true;
                    break;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return visible >= size;
        }
    }

    /// Whether there will be no index any more.
    boolean isGone() {
        synchronized (lock) {
            return faults >= TRIES || closed;
        }
    }

    interface Question<T> {
        T ask(SearchIndex index) throws IOException;
    }

    /// Empty where there is no index yet, or none that answers: then it is built anew.
    <T> Optional<T> ask(Question<T> question) {
        Optional<SearchIndex> asked;
        synchronized (lock) {
            start();
            asked = closed ? Optional.empty() : index;
        }
        try {
            return asked.isPresent() ? Optional.of(question.ask(asked.get())) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            synchronized (lock) {
                if (!closed && asked.equals(index)) {
                    LOG.log(System.Logger.Level.WARNING, "The search index does not answer and is built anew: " + e.getMessage());
                    LOG.log(System.Logger.Level.DEBUG, "Why it does not answer", e);
                    broken = true;
                    lock.notifyAll();
                }
            }
            return Optional.empty();
        }
    }

    private void run() {
        while (true) {
            try {
                if (!step()) {
                    return;
                }
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, "The search index is dropped", e);
                if (!drop()) {
                    return;
                }
            }
        }
    }

    /// @return whether to go on
    private boolean step() throws IOException {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            if (broken) {
                throw new IOException("the search index is broken");
            }
        }
        if (index.isEmpty()) {
            SearchIndex opened = SearchIndex.open(folder, ledger.id(),
                    seq -> ledger.entry(seq).map(entry -> entry.leafHash().hex()).orElse(""));
            synchronized (lock) {
                index = Optional.of(opened);
                visible = opened.count();
                lock.notifyAll();
            }
        }
        SearchIndex open = index.orElseThrow();
        if (open.count() < ledger.size() && batch(open)) {
            if (open.uncommitted() >= MANY) {
                open.commit();
            }
            return true;
        }
        boolean idle = rest();
        if (idle) {
            open.commit();
        }
        return true;
    }

    private boolean batch(SearchIndex open) throws IOException {
        long from = open.count();
        long to = Math.min(ledger.size(), from + BATCH);
        List<Entry> entries = ledger.page(EntryQuery.recent((int) (to - from)).below(OptionalLong.of(to))).reversed();
        for (Entry entry : entries) {
            if (entry.seq() != open.count()) {
                break;
            }
            open.add(entry, reading.read(entry));
            OptionalLong target = entry.what().rolledBackTo();
            if (target.isPresent()) {
                Undoing.of(entry, ledger.entry(target.getAsLong())).ifPresent(open::add);
            }
        }
        boolean whole = open.count() == ledger.size();
        // While a large index is built, nobody waits for each batch.
        if (whole || open.count() / MANY != from / MANY) {
            open.refresh();
            synchronized (lock) {
                visible = open.count();
                lock.notifyAll();
            }
        }
        return open.count() > from;
    }

    /// Waits for something new.
    ///
    /// @return whether nothing came
    private boolean rest() {
        synchronized (lock) {
            if (!signalled && !closed && !broken) {
                try {
                    lock.wait(IDLE);
                } catch (InterruptedException _) {
                    // Nobody interrupts this thread but the end of the process.
                    closed = true;
                }
            }
            boolean idle = !signalled;
            signalled = false;
            return idle;
        }
    }

    /// @return whether to try again
    private boolean drop() {
        Optional<SearchIndex> dropped;
        synchronized (lock) {
            dropped = index;
            index = Optional.empty();
            visible = 0;
            faults++;
            broken = faults >= TRIES;
        }
        try {
            if (dropped.isPresent()) {
                dropped.get().close();
            }
            if (!closed) {
                SearchIndex.delete(folder);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "The search index could not be removed", e);
        }
        if (faults >= TRIES) {
            LOG.log(System.Logger.Level.WARNING, "The search index in " + folder + " cannot be used; searching goes on without it, slowly");
            return false;
        }
        return !closed;
    }

    /// Keeps what was added.
    @Override
    public void close() throws IOException {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        boolean interrupted = false;
        while (thread.isPresent() && thread.get().isAlive()) {
            try {
                thread.get().join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (index.isPresent()) {
            try (SearchIndex open = index.get()) {
                open.commit();
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, "The search index was not kept", e);
            }
        }
    }
}
