package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.store.Awaited;
import dev.countersign.ledger.store.Rows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The tables as they are at one moment, in one transaction. Read some thousand numbers at a time, the next of them on a thread of its own
/// while the last are compared: sorted by the database as a whole they would all be held in memory.
final class DuckRows implements Rows {
    private static final long WINDOW = 8_192;

    private final Connection connection;
    /// Empty where all is to be done by the thread that asks.
    private final Optional<ExecutorService> ahead;

    /// @param ahead whether another thread may read meanwhile
    DuckRows(Connection connection, boolean ahead) {
        this.connection = connection;
        this.ahead = ahead ? Optional.of(Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("ledger-audit-rows").factory())) : Optional.empty();
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    @Override
    public Cursor<EntryRow> entries() throws IOException {
        return new Windows<>(end("entry"), "SELECT seq, txid, ts, kind, session, node, actor, summary_lc, paths, leaf, leaf_hash, root, edge FROM entry",
                Comparator.comparingLong(EntryRow::seq),
                r -> new EntryRow(r.getLong(1), (UUID) r.getObject(2), r.getLong(3), r.getInt(4), r.getString(5), r.getString(6),
                        r.getString(7), r.getString(8), r.getString(9), r.getBytes(10), r.getBytes(11), r.getBytes(12), r.getBytes(13)));
    }

    @Override
    public Cursor<ChangeRow> changes() throws IOException {
        return new Windows<>(end("change"), "SELECT seq, path_id, before, after FROM change",
                Comparator.comparingLong(ChangeRow::seq).thenComparingInt(ChangeRow::path),
                r -> new ChangeRow(r.getLong(1), r.getInt(2), r.getBytes(3), r.getBytes(4)));
    }

    @Override
    public Cursor<TileRow> tiles() throws IOException {
        return listed(rows("SELECT level, idx, data FROM tile ORDER BY level, idx", r -> new TileRow(r.getInt(1), r.getLong(2), r.getBytes(3))));
    }

    @Override
    public Cursor<CheckpointRow> checkpoints() throws IOException {
        return listed(rows("SELECT size, root, note FROM checkpoint ORDER BY size", r -> new CheckpointRow(r.getLong(1), r.getBytes(2), r.getString(3))));
    }

    private static <T> Cursor<T> listed(List<T> rows) {
        Iterator<T> each = rows.iterator();
        return new Cursor<>() {
            @Override
            public Optional<T> next() {
                return each.hasNext() ? Optional.of(each.next()) : Optional.empty();
            }

            @Override
            public void close() {
                // Nothing is held but the rows.
            }
        };
    }

    /// Where numbers end if there is no gap: nobody's row of a large number makes this go through all below it.
    private long end(String table) throws IOException {
        return rows("SELECT least(coalesce(max(seq), 0), (SELECT count(*) FROM entry)) FROM " + table, r -> r.getLong(1)).getFirst();
    }

    private <T> List<T> rows(String sql, Row<T> row) throws IOException {
        var read = new ArrayList<T>();
        try (var statement = connection.prepareStatement(sql); ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                read.add(row.read(rows));
            }
            return read;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /// Rows in order. Numbers below and above those that a whole table has, and rows without one, are in the first and in the last window.
    private final class Windows<T> implements Cursor<T> {
        private final long end;
        private final String select;
        private final Comparator<T> order;
        private final Row<T> row;
        private Iterator<T> rows = List.<T>of().iterator();
        private Optional<Future<List<T>>> coming = Optional.empty();
        private long from = -WINDOW;
        private boolean last;

        Windows(long end, String select, Comparator<T> order, Row<T> row) {
            this.end = end;
            this.select = select;
            this.order = order;
            this.row = row;
            begin();
        }

        private void begin() {
            if (ahead.isPresent() && !last) {
                coming = Optional.of(ahead.get().submit(this::window));
            }
        }

        /// They lie in order unless somebody moved them.
        private List<T> window() throws IOException {
            last = from >= end;
            List<T> found = rows(select + (from < 0 ? " WHERE seq < 0" : last ? " WHERE seq >= " + from + " OR seq IS NULL"
                    : " WHERE seq >= " + from + " AND seq < " + (from + WINDOW)), row);
            from += WINDOW;
            for (int i = 1; i < found.size(); i++) {
                if (order.compare(found.get(i - 1), found.get(i)) > 0) {
                    found.sort(order);
                    break;
                }
            }
            return found;
        }

        @Override
        public Optional<T> next() throws IOException {
            while (!rows.hasNext()) {
                if (ahead.isPresent() ? coming.isEmpty() : last) {
                    return Optional.empty();
                }
                rows = (coming.isPresent() ? Awaited.of(coming.get()) : window()).iterator();
                coming = Optional.empty();
                begin();
            }
            return Optional.of(rows.next());
        }

        @Override
        public void close() {
            coming.ifPresent(each -> each.cancel(false));
        }
    }

    private static IOException unreadable(SQLException e) {
        return new IOException("the ledger's database could not be read: " + e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        ahead.ifPresent(ExecutorService::close);
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }
}
