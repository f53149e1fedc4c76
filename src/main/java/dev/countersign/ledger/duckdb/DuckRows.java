package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.store.Rows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/// The tables as they are at one moment, in one transaction.
final class DuckRows implements Rows {
    private static final long WINDOW = 16_384;

    private final Connection connection;

    DuckRows(Connection connection) {
        this.connection = connection;
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    @Override
    public Cursor<EntryRow> entries() throws IOException {
        return windows("entry", "SELECT seq, txid, ts, kind, session, node, actor, summary_lc, paths, leaf, leaf_hash, root, edge FROM entry", "ORDER BY seq",
                r -> new EntryRow(r.getLong(1), (UUID) r.getObject(2), r.getLong(3), r.getInt(4), r.getString(5), r.getString(6),
                        r.getString(7), r.getString(8), r.getString(9), r.getBytes(10), r.getBytes(11), r.getBytes(12), r.getBytes(13)));
    }

    @Override
    public Cursor<ChangeRow> changes() throws IOException {
        return windows("change", "SELECT seq, path_id, before, after FROM change", "ORDER BY seq, path_id",
                r -> new ChangeRow(r.getLong(1), r.getInt(2), r.getBytes(3), r.getBytes(4)));
    }

    @Override
    public Cursor<TileRow> tiles() throws IOException {
        return cursor("SELECT level, idx, data FROM tile ORDER BY level, idx", r -> new TileRow(r.getInt(1), r.getLong(2), r.getBytes(3)));
    }

    @Override
    public Cursor<CheckpointRow> checkpoints() throws IOException {
        return cursor("SELECT size, root, note FROM checkpoint ORDER BY size",
                r -> new CheckpointRow(r.getLong(1), r.getBytes(2), r.getString(3)));
    }

    /// In order, some thousand numbers at a time: sorted as a whole, the table would be held in memory. Numbers below and above those that
    /// a whole table has, and rows without one, are in the first and in the last of them.
    private <T> Cursor<T> windows(String table, String select, String order, Row<T> row) throws IOException {
        long end = end(table);
        return new Cursor<>() {
            private Cursor<T> window = cursor(select + " WHERE seq < 0 " + order, row);
            private long from;
            private boolean last;

            @Override
            public Optional<T> next() throws IOException {
                Optional<T> next = window.next();
                while (next.isEmpty() && !last) {
                    window.close();
                    last = from >= end;
                    window = cursor(select + (last ? " WHERE seq >= " + from + " OR seq IS NULL " : " WHERE seq >= " + from + " AND seq < " + (from + WINDOW) + " ") + order, row);
                    from += WINDOW;
                    next = window.next();
                }
                return next;
            }

            @Override
            public void close() throws IOException {
                window.close();
            }
        };
    }

    /// Where numbers end if there is no gap: nobody's row of a large number makes this go through all below it.
    private long end(String table) throws IOException {
        try (var count = connection.prepareStatement("SELECT least(coalesce(max(seq), 0), (SELECT count(*) FROM entry)) FROM " + table); ResultSet row = count.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private <T> Cursor<T> cursor(String sql, Row<T> row) throws IOException {
        try {
            PreparedStatement statement = connection.prepareStatement(sql);
            ResultSet rows = statement.executeQuery();
            return new Cursor<>() {
                @Override
                public Optional<T> next() throws IOException {
                    try {
                        return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
                    } catch (SQLException e) {
                        throw unreadable(e);
                    }
                }

                @Override
                public void close() throws IOException {
                    try {
                        statement.close();
                    } catch (SQLException e) {
                        throw unreadable(e);
                    }
                }
            };
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static IOException unreadable(SQLException e) {
        return new IOException("the ledger's database could not be read: " + e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }
}
