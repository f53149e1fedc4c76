package dev.countersign.ui.shell;

import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Opens the first folder while JavaFX is still starting; the window asks for it a moment later and finds it opened, or finds
/// why it could not be. Any other folder is opened when it is asked for. Any thread.
final class OpenedAhead implements Opened.Opener, AutoCloseable {
    private final Opened.Opener opener;
    private final Path folder;
    private final Relay relay = new Relay();
    private Optional<FutureTask<Opened>> ahead;

    /// Tells the window, once it listens, and hears its wish to cancel.
    private static final class Relay implements Progress {
        private volatile Progress listener = Progress.NONE;

        @Override
        public void step(String what, long done, long total) {
            listener.step(what, done, total);
        }

        @Override
        public boolean cancelled() {
            return listener.cancelled();
        }
    }

    OpenedAhead(Opened.Opener opener, Path folder) {
        this.opener = opener;
        this.folder = folder;
        var task = new FutureTask<>(() -> opener.open(folder, relay));
        ahead = Optional.of(task);
        Thread.ofPlatform().name("opening").daemon().start(task);
    }

    @Override
    public Opened open(Path wanted, Progress progress) throws IOException {
        if (wanted.equals(folder)) {
            Optional<FutureTask<Opened>> task = take();
            if (task.isPresent()) {
                relay.listener = progress;
                return result(task.get());
            }
        }
        close();
        return opener.open(wanted, progress);
    }

    /// Closes what was opened and never asked for.
    @Override
    public void close() throws IOException {
        Optional<FutureTask<Opened>> task = take();
        if (task.isPresent()) {
            Opened opened;
            try {
                opened = result(task.get());
            } catch (IOException | RuntimeException neverAsked) {
                return;
            }
            opened.close();
        }
    }

    private synchronized Optional<FutureTask<Opened>> take() {
        Optional<FutureTask<Opened>> task = ahead;
        ahead = Optional.empty();
        return task;
    }

    private static Opened result(FutureTask<Opened> task) throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Progress.CancelledException();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case Throwable cause -> throw new IllegalStateException(cause);
            }
        }
    }
}
