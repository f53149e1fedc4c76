package dev.countersign.ledger.lucene;

import dev.countersign.ledger.KeptContents;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryReading;
import dev.countersign.ledger.entry.Undoing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/// Brings the index up to the ledger, behind the commit, on one thread of its own. Where many entries are missing, several threads
/// add them, the newest first, and step back while a question is answered. A fault of the index is no fault of the ledger: the index is
/// dropped and built anew, at most [#TRIES] times.
final class IndexThread implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(IndexThread.class.getName());
    private static final long KEPT_BYTES = 32L << 20;
    private static final int TRIES = 3;
    /// An index that is further behind is not waited for.
    private static final int MANY = 20_000;
    /// A larger index answers before its sums are checked.
    private static final long CHECKED_FIRST = 64L << 20;
    /// Milliseconds without anything new after which what was added is put on disk.
    private static final long IDLE = 2_000;

    /// How much is done at once.
    ///
    /// @param batch   more missing entries than this are a gap, which is filled from the newest down
    /// @param stretch entries of a gap that are added between two looks at what is new
    /// @param slice   entries of a stretch that one thread takes
    /// @param commit  added entries that are worth a commit
    record Pace(int batch, int stretch, int slice, int commit) {
        static final Pace USUAL = new Pace(500, 2_000, 100, 100_000);
    }

    private final Ledger ledger;
    private final Path folder;
    private final Pace pace;
    private final EntryReading reading;
    private Optional<Thread> thread = Optional.empty();
    private final Object lock = new Object();
    private Optional<SearchIndex> index = Optional.empty();
    private Optional<Undoings> undoings = Optional.empty();
    private final AtomicInteger asking = new AtomicInteger();
    private boolean unchecked;
    private long refreshAt;
    private Coverage visible = Coverage.NONE;
    private int faults;
    private boolean closed;
    private boolean broken;
    private boolean signalled;

    IndexThread(Ledger ledger, Path folder, Pace pace) {
        this.ledger = ledger;
        this.folder = folder;
        this.pace = pace;
        this.reading = new EntryReading(new KeptContents(ledger.vault(), KEPT_BYTES));
    }

    /// Nothing is opened before it is needed: most commands ask nothing of an index.
    private void start() {
        if (thread.isEmpty() && !closed) {
            thread = Optional.of(Thread.ofPlatform().daemon().name("ledger-index").start(this::run));
        }
    }

    /// A question will follow.
    void prepare() {
        synchronized (lock) {
            start();
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
            while (missing(size) > 0 && (index.isEmpty() || missing(size) < MANY) && !closed && !(broken && faults >= TRIES)) {
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
            return missing(size) == 0;
        }
    }

    private long missing(long size) {
        return size - visible.below(size);
    }

    /// What questions find.
    Coverage visible() {
        synchronized (lock) {
            return visible;
        }
    }

    /// Whether a later entry took this one back, as far as that is known while the index is being built.
    boolean isUndone(Entry entry) {
        synchronized (lock) {
            return undoings.map(known -> known.by(entry).isPresent()).orElse(false);
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
        asking.incrementAndGet();
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
        } finally {
            asking.decrementAndGet();
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
            try {
                unchecked = opened.bytes() > CHECKED_FIRST;
                if (!unchecked) {
                    opened.questions().check();
                }
            } catch (IOException | RuntimeException e) {
                opened.close();
                throw e;
            }
            refreshAt = 0;
            synchronized (lock) {
                index = Optional.of(opened);
                visible = opened.seen();
                lock.notifyAll();
            }
        }
        SearchIndex open = index.orElseThrow();
        if (add(open)) {
            if (open.uncommitted() >= pace.commit()) {
                open.commit();
            }
            return true;
        }
        if (rest()) {
            open.commit();
            if (unchecked) {
                open.questions().check();
                unchecked = false;
            }
        }
        return true;
    }

    /// @return whether anything was missing
    private boolean add(SearchIndex open) throws IOException {
        long size = ledger.size();
        if (!open.coverage().hasGap() && size - open.coverage().until() > pace.batch()) {
            open.covers(open.coverage().opened(size), ledger.entry(size - 1).orElseThrow().leafHash().hex());
            look(open, open.coverage().low());
        } else if (open.coverage().hasGap() && undoings.isEmpty()) {
            look(open, open.coverage().until());
        }
        boolean missing = size > open.coverage().until() || open.coverage().hasGap();
        if (size > open.coverage().until()) {
            append(open, size);
            show(open);
        }
        if (open.coverage().hasGap()) {
            fill(open);
        }
        return missing;
    }

    /// Learns what was taken back, before the gap is filled; entries below `held` are in the index already.
    private void look(SearchIndex open, long held) throws IOException {
        var known = new Undoings();
        for (Undoing undoing : Undoings.read(ledger, open.coverage().low(), open.coverage().until())) {
            known.add(undoing);
            if (held == open.coverage().low() && held > 0 && (undoing.redo() || undoing.from() < held)) {
                open.add(new Undoing(undoing.by(), undoing.from(), undoing.redo() ? undoing.until() : Math.min(undoing.until(), held),
                        undoing.paths(), undoing.redo()));
            }
        }
        synchronized (lock) {
            undoings = Optional.of(known);
        }
    }

    private void append(SearchIndex open, long size) throws IOException {
        Coverage before = open.coverage();
        long to = Math.min(size, before.until() + pace.batch());
        for (Entry entry : ledger.entries(LongStream.range(before.until(), to).boxed().toList())) {
            open.put(entry, reading.read(entry), OptionalLong.empty());
            Coverage now = open.coverage();
            open.covers(now.hasGap() ? new Coverage(now.low(), now.high(), entry.seq() + 1) : new Coverage(entry.seq() + 1, entry.seq() + 1, entry.seq() + 1),
                    entry.leafHash().hex());
            OptionalLong target = entry.what().rolledBackTo();
            if (target.isPresent()) {
                Undoing.of(entry, ledger.entry(target.getAsLong())).ifPresent(undoing -> {
                    open.add(undoing);
                    undoings.ifPresent(known -> known.add(undoing));
                });
            }
        }
        if (open.coverage().until() != to) {
            throw new IOException("entry " + open.coverage().until() + " cannot be read");
        }
    }

    private void fill(SearchIndex open) throws IOException {
        Coverage before = open.coverage();
        long from = Math.max(before.low(), before.high() - pace.stretch());
        new Stretch(ledger, reading, undoings.orElseThrow(), asking).add(open, from, before.high(), pace.slice());
        open.covers(new Coverage(before.low(), from, before.until()), open.lastLeaf());
        // Each refresh makes small segments of all threads; the further the index is, the less each stretch adds to what is found.
        if (!open.coverage().hasGap() || open.coverage().count() >= refreshAt) {
            refreshAt = Math.max(pace.stretch(), Math.min(2 * open.coverage().count(), open.coverage().count() + pace.commit() / 2));
            show(open);
        }
        if (!open.coverage().hasGap()) {
            open.commit();
            synchronized (lock) {
                undoings = Optional.empty();
            }
        }
    }

    private void show(SearchIndex open) throws IOException {
        open.refresh();
        synchronized (lock) {
            visible = open.seen();
            lock.notifyAll();
        }
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
            visible = Coverage.NONE;
            undoings = Optional.empty();
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
