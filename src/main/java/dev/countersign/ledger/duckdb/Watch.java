package dev.countersign.ledger.duckdb;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.insight.SqlQuestion;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Watches one statement from a thread of its own and interrupts it when it is no longer wanted, takes too long or too much memory.
/// DuckDB has one limit of memory for all connections: without this a question could take what the ledger needs to write.
final class Watch implements AutoCloseable {
    private static final long EVERY_MILLIS = 10;
    /// What the program itself may grow by meanwhile.
    private static final long SLACK = 768L << 20;
    private static final Path PAGES = Path.of("/proc/self/statm");
    private static final long PAGE_BYTES = 4_096;

    private final Statement statement;
    private final Connection memory;
    private final SqlQuestion question;
    private final Progress progress;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable RuntimeException reason;

    private Watch(Statement statement, Connection memory, SqlQuestion question, Progress progress) {
        this.statement = statement;
        this.memory = memory;
        this.question = question;
        this.progress = progress;
        this.thread = Thread.ofPlatform().daemon().name("sql-watch").unstarted(this::watch);
    }

    static Watch over(Statement statement, Database database, SqlQuestion question, Progress progress) throws SQLException {
        progress.check();
        var watch = new Watch(statement, database.separate(), question, progress);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        long began = System.nanoTime();
        long before = used();
        long resident = resident();
        try {
            while (!ended.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                if (reason == null) {
                    reason = over(began, before, resident).orElse(null);
                }
                if (reason != null) {
                    // Again and again: an interrupt that comes before the statement has begun is lost.
                    statement.cancel();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            reason = new IllegalStateException("the statement could not be interrupted", e);
        }
    }

    private Optional<RuntimeException> over(long began, long before, long resident) {
        if (progress.cancelled()) {
            return Optional.of(new Progress.CancelledException());
        }
        long millis = (System.nanoTime() - began) / 1_000_000;
        progress.step("asking", millis, 0);
        if (millis > question.timeMillis()) {
            return Optional.of(tooLong(question));
        }
        if (used() - before > question.memoryBytes() || resident() - resident > question.memoryBytes() + SLACK) {
            return Optional.of(tooMuchMemory(question));
        }
        return Optional.empty();
    }

    /// What DuckDB's buffers hold, in bytes.
    private long used() {
        try (Statement ask = memory.createStatement(); ResultSet row = ask.executeQuery(
                "SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory()")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            return 0;
        }
    }

    /// What the process holds, in bytes; not everything of DuckDB's is in its buffers. 0 where the system does not say.
    private static long resident() {
        try {
            return Long.parseLong(Files.readString(PAGES).split(" ")[1]) * PAGE_BYTES;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /// Throws why the statement was interrupted, where it was.
    void explain() {
        RuntimeException why = reason;
        if (why != null) {
            throw why;
        }
    }

    private static UserException tooLong(SqlQuestion question) {
        return spent("It took longer than " + question.timeMillis() / 1000.0 + " seconds");
    }

    static UserException tooMuchMemory(SqlQuestion question) {
        return spent("It needed more than " + (question.memoryBytes() >> 20) + " MiB of memory");
    }

    private static UserException spent(String what) {
        return new UserException(Problem.of("SQL-003", Exit.BUDGET, what + ", and was ended.", "Nothing was changed.",
                "Ask for less: fewer entries, columns or groups, or give it more time."));
    }

    @Override
    public void close() throws SQLException {
        ended.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        memory.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
