package dev.countersign.workspace;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Steps that wait for the disk, taken at once and in no order: what one commit of a file system's journal does for several is waited
/// for once.
final class Together {
    private static final int AT_ONCE = 64;
    /// Neighbours, as a rule in one folder, where two threads would wait for each other.
    private static final int STRETCH = 16;

    private Together() {}

    interface Step {
        void take() throws IOException;
    }

    /// Returns when all have ended, also those beside one that failed. An interrupt does not cut the waiting short.
    ///
    /// @throws IOException of the first step that failed; those of others are suppressed
    static void take(List<? extends Step> steps) throws IOException {
        for (int from = 0; from < steps.size(); from += AT_ONCE) {
            some(steps.subList(from, Math.min(steps.size(), from + AT_ONCE)));
        }
    }

    interface Each<T> {
        /// @param some neighbours, few
        void take(List<T> some) throws IOException;
    }

    /// Each of `items` once, a stretch of neighbours at a time; many of them by as many threads as there are processors, the calling one among them.
    /// After a failure no further stretch is begun.
    ///
    /// @throws IOException of the first that failed; those of others are suppressed
    static <T> void share(List<T> items, Each<T> each) throws IOException {
        var next = new AtomicInteger();
        var failed = new AtomicBoolean();
        Step stretches = () -> {
            try {
                for (int from; !failed.get() && (from = next.getAndAdd(STRETCH)) < items.size(); ) {
                    each.take(items.subList(from, Math.min(items.size(), from + STRETCH)));
                }
            } catch (IOException | RuntimeException | Error e) {
                failed.set(true);
                throw e;
            }
        };
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), items.size() / STRETCH);
        take(Collections.nCopies(Math.max(1, threads), stretches));
    }

    private static void some(List<? extends Step> steps) throws IOException {
        if (steps.size() == 1) {
            steps.getFirst().take();
            return;
        }
        var failures = new ArrayList<Throwable>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var others = new ArrayList<Future<?>>();
            for (Step step : steps.subList(1, steps.size())) {
                others.add(threads.submit(() -> {
                    step.take();
                    return step;
                }));
            }
            try {
                steps.getFirst().take();
            } catch (IOException | RuntimeException | Error e) {
                failures.add(e);
            }
            others.forEach(other -> await(other, failures));
        }
        if (!failures.isEmpty()) {
            Throwable first = failures.getFirst();
            failures.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
            switch (first) {
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(first);
            }
        }
    }

    private static void await(Future<?> other, List<Throwable> failures) {
        boolean interrupted = false;
        while (true) {
            try {
                other.get();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            } catch (ExecutionException e) {
                failures.add(e.getCause());
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
