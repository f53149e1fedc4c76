package dev.countersign.ledger.duckdb;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Lets one SELECT over the views pass, and nothing else. It judges the tree that DuckDB's own parser makes of the text, never the
/// text: tables, functions and kinds of sources that are not known to be harmless are refused, whatever they are called.
final class StatementCheck {
    static final String UNCHANGED = "Nothing was read or changed.";

    private static final Set<String> SOURCES = Set.of("BASE_TABLE", "TABLE_FUNCTION", "JOIN", "SUBQUERY", "EMPTY", "EXPRESSION_LIST",
            "PIVOT", "SHOW_REF");
    private static final Set<String> TABLE_FUNCTIONS = Set.of("range", "generate_series", "unnest");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String sql;

    private StatementCheck(String sql) {
        this.sql = sql;
    }

    /// The statement as DuckDB understood it, written out anew: one SELECT without comments and semicolons.
    ///
    /// @throws UserException `SQL-001`, `SQL-002`
    static String passed(Connection connection, String sql) throws SQLException {
        JsonNode parsed = JSON.readTree(ask(connection, "SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)", sql));
        var check = new StatementCheck(sql);
        if (parsed.path("error").asBoolean(true)) {
            throw check.refusedByParser(parsed);
        }
        if (parsed.path("statements").size() != 1) {
            throw refused("That is " + parsed.path("statements").size() + " statements", "Ask one SELECT at a time.");
        }
        check.look(parsed.path("statements").get(0), Set.of(), false);
        return ask(connection, "SELECT json_deserialize_sql(CAST(? AS JSON))", parsed.toString());
    }

    private static String ask(Connection connection, String question, String text) throws SQLException {
        try (var statement = connection.prepareStatement(question)) {
            statement.setString(1, text);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private UserException refusedByParser(JsonNode parsed) {
        String message = parsed.path("error_message").asString("");
        if (!parsed.path("error_type").asString("").equals("parser")) {
            return refused("That is no SELECT", "Only reading is possible here: ask a SELECT over the views of docs/sql.md.");
        }
        int position = parsed.has("position") ? Integer.parseInt(parsed.path("position").asString("0")) : sql.length();
        return Console.misunderstood(message + " (" + place(position) + ")", "");
    }

    /// Line and column of a place in the statement, from 1. @param offset in bytes of UTF-8
    private String place(long offset) {
        byte[] bytes = sql.getBytes(StandardCharsets.UTF_8);
        String before = new String(bytes, 0, (int) Math.clamp(offset, 0, bytes.length), StandardCharsets.UTF_8);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return "line " + line + ", column " + (before.length() - before.lastIndexOf('\n'));
    }

    private String place(JsonNode node) {
        JsonNode location = node.path("query_location");
        return location.isIntegralNumber() && location.canConvertToInt() ? " (" + place(location.asLong()) + ")" : "";
    }

    private void look(JsonNode node, Set<String> known, boolean isSource) {
        if (node.isArray()) {
            node.forEach(part -> look(part, known, isSource));
            return;
        }
        if (!node.isObject()) {
            return;
        }
        Set<String> names = commonTables(node, known);
        String type = node.path("type").asString("");
        if (node.has("sample") && node.has("alias")) {
            source(node, type, names);
        }
        if (node.has("function_name")) {
            function(node, isSource);
        }
        boolean tableFunction = type.equals("TABLE_FUNCTION");
        for (var part : node.properties()) {
            if (!part.getKey().equals("cte_map")) {
                look(part.getValue(), names, tableFunction && part.getKey().equals("function"));
            }
        }
    }

    /// The names of WITH, each known to those after it, and to itself where it is recursive.
    private Set<String> commonTables(JsonNode node, Set<String> known) {
        JsonNode tables = node.path("cte_map").path("map");
        if (tables.isEmpty()) {
            return known;
        }
        var names = new HashSet<>(known);
        for (JsonNode table : tables) {
            String name = table.path("key").asString("").toLowerCase(Locale.ROOT);
            JsonNode query = table.path("value");
            var inside = new HashSet<>(names);
            if (query.path("query").path("node").path("type").asString("").equals("RECURSIVE_CTE_NODE")) {
                inside.add(name);
            }
            look(query, inside, false);
            names.add(name);
        }
        return names;
    }

    private void source(JsonNode node, String type, Set<String> names) {
        if (!SOURCES.contains(type)) {
            throw refused("The source " + type + " cannot be read here" + place(node), "Ask the views of docs/sql.md.");
        }
        if (type.equals("SHOW_REF") && !node.path("query").isObject()) {
            throw refused("Only a view can be described", "Write DESCRIBE entries, or see docs/sql.md.");
        }
        if (type.equals("BASE_TABLE")) {
            String name = node.path("table_name").asString("");
            boolean plain = node.path("schema_name").asString("").isEmpty() && node.path("catalog_name").asString("").isEmpty();
            if (!plain || !(SqlViews.isView(name) || names.contains(name.toLowerCase(Locale.ROOT)))) {
                throw refused("There is no view \"" + name + "\"" + place(node), SqlViews.insteadOf(name)
                        .map(view -> "Ask the view " + view + ".").orElse("Ask entries, changes, decisions, rework or checkpoints."));
            }
        }
    }

    private void function(JsonNode node, boolean isSource) {
        String name = node.path("function_name").asString("").toLowerCase(Locale.ROOT);
        String schema = node.path("schema").asString("");
        String catalog = node.path("catalog").asString("");
        boolean own = (schema.isEmpty() || schema.equals("main")) && (catalog.isEmpty() || catalog.equals("system"));
        if (!own || !(isSource ? TABLE_FUNCTIONS : SqlFunctions.ALL).contains(name)) {
            throw refused("The function \"" + name + "\" is not one of those that can be used here" + place(node),
                    "See the list in docs/sql.md.");
        }
    }

    static UserException refused(String what, String next) {
        return new UserException(Problem.of("SQL-002", Exit.USAGE, what + ".", UNCHANGED, next));
    }
}
