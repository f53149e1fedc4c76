package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.LineRange;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// Some lines of a diff, 0-based, of either side.
record ChosenLines(SortedSet<Integer> before, SortedSet<Integer> after) {
    static final ChosenLines NONE = new ChosenLines(new TreeSet<>(), new TreeSet<>());

    ChosenLines {
        before = Collections.unmodifiableSortedSet(new TreeSet<>(before));
        after = Collections.unmodifiableSortedSet(new TreeSet<>(after));
    }

    SortedSet<Integer> of(Side side) {
        return side == Side.BEFORE ? before : after;
    }

    boolean isEmpty() {
        return before.isEmpty() && after.isEmpty();
    }

    /// Those that a hunk removes or adds; unchanged lines need no decision.
    ChosenLines changed(FileDiff.Text diff) {
        var removed = new TreeSet<Integer>();
        var added = new TreeSet<Integer>();
        diff.hunks().forEach(hunk -> {
            removed.addAll(before.subSet(hunk.beforeStart(), hunk.beforeEnd()));
            added.addAll(after.subSet(hunk.afterStart(), hunk.afterEnd()));
        });
        return new ChosenLines(removed, added);
    }

    /// The side that a remark about them is about: what is there now, unless only old lines are chosen.
    Side side() {
        return after.isEmpty() ? Side.BEFORE : Side.AFTER;
    }

    /// From the first to the last line of [#side]. Not for none.
    LineRange range() {
        return new LineRange(of(side()).first(), of(side()).last() + 1);
    }
}
