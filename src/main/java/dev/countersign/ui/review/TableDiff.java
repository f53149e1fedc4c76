package dev.countersign.ui.review;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.LinePairs;
import dev.countersign.changeset.TextFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Two versions of a table, record by record and cell by cell. Columns are matched by the names in the first record; records by
/// the diff of their cells, so that a record that moved among others is one removed and one added.
///
/// @param columns of both versions
/// @param more    records that are not among the rows, because the table is too long to show
record TableDiff(List<String> columns, List<Row> rows, int more) {
    static final int MOST = 20_000;
    private static final String UNIT = "\u241f";

    enum Kind { SAME, CHANGED, ADDED, REMOVED }

    /// @param record number of the record in the after version, the header being 1; of a removed one in the before version
    record Row(Kind kind, int record, List<Cell> cells) {
        Row {
            cells = List.copyOf(cells);
        }
    }

    /// Empty where the version has no such record or column.
    record Cell(Optional<String> before, Optional<String> after) {
        boolean isChanged() {
            return !before.equals(after);
        }
    }

    TableDiff {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    static TableDiff of(FileDiff.Text diff, char separator) {
        List<List<String>> before = CsvText.records(diff.before().text(), separator);
        List<List<String>> after = CsvText.records(diff.after().text(), separator);
        List<String> old = before.isEmpty() ? List.of() : before.getFirst();
        List<String> now = after.isEmpty() ? List.of() : after.getFirst();
        boolean named = isNames(old) && isNames(now);
        List<String> columns = named ? List.copyOf(new LinkedHashSet<>(Stream.concat(now.stream(), old.stream()).toList()))
                : Stream.iterate(1, n -> n + 1).limit(Math.max(widest(before), widest(after))).map(String::valueOf).toList();
        var build = new Build(columns, named ? old : columns, named ? now : columns);
        int head = named ? 1 : 0;
        build.fill(before.subList(Math.min(head, before.size()), before.size()), after.subList(Math.min(head, after.size()), after.size()), head);
        int shown = Math.min(MOST, build.rows.size());
        return new TableDiff(columns, build.rows.subList(0, shown), build.rows.size() - shown);
    }

    private static int widest(List<List<String>> records) {
        return records.stream().mapToInt(List::size).max().orElse(0);
    }

    /// A header: every cell has a name of its own, and none is a number.
    private static boolean isNames(List<String> record) {
        return record.stream().distinct().count() == record.size()
                && record.stream().noneMatch(cell -> cell.isBlank() || cell.strip().matches("[-+]?[0-9.,]+"));
    }

    int changed() {
        return (int) rows.stream().filter(row -> row.kind != Kind.SAME).count();
    }

    private record Build(List<String> columns, List<String> old, List<String> now, List<Row> rows) {
        Build(List<String> columns, List<String> old, List<String> now) {
            this(columns, old, now, new ArrayList<>());
        }

        void fill(List<List<String>> before, List<List<String>> after, int head) {
            FileDiff.Text lines = new Differ().diff(text(before), text(after), Differ.Options.EXACT);
            LinePairs pairs = LinePairs.of(lines);
            int a = 0;
            for (Hunk hunk : lines.hunks()) {
                int shift = hunk.beforeStart() - hunk.afterStart();
                for (; a < hunk.afterStart(); a++) {
                    add(Optional.of(before.get(a + shift)), Optional.of(after.get(a)), a + head + 1);
                }
                for (int b = hunk.beforeStart(); b < hunk.beforeEnd(); b++) {
                    int pair = pairs.afterOf(hunk, b);
                    for (; pair >= 0 && a < pair; a++) {
                        add(Optional.empty(), Optional.of(after.get(a)), a + head + 1);
                    }
                    add(Optional.of(before.get(b)), pair < 0 ? Optional.empty() : Optional.of(after.get(pair)), (pair < 0 ? b : pair) + head + 1);
                    a = pair < 0 ? a : pair + 1;
                }
                for (; a < hunk.afterEnd(); a++) {
                    add(Optional.empty(), Optional.of(after.get(a)), a + head + 1);
                }
            }
            for (int shift = before.size() - after.size(); a < after.size(); a++) {
                add(Optional.of(before.get(a + shift)), Optional.of(after.get(a)), a + head + 1);
            }
        }

        private void add(Optional<List<String>> before, Optional<List<String>> after, int record) {
            List<Cell> cells = columns.stream().map(name -> new Cell(before.flatMap(r -> cell(r, old.indexOf(name))),
                    after.flatMap(r -> cell(r, now.indexOf(name))))).toList();
            Kind kind = before.isEmpty() ? Kind.ADDED : after.isEmpty() ? Kind.REMOVED
                    : cells.stream().anyMatch(Cell::isChanged) ? Kind.CHANGED : Kind.SAME;
            rows.add(new Row(kind, record, cells));
        }

        private static Optional<String> cell(List<String> record, int at) {
            return at >= 0 && at < record.size() ? Optional.of(record.get(at)) : Optional.empty();
        }

        private static TextFile text(List<List<String>> records) {
            String all = records.stream().map(r -> r.stream().map(c -> c.replace('\n', ' ').replace('\r', ' ')).collect(Collectors.joining(UNIT)))
                    .map(line -> line + "\n").collect(Collectors.joining());
            return TextFile.read(all.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        }
    }
}
