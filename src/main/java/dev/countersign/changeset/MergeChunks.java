package dev.countersign.changeset;

import dev.countersign.changeset.Merge.Chunk;
import dev.countersign.changeset.Merge.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Lays the hunks of two sides over their base and groups those that meet. Linear in lines once both diffs are there.
final class MergeChunks {
    private final TextFile base;
    private final TextFile ours;
    private final TextFile theirs;
    private final List<Chunk> chunks = new ArrayList<>();
    private int conflicts;
    private boolean coarse;
    private int baseAt;
    private int oursAt;
    private int theirsAt;

    MergeChunks(TextFile base, TextFile ours, TextFile theirs) {
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
    }

    Merge merge() {
        List<Hunk> left = hunks(base, ours);
        List<Hunk> right = hunks(base, theirs);
        int i = 0;
        int j = 0;
        while (i < left.size() || j < right.size()) {
            int from = Math.min(start(left, i), start(right, j));
            int to = from;
            int firstLeft = i;
            int firstRight = j;
            int leftGrows = 0;
            int rightGrows = 0;
            // Whatever touches the group joins it: where two sides change neighbouring lines, nobody knows their order.
            while (start(left, i) <= to || start(right, j) <= to) {
                if (start(left, i) <= to) {
                    Hunk hunk = left.get(i++);
                    to = Math.max(to, hunk.beforeEnd());
                    leftGrows += hunk.afterCount() - hunk.beforeCount();
                } else {
                    Hunk hunk = right.get(j++);
                    to = Math.max(to, hunk.beforeEnd());
                    rightGrows += hunk.afterCount() - hunk.beforeCount();
                }
            }
            unchanged(from);
            int length = to - from;
            group(new LineRange(from, to), new LineRange(oursAt, oursAt + length + leftGrows),
                    new LineRange(theirsAt, theirsAt + length + rightGrows), i > firstLeft, j > firstRight);
        }
        unchanged(base.lines().size());
        return new Merge(base, ours, theirs, chunks, coarse);
    }

    private List<Hunk> hunks(TextFile before, TextFile after) {
        FileDiff.Text diff = new Differ().diff(before, after, Differ.Options.EXACT);
        coarse |= diff.coarse();
        return diff.hunks();
    }

    private static int start(List<Hunk> hunks, int index) {
        return index < hunks.size() ? hunks.get(index).beforeStart() : Integer.MAX_VALUE;
    }

    private void unchanged(int until) {
        int length = until - baseAt;
        if (length > 0) {
            settle(new LineRange(baseAt, until), new LineRange(oursAt, oursAt + length),
                    new LineRange(theirsAt, theirsAt + length), Origin.UNCHANGED);
        }
    }

    private void group(LineRange inBase, LineRange inOurs, LineRange inTheirs, boolean byOurs, boolean byTheirs) {
        if (!byTheirs) {
            settle(inBase, inOurs, inTheirs, Origin.OURS);
        } else if (!byOurs) {
            settle(inBase, inOurs, inTheirs, Origin.THEIRS);
        } else if (same(inOurs, inTheirs)) {
            settle(inBase, inOurs, inTheirs, Origin.BOTH);
        } else if (inBase.isEmpty()) {
            bothInserted(inBase, inOurs, inTheirs);
        } else {
            conflict(inBase, inOurs, inTheirs);
        }
    }

    /// Two insertions at one place have no base to be told apart by: what they have in common stands once, the rest conflicts.
    private void bothInserted(LineRange nothing, LineRange inOurs, LineRange inTheirs) {
        for (Hunk hunk : hunks(part(ours, inOurs), part(theirs, inTheirs))) {
            int before = inOurs.from() + hunk.beforeStart();
            if (before > oursAt) {
                settle(nothing, new LineRange(oursAt, before),
                        new LineRange(theirsAt, inTheirs.from() + hunk.afterStart()), Origin.BOTH);
            }
            conflict(nothing, new LineRange(before, inOurs.from() + hunk.beforeEnd()),
                    new LineRange(inTheirs.from() + hunk.afterStart(), inTheirs.from() + hunk.afterEnd()));
        }
        if (oursAt < inOurs.to()) {
            settle(nothing, new LineRange(oursAt, inOurs.to()), new LineRange(theirsAt, inTheirs.to()), Origin.BOTH);
        }
    }

    private static TextFile part(TextFile file, LineRange range) {
        return new TextFile(file.lines().subList(range.from(), range.to()), file.ends().subList(range.from(), range.to()),
                file.charset(), false);
    }

    private boolean same(LineRange inOurs, LineRange inTheirs) {
        if (inOurs.count() != inTheirs.count()) {
            return false;
        }
        for (int k = 0; k < inOurs.count(); k++) {
            if (!Objects.equals(ours.lines().get(inOurs.from() + k), theirs.lines().get(inTheirs.from() + k))
                    || !Objects.equals(ours.ends().get(inOurs.from() + k), theirs.ends().get(inTheirs.from() + k))) {
                return false;
            }
        }
        return true;
    }

    private void settle(LineRange inBase, LineRange inOurs, LineRange inTheirs, Origin origin) {
        add(new Merge.Settled(inBase, inOurs, inTheirs, origin));
    }

    private void conflict(LineRange inBase, LineRange inOurs, LineRange inTheirs) {
        add(new Merge.Conflict(conflicts++, inBase, inOurs, inTheirs));
    }

    private void add(Chunk chunk) {
        chunks.add(chunk);
        baseAt = chunk.base().to();
        oursAt = chunk.ours().to();
        theirsAt = chunk.theirs().to();
    }
}
