package dev.countersign.ui.review;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.TextFile;
import dev.countersign.ui.review.DiffRows.Kind;
import dev.countersign.ui.review.DiffRows.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One diff with everything that is drawn of it. Keeps what was worked out for the lines in sight; belongs to one thread.
final class DiffPage {
    static final int TAB = 4;
    private static final int LONGEST_COMPARED = 2_000;

    /// Changed words of a pair of lines; none where the two have nothing in common worth showing.
    private static final Differ.WordDiff NO_WORDS = new Differ.WordDiff(List.of(), List.of());

    private final FileDiff.Text diff;
    private final Differ differ = new Differ();
    private final Map<String, LineCells> cells = recent(4_000);
    private final Map<Long, Differ.WordDiff> words = recent(2_000);
    private final boolean[] spaceOnly;
    private final int widest;
    private Map<Integer, Marker> markers = Map.of();
    private Map<Integer, Marker> markerRows = Map.of();
    private List<HunkDecision> decisions = List.of();
    private Optional<ReviewFile.Marks> marks = Optional.empty();
    private Optional<LineChoice.Rows> chosen = Optional.empty();
    private Optional<Syntax> before = Optional.empty();
    private Optional<Syntax> after = Optional.empty();
    private DiffRows rows;

    DiffPage(FileDiff.Text diff, DiffRows.Layout layout) {
        this.diff = diff;
        rows = DiffRows.of(diff, layout, Expansion.NONE);
        spaceOnly = new boolean[diff.hunks().size()];
        for (Hunk hunk : diff.hunks()) {
            spaceOnly[hunk.index()] = isSpaceOnly(hunk);
        }
        widest = Math.max(widest(diff.before()), widest(diff.after()));
    }

    FileDiff.Text diff() {
        return diff;
    }

    DiffRows rows() {
        return rows;
    }

    void rows(DiffRows next) {
        rows = next;
        chosen = Optional.empty();
        placeMarkers();
    }

    /// Cells of the widest line, or a little more.
    int widest() {
        return widest;
    }

    TextFile file(Side side) {
        return side == Side.BEFORE ? diff.before() : diff.after();
    }

    String line(Side side, int line) {
        return file(side).lines().get(line);
    }

    LineCells cells(Side side, int line) {
        return cells.computeIfAbsent(line(side, line), text -> LineCells.of(text, TAB));
    }

    void syntax(Syntax ofBefore, Syntax ofAfter) {
        before = Optional.of(ofBefore);
        after = Optional.of(ofAfter);
    }

    List<Syntax.Span> spans(Side side, int line) {
        return (side == Side.BEFORE ? before : after).map(s -> s.spans(line)).orElse(List.of());
    }

    /// Changed words of `side` on a row; empty where the row compares with nothing.
    List<Differ.Range> words(Row row, Side side) {
        if (row.partner() < 0) {
            return List.of();
        }
        int b = row.before() >= 0 ? row.before() : row.partner();
        int a = row.after() >= 0 ? row.after() : row.partner();
        Differ.WordDiff found = words.computeIfAbsent(((long) b << 32) | a, _ -> compare(line(Side.BEFORE, b), line(Side.AFTER, a)));
        return side == Side.BEFORE ? found.before() : found.after();
    }

    private Differ.WordDiff compare(String b, String a) {
        if (b.length() > LONGEST_COMPARED || a.length() > LONGEST_COMPARED) {
            return NO_WORDS;
        }
        Differ.WordDiff found = differ.words(b, a);
        return new Differ.WordDiff(joined(found.before(), b), joined(found.after(), a));
    }

    /// Changed words with nothing but one space between them are one change to the eye.
    private static List<Differ.Range> joined(List<Differ.Range> ranges, String line) {
        var all = new ArrayList<Differ.Range>();
        for (Differ.Range range : ranges) {
            boolean near = !all.isEmpty() && range.start() - all.getLast().end() <= 1
                    && line.substring(all.getLast().end(), range.start()).isBlank();
            if (near) {
                all.set(all.size() - 1, new Differ.Range(all.getLast().start(), range.end()));
            } else {
                all.add(range);
            }
        }
        return all;
    }

    /// Only white space or line ends differ in the hunk.
    boolean isSpaceOnly(int hunk) {
        return spaceOnly[hunk];
    }

    private boolean isSpaceOnly(Hunk hunk) {
        return squeezed(Side.BEFORE, hunk.beforeStart(), hunk.beforeEnd())
                .compareTo(squeezed(Side.AFTER, hunk.afterStart(), hunk.afterEnd())) == 0;
    }

    private StringBuilder squeezed(Side side, int from, int to) {
        var text = new StringBuilder();
        for (int i = from; i < to; i++) {
            line(side, i).codePoints().filter(cp -> !Character.isWhitespace(cp)).forEach(text::appendCodePoint);
        }
        return text;
    }

    /// What a line's end has to say where the two sides differ in it: "CRLF", "no newline at end of file"; else nothing.
    Optional<String> endNote(Row row, Side side) {
        int line = row.line(side);
        if (row.kind() == Kind.CONTEXT || row.kind() == Kind.FOLD || line < 0) {
            return Optional.empty();
        }
        String end = file(side).ends().get(line);
        int partner = side == Side.BEFORE ? (row.after() >= 0 ? row.after() : row.partner())
                : (row.before() >= 0 ? row.before() : row.partner());
        boolean pair = partner >= 0 && (row.kind() != Kind.CHANGED || row.partner() >= 0);
        String other = pair ? file(side.other()).ends().get(partner) : end.isEmpty() ? "\n" : usualEnd(side.other(), end);
        return end.equals(other) ? Optional.empty() : Optional.of(nameOf(end));
    }

    private String usualEnd(Side side, String otherwise) {
        List<String> ends = file(side).ends();
        return ends.isEmpty() || ends.getFirst().isEmpty() ? otherwise : ends.getFirst();
    }

    static String nameOf(String end) {
        return switch (end) {
            case "\r\n" -> "CRLF";
            case "\n" -> "LF";
            case "\r" -> "CR";
            default -> "no newline at end of file";
        };
    }

    void markers(List<Marker> all) {
        var byLine = new TreeMap<Integer, Marker>();
        for (Marker marker : all) {
            byLine.merge(marker.line(), marker, (one, two) -> new Marker(
                    one.kind().compareTo(two.kind()) >= 0 ? one.kind() : two.kind(), one.line(), one.says() + "\n" + two.says()));
        }
        markers = byLine;
        placeMarkers();
    }

    /// The row of each marked line, or of the fold that hides it.
    Map<Integer, Marker> markerRows() {
        return markerRows;
    }

    private void placeMarkers() {
        var placed = new TreeMap<Integer, Marker>();
        markers.forEach((line, marker) -> placed.put(rows.rowOf(Side.AFTER, line), marker));
        markerRows = placed;
    }

    Optional<Marker> marker(Row row) {
        return row.kind() == Kind.FOLD || row.after() < 0 ? Optional.empty() : Optional.ofNullable(markers.get(row.after()));
    }

    void decisions(ReviewFile.Marks all) {
        decisions = all.hunks();
        marks = Optional.of(all);
    }

    void noDecisions() {
        decisions = List.of();
        marks = Optional.empty();
    }

    /// Rows that are chosen to be decided or commented on.
    Optional<LineChoice.Rows> chosen() {
        return chosen;
    }

    void chosen(Optional<LineChoice.Rows> rows) {
        chosen = rows;
    }

    /// The decision on the line that a side of a row shows.
    HunkDecision decision(Row row, Side side) {
        return marks.filter(_ -> row.hunk() >= 0 && row.hunk() < decisions.size() && row.line(side) >= 0)
                .map(m -> LineDecisions.of(m, row.hunk(), side, row.line(side))).orElse(HunkDecision.UNDECIDED);
    }

    /// Whether the change of a line is not taken: an added line stays out, a removed one stays.
    boolean isOut(Row row, Side side) {
        return decision(row, side) == HunkDecision.REJECTED;
    }

    /// Whether a hunk is decided line by line.
    boolean hasLineMarks(int hunk) {
        if (marks.isEmpty() || marks.get().lines().isEmpty() || hunk < 0) {
            return false;
        }
        Hunk of = diff.hunks().get(hunk);
        LineMarks lines = marks.get().lines();
        return !lines.removed().subMap(of.beforeStart(), of.beforeEnd()).isEmpty()
                || !lines.added().subMap(of.afterStart(), of.afterEnd()).isEmpty();
    }

    /// Empty where the diff is only read.
    Optional<HunkDecision> decision(int hunk) {
        return hunk >= 0 && hunk < decisions.size() ? Optional.of(decisions.get(hunk)) : Optional.empty();
    }

    /// Text lines that each row takes when lines wrap at `columns` cells.
    RowHeights wrapped(int columns) {
        var heights = new int[rows.size()];
        for (int i = 0; i < heights.length; i++) {
            Row row = rows.row(i);
            int widestHere = 1;
            if (row.kind() != Kind.FOLD) {
                for (Side side : Side.values()) {
                    if (row.line(side) >= 0) {
                        widestHere = Math.max(widestHere, LineCells.of(line(side, row.line(side)), TAB).cells());
                    }
                }
            }
            heights[i] = (widestHere + columns - 1) / columns;
        }
        return RowHeights.of(heights);
    }

    private static int widest(TextFile file) {
        int widest = 0;
        for (String line : file.lines()) {
            int length = line.length();
            if (length + 64 > widest) {
                widest = Math.max(widest, LineCells.of(line, TAB).cells());
            }
        }
        return widest;
    }

    private static <K, V> Map<K, V> recent(int most) {
        return new LinkedHashMap<>(256, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }
}
