package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.LinePairs;
import java.util.Arrays;

/// The rows a diff is shown in: both sides aligned, unchanged text folded away but for its context. A value; knows no screen.
///
/// What holds: with everything expanded each line of either side stands on exactly one row, in order; a fold never hides a
/// changed line; rows of a context line hold both of its lines. Built in time linear in what is shown, so that a file of
/// 100,000 lines costs milliseconds.
public final class DiffRows {
    /// Unchanged lines kept on either side of a hunk.
    public static final int CONTEXT = 3;
    private static final int NONE = -1;
    private static final int LEAST_FOLDED = 4;

    public enum Layout { SPLIT, UNIFIED }

    public enum Kind {
        CONTEXT,
        /// Only the before side has a line here.
        REMOVED,
        /// Only the after side has a line here.
        ADDED,
        /// Split only: a removed and an added line side by side.
        CHANGED,
        /// Stands for `hidden` unchanged lines.
        FOLD
    }

    /// One row.
    ///
    /// @param before  0-based line of the before side, -1 for none; the first hidden one of a fold
    /// @param after   the same of the after side
    /// @param hunk    index of its hunk, -1 for unchanged text
    /// @param gap     for a fold: which gap, else -1
    /// @param hidden  for a fold: how many lines it stands for, else 0
    /// @param partner the line of the other side whose words this one is compared with, -1 for none. On a changed row of the
    ///                split layout it is the after line, and -1 says that the two only happen to stand side by side
    public record Row(Kind kind, int before, int after, int hunk, int gap, int hidden, int partner) {
        int line(Side side) {
            return side == Side.BEFORE ? before : after;
        }
    }

    private final FileDiff.Text diff;
    private final LinePairs pairs;
    private final Layout layout;
    private final Expansion expansion;
    private int[] before = new int[256];
    private int[] after = new int[256];
    private int[] owner = new int[256];
    private int[] extra = new int[256];
    private int size;
    private final int[] firstRow;
    private final int[] lastRow;

    private DiffRows(FileDiff.Text diff, LinePairs pairs, Layout layout, Expansion expansion) {
        this.diff = diff;
        this.pairs = pairs;
        this.layout = layout;
        this.expansion = expansion;
        firstRow = new int[diff.hunks().size()];
        lastRow = new int[diff.hunks().size()];
        build();
    }

    public static DiffRows of(FileDiff.Text diff, Layout layout, Expansion expansion) {
        return new DiffRows(diff, LinePairs.of(diff), layout, expansion);
    }

    /// The same diff with more or less of its unchanged text.
    public DiffRows with(Expansion other) {
        return new DiffRows(diff, pairs, layout, other);
    }

    public DiffRows with(Layout other) {
        return new DiffRows(diff, pairs, other, expansion);
    }

    public FileDiff.Text diff() {
        return diff;
    }

    public Layout layout() {
        return layout;
    }

    public Expansion expansion() {
        return expansion;
    }

    public int size() {
        return size;
    }

    public int hunks() {
        return firstRow.length;
    }

    /// Whether a fold hides something.
    public boolean isFolded() {
        for (int own : owner) {
            if (own <= -2) {
                return true;
            }
        }
        return false;
    }

    /// @throws IndexOutOfBoundsException outside `0..size()-1`
    public Row row(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("row " + index + " of " + size);
        }
        int own = owner[index];
        if (own <= -2) {
            return new Row(Kind.FOLD, before[index], after[index], NONE, -2 - own, extra[index], NONE);
        }
        Kind kind = own == NONE ? Kind.CONTEXT : after[index] == NONE ? Kind.REMOVED
                : before[index] == NONE ? Kind.ADDED : Kind.CHANGED;
        return new Row(kind, before[index], after[index], own, NONE, 0, extra[index]);
    }

    /// First row of a hunk.
    public int firstRow(int hunk) {
        return firstRow[hunk];
    }

    /// Last row of a hunk, inclusive.
    public int lastRow(int hunk) {
        return lastRow[hunk];
    }

    /// The row that shows `line` of a side, or the fold that hides it.
    public int rowOf(Side side, int line) {
        int[] lines = side == Side.BEFORE ? before : after;
        int from = 0;
        int to = diff.hunks().size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            Hunk hunk = diff.hunks().get(middle);
            if ((side == Side.BEFORE ? hunk.beforeEnd() : hunk.afterEnd()) > line) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        // from: the first hunk that ends behind the line. The line is in it, or in the gap before it.
        int start = from == 0 ? 0 : lastRow[from - 1] + 1;
        int end = from == firstRow.length ? size : lastRow[from] + 1;
        int found = Math.max(0, start - 1);
        boolean inHunk = from < firstRow.length
                && line >= (side == Side.BEFORE ? diff.hunks().get(from).beforeStart() : diff.hunks().get(from).afterStart());
        if (!inHunk) {
            int gapEnd = from == firstRow.length ? size : firstRow[from];
            return gapEnd > start ? inGap(lines, start, gapEnd, line) : found;
        }
        for (int i = firstRow[from]; i < end; i++) {
            if (lines[i] == line) {
                return i;
            }
            found = lines[i] != NONE && lines[i] < line ? i : found;
        }
        return found;
    }

    /// The last row of a gap that starts at or before the line: each of its rows has a line, in order.
    private static int inGap(int[] lines, int start, int end, int line) {
        int at = Arrays.binarySearch(lines, start, end, line);
        return at >= 0 ? at : Math.max(start, -at - 2);
    }

    /// These rows with `line` of a side in sight: its fold, if one hides it, is opened whole.
    public DiffRows revealing(Side side, int line) {
        if (size == 0) {
            return this;
        }
        Row row = row(rowOf(side, line));
        return row.kind() == Kind.FOLD ? with(expansion.all(row.gap())) : this;
    }

    private void build() {
        int b = 0;
        int a = 0;
        int last = diff.hunks().size();
        for (Hunk hunk : diff.hunks()) {
            gap(hunk.index(), last, b, a, hunk.beforeStart() - b);
            firstRow[hunk.index()] = size;
            if (layout == Layout.SPLIT) {
                split(hunk);
            } else {
                unified(hunk);
            }
            lastRow[hunk.index()] = size - 1;
            b = hunk.beforeEnd();
            a = hunk.afterEnd();
        }
        gap(last, last, b, a, diff.before().lines().size() - b);
        before = Arrays.copyOf(before, size);
        after = Arrays.copyOf(after, size);
        owner = Arrays.copyOf(owner, size);
        extra = Arrays.copyOf(extra, size);
    }

    private void gap(int gap, int last, int b, int a, int lines) {
        Expansion.Shown shown = expansion.shown(gap);
        int top = (gap == 0 ? 0 : CONTEXT) + shown.top();
        int bottom = (gap == last ? 0 : CONTEXT) + shown.bottom();
        // a fold takes a row itself and a click to open: a few lines are not worth it
        boolean fold = lines - (long) top - bottom >= LEAST_FOLDED;
        int head = fold ? top : lines;
        for (int i = 0; i < head; i++) {
            add(b + i, a + i, NONE, NONE);
        }
        if (fold) {
            add(b + top, a + top, -2 - gap, lines - top - bottom);
            for (int i = lines - bottom; i < lines; i++) {
                add(b + i, a + i, NONE, NONE);
            }
        }
    }

    private void split(Hunk hunk) {
        int b = hunk.beforeStart();
        int a = hunk.afterStart();
        while (b < hunk.beforeEnd() || a < hunk.afterEnd()) {
            int pairB = b;
            while (pairB < hunk.beforeEnd() && pairs.afterOf(hunk, pairB) == NONE) {
                pairB++;
            }
            int pairA = pairB < hunk.beforeEnd() ? pairs.afterOf(hunk, pairB) : hunk.afterEnd();
            while (b < pairB || a < pairA) {
                add(b < pairB ? b++ : NONE, a < pairA ? a++ : NONE, hunk.index(), NONE);
            }
            if (pairB < hunk.beforeEnd()) {
                add(b++, a, hunk.index(), a++);
            }
        }
    }

    private void unified(Hunk hunk) {
        var partner = new int[hunk.afterCount()];
        Arrays.fill(partner, NONE);
        for (int b = hunk.beforeStart(); b < hunk.beforeEnd(); b++) {
            int a = pairs.afterOf(hunk, b);
            if (a != NONE) {
                partner[a - hunk.afterStart()] = b;
            }
            add(b, NONE, hunk.index(), a);
        }
        for (int a = hunk.afterStart(); a < hunk.afterEnd(); a++) {
            add(NONE, a, hunk.index(), partner[a - hunk.afterStart()]);
        }
    }

    private void add(int b, int a, int own, int more) {
        if (size == before.length) {
            int room = size * 2;
            before = Arrays.copyOf(before, room);
            after = Arrays.copyOf(after, room);
            owner = Arrays.copyOf(owner, room);
            extra = Arrays.copyOf(extra, room);
        }
        before[size] = b;
        after[size] = a;
        owner[size] = own;
        extra[size++] = more;
    }
}
