package dev.countersign.changeset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;

/// Cuts a large comparison at runs of lines that occur exactly once on each side, the longest increasing row of them, as
/// patience diff does. Without it the histogram algorithm scans the whole rest once for every hunk.
///
/// First single lines are tried, then runs of 2, 4, 8 and 16, so that files of few distinct lines are cut too. All of it is
/// O(n log n).
final class Anchors {
    /// A region with fewer pairs of lines than this is given to the next algorithm as it is.
    static final long SMALL = 1_000_000;

    private static final int LONGEST_RUN = 16;

    private final int[] a;
    private final int[] b;
    private final List<Region> regions = new ArrayList<>();

    Anchors(int[] a, int[] b) {
        this.a = a;
        this.b = b;
    }

    /// A part of both sides that is still to be compared. Between two regions in a row all lines are equal.
    record Region(int aFrom, int aTo, int bFrom, int bTo) {
        private long pairs() {
            return (long) (aTo - aFrom) * (bTo - bFrom);
        }
    }

    List<Region> regions() {
        cut(new Region(0, a.length, 0, b.length), 1);
        return regions;
    }

    private void cut(Region whole, int run) {
        Region region = trim(whole);
        if (region.pairs() <= SMALL || run > LONGEST_RUN || run == 1 && !sharesLine(region)) {
            if (region.aTo > region.aFrom || region.bTo > region.bFrom) {
                regions.add(region);
            }
            return;
        }
        var names = new HashMap<Long, Integer>();
        int[] aRuns = Arrays.copyOfRange(a, region.aFrom, region.aTo);
        int[] bRuns = Arrays.copyOfRange(b, region.bFrom, region.bTo);
        for (int length = 1; length < run; length *= 2) {
            names.clear();
            aRuns = join(aRuns, length, names);
            bRuns = join(bRuns, length, names);
        }
        int aFrom = region.aFrom;
        int bFrom = region.bFrom;
        for (int[] anchor : increasing(unique(aRuns, bRuns))) {
            int aAnchor = region.aFrom + anchor[0];
            int bAnchor = region.bFrom + anchor[1];
            if (aAnchor < aFrom || bAnchor < bFrom) {
                continue;
            }
            cut(new Region(aFrom, aAnchor, bFrom, bAnchor), run * 2);
            aFrom = aAnchor + run;
            bFrom = bAnchor + run;
        }
        cut(new Region(aFrom, region.aTo, bFrom, region.bTo), run * 2);
    }

    private boolean sharesLine(Region region) {
        var lines = new BitSet();
        for (int i = region.aFrom; i < region.aTo; i++) {
            lines.set(a[i]);
        }
        for (int i = region.bFrom; i < region.bTo; i++) {
            if (lines.get(b[i])) {
                return true;
            }
        }
        return false;
    }

    private Region trim(Region r) {
        int aFrom = r.aFrom;
        int bFrom = r.bFrom;
        int aTo = r.aTo;
        int bTo = r.bTo;
        while (aFrom < aTo && bFrom < bTo && a[aFrom] == b[bFrom]) {
            aFrom++;
            bFrom++;
        }
        while (aFrom < aTo && bFrom < bTo && a[aTo - 1] == b[bTo - 1]) {
            aTo--;
            bTo--;
        }
        return new Region(aFrom, aTo, bFrom, bTo);
    }

    /// Names of runs twice as long: equal runs, equal names.
    private static int[] join(int[] runs, int length, HashMap<Long, Integer> names) {
        int[] joined = new int[Math.max(0, runs.length - length)];
        for (int i = 0; i < joined.length; i++) {
            joined[i] = names.computeIfAbsent((long) runs[i] << 32 | runs[i + length], _ -> names.size());
        }
        return joined;
    }

    /// Places of what occurs once in `a` and once in `b`, in the order of `a`.
    private static List<int[]> unique(int[] a, int[] b) {
        var places = new HashMap<Integer, int[]>();
        for (int i = 0; i < a.length; i++) {
            int[] place = places.computeIfAbsent(a[i], _ -> new int[] {-1, -1, 0, 0});
            place[0] = i;
            place[2]++;
        }
        for (int i = 0; i < b.length; i++) {
            int[] place = places.get(b[i]);
            if (place != null) {
                place[1] = i;
                place[3]++;
            }
        }
        return places.values().stream().filter(p -> p[2] == 1 && p[3] == 1).sorted((p, q) -> Integer.compare(p[0], q[0])).toList();
    }

    /// The longest row of places that increases on both sides.
    private static List<int[]> increasing(List<int[]> places) {
        int[] before = new int[places.size()];
        int[] last = new int[places.size()];
        int length = 0;
        for (int i = 0; i < places.size(); i++) {
            int low = 0;
            int high = length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (places.get(last[middle])[1] < places.get(i)[1]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low > 0 ? last[low - 1] : -1;
            last[low] = i;
            length = Math.max(length, low + 1);
        }
        var row = new ArrayList<int[]>(length);
        for (int i = length > 0 ? last[length - 1] : -1; i >= 0; i = before[i]) {
            row.add(places.get(i));
        }
        return row.reversed();
    }
}
