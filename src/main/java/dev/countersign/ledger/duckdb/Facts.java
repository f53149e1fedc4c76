package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryReading;
import dev.countersign.ledger.store.Pipeline;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
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
    private volatile boolean tables;

    Facts(Ledger ledger, Database database) {
        this.ledger = ledger;
        this.database = database;
    }

    /// Makes the rows of all finished entries.
    void complete(Progress progress) throws IOException {
        inTurn(progress, () -> make(progress));
    }

    /// Makes the tables, where they are not there: what stands on them can be asked though nothing is derived yet.
    void prepare(Progress progress) throws IOException {
        if (!tables) {
            inTurn(progress, this::tables);
        }
    }

    private interface Work {
        void done() throws IOException;
    }

    private void inTurn(Progress progress, Work work) throws IOException {
        while (!acquired()) {
            progress.check();
        }
        try {
            work.done();
        } finally {
            line.unlock();
        }
    }

    private void tables() throws IOException {
        if (!tables) {
            write(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(TABLES);
                }
            });
            tables = true;
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
        tables();
        long size = ledger.size();
        long next = database.read(Facts::next);
        if (next >= size) {
            return;
        }
        var made = new Made(new Rework(ledger, next == 0));
        var reading = new EntryReading(ledger.vault());
        // Evidence is read on all cores; whose lines were changed follows from one entry to the next.
        try (var facts = new Pipeline<Entry, Fact>(Runtime.getRuntime().availableProcessors(),
                entry -> Fact.of(entry, reading.read(entry), ledger.vault()), fact -> made.take(fact, size, progress))) {
            while (next < size) {
                progress.check();
                List<Long> some = LongStream.range(next, Math.min(size, next + AT_ONCE)).boxed().toList();
                for (Entry entry : ledger.entries(some)) {
                    facts.add(entry);
                }
                next += some.size();
            }
            facts.finish();
        }
        made.write();
    }

    /// What was made and not written yet, in the order of the entries.
    private final class Made {
        private final Rework rework;
        private final List<Fact> facts = new ArrayList<>();
        private final List<Rework.Lines> lines = new ArrayList<>();

        Made(Rework rework) {
            this.rework = rework;
        }

        void take(Fact fact, long size, Progress progress) throws IOException {
            progress.check();
            progress.step("reading entries", fact.entry().seq(), size);
            lines.addAll(rework.by(fact.entry(), progress));
            facts.add(fact);
            if (facts.size() == AT_ONCE) {
                write();
            }
        }

        void write() throws IOException {
            if (!facts.isEmpty()) {
                Facts.this.write(connection -> append(connection, facts, lines));
                facts.clear();
                lines.clear();
            }
        }
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
