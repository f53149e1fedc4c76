package dev.countersign.ledger.lucene;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/// Adds many entries on all processors. Whoever asks something goes first.
///
/// @param undoings what was taken back by newer entries
/// @param asking   questions that are being answered
record Stretch(Ledger ledger, EntryReading reading, Undoings undoings, AtomicInteger asking) {
    /// Milliseconds for which a thread steps back before an entry, at most.
    private static final int STEP_BACK = 20;

    /// Adds the entries `from` to `until - 1`.
    ///
    /// @param slice entries that one thread takes at once
    /// @throws IOException where one of them cannot be added; others may have been
    void add(SearchIndex index, long from, long until, int slice) throws IOException {
        var slices = new ArrayList<Callable<Long>>();
        // Upwards within a stretch: what a disk reads ahead is then what is wanted next.
        for (long start = from; start < until; start += slice) {
            long first = start;
            slices.add(() -> slice(index, first, Math.min(until, first + slice)));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().daemon().name("ledger-index-", 0).priority(Thread.MIN_PRIORITY).factory())) {
            for (Future<Long> added : pool.invokeAll(slices)) {
                added.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("entries could not be added", e.getCause());
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private long slice(SearchIndex index, long from, long until) throws IOException {
        List<Entry> entries = ledger.entries(LongStream.range(from, until).boxed().toList());
        if (entries.size() != until - from) {
            throw new IOException("entries " + from + " to " + (until - 1) + " cannot be read");
        }
        for (Entry entry : entries) {
            for (int i = 0; i < STEP_BACK && asking.get() > 0; i++) {
                LockSupport.parkNanos(1_000_000);
            }
            index.put(entry, reading.read(entry), undoings.by(entry));
        }
        return until - from;
    }
}
