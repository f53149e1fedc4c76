package dev.countersign.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// Files that were written and are not on disk yet. Syncing many in a row, after all of them were written, costs the file system one
/// commit of its journal where syncing each at once costs one for each. They stay open until then, so that no fault of writing is lost.
final class Unsynced implements AutoCloseable {
    private static final int MOST = 64;

    private record Written(Path target, FileChannel channel) {}

    private final Deque<Written> written = new ArrayDeque<>();
    private final Consumer<Path> syncing;

    /// @param syncing hears the target of each file before it is synced
    Unsynced(Consumer<Path> syncing) {
        this.syncing = syncing;
    }

    /// Takes over the open file.
    void add(Path target, FileChannel channel) throws IOException {
        written.add(new Written(target, channel));
        if (written.size() >= MOST) {
            sync();
        }
    }

    void sync() throws IOException {
        while (!written.isEmpty()) {
            Written next = written.removeFirst();
            syncing.accept(next.target());
            try (FileChannel channel = next.channel()) {
                channel.force(true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        while (!written.isEmpty()) {
            written.removeFirst().channel().close();
        }
    }
}
