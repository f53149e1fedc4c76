package dev.countersign.ledger.insight;

import java.util.List;
import java.util.Optional;

/// The answer to a question.
///
/// @param rows  each as long as `columns`; NULL is empty
/// @param more  whether there are more rows than were asked for
public record SqlTable(List<Column> columns, List<List<Optional<String>>> rows, boolean more, long tookMillis) {
    public SqlTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /// @param type    DuckDB's name for it: `BIGINT`
    /// @param numeric whether its text is a number
    public record Column(String name, String type, boolean numeric) {}
}
