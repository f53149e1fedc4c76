package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Where a text occurs in a diff. Both sides are searched, unchanged lines once; letter case counts only where the wanted text
/// has a capital.
///
/// @param matches in reading order, at most [#MOST]
/// @param more    whether there are more than that
/// @param byLine  the same by side and line
record DiffFind(String wanted, List<Match> matches, boolean more, Map<Long, List<Match>> byLine) {
    static final int MOST = 5_000;
    static final DiffFind NONE = new DiffFind("", List.of(), false);

    /// Half-open characters of one line of a side.
    record Match(Side side, int line, int start, int end) {}

    DiffFind {
        matches = List.copyOf(matches);
    }

    private DiffFind(String wanted, List<Match> matches, boolean more) {
        this(wanted, matches, more, matches.stream().collect(Collectors.groupingBy(m -> key(m.side, m.line))));
    }

    private static long key(Side side, int line) {
        return (long) side.ordinal() << 32 | line;
    }

    static DiffFind in(FileDiff.Text diff, String wanted) {
        if (wanted.isEmpty()) {
            return NONE;
        }
        var search = new Search(wanted, wanted.chars().noneMatch(Character::isUpperCase));
        int after = 0;
        for (Hunk hunk : diff.hunks()) {
            search.lines(Side.AFTER, diff.after().lines(), after, hunk.afterStart());
            search.lines(Side.BEFORE, diff.before().lines(), hunk.beforeStart(), hunk.beforeEnd());
            search.lines(Side.AFTER, diff.after().lines(), hunk.afterStart(), hunk.afterEnd());
            after = hunk.afterEnd();
        }
        search.lines(Side.AFTER, diff.after().lines(), after, diff.after().lines().size());
        return new DiffFind(wanted, search.found, search.found.size() >= MOST);
    }

    List<Match> on(Side side, int line) {
        return byLine.getOrDefault(key(side, line), List.of());
    }

    private static final class Search {
        private final String wanted;
        private final boolean ignoreCase;
        private final List<Match> found = new ArrayList<>();

        Search(String wanted, boolean ignoreCase) {
            this.wanted = wanted;
            this.ignoreCase = ignoreCase;
        }

        void lines(Side side, List<String> lines, int from, int to) {
            for (int line = from; line < to && found.size() < MOST; line++) {
                String text = lines.get(line);
                int last = text.length() - wanted.length();
                for (int at = 0; at <= last && found.size() < MOST; at++) {
                    if (text.regionMatches(ignoreCase, at, wanted, 0, wanted.length())) {
                        found.add(new Match(side, line, at, at + wanted.length()));
                        at += wanted.length() - 1;
                    }
                }
            }
        }
    }
}
