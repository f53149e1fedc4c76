package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.ui.review.ReviewFile.Marks;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// How decisions on lines and on hunks make each other. A hunk of which all lines have the same answer has that answer and no
/// marks on lines; one with both answers is [HunkDecision#PARTLY]; one with an open line is undecided.
final class LineDecisions {
    private final FileDiff.Text diff;

    LineDecisions(FileDiff.Text diff) {
        this.diff = diff;
    }

    /// Decides hunks as a whole; marks on their lines go.
    Marks hunks(Marks now, Iterable<Integer> units, HunkDecision decision) {
        var hunks = new ArrayList<>(now.hunks());
        var removed = new TreeMap<>(now.lines().removed());
        var added = new TreeMap<>(now.lines().added());
        for (int unit : units) {
            hunks.set(unit, decision);
            clear(diff.hunks().get(unit), removed, added);
        }
        return new Marks(hunks, Optional.empty(), new LineMarks(removed, added));
    }

    /// Decides lines; of `chosen` only those that change count. UNDECIDED opens them again.
    Marks lines(Marks now, ChosenLines chosen, HunkDecision decision) {
        if (decision == HunkDecision.PARTLY) {
            throw new IllegalArgumentException("a line is taken or it is not");
        }
        ChosenLines changed = chosen.changed(diff);
        var hunks = new ArrayList<>(now.hunks());
        var removed = new TreeMap<>(now.lines().removed());
        var added = new TreeMap<>(now.lines().added());
        for (Hunk hunk : diff.hunks()) {
            var some = new TreeSet<>(changed.before().subSet(hunk.beforeStart(), hunk.beforeEnd()));
            var more = new TreeSet<>(changed.after().subSet(hunk.afterStart(), hunk.afterEnd()));
            if (!some.isEmpty() || !more.isEmpty()) {
                spread(hunk, now.hunks().get(hunk.index()), removed, added);
                some.forEach(line -> put(removed, line, decision));
                more.forEach(line -> put(added, line, decision));
                hunks.set(hunk.index(), settle(hunk, removed, added));
            }
        }
        return new Marks(hunks, Optional.empty(), new LineMarks(removed, added));
    }

    /// Answers whatever is still open: hunks, and lines of hunks that were begun.
    Marks rest(Marks now, HunkDecision decision) {
        Marks marks = now;
        for (Hunk hunk : diff.hunks()) {
            if (now.hunks().get(hunk.index()) == HunkDecision.UNDECIDED) {
                var before = new TreeSet<Integer>();
                var after = new TreeSet<Integer>();
                for (int line = hunk.beforeStart(); line < hunk.beforeEnd(); line++) {
                    if (!now.lines().removed().containsKey(line)) {
                        before.add(line);
                    }
                }
                for (int line = hunk.afterStart(); line < hunk.afterEnd(); line++) {
                    if (!now.lines().added().containsKey(line)) {
                        after.add(line);
                    }
                }
                marks = lines(marks, new ChosenLines(before, after), decision);
            }
        }
        return new Marks(marks.hunks(), now.edited(), marks.lines());
    }

    /// The hunks' answers that follow from marks on lines, for those that have none of their own.
    Marks settled(Marks now) {
        var hunks = new ArrayList<>(now.hunks());
        var removed = new TreeMap<>(now.lines().removed());
        var added = new TreeMap<>(now.lines().added());
        for (Hunk hunk : diff.hunks()) {
            boolean open = hunks.get(hunk.index()) == HunkDecision.UNDECIDED || hunks.get(hunk.index()) == HunkDecision.PARTLY;
            if (open) {
                hunks.set(hunk.index(), settle(hunk, removed, added));
            } else {
                clear(hunk, removed, added);
            }
        }
        return new Marks(hunks, now.edited(), new LineMarks(removed, added));
    }

    /// The answer for one line of a hunk.
    static HunkDecision of(Marks marks, int hunk, Side side, int line) {
        HunkDecision whole = marks.hunks().get(hunk);
        if (whole == HunkDecision.ACCEPTED || whole == HunkDecision.REJECTED) {
            return whole;
        }
        Boolean taken = marks.lines().of(side).get(line);
        return taken == null ? HunkDecision.UNDECIDED : taken ? HunkDecision.ACCEPTED : HunkDecision.REJECTED;
    }

    /// What is taken, where some hunk is taken in part. Open lines are left out.
    FileSelection.Lines selection(Marks marks) {
        var removed = new TreeSet<Integer>();
        var added = new TreeSet<Integer>();
        for (Hunk hunk : diff.hunks()) {
            for (int line = hunk.beforeStart(); line < hunk.beforeEnd(); line++) {
                if (of(marks, hunk.index(), Side.BEFORE, line) == HunkDecision.ACCEPTED) {
                    removed.add(line);
                }
            }
            for (int line = hunk.afterStart(); line < hunk.afterEnd(); line++) {
                if (of(marks, hunk.index(), Side.AFTER, line) == HunkDecision.ACCEPTED) {
                    added.add(line);
                }
            }
        }
        return new FileSelection.Lines(removed, added);
    }

    private static void put(Map<Integer, Boolean> marks, int line, HunkDecision decision) {
        if (decision == HunkDecision.UNDECIDED) {
            marks.remove(line);
        } else {
            marks.put(line, decision == HunkDecision.ACCEPTED);
        }
    }

    private static void clear(Hunk hunk, TreeMap<Integer, Boolean> removed, TreeMap<Integer, Boolean> added) {
        removed.subMap(hunk.beforeStart(), hunk.beforeEnd()).clear();
        added.subMap(hunk.afterStart(), hunk.afterEnd()).clear();
    }

    private static void spread(Hunk hunk, HunkDecision decision, TreeMap<Integer, Boolean> removed, TreeMap<Integer, Boolean> added) {
        if (decision == HunkDecision.ACCEPTED || decision == HunkDecision.REJECTED) {
            for (int line = hunk.beforeStart(); line < hunk.beforeEnd(); line++) {
                removed.put(line, decision == HunkDecision.ACCEPTED);
            }
            for (int line = hunk.afterStart(); line < hunk.afterEnd(); line++) {
                added.put(line, decision == HunkDecision.ACCEPTED);
            }
        }
    }

    private static HunkDecision settle(Hunk hunk, TreeMap<Integer, Boolean> removed, TreeMap<Integer, Boolean> added) {
        var gone = removed.subMap(hunk.beforeStart(), hunk.beforeEnd()).values();
        var come = added.subMap(hunk.afterStart(), hunk.afterEnd()).values();
        if (gone.size() < hunk.beforeCount() || come.size() < hunk.afterCount()) {
            return HunkDecision.UNDECIDED;
        }
        boolean some = gone.contains(true) || come.contains(true);
        boolean none = gone.contains(false) || come.contains(false);
        if (some && none) {
            return HunkDecision.PARTLY;
        }
        clear(hunk, removed, added);
        return some ? HunkDecision.ACCEPTED : HunkDecision.REJECTED;
    }
}
