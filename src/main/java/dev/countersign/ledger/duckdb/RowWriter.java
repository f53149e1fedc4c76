package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.entry.Projection;
import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.merkle.Tiles;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.workspace.Sha256;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Appends rows to the open transaction of one connection, past the parser, where a statement costs more than the row. Never commits.
/// For one thread.
final class RowWriter implements AutoCloseable {
    private final DuckDBConnection connection;
    private final Map<String, DuckDBAppender> appenders = new HashMap<>();

    RowWriter(Connection connection) throws SQLException {
        this.connection = connection.unwrap(DuckDBConnection.class);
    }

    /// Makes sure that a transaction is open: without one, an appender would commit by itself.
    void begin() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    /// @param range the tree with this entry
    void entry(Projection row, byte[] leaf, Sha256 leafHash, CompactRange range) throws SQLException {
        DuckDBAppender entry = appender("entry");
        entry.beginRow();
        entry.append(row.seq()).append(row.txid()).append(row.time()).append((byte) row.kind());
        entry.append(row.session()).append(row.node()).append(row.actor()).append(row.searched()).append(row.paths());
        entry.append(leaf).append(leafHash.bytes()).append(range.root().bytes()).append(range.bytes());
        entry.endRow();
        for (Projection.Change each : row.changes()) {
            DuckDBAppender change = appender("change");
            change.beginRow();
            change.append(row.seq()).append(each.path());
            hash(change, each.before());
            hash(change, each.after());
            change.endRow();
        }
    }

    void tile(Tiles.Tile tile) throws SQLException {
        DuckDBAppender row = appender("tile");
        row.beginRow();
        row.append((byte) tile.level()).append(tile.index()).append(tile.data());
        row.endRow();
    }

    void checkpoint(Checkpoint checkpoint) throws SQLException {
        DuckDBAppender row = appender("checkpoint");
        row.beginRow();
        row.append(checkpoint.size()).append(checkpoint.root().bytes()).append(checkpoint.note());
        row.endRow();
    }

    /// Hands what was appended to the transaction: from here on it is seen there.
    void flush() throws SQLException {
        for (DuckDBAppender appender : appenders.values()) {
            appender.flush();
        }
    }

    private static void hash(DuckDBAppender appender, Optional<Sha256> hash) throws SQLException {
        if (hash.isPresent()) {
            appender.append(hash.get().bytes());
        } else {
            appender.appendNull();
        }
    }

    private DuckDBAppender appender(String table) throws SQLException {
        DuckDBAppender known = appenders.get(table);
        if (known == null) {
            known = connection.createAppender("main", table);
            appenders.put(table, known);
        }
        return known;
    }

    /// Forgets what was appended and not handed over. The transaction is to be rolled back.
    void drop(Exception cause) {
        for (DuckDBAppender appender : appenders.values()) {
            try {
                appender.close();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }
        appenders.clear();
    }

    @Override
    public void close() throws SQLException {
        for (DuckDBAppender appender : appenders.values()) {
            appender.close();
        }
        appenders.clear();
    }
}
