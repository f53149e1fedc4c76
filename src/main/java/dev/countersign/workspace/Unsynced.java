package dev.countersign.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Files that were written and are not on disk yet. Syncing many at once, after all of them were written, costs the file system one
/// commit of its journal or two, where syncing each by itself costs one for each. They stay open until then, so that no fault of
/// writing is lost; where a [WholeSync] sees to that, they are closed at once.
final class Unsynced implements AutoCloseable {
    private static final int MOST = 64;

    private record Written(Path target, FileChannel channel) {}

    private final Deque<Written> written = new ArrayDeque<>();
    private final Consumer<Path> failed;
    private final Optional<WholeSync> whole;
    private Optional<Path> first = Optional.empty();

    /// @param failed hears the target of a file that cannot be synced, from any thread
    /// @param whole  syncs all of them with one call
    Unsynced(Consumer<Path> failed, Optional<WholeSync> whole) {
        this.failed = failed;
        this.whole = whole;
    }

    /// Takes over the open file. Any thread.
    void add(Path target, FileChannel channel) throws IOException {
        if (whole.isPresent()) {
            try (channel) {
                first(target);
            }
        } else {
            keep(target, channel);
        }
    }

    private synchronized void first(Path target) {
        first = first.or(() -> Optional.of(target));
    }

    private synchronized void keep(Path target, FileChannel channel) throws IOException {
        written.add(new Written(target, channel));
        if (written.size() >= MOST) {
            sync();
        }
    }

    void sync() throws IOException {
        sync(() -> { });
    }

    /// @param beside what else waits for the disk
    synchronized void sync(Together.Step beside) throws IOException {
        var steps = new ArrayList<Together.Step>(List.of(beside));
        first.ifPresent(target -> steps.add(() -> syncAll(target)));
        written.forEach(each -> steps.add(() -> sync(each)));
        written.clear();
        Together.take(steps);
    }

    private void sync(Written each) throws IOException {
        try (FileChannel channel = each.channel()) {
            channel.force(true);
        } catch (IOException e) {
            failed.accept(each.target());
            throw e;
        }
    }

    /// @param target one of those that may not be on disk where this fails
    private void syncAll(Path target) throws IOException {
        try {
            whole.orElseThrow().sync();
        } catch (IOException e) {
            failed.accept(target);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        while (!written.isEmpty()) {
            written.removeFirst().channel().close();
        }
    }
}
