package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryReading;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/// Rows of what is derived from entries and their evidence, for statistics and SQL. Made when first asked for, then only for what
/// is new; kept in pieces, so that a cancelled run goes on where it stood. Nothing here is evidence: a database that is built anew
/// simply lacks it.
final class Facts {
    private static final String TABLES = """
            CREATE TABLE IF NOT EXISTS fact(seq BIGINT, agent VARCHAR, model VARCHAR, summary VARCHAR, task VARCHAR, approver VARCHAR,
                note VARCHAR, hunks_accepted BIGINT, hunks_proposed BIGINT, verdict VARCHAR, decided VARCHAR, added BIGINT,
                removed BIGINT, cost DECIMAL(18,6), waited BIGINT, restores BIGINT);
            CREATE TABLE IF NOT EXISTS rework_lines("of" BIGINT, "by" BIGINT, lines BIGINT);
            """;
    private static final int AT_ONCE = 1_000;

    private final Ledger ledger;
    private final Database database;
    private final ReentrantLock line = new ReentrantLock();
    private boolean tables;

    Facts(Ledger ledger, Database database) {
        this.ledger = ledger;
        this.database = database;
    }

    /// Makes the rows of all finished entries.
    void complete(Progress progress) throws IOException {
        while (!acquired()) {
            progress.check();
        }
        try {
            make(progress);
        } finally {
            line.unlock();
        }
    }

    private boolean acquired() {
        try {
            return line.tryLock(50, java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Progress.CancelledException();
        }
    }

    private void make(Progress progress) throws IOException {
        if (!tables) {
            write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(TABLES);
                }
            });
            tables = true;
        }
        long size = ledger.size();
        long next = database.read(Facts::next);
        if (next >= size) {
            return;
        }
        var reading = new EntryReading(ledger.vault());
        var rework = new Rework(ledger, next == 0);
        while (next < size) {
            progress.check();
            progress.step("reading entries", next, size);
            next = make(next, Math.min(size, next + AT_ONCE), reading, rework, progress);
        }
    }

    private long make(long from, long to, EntryReading reading, Rework rework, Progress progress) throws IOException {
        var facts = new ArrayList<Fact>();
        var lines = new ArrayList<Rework.Lines>();
        for (long seq = from; seq < to; seq++) {
            progress.check();
            Entry entry = ledger.entry(seq).orElseThrow();
            facts.add(Fact.of(entry, reading.read(entry), ledger.vault()));
            lines.addAll(rework.by(entry, progress));
        }
        write(connection -> append(connection, facts, lines));
        return to;
    }

    private interface Writing {
        void into(DuckDBConnection connection) throws SQLException;
    }

    /// On a connection of its own: the one that writes the ledger's rows does not wait for this.
    private void write(Writing writing) throws IOException {
        try (Connection connection = database.separate()) {
            connection.setAutoCommit(false);
            writing.into(connection.unwrap(DuckDBConnection.class));
            connection.commit();
        } catch (SQLException e) {
            throw new IOException("what the ledger's entries say could not be kept: " + e.getMessage(), e);
        }
    }

    private static void append(DuckDBConnection connection, List<Fact> facts, List<Rework.Lines> lines) throws SQLException {
        try (DuckDBAppender rows = connection.createAppender("main", "fact")) {
            for (Fact fact : facts) {
                rows.beginRow();
                fact.appendTo(rows);
                rows.endRow();
            }
        }
        try (DuckDBAppender rows = connection.createAppender("main", "rework_lines")) {
            for (Rework.Lines changed : lines) {
                rows.beginRow();
                rows.append(changed.of()).append(changed.by()).append((long) changed.lines());
                rows.endRow();
            }
        }
    }

    private static long next(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(max(seq) + 1, 0) FROM fact")) {
            row.next();
            return row.getLong(1);
        }
    }
}
