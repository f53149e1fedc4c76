package dev.countersign.changeset;

import java.util.ArrayList;
import java.util.List;

/// A merge as one text with its conflicts marked, as git writes them. To be read or handed to another tool; never applied.
///
/// @param style  how much of each conflict is shown
/// @param ours   label behind `<<<<<<<`
/// @param base   label behind `|||||||`
/// @param theirs label behind `>>>>>>>`
public record ConflictMarkers(Style style, String ours, String base, String theirs) {

    public enum Style {
        /// Both sides, without what they have in common at the edges.
        MERGE,
        /// Both sides and the base, whole.
        DIFF3,
        /// Both sides without what they have in common at the edges, and the whole base.
        ZDIFF3
    }

    /// The marked text; without conflicts, the merged text.
    public TextFile write(Merge merge) {
        var lines = new ArrayList<String>();
        var ends = new ArrayList<String>();
        for (Merge.Chunk chunk : merge.chunks()) {
            switch (chunk) {
                case Merge.Settled settled -> {
                    boolean fromTheirs = settled.origin() == Merge.Origin.THEIRS;
                    copy(fromTheirs ? merge.theirs() : merge.ours(), fromTheirs ? settled.theirs() : settled.ours(), lines, ends);
                }
                case Merge.Conflict conflict -> mark(merge, conflict, lines, ends);
            }
        }
        return new TextFile(lines, ends, merge.ours().charset(), merge.ours().byteOrderMark());
    }

    private void mark(Merge merge, Merge.Conflict conflict, List<String> lines, List<String> ends) {
        int top = 0;
        int bottom = 0;
        if (style != Style.DIFF3) {
            int most = Math.min(conflict.ours().count(), conflict.theirs().count());
            while (top < most && same(merge, conflict.ours().from() + top, conflict.theirs().from() + top)) {
                top++;
            }
            while (bottom < most - top && same(merge, conflict.ours().to() - 1 - bottom, conflict.theirs().to() - 1 - bottom)) {
                bottom++;
            }
        }
        LineRange mine = conflict.ours();
        LineRange other = conflict.theirs();
        String end = merge.usualEnd();
        copy(merge.ours(), new LineRange(mine.from(), mine.from() + top), lines, ends);
        line("<<<<<<< " + ours, end, lines, ends);
        finished(merge.ours(), new LineRange(mine.from() + top, mine.to() - bottom), end, lines, ends);
        if (style != Style.MERGE) {
            line("||||||| " + base, end, lines, ends);
            finished(merge.base(), conflict.base(), end, lines, ends);
        }
        line("=======", end, lines, ends);
        finished(merge.theirs(), new LineRange(other.from() + top, other.to() - bottom), end, lines, ends);
        line(">>>>>>> " + theirs, end, lines, ends);
        copy(merge.ours(), new LineRange(mine.to() - bottom, mine.to()), lines, ends);
    }

    private static boolean same(Merge merge, int inOurs, int inTheirs) {
        return merge.ours().lines().get(inOurs).equals(merge.theirs().lines().get(inTheirs))
                && merge.ours().ends().get(inOurs).equals(merge.theirs().ends().get(inTheirs));
    }

    private static void finished(TextFile file, LineRange range, String end, List<String> lines, List<String> ends) {
        copy(file, range, lines, ends);
        if (!range.isEmpty() && ends.getLast().isEmpty()) {
            ends.set(ends.size() - 1, end);
        }
    }

    private static void copy(TextFile file, LineRange range, List<String> lines, List<String> ends) {
        lines.addAll(file.lines().subList(range.from(), range.to()));
        ends.addAll(file.ends().subList(range.from(), range.to()));
    }

    private static void line(String text, String end, List<String> lines, List<String> ends) {
        lines.add(text);
        ends.add(end);
    }
}
