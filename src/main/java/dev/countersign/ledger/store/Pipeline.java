package dev.countersign.ledger.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Something is made of each item on as many threads as there are processors, and taken in the order of the items on the thread that adds them. A few
/// thousand items are on their way at most. For one thread.
public final class Pipeline<I, O> implements AutoCloseable {
    private static final int BATCH = 256;

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
    private final int ahead = 2 * Runtime.getRuntime().availableProcessors();
    private final ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), Thread.ofPlatform().daemon().name("ledger-leaves-", 0).factory());
    private final Deque<Future<ArrayList<O>>> underWay = new ArrayDeque<>();
    private List<I> batch = new ArrayList<>(BATCH);

    public Pipeline(Maker<I, O> maker, Taker<O> taker) {
        this.maker = maker;
        this.taker = taker;
    }

    /// Adds one; takes what was made of earlier ones where too many are on their way.
    ///
    /// @throws IOException what making an earlier one or taking it threw, as everything else that they throw
    public void add(I item) throws IOException {
        batch.add(item);
        if (batch.size() == BATCH) {
            submit();
            if (underWay.size() > ahead) {
                take();
            }
        }
    }

    private void submit() {
        List<I> items = batch;
        batch = new ArrayList<>(BATCH);
        underWay.add(threads.submit(() -> {
            var made = new ArrayList<O>(items.size());
            for (I item : items) {
                made.add(maker.make(item));
            }
            return made;
        }));
    }

    /// Takes all that was added.
    ///
    /// @throws IOException as [#add] does
    public void finish() throws IOException {
        submit();
        while (!underWay.isEmpty()) {
            take();
        }
    }

    private void take() throws IOException {
        Future<ArrayList<O>> next = underWay.remove();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    for (O made : next.get()) {
                        taker.take(made);
                    }
                    return;
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(e.getCause());
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// What is under way is dropped.
    @Override
    public void close() {
        underWay.forEach(each -> each.cancel(false));
        threads.shutdown();
    }
}
