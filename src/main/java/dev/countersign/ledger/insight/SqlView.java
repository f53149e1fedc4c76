package dev.countersign.ledger.insight;

import java.util.List;

/// A view that SQL may ask. Its name and columns stay; columns may be added at the end.
public record SqlView(String name, String says, List<Column> columns) {
    public SqlView {
        columns = List.copyOf(columns);
    }

    public record Column(String name, String type, String says) {}
}
