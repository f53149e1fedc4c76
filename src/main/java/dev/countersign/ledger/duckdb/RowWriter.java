package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.Checkpoint;
import dev.countersign.ledger.CompactRange;
import dev.countersign.ledger.Projection;
import dev.countersign.ledger.Tiles;
import dev.countersign.ledger.store.BlobAt;
import dev.countersign.workspace.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes rows, few statements at a time: each costs more than the row. Never commits.
final class RowWriter implements AutoCloseable {
    private static final int AT_ONCE = 64;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    RowWriter(Connection connection) {
        this.connection = connection;
    }

    /// @param range the tree with this entry
    void entry(Projection row, byte[] leaf, Sha256 leafHash, CompactRange range) throws SQLException {
        PreparedStatement insert = statement("entry", 13, 1);
        insert.setLong(1, row.seq());
        insert.setObject(2, row.txid());
        insert.setLong(3, row.time());
        insert.setInt(4, row.kind());
        insert.setString(5, row.session());
        insert.setString(6, row.node());
        insert.setString(7, row.actor());
        insert.setString(8, row.searched());
        insert.setString(9, row.paths());
        insert.setBytes(10, leaf);
        insert.setBytes(11, leafHash.bytes());
        insert.setBytes(12, range.root().bytes());
        insert.setBytes(13, range.bytes());
        insert.executeUpdate();
        changes(row.seq(), row.changes());
    }

    private void changes(long seq, List<Projection.Change> changes) throws SQLException {
        for (int from = 0; from < changes.size(); from += AT_ONCE) {
            List<Projection.Change> some = changes.subList(from, Math.min(changes.size(), from + AT_ONCE));
            PreparedStatement insert = statement("change", 4, some.size());
            int at = 1;
            for (Projection.Change change : some) {
                insert.setLong(at++, seq);
                insert.setInt(at++, change.path());
                hash(insert, at++, change.before());
                hash(insert, at++, change.after());
            }
            insert.executeUpdate();
        }
    }

    /// The places of all content, to be written anew.
    void forgetBlobs() throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM blob")) {
            delete.execute();
        }
    }

    void blobs(List<BlobAt> blobs) throws SQLException {
        for (int from = 0; from < blobs.size(); from += AT_ONCE) {
            List<BlobAt> some = blobs.subList(from, Math.min(blobs.size(), from + AT_ONCE));
            PreparedStatement insert = statement("blob", 7, some.size());
            int at = 1;
            for (BlobAt blob : some) {
                insert.setBytes(at++, blob.content().bytes());
                insert.setInt(at++, blob.segment());
                insert.setLong(at++, blob.offset());
                insert.setInt(at++, blob.stored());
                insert.setLong(at++, blob.length());
                insert.setNull(at++, Types.BLOB);
                insert.setInt(at++, 0);
            }
            insert.executeUpdate();
        }
    }

    void tile(Tiles.Tile tile) throws SQLException {
        PreparedStatement insert = statement("tile", 3, 1);
        insert.setInt(1, tile.level());
        insert.setLong(2, tile.index());
        insert.setBytes(3, tile.data());
        insert.executeUpdate();
    }

    void checkpoint(Checkpoint checkpoint) throws SQLException {
        PreparedStatement insert = statement("checkpoint", 3, 1);
        insert.setLong(1, checkpoint.size());
        insert.setBytes(2, checkpoint.root().bytes());
        insert.setString(3, checkpoint.note());
        insert.executeUpdate();
    }

    private static void hash(PreparedStatement insert, int at, Optional<Sha256> hash) throws SQLException {
        if (hash.isPresent()) {
            insert.setBytes(at, hash.get().bytes());
        } else {
            insert.setNull(at, Types.BLOB);
        }
    }

    private PreparedStatement statement(String table, int columns, int rows) throws SQLException {
        String one = "(" + "?,".repeat(columns - 1) + "?)";
        String sql = "INSERT INTO " + table + " VALUES " + (one + ",").repeat(rows - 1) + one;
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
    }
}
