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
    private final Connection connection;

    DuckRows(Connection connection) {
        this.connection = connection;
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    @Override
    public Cursor<EntryRow> entries() throws IOException {
        return cursor("SELECT seq, txid, ts, kind, session, node, actor, summary_lc, paths, leaf, leaf_hash, root, edge FROM entry ORDER BY seq",
                r -> new EntryRow(r.getLong(1), (UUID) r.getObject(2), r.getLong(3), r.getInt(4), r.getString(5), r.getString(6),
                        r.getString(7), r.getString(8), r.getString(9), r.getBytes(10), r.getBytes(11), r.getBytes(12), r.getBytes(13)));
    }

    @Override
    public Cursor<ChangeRow> changes() throws IOException {
        return cursor("SELECT seq, path_id, before, after FROM change ORDER BY seq, path_id",
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
