package dev.countersign.ui.review;

import dev.countersign.ui.review.DiffRows.Kind;
import dev.countersign.ui.review.DiffRows.Layout;
import dev.countersign.ui.review.DiffRows.Row;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/// Selected text of a diff, from where the mouse went down to where it is. In the split layout it stays on one side.
record TextSelection(Side side, Spot anchor, Spot focus) {

    /// A place: row, and character within the row's line.
    record Spot(int row, int character) implements Comparable<Spot> {
        @Override
        public int compareTo(Spot o) {
            return row != o.row ? Integer.compare(row, o.row) : Integer.compare(character, o.character);
        }
    }

    /// Half-open characters of one line.
    record Range(int start, int end) {}

    TextSelection to(Spot other) {
        return new TextSelection(side, anchor, other);
    }

    Spot start() {
        return anchor.compareTo(focus) <= 0 ? anchor : focus;
    }

    Spot end() {
        return anchor.compareTo(focus) <= 0 ? focus : anchor;
    }

    boolean isEmpty() {
        return anchor.equals(focus);
    }

    /// The side whose line a row shows to this selection.
    static Side sideOf(Row row, Layout layout, Side wanted) {
        return layout == Layout.SPLIT ? wanted : row.kind() == Kind.REMOVED ? Side.BEFORE : Side.AFTER;
    }

    /// What of a row with a line that long is selected.
    Optional<Range> in(int row, int length) {
        if (row < start().row || row > end().row || isEmpty()) {
            return Optional.empty();
        }
        int from = row == start().row ? Math.min(start().character, length) : 0;
        int to = row == end().row ? Math.min(end().character, length) : length;
        return Optional.of(new Range(from, to));
    }

    /// The selected text, lines joined by `\n`, without line numbers and markers. Folded lines in between are part of it.
    String text(DiffRows rows) {
        var text = new StringJoiner("\n");
        for (int i = start().row; i <= end().row && i < rows.size(); i++) {
            Row row = rows.row(i);
            Side of = sideOf(row, rows.layout(), side);
            List<String> lines = (of == Side.BEFORE ? rows.diff().before() : rows.diff().after()).lines();
            int line = row.line(of);
            if (line < 0) {
                continue;
            }
            if (row.kind() == Kind.FOLD) {
                lines.subList(line, line + row.hidden()).forEach(text::add);
                continue;
            }
            String whole = lines.get(line);
            in(i, whole.length()).ifPresent(range -> text.add(whole.substring(range.start(), range.end())));
        }
        return text.toString();
    }
}
