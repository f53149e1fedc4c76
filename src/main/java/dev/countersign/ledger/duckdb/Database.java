package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.store.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/// One open database file: a connection for the one writer, and as many as needed for readers.
final class Database implements AutoCloseable {
    /// Hashes do not get smaller, and finding that out takes longer than all else of writing them.
    private static final String SCHEMA = """
            CREATE TABLE entry(seq BIGINT, txid UUID USING COMPRESSION uncompressed, ts BIGINT, kind UTINYINT, session VARCHAR, node VARCHAR, actor VARCHAR,
                               summary_lc VARCHAR, paths VARCHAR, leaf BLOB USING COMPRESSION uncompressed, leaf_hash BLOB USING COMPRESSION uncompressed,
                               root BLOB USING COMPRESSION uncompressed, edge BLOB USING COMPRESSION uncompressed);
            CREATE TABLE change(seq BIGINT, path_id INT, before BLOB USING COMPRESSION uncompressed, after BLOB USING COMPRESSION uncompressed);
            CREATE TABLE tile(level UTINYINT, idx BIGINT, data BLOB USING COMPRESSION uncompressed);
            CREATE TABLE checkpoint(size BIGINT, root BLOB, note VARCHAR);
            """;

    private final Path file;
    private final DuckDBConnection writer;
    private final ConcurrentLinkedQueue<Connection> readers = new ConcurrentLinkedQueue<>();

    private volatile Runnable before = () -> { };

    private Database(Path file, DuckDBConnection writer) {
        this.file = file;
        this.writer = writer;
    }

    /// Opens a file that is there, or makes an empty one.
    static Database open(Path file) throws SQLException {
        var settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        // The ledger reads and writes no file but its own, whatever a statement says.
        settings.setProperty("enable_external_access", "false");
        settings.setProperty("threads", "1");
        Connection connection = new DuckDBDriver().connect("jdbc:duckdb:" + file.toAbsolutePath(), settings);
        if (connection == null) {
            throw new SQLException("DuckDB does not take the path " + file);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_configuration = true");
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new Database(file, connection.unwrap(DuckDBConnection.class));
    }

    /// What fills a new database.
    interface Filling {
        void into(Connection connection) throws SQLException, IOException;
    }

    /// Makes the database under a temporary name and puts it in its place when it is whole: a fault in the first writes would
    /// leave a file that never opens. What was there before is kept as `ledger.duckdb.replaced`.
    static void create(Path file, Filling filling) throws SQLException, IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.deleteIfExists(log(fresh));
        try (Database database = open(fresh); Statement statement = database.writer.createStatement()) {
            statement.execute(SCHEMA);
            filling.into(database.writer);
            database.writer.commit();
            statement.execute("CHECKPOINT");
            database.writer.commit();
        }
        OwnerOnly.restrict(fresh);
        try (var channel = OwnerOnly.open(fresh)) {
            channel.force(true);
        }
        // A write-ahead log of the old file must never meet the new one.
        if (Files.deleteIfExists(log(file))) {
            OwnerOnly.syncFolder(file.toAbsolutePath().getParent());
        }
        if (Files.exists(file)) {
            OwnerOnly.rename(file, file.resolveSibling(file.getFileName() + ".replaced"));
        }
        OwnerOnly.rename(fresh, file);
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + ".wal");
    }

    /// For the writer thread alone. Not in auto-commit mode.
    Connection writer() {
        return writer;
    }

    /// Closes the write-ahead log to others; DuckDB makes it with the permissions of the process.
    void restrict() throws IOException {
        OwnerOnly.restrict(file);
        OwnerOnly.restrict(log(file));
    }

    /// Has every reader wait for `barrier` first.
    void beforeReading(Runnable barrier) {
        before = barrier;
    }

    /// A question to the database.
    interface Question<T> {
        T ask(Connection connection) throws SQLException, IOException;
    }

    /// Asks on a connection of its own, which sees one state throughout. Safe from any thread, save the one that writes rows.
    <T> T read(Question<T> question) throws IOException {
        try {
            Connection connection = lend();
            boolean well = false;
            try {
                T answer = question.ask(connection);
                connection.commit();
                well = true;
                return answer;
            } finally {
                if (well) {
                    readers.add(connection);
                } else {
                    connection.close();
                }
            }
        } catch (SQLException e) {
            throw new IOException("the ledger's database could not be read: " + e.getMessage(), e);
        }
    }

    /// A connection to be closed by the caller, or given back by [#read].
    Connection lend() throws SQLException {
        before.run();
        Connection idle = readers.poll();
        if (idle != null) {
            return idle;
        }
        Connection connection = writer.duplicate();
        connection.setAutoCommit(false);
        return connection;
    }

    /// A connection in auto-commit mode that the caller alone uses, and closes.
    Connection separate() throws SQLException {
        before.run();
        Connection connection = writer.duplicate();
        connection.setAutoCommit(true);
        return connection;
    }

    @Override
    public void close() throws SQLException {
        for (Connection reader = readers.poll(); reader != null; reader = readers.poll()) {
            reader.close();
        }
        writer.close();
    }
}
