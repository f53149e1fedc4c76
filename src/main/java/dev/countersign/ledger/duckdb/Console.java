package dev.countersign.ledger.duckdb;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.insight.SqlQuestion;
import dev.countersign.ledger.insight.SqlTable;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers people's SQL: on a connection of its own that sees the views, in a transaction that can only read, after
/// [StatementCheck], under the eyes of a [Watch].
final class Console {
    private static final Set<Integer> NUMERIC = Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.FLOAT,
            Types.REAL, Types.DOUBLE, Types.DECIMAL, Types.NUMERIC);
    private static final int LONGEST_TEXT = 1 << 20;

    private final Database database;

    Console(Database database) {
        this.database = database;
    }

    SqlTable ask(SqlQuestion question, Progress progress) throws IOException {
        long began = System.nanoTime();
        // What is still open in the connection ends with it.
        try (Connection connection = database.separate()) {
            try (Statement statement = connection.createStatement()) {
                for (String view : SqlViews.statements()) {
                    statement.execute(view);
                }
                statement.execute("BEGIN TRANSACTION READ ONLY");
            }
            try (Statement statement = connection.createStatement()) {
                return ask(question, progress, connection, statement, began);
            }
        } catch (SQLException e) {
            throw new IOException("the ledger's database could not be asked: " + e.getMessage(), e);
        }
    }

    private SqlTable ask(SqlQuestion question, Progress progress, Connection connection, Statement statement, long began)
            throws SQLException {
        String checked = StatementCheck.passed(connection, question.sql());
        // Names of columns, and complaints with their place, come from the statement as it was written.
        List<SqlTable.Column> columns = question.plan() ? List.of(new SqlTable.Column("plan", "VARCHAR", false))
                : columns(connection, question.sql());
        String run = question.plan() ? "EXPLAIN " + checked : "SELECT * FROM (" + checked + ") LIMIT " + (question.rows() + 1L);
        try (Watch watch = Watch.over(statement, database, question, progress)) {
            try (ResultSet found = statement.executeQuery(run)) {
                return read(found, columns, question, watch, began);
            } catch (SQLException e) {
                watch.explain();
                throw misunderstood(e);
            } catch (OutOfMemoryError e) {
                throw Watch.tooMuchMemory(question);
            }
        }
    }

    private static List<SqlTable.Column> columns(Connection connection, String sql) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            ResultSetMetaData data = prepared.getMetaData();
            var columns = new ArrayList<SqlTable.Column>();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                columns.add(new SqlTable.Column(data.getColumnName(i), data.getColumnTypeName(i),
                        NUMERIC.contains(data.getColumnType(i)) || data.getColumnTypeName(i).equals("HUGEINT")));
            }
            return columns;
        } catch (SQLException e) {
            throw misunderstood(e);
        }
    }

    private static SqlTable read(ResultSet found, List<SqlTable.Column> columns, SqlQuestion question, Watch watch, long began)
            throws SQLException {
        var rows = new ArrayList<List<Optional<String>>>();
        boolean more = false;
        int from = question.plan() ? 2 : 1;
        long left = question.memoryBytes();
        while (found.next()) {
            watch.explain();
            if (rows.size() == question.rows()) {
                more = true;
                break;
            }
            var row = new ArrayList<Optional<String>>(columns.size());
            for (int i = 0; i < columns.size(); i++) {
                Optional<String> text = text(found.getObject(i + from));
                left -= text.map(t -> 2L * t.length()).orElse(0L) + 32;
                row.add(text);
            }
            if (left < 0) {
                throw Watch.tooMuchMemory(question);
            }
            rows.add(List.copyOf(row));
        }
        return new SqlTable(columns, rows, more, (System.nanoTime() - began) / 1_000_000);
    }

    private static Optional<String> text(@org.jspecify.annotations.Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> Optional.empty();
            case java.sql.Blob blob -> Optional.of(HexFormat.of().formatHex(blob.getBytes(1, (int) Math.min(blob.length(), LONGEST_TEXT))));
            case java.math.BigDecimal number -> Optional.of(number.toPlainString());
            default -> {
                String text = value.toString();
                yield Optional.of(text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "\u2026");
            }
        };
    }

    /// DuckDB's own words, without those of its driver.
    private static UserException misunderstood(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int wrapped = message.indexOf("\nError: ");
        String own = wrapped < 0 ? message : message.substring(wrapped + 8);
        int first = own.indexOf('\n');
        return misunderstood(first < 0 ? own : own.substring(0, first), first < 0 ? "" : own.substring(first + 1).strip());
    }

    static UserException misunderstood(String message, String details) {
        String sentence = message.endsWith(".") || message.endsWith("!") || message.endsWith("?") ? message : message + ".";
        return new UserException(Problem.of("SQL-001", Exit.USAGE, "DuckDB does not understand that: " + sentence,
                StatementCheck.UNCHANGED, "Correct it; docs/sql.md has the views and examples.").withDetails(details));
    }
}
