package dev.countersign.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/// Files that were written and are not on disk yet. Syncing many at once, after all of them were written, costs the file system one
/// commit of its journal or two, where syncing each by itself costs one for each. They stay open until then, so that no fault of
/// writing is lost.
final class Unsynced implements AutoCloseable {
    private static final int MOST = 64;

    private record Written(Path target, FileChannel channel) {}

    private final Deque<Written> written = new ArrayDeque<>();
    private final Consumer<Path> failed;

    /// @param failed hears the target of a file that cannot be synced
    Unsynced(Consumer<Path> failed) {
        this.failed = failed;
    }

    /// Takes over the open file.
    void add(Path target, FileChannel channel) throws IOException {
        written.add(new Written(target, channel));
        if (written.size() >= MOST) {
            sync();
        }
    }

    void sync() throws IOException {
        sync(() -> { });
    }

    /// @param beside what else waits for the disk
    void sync(Together.Step beside) throws IOException {
        var steps = new ArrayList<Together.Step>(List.of(beside));
        written.forEach(each -> steps.add(() -> sync(each)));
        written.clear();
        Together.take(steps);
    }

    private void sync(Written each) throws IOException {
        try (FileChannel channel = each.channel()) {
            channel.force(true);
        } catch (IOException e) {
            synchronized (this) {
                failed.accept(each.target());
            }
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
