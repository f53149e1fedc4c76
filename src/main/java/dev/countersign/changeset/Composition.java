package dev.countersign.changeset;

import java.io.ByteArrayOutputStream;
import java.util.SortedSet;
import java.util.function.IntPredicate;

/// The bytes of a file with a part of its changes. Each line is written as the side it comes from had it, whatever its charset,
/// so that no line changes which nobody chose.
///
/// Of a hunk taken in part, lines keep the order of [LinePairs]: a kept line stays where the line stands that would have replaced
/// it; between two pairs what is kept comes before what is new. An unfinished last line that gets one behind it is finished the
/// way its file ends most lines.
final class Composition {
    private final FileDiff.Text diff;
    private final IntPredicate removed;
    private final IntPredicate added;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private String owed = "";
    private TextFile owing;

    private Composition(FileDiff.Text diff, IntPredicate removed, IntPredicate added) {
        this.diff = diff;
        this.removed = removed;
        this.added = added;
        this.owing = diff.before();
    }

    static byte[] of(FileDiff.Text diff, SortedSet<Integer> accepted) {
        int[] beforeHunk = hunks(diff, true);
        int[] afterHunk = hunks(diff, false);
        return new Composition(diff, line -> accepted.contains(beforeHunk[line]), line -> accepted.contains(afterHunk[line]))
                .bytes(accepted.contains(0));
    }

    static byte[] of(FileDiff.Text diff, Selection.FileSelection.Lines lines) {
        boolean first = !diff.hunks().isEmpty() && (lines.added().contains(0) || lines.isWhole(diff.hunks().getFirst()));
        return new Composition(diff, lines.removed()::contains, lines.added()::contains).bytes(first);
    }

    /// @param marked whether the mark is the after side's. Where only one side has a mark, the lines at the top differ, and so the
    ///               first hunk begins there and carries it
    private byte[] bytes(boolean marked) {
        out.writeBytes(marked ? diff.after().markBytes() : diff.before().markBytes());
        LinePairs pairs = null;
        int line = 0;
        for (Hunk hunk : diff.hunks()) {
            write(diff.before(), line, hunk.beforeStart());
            if (all(removed, hunk.beforeStart(), hunk.beforeEnd(), true) && all(added, hunk.afterStart(), hunk.afterEnd(), true)) {
                write(diff.after(), hunk.afterStart(), hunk.afterEnd());
            } else if (all(removed, hunk.beforeStart(), hunk.beforeEnd(), false)
                    && all(added, hunk.afterStart(), hunk.afterEnd(), false)) {
                write(diff.before(), hunk.beforeStart(), hunk.beforeEnd());
            } else {
                pairs = pairs == null ? LinePairs.of(diff) : pairs;
                interleave(hunk, pairs);
            }
            line = hunk.beforeEnd();
        }
        write(diff.before(), line, diff.before().lines().size());
        return out.toByteArray();
    }

    private void interleave(Hunk hunk, LinePairs pairs) {
        int kept = hunk.beforeStart();
        int fresh = hunk.afterStart();
        for (int line = hunk.beforeStart(); line < hunk.beforeEnd(); line++) {
            int partner = pairs.afterOf(hunk, line);
            if (partner >= 0) {
                keep(kept, line);
                take(fresh, partner);
                keep(line, line + 1);
                take(partner, partner + 1);
                kept = line + 1;
                fresh = partner + 1;
            }
        }
        keep(kept, hunk.beforeEnd());
        take(fresh, hunk.afterEnd());
    }

    private void keep(int from, int to) {
        for (int line = from; line < to; line++) {
            if (!removed.test(line)) {
                write(diff.before(), line, line + 1);
            }
        }
    }

    private void take(int from, int to) {
        for (int line = from; line < to; line++) {
            if (added.test(line)) {
                write(diff.after(), line, line + 1);
            }
        }
    }

    private void write(TextFile file, int from, int to) {
        if (from == to) {
            return;
        }
        if (!owed.isEmpty()) {
            out.writeBytes(owing.withText(owed).lineBytes(0, 1));
        }
        out.writeBytes(file.lineBytes(from, to));
        owed = file.ends().get(to - 1).isEmpty() ? file.usualEnd() : "";
        owing = file;
    }

    private static boolean all(IntPredicate lines, int from, int to, boolean wanted) {
        for (int line = from; line < to; line++) {
            if (lines.test(line) != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int[] hunks(FileDiff.Text diff, boolean before) {
        int[] hunks = new int[before ? diff.before().lines().size() : diff.after().lines().size()];
        java.util.Arrays.fill(hunks, -1);
        for (Hunk hunk : diff.hunks()) {
            java.util.Arrays.fill(hunks, before ? hunk.beforeStart() : hunk.afterStart(), before ? hunk.beforeEnd() : hunk.afterEnd(),
                    hunk.index());
        }
        return hunks;
    }
}
