package dev.countersign.changeset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/// What a change brings that was nowhere in the file before. Most of a file stays as it was, so what both texts begin and end with is
/// compared in blocks and never cut into lines.
public final class AddedLines {
    private static final int FEW = 16;
    private static final int BLOCK = 512;

    private AddedLines() {}

    /// One line without its end. @param number from 1, in the text as it is now
    public record Line(int number, String text) {}

    /// The lines of `after` that `before` has nowhere, in order. A line ends with `\n`, `\r\n` or `\r`.
    public static List<Line> between(String before, String after) {
        int start = same(before, after);
        int end = after.length() - sameAtEnd(before, after, start);
        if (start == end) {
            return List.of();
        }
        int number = 0;
        for (int at = after.indexOf('\n'); at >= 0 && at < start; at = after.indexOf('\n', at + 1)) {
            number++;
        }
        List<String> lines = after.substring(start, end).lines().toList();
        Predicate<String> known = lines.size() <= FEW ? line -> hasLine(before, line) : new HashSet<>(before.lines().toList())::contains;
        var added = new ArrayList<Line>();
        for (String line : lines) {
            number++;
            if (!known.test(line)) {
                added.add(new Line(number, line));
            }
        }
        return added;
    }

    /// How much both begin with, in whole lines. Ends of other systems are left to the comparison of lines.
    private static int same(String before, String after) {
        int most = Math.min(before.length(), after.length());
        int count = 0;
        for (int block = BLOCK; block > 0; block /= 8) {
            while (count + block <= most && before.regionMatches(count, after, count, block)) {
                count += block;
            }
        }
        int other = before.indexOf('\r');
        return before.lastIndexOf('\n', (other >= 0 ? Math.min(count, other) : count) - 1) + 1;
    }

    /// How much both end with behind `start`, in whole lines: the line above ends there.
    private static int sameAtEnd(String before, String after, int start) {
        int most = Math.min(before.length(), after.length()) - start;
        int count = 0;
        for (int block = BLOCK; block > 0; block /= 8) {
            while (count + block <= most && before.regionMatches(before.length() - count - block, after, after.length() - count - block, block)) {
                count += block;
            }
        }
        count = Math.min(count, before.length() - 1 - before.lastIndexOf('\r'));
        int line = before.indexOf('\n', before.length() - count);
        return line < 0 ? 0 : before.length() - 1 - line;
    }

    private static boolean hasLine(String text, String line) {
        if (text.indexOf('\r') >= 0) {
            return text.lines().anyMatch(line::equals);
        }
        for (int at = 0; at < text.length(); ) {
            int next = text.indexOf('\n', at);
            int end = next < 0 ? text.length() : next;
            if (end - at == line.length() && text.startsWith(line, at)) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }
}
