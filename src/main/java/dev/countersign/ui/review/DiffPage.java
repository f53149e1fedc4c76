package dev.countersign.ui.review;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.TextFile;
import dev.countersign.changeset.Whitespace;
import dev.countersign.ui.fx.Texts;
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
    private static final Inline NO_WORDS = new Inline(new Differ.WordDiff(List.of(), List.of()), new Differ.WordDiff(List.of(), List.of()));

    /// How a pair of lines differs: in words, and in the characters of them.
    private record Inline(Differ.WordDiff words, Differ.WordDiff characters) {}

    private static final Texts TEXTS = Texts.of(DiffPage.class);

    private final FileDiff.Text diff;
    private final Differ differ = new Differ();
    private final Map<String, LineCells> cells = recent(4_000);
    private final Map<Long, Inline> words = recent(2_000);
    private final WhitespaceView space;
    private int widest = -1;
    private List<BlockMark> blocks = List.of();
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
        space = new WhitespaceView(diff);
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
        if (widest < 0) {
            widest = Math.max(widest(diff.before()), widest(diff.after()));
        }
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
        Differ.WordDiff found = inline(row).words;
        return side == Side.BEFORE ? found.before() : found.after();
    }

    /// The characters in those words that changed: the whole word where too little of it stayed.
    List<Differ.Range> characters(Row row, Side side) {
        Differ.WordDiff found = inline(row).characters;
        return side == Side.BEFORE ? found.before() : found.after();
    }

    private Inline inline(Row row) {
        if (row.partner() < 0) {
            return NO_WORDS;
        }
        int b = row.before() >= 0 ? row.before() : row.partner();
        int a = row.after() >= 0 ? row.after() : row.partner();
        return words.computeIfAbsent(((long) b << 32) | a, _ -> compare(line(Side.BEFORE, b), line(Side.AFTER, a)));
    }

    private Inline compare(String b, String a) {
        if (b.length() > LONGEST_COMPARED || a.length() > LONGEST_COMPARED) {
            return NO_WORDS;
        }
        Differ.WordDiff found = differ.words(b, a);
        return new Inline(new Differ.WordDiff(joined(found.before(), b), joined(found.after(), a)), differ.characters(b, a));
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

    void whitespace(Whitespace mode) {
        space.mode(mode);
    }

    /// Whether a hunk changes only white space that does not count now.
    boolean isHidden(int hunk) {
        return space.isHidden(hunk);
    }

    /// How many hunks do.
    int hidden() {
        return space.hidden();
    }

    /// Whether nothing that counts differs on a row of a hunk.
    boolean isQuiet(Row row) {
        return space.isQuiet(row);
    }

    void blocks(List<BlockMark> all) {
        blocks = all;
    }

    /// The moved or copied block that a side of a row belongs to.
    Optional<BlockMark> block(Row row, Side side) {
        int line = row.hunk() < 0 ? -1 : row.line(side);
        return line < 0 || blocks.isEmpty() ? Optional.empty() : blocks.stream().filter(b -> b.has(side, line)).findFirst();
    }

    /// The first block in a hunk.
    Optional<BlockMark> blockOf(int hunk) {
        if (hunk < 0 || blocks.isEmpty()) {
            return Optional.empty();
        }
        Hunk of = diff.hunks().get(hunk);
        return blocks.stream().filter(b -> b.side() == Side.AFTER ? b.start() >= of.afterStart() && b.start() < of.afterEnd()
                : b.start() >= of.beforeStart() && b.start() < of.beforeEnd()).findFirst();
    }

    /// "moved from src/Client.java:31"
    String says(BlockMark block) {
        String key = block.side() == Side.BEFORE ? "block.to" : block.moved() ? "block.from" : "block.copied";
        String said = TEXTS.text(key, block.otherName().value(), Integer.toString(block.otherStart() + 1));
        return block.exact() ? said : said + TEXTS.text("block.indented");
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

    /// "hunk 3 of 9, 2 lines removed, 4 added, undecided", and what else is to be said of it; -1 where there is none.
    String announcement(int hunk) {
        if (hunk < 0) {
            return TEXTS.text("diff.none");
        }
        Hunk of = diff.hunks().get(hunk);
        String said = TEXTS.text("diff.hunk", hunk + 1, diff.hunks().size(), of.beforeCount(), of.afterCount());
        said += decision(hunk).map(d -> ", " + TEXTS.text("decision." + d.name())).orElse("");
        said += isHidden(hunk) ? ", " + TEXTS.text("diff.quiet") : "";
        said += markers.entrySet().stream().filter(at -> at.getValue().kind() != Marker.Kind.COMMENT
                && at.getKey() >= of.afterStart() && at.getKey() < of.afterEnd())
                .map(at -> ", " + TEXTS.text("diff.marker." + at.getValue().kind().name(), at.getKey() + 1)).reduce("", String::concat);
        return said + blockOf(hunk).map(block -> ", " + says(block)).orElse("");
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
