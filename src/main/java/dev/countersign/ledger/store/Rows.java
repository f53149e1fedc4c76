package dev.countersign.ledger.store;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the database says, at one moment, for the audit to compare with what is true. Columns may hold anything, also nothing:
/// somebody may have edited them.
public interface Rows extends AutoCloseable {

    /// Rows one by one.
    interface Cursor<T> extends AutoCloseable {
        Optional<T> next() throws IOException;

        @Override
        void close() throws IOException;
    }

    record EntryRow(long seq, @Nullable UUID txid, long time, int kind, @Nullable String session, @Nullable String node,
                    @Nullable String actor, @Nullable String searched, @Nullable String paths, byte @Nullable [] leaf,
                    byte @Nullable [] leafHash, byte @Nullable [] root, byte @Nullable [] edge) {}

    record ChangeRow(long seq, int path, byte @Nullable [] before, byte @Nullable [] after) {}

    record TileRow(int level, long index, byte @Nullable [] data) {}

    record CheckpointRow(long size, byte @Nullable [] root, @Nullable String note) {}

    /// In order of `seq`.
    Cursor<EntryRow> entries() throws IOException;

    /// In order of `seq` and path id.
    Cursor<ChangeRow> changes() throws IOException;

    /// In order of level and index.
    Cursor<TileRow> tiles() throws IOException;

    Cursor<CheckpointRow> checkpoints() throws IOException;

    @Override
    void close() throws IOException;
}
