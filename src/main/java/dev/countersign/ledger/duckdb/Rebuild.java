package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.entry.Projection;
import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.merkle.Tiles;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.store.AnchorLog;
import dev.countersign.ledger.store.LeafLog;
import dev.countersign.ledger.store.Pipeline;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Fills an empty database from the leaf log and the anchor log.
///
/// @param most leaves to take; a newer one waits to be finished
record Rebuild(LeafLog log, List<AnchorLog.Anchor> anchors, long most) implements Database.Filling {

    @Override
    public void into(Connection connection) throws SQLException, IOException {
        try (var rows = new RowWriter(connection);
                var decoded = new Pipeline<byte[], Decoded>(Runtime.getRuntime().availableProcessors(), Decoded::of, new Rows(rows))) {
            log.read(most, record -> decoded.add(record.leaf(), record.leaf().length));
            decoded.finish();
            for (AnchorLog.Anchor anchor : anchors) {
                Optional<Checkpoint> checkpoint = anchor.checkpoint();
                if (checkpoint.isPresent()) {
                    rows.checkpoint(checkpoint.get());
                }
            }
            rows.flush();
        }
    }

    /// What can be made of a leaf without those before it.
    private record Decoded(byte[] leaf, Sha256 hash, Projection row) {
        static Decoded of(byte[] leaf) throws IOException {
            Entry entry = EntryCodec.decode(leaf, _ -> 0).entry();
            return new Decoded(leaf, entry.leafHash(), Projection.of(entry));
        }
    }

    /// Grows the tree and writes the rows, in order.
    private static final class Rows implements Pipeline.Taker<Decoded> {
        private final RowWriter rows;
        private final Tiles tiles = new Tiles();
        private CompactRange range = CompactRange.EMPTY;

        Rows(RowWriter rows) {
            this.rows = rows;
        }

        @Override
        public void take(Decoded decoded) throws IOException {
            try {
                range = range.append(decoded.hash());
                rows.entry(decoded.row(), decoded.leaf(), decoded.hash(), range);
                for (Tiles.Tile tile : tiles.append(decoded.hash())) {
                    rows.tile(tile);
                }
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
    }

    /// Adds the rows of finished entries that a database lacks at its end.
    ///
    /// @param range the tree of those that it has
    /// @throws IOException where the log has not all of them; nothing was added then
    /// @return the tree with the others, or empty where they do not follow upon those that it has: nothing was added then
    static Optional<CompactRange> catchUp(Connection connection, LeafLog log, CompactRange range, long finished) throws SQLException, IOException {
        var tree = new CompactRange[] {range};
        var follows = new boolean[] {true};
        try (var rows = new RowWriter(connection)) {
            rows.begin();
            log.read(range.size(), finished, record -> {
                Entry entry = EntryCodec.decode(record.leaf(), _ -> 0).entry();
                follows[0] &= entry.seq() == tree[0].size() && entry.baseRoot().equals(tree[0].root());
                tree[0] = tree[0].append(entry.leafHash());
                if (follows[0]) {
                    try {
                        rows.entry(Projection.of(entry), record.leaf(), entry.leafHash(), tree[0]);
                        TileNodes.fill(connection, rows, tree[0].size());
                    } catch (SQLException e) {
                        throw new IOException(e);
                    }
                }
            });
            rows.flush();
        } catch (SQLException | IOException e) {
            connection.rollback();
            throw e;
        }
        if (!follows[0]) {
            connection.rollback();
            return Optional.empty();
        }
        connection.commit();
        return Optional.of(tree[0]);
    }
}
