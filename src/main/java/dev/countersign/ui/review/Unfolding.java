package dev.countersign.ui.review;

import dev.countersign.changeset.Hunk;
import java.util.List;

/// More of the unchanged text around a hunk: by lines, by the block it stands in.
final class Unfolding {
    private Unfolding() {}

    /// Ten lines more above (-1) or below (1) a hunk.
    static Expansion lines(DiffRows rows, int hunk, int where) {
        return where < 0 ? rows.expansion().up(hunk) : rows.expansion().down(hunk + 1);
    }

    /// From the line that opens the block around a hunk to the line that closes it; once both are in sight, the block around that.
    static Expansion block(DiffRows rows, int hunk) {
        return below(rows, hunk + 1, above(rows, hunk, rows.expansion()));
    }

    /// The same for the hunks at both ends of a gap, only towards that gap.
    static Expansion gap(DiffRows rows, int gap) {
        Expansion next = gap < rows.hunks() ? above(rows, gap, rows.expansion()) : rows.expansion();
        return gap > 0 ? below(rows, gap, next) : next;
    }

    /// The gap that lies before its hunk, opened upwards.
    private static Expansion above(DiffRows rows, int gap, Expansion now) {
        List<String> lines = rows.diff().after().lines();
        Hunk hunk = rows.diff().hunks().get(gap);
        int start = start(rows, gap);
        int seen = hunk.afterStart() - DiffRows.CONTEXT - now.shown(gap).bottom();
        int line = Blocks.opening(lines, Math.min(hunk.afterStart(), lines.size() - 1));
        while (line >= 0 && line >= seen) {
            line = Blocks.opening(lines, line);
        }
        return now.atLeast(gap, 0, hunk.afterStart() - Math.max(line, start) - DiffRows.CONTEXT);
    }

    /// The gap that lies behind its hunk, opened downwards.
    private static Expansion below(DiffRows rows, int gap, Expansion now) {
        List<String> lines = rows.diff().after().lines();
        int start = start(rows, gap);
        int end = gap < rows.hunks() ? rows.diff().hunks().get(gap).afterStart() : lines.size();
        int seen = start + DiffRows.CONTEXT + now.shown(gap).top();
        int line = Blocks.closing(lines, Math.max(0, start - 1));
        while (line < seen && line < lines.size() - 1) {
            int next = Blocks.closing(lines, line);
            line = next > line ? next : lines.size() - 1;
        }
        return now.atLeast(gap, Math.min(line + 1, end) - start - DiffRows.CONTEXT, 0);
    }

    private static int start(DiffRows rows, int gap) {
        return gap == 0 ? 0 : rows.diff().hunks().get(gap - 1).afterEnd();
    }
}
