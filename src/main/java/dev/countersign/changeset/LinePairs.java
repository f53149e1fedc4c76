package dev.countersign.changeset;

import java.util.Arrays;
import java.util.List;

/// Which removed line of a hunk became which added line: the two stand on one row, their words are compared, and a line that is
/// taken alone keeps its place by them.
///
/// Pairs never cross. Lines pair where they share at least half of their words. The work is bounded for the whole file: past
/// the bound, lines pair by their place. The same diff always has the same pairs.
public final class LinePairs {
    private static final int NONE = -1;
    private static final int MOST_PER_HUNK = 40_000;
    private static final int MOST_PER_FILE = 400_000;
    private static final double ALIKE = 0.5;

    private final int[][] afterOf;

    private LinePairs(int[][] afterOf) {
        this.afterOf = afterOf;
    }

    public static LinePairs of(FileDiff.Text diff) {
        var pairs = new int[diff.hunks().size()][];
        long left = MOST_PER_FILE;
        for (Hunk hunk : diff.hunks()) {
            long work = (long) hunk.beforeCount() * hunk.afterCount();
            boolean search = work <= MOST_PER_HUNK && work <= left;
            pairs[hunk.index()] = search ? byWords(diff, hunk) : byPlace(hunk);
            left -= search ? work : 0;
        }
        return new LinePairs(pairs);
    }

    /// The added line (0-based in the after text) that the removed line `before` of `hunk` became, or -1.
    public int afterOf(Hunk hunk, int before) {
        int at = afterOf[hunk.index()][before - hunk.beforeStart()];
        return at == NONE ? NONE : hunk.afterStart() + at;
    }

    private static int[] byPlace(Hunk hunk) {
        var pairs = new int[hunk.beforeCount()];
        Arrays.setAll(pairs, i -> i < hunk.afterCount() ? i : NONE);
        return pairs;
    }

    private static int[] byWords(FileDiff.Text diff, Hunk hunk) {
        int n = hunk.beforeCount();
        int m = hunk.afterCount();
        var pairs = new int[n];
        Arrays.fill(pairs, NONE);
        if (n == 0 || m == 0) {
            return pairs;
        }
        int[][] before = words(diff.before().lines().subList(hunk.beforeStart(), hunk.beforeEnd()));
        int[][] after = words(diff.after().lines().subList(hunk.afterStart(), hunk.afterEnd()));
        var alike = new double[n][m];
        var best = new double[n + 1][m + 1];
        for (int i = n - 1; i >= 0; i--) {
            for (int j = m - 1; j >= 0; j--) {
                double likeness = likeness(before[i], after[j]);
                alike[i][j] = likeness >= ALIKE ? likeness : 0;
                double paired = alike[i][j] > 0 ? alike[i][j] + best[i + 1][j + 1] : 0;
                best[i][j] = Math.max(paired, Math.max(best[i + 1][j], best[i][j + 1]));
            }
        }
        for (int i = 0, j = 0; i < n && j < m; ) {
            if (alike[i][j] > 0 && best[i][j] == alike[i][j] + best[i + 1][j + 1]) {
                pairs[i++] = j++;
            } else if (best[i][j] == best[i + 1][j]) {
                i++;
            } else {
                j++;
            }
        }
        return pairs;
    }

    private static int[][] words(List<String> lines) {
        return lines.stream().map(LinePairs::words).toArray(int[][]::new);
    }

    private static int[] words(String line) {
        var found = new int[Math.min(line.length(), 400)];
        int count = 0;
        for (int i = 0; i < line.length() && count < found.length; ) {
            char ch = line.charAt(i);
            int start = i++;
            if (Character.isLetterOrDigit(ch)) {
                while (i < line.length() && Character.isLetterOrDigit(line.charAt(i))) {
                    i++;
                }
            } else if (Character.isWhitespace(ch)) {
                continue;
            }
            int hash = 7;
            for (int k = start; k < i; k++) {
                hash = hash * 31 + line.charAt(k);
            }
            found[count++] = hash;
        }
        int[] words = Arrays.copyOf(found, count);
        Arrays.sort(words);
        return words;
    }

    /// Dice's coefficient of two sorted multisets.
    private static double likeness(int[] a, int[] b) {
        if (a.length == 0 || b.length == 0) {
            return 0;
        }
        int common = 0;
        for (int i = 0, j = 0; i < a.length && j < b.length; ) {
            if (a[i] == b[j]) {
                common++;
                i++;
                j++;
            } else if (a[i] < b[j]) {
                i++;
            } else {
                j++;
            }
        }
        return 2.0 * common / (a.length + b.length);
    }
}
