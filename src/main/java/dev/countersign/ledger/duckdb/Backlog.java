package dev.countersign.ledger.duckdb;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.ledger.Problems;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.Projection;
import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.seal.Checkpoint;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Rows of finished entries that are not in the database yet. One thread writes them in order, as many in one transaction as have come
/// together meanwhile. What is here is in the leaf log, synced: if it is never written, the next opening takes it from there.
///
/// Safe for use by several threads.
final class Backlog implements AutoCloseable {
    /// Rows that may wait before a writer has to: some 2 MB.
    private static final int MOST = 1_024;
    private static final int AT_ONCE = 256;

    /// @param tree the tree with this entry
    record Row(Entry entry, byte[] leaf, CompactRange tree) {}

    private final Database database;
    private final RowWriter writer;
    private final WriterThread thread = new WriterThread("ledger-rows");
    private final Deque<Row> rows = new ArrayDeque<>();
    private final Deque<Checkpoint> checkpoints = new ArrayDeque<>();
    private long added;
    private long done;
    private boolean busy;
    private Optional<SQLException> failed = Optional.empty();
    /// DuckDB keeps what it could not write to its write-ahead log of a transaction of more than 4 KiB, and writes it before the next one: the rows would
    /// be there twice. A checkpoint begins a new log. For the writing thread alone.
    private boolean doubtful;

    Backlog(Database database) throws SQLException {
        this.database = database;
        this.writer = new RowWriter(database.writer());
    }

    /// Returns at once.
    synchronized void add(Row row) {
        rows.add(row);
        added++;
        wake();
    }

    /// Returns at once.
    synchronized void add(Checkpoint checkpoint) {
        checkpoints.add(checkpoint);
        wake();
    }

    private void wake() {
        if (!busy) {
            busy = true;
            thread.submit(this::write);
        }
    }

    /// Returns when everything that was finished before has its row, or when it cannot be written.
    synchronized void await() {
        await(added);
    }

    /// Leaves room for one more.
    ///
    /// @throws EnvironmentException `LEDGER-006` where there is none because the database cannot be written
    synchronized void room() {
        await(added - MOST + 1);
        if (rows.size() >= MOST) {
            SQLException why = failed.orElseThrow();
            throw new EnvironmentException(Problems.notWritten("the row of entry " + rows.getFirst().entry().seq(), why), why);
        }
    }

    private void await(long until) {
        boolean interrupted = false;
        if (done < until) {
            wake();
        }
        while (busy && done < until) {
            try {
                wait();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// The leaf of an entry that has no row yet.
    synchronized Optional<byte[]> leaf(long seq) {
        return rows.stream().filter(row -> row.entry().seq() == seq).map(Row::leaf).findFirst();
    }

    /// Entries without a row.
    synchronized int size() {
        return rows.size();
    }

    private void write() {
        try {
            while (true) {
                List<Row> some;
                List<Checkpoint> signed;
                synchronized (this) {
                    some = rows.stream().limit(AT_ONCE).toList();
                    signed = List.copyOf(checkpoints);
                    if (some.isEmpty() && signed.isEmpty()) {
                        busy = false;
                        notifyAll();
                        return;
                    }
                }
                write(some, signed);
                synchronized (this) {
                    failed = Optional.empty();
                    done += some.size();
                    some.forEach(_ -> rows.removeFirst());
                    signed.forEach(_ -> checkpoints.removeFirst());
                    notifyAll();
                }
            }
        } catch (SQLException | RuntimeException | Error e) {
            log().log(System.Logger.Level.WARNING, "Rows could not be written. The entries are in the leaf log", e);
            synchronized (this) {
                failed = Optional.of(e instanceof SQLException told ? told : new SQLException(e));
                busy = false;
                notifyAll();
            }
        }
    }

    private void write(List<Row> some, List<Checkpoint> signed) throws SQLException {
        Connection connection = database.writer();
        try {
            if (doubtful) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CHECKPOINT");
                }
                connection.commit();
                doubtful = false;
            }
            writer.begin();
            for (Row row : some) {
                writer.entry(Projection.of(row.entry()), row.leaf(), row.entry().leafHash(), row.tree());
                TileNodes.fill(connection, writer, row.tree().size());
            }
            for (Checkpoint checkpoint : signed) {
                writer.checkpoint(checkpoint);
            }
            writer.flush();
            connection.commit();
            database.restrict();
        } catch (SQLException | RuntimeException | IOException e) {
            doubtful = true;
            undo(connection, e);
            throw e instanceof SQLException told ? told : new SQLException(e.getMessage(), e);
        }
    }

    private void undo(Connection connection, Exception cause) {
        writer.drop(cause);
        try {
            connection.rollback();
        } catch (SQLException later) {
            cause.addSuppressed(later);
        }
    }

    /// Writes what waits.
    @Override
    public void close() throws SQLException {
        await();
        thread.close();
        writer.close();
    }

    /// Not kept: to make the first of a process takes longer than all else of opening a ledger, and as a rule nothing is said.
    private static System.Logger log() {
        return System.getLogger(Backlog.class.getName());
    }
}
