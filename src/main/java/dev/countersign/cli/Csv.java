package dev.countersign.cli;

import dev.countersign.ledger.insight.SqlTable;
import java.util.List;
import java.util.stream.Collectors;

/// CSV as RFC 4180 writes it.
final class Csv {
    private Csv() {}

    static String of(SqlTable table) {
        var out = new StringBuilder(line(table.columns().stream().map(SqlTable.Column::name).toList()));
        table.rows().forEach(row -> out.append(line(row.stream().map(cell -> cell.orElse("")).toList())));
        return out.toString();
    }

    static String line(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
