package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.Checkpoint;
import dev.countersign.ledger.CompactRange;
import dev.countersign.ledger.EntryCodec;
import dev.countersign.ledger.MalformedLeafException;
import dev.countersign.ledger.MerkleTree;
import dev.countersign.ledger.Projection;
import dev.countersign.ledger.Tiles;
import dev.countersign.ledger.store.AnchorLog;
import dev.countersign.ledger.store.BlobAt;
import dev.countersign.ledger.store.LeafLog;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Fills an empty database from the leaf log and the anchor log.
///
/// @param most leaves to take; a newer one waits to be finished
record Rebuild(LeafLog log, List<AnchorLog.Anchor> anchors, long most) implements Database.Filling {

    @Override
    public void into(Connection connection) throws SQLException, IOException {
        var duck = connection.unwrap(DuckDBConnection.class);
        try (var entries = duck.createAppender("main", "entry"); var changes = duck.createAppender("main", "change");
                var rows = new RowWriter(connection)) {
            var tiles = new Tiles();
            var range = new CompactRange[] {CompactRange.EMPTY};
            log.read(most, record -> {
                try {
                    Sha256 hash = MerkleTree.leaf(record.leaf());
                    range[0] = range[0].append(hash);
                    append(entries, changes, record, hash, range[0]);
                    for (Tiles.Tile tile : tiles.append(hash)) {
                        rows.tile(tile);
                    }
                } catch (SQLException e) {
                    throw new IOException(e);
                }
            });
            entries.flush();
            changes.flush();
            for (AnchorLog.Anchor anchor : anchors) {
                Optional<Checkpoint> checkpoint = anchor.checkpoint();
                if (checkpoint.isPresent()) {
                    rows.checkpoint(checkpoint.get());
                }
            }
        }
    }

    private static void append(DuckDBAppender entries, DuckDBAppender changes, LeafLog.Record record, Sha256 hash, CompactRange range)
            throws SQLException, MalformedLeafException {
        Projection row = Projection.of(EntryCodec.decode(record.leaf(), _ -> 0).entry());
        entries.beginRow();
        entries.append(record.seq()).append(row.txid()).append(row.time()).append((byte) row.kind());
        entries.append(row.session()).append(row.node()).append(row.actor()).append(row.searched()).append(row.paths());
        entries.append(record.leaf()).append(hash.bytes()).append(range.root().bytes()).append(range.bytes());
        entries.endRow();
        for (Projection.Change change : row.changes()) {
            changes.beginRow();
            changes.append(record.seq()).append(change.path());
            hash(changes, change.before());
            hash(changes, change.after());
            changes.endRow();
        }
    }

    /// Appends rows for contents, as many as there are.
    static void blobs(Connection connection, List<BlobAt> blobs) throws SQLException {
        try (var rows = connection.unwrap(DuckDBConnection.class).createAppender("main", "blob")) {
            for (BlobAt blob : blobs) {
                rows.beginRow();
                rows.append(blob.content().bytes()).append(blob.segment()).append(blob.offset()).append(blob.stored()).append(blob.length());
                rows.appendNull().append((byte) 0);
                rows.endRow();
            }
        }
    }

    private static void hash(DuckDBAppender appender, Optional<Sha256> hash) throws SQLException {
        if (hash.isPresent()) {
            appender.append(hash.get().bytes());
        } else {
            appender.appendNull();
        }
    }
}
