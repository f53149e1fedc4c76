package dev.countersign.ledger.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Something is made of each item on several threads, and taken in the order of the items on the thread that adds them. A few
/// thousand items are on their way at most. With one worker all is done on the thread that adds. For one thread.
public final class Pipeline<I, O> implements AutoCloseable {
    private static final int BATCH = 256;
    private static final long BATCH_BYTES = 1 << 20;
    private static final long MOST_BYTES = 4L << 20;

    /// Makes one from one, on any thread, without side effects.
    public interface Maker<I, O> {
        O make(I item) throws IOException;
    }

    /// Hears what was made, in order.
    public interface Taker<O> {
        void take(O made) throws IOException;
    }

    private final Maker<I, O> maker;
    private final Taker<O> taker;
    private final int ahead;
    /// Empty where there is one worker alone.
    private final Optional<ExecutorService> threads;
    private final Deque<Batch<O>> underWay = new ArrayDeque<>();
    private List<I> batch = new ArrayList<>(BATCH);
    private long bytes;
    private long bytesUnderWay;

    private record Batch<O>(Future<ArrayList<O>> made, long bytes) {}

    /// @param workers how many threads make, from 1
    public Pipeline(int workers, Maker<I, O> maker, Taker<O> taker) {
        this.maker = maker;
        this.taker = taker;
        this.ahead = 2 * workers;
        this.threads = workers < 2 ? Optional.empty()
                : Optional.of(Executors.newFixedThreadPool(workers, Thread.ofPlatform().daemon().name("ledger-audit-", 0).factory()));
    }

    /// Adds one; takes what was made of earlier ones where too many are on their way.
    ///
    /// @throws IOException what making an earlier one or taking it threw, as everything else that they throw
    public void add(I item) throws IOException {
        add(item, 0);
    }

    /// The same of an item that holds memory.
    ///
    /// @param weight bytes: of large items fewer are on their way
    public void add(I item, int weight) throws IOException {
        if (threads.isEmpty()) {
            taker.take(maker.make(item));
            return;
        }
        batch.add(item);
        bytes += weight;
        if (batch.size() == BATCH || bytes >= BATCH_BYTES) {
            submit();
            while (underWay.size() > ahead || bytesUnderWay > MOST_BYTES && underWay.size() > 1) {
                take();
            }
        }
    }

    private void submit() {
        List<I> items = batch;
        long weight = bytes;
        batch = new ArrayList<>(BATCH);
        bytes = 0;
        bytesUnderWay += weight;
        underWay.add(new Batch<>(threads.orElseThrow().submit(() -> {
            var made = new ArrayList<O>(items.size());
            for (I item : items) {
                made.add(maker.make(item));
            }
            return made;
        }), weight));
    }

    /// Takes all that was added.
    ///
    /// @throws IOException as [#add] does
    public void finish() throws IOException {
        if (threads.isEmpty()) {
            return;
        }
        submit();
        while (!underWay.isEmpty()) {
            take();
        }
    }

    private void take() throws IOException {
        Batch<O> next = underWay.remove();
        bytesUnderWay -= next.bytes();
        for (O made : Awaited.of(next.made())) {
            taker.take(made);
        }
    }

    /// What is under way is dropped.
    @Override
    public void close() {
        underWay.forEach(each -> each.made().cancel(false));
        threads.ifPresent(ExecutorService::shutdown);
    }
}
