package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/// Folders that are listed while who walks a tree looks at others: whoever comes first to one, that thread or another, lists it. Closing it
/// waits for what is under way.
final class Listings implements AutoCloseable {
    /// How many folders more than the one that is looked at are listed.
    static final int AHEAD = 4;

    /// What lies in a folder.
    ///
    /// @param path  from the top of the tree, as it can be shown
    /// @param fault why it can be no part of a tree
    /// @param stamp where it can be and is still there
    record Child(Path file, String name, String path, Optional<String> fault, Optional<Stamp> stamp) {}

    interface Source {
        List<Child> children(Path folder, String path) throws IOException;
    }

    private final Source source;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final boolean alone = Runtime.getRuntime().availableProcessors() == 1;

    /// @param source asked by any thread
    Listings(Source source) {
        this.source = source;
    }

    /// What a folder holds, from now on.
    Listing of(Path folder, String path) {
        var listing = new Listing(new FutureTask<>(() -> source.children(folder, path)));
        if (!alone) {
            threads.execute(listing.task);
        }
        return listing;
    }

    static final class Listing {
        private final FutureTask<List<Child>> task;

        private Listing(FutureTask<List<Child>> task) {
            this.task = task;
        }

        /// An interrupt does not cut the waiting short.
        List<Child> await() throws IOException {
            task.run();
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return task.get();
                    } catch (InterruptedException _) {
                        interrupted = true;
                    }
                }
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case IOException failed -> throw failed;
                    case RuntimeException failed -> throw failed;
                    case Error failed -> throw failed;
                    default -> throw new IllegalStateException(e.getCause());
                }
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
