package dev.countersign.cli;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import java.util.ArrayList;
import java.util.List;

/// One hunk in the unified notation, with context, for the terminal.
final class HunkText {
    private HunkText() {}

    /// Lines that start with `@`, a space, `-` or `+`.
    static List<String> lines(FileDiff.Text diff, Hunk hunk, int context) {
        List<String> before = diff.before().lines();
        List<String> after = diff.after().lines();
        var lines = new ArrayList<String>();
        int above = Math.min(context, hunk.beforeStart());
        int around = above + Math.min(context, before.size() - hunk.beforeEnd());
        lines.add("@@ -" + range(hunk.beforeStart() - above, hunk.beforeCount() + around) + " +"
                + range(hunk.afterStart() - above, hunk.afterCount() + around) + " @@");
        before.subList(hunk.beforeStart() - above, hunk.beforeStart()).forEach(line -> lines.add(" " + line));
        before.subList(hunk.beforeStart(), hunk.beforeEnd()).forEach(line -> lines.add("-" + line));
        after.subList(hunk.afterStart(), hunk.afterEnd()).forEach(line -> lines.add("+" + line));
        before.subList(hunk.beforeEnd(), Math.min(before.size(), hunk.beforeEnd() + context)).forEach(line -> lines.add(" " + line));
        return lines;
    }

    /// Lines count from 1; an empty range stands after the line it names.
    private static String range(int start, int count) {
        return (count == 0 ? start : start + 1) + "," + count;
    }
}
