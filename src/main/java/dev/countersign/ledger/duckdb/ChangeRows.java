package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.entry.Projection;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.duckdb.DuckDBConnection;

/// The rows of changes of a database that nobody else uses yet, written beside those of entries: by a thread and a transaction of their own, in the order in
/// which they are added. For one thread.
final class ChangeRows implements AutoCloseable {
    private static final int BATCH = 1_000;
    /// Batches that may wait.
    private static final int MOST = 4;

    private final Connection connection;
    private final RowWriter rows;
    private final WriterThread thread = new WriterThread("ledger-changes");
    private final Semaphore room = new Semaphore(MOST);
    private List<Projection> batch = new ArrayList<>(BATCH);
    private volatile Optional<SQLException> failed = Optional.empty();

    /// @param connection of the database, whose tables are committed
    ChangeRows(Connection connection) throws SQLException {
        this.connection = connection.unwrap(DuckDBConnection.class).duplicate();
        this.connection.setAutoCommit(false);
        this.rows = new RowWriter(this.connection);
        rows.begin();
    }

    /// @throws IOException where earlier ones could not be written
    void add(Projection row) throws IOException {
        batch.add(row);
        if (batch.size() == BATCH) {
            submit();
        }
    }

    private void submit() throws IOException {
        room.acquireUninterruptibly();
        if (failed.isPresent()) {
            room.release();
            throw new IOException(failed.get());
        }
        List<Projection> some = batch;
        batch = new ArrayList<>(BATCH);
        thread.submit(() -> {
            try {
                for (Projection row : some) {
                    rows.changes(row);
                }
            } catch (SQLException e) {
                failed = Optional.of(e);
            } finally {
                room.release();
            }
        });
    }

    /// Returns when all are in the database.
    void finish() throws IOException {
        submit();
        thread.call(() -> {
            if (failed.isPresent()) {
                throw failed.get();
            }
            rows.flush();
            connection.commit();
            return true;
        });
    }

    @Override
    public void close() throws SQLException {
        thread.close();
        try (Connection _ = connection) {
            rows.close();
        }
    }
}
