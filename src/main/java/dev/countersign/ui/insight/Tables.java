package dev.countersign.ui.insight;

import java.util.List;
import java.util.stream.Collectors;

/// Tables as CSV (RFC 4180).
final class Tables {
    private Tables() {}

    static String line(List<String> cells) {
        return cells.stream().map(Tables::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
