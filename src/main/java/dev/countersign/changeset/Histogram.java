package dev.countersign.changeset;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.DiffAlgorithmI;
import com.github.difflib.algorithm.DiffAlgorithmListener;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;
import org.jspecify.annotations.Nullable;

/// JGit's histogram algorithm over line numbers of equal lines (equal line, equal number), as an algorithm of java-diff-utils.
///
/// Large files are first cut at [Anchors]. JGit falls back to Myers, which is quadratic, where a region has only frequent lines,
/// and the histogram algorithm has bad cases of its own: both share a budget of comparisons for the whole diff. A region that
/// exceeds what is left becomes one coarse change. The budget counts work, not time, so that the same two files have the same
/// hunks on every machine: a selection names hunks by index.
final class Histogram implements DiffAlgorithmI<Integer> {
    private static final long BUDGET = 40_000_000;

    private boolean coarse;

    /// Whether the last diff gave up on a region.
    boolean coarse() {
        return coarse;
    }

    @Override
    public List<Change> computeDiff(List<? extends Integer> source, List<? extends Integer> target,
                                    @Nullable DiffAlgorithmListener progress) {
        var budget = new Budget();
        coarse = false;
        int[] a = source.stream().mapToInt(Integer::intValue).toArray();
        int[] b = target.stream().mapToInt(Integer::intValue).toArray();
        var changes = new ArrayList<Change>();
        for (Anchors.Region region : new Anchors(a, b).regions()) {
            EditList edits = compare(region, a, b, budget);
            for (Edit edit : edits) {
                int aFrom = region.aFrom();
                int bFrom = region.bFrom();
                DeltaType type = edit.getLengthA() == 0 ? DeltaType.INSERT
                        : edit.getLengthB() == 0 ? DeltaType.DELETE : DeltaType.CHANGE;
                changes.add(new Change(type, aFrom + edit.getBeginA(), aFrom + edit.getEndA(),
                        bFrom + edit.getBeginB(), bFrom + edit.getEndB()));
            }
        }
        return changes;
    }

    private EditList compare(Anchors.Region region, int[] a, int[] b, Budget budget) {
        var fallback = new Bounded(budget);
        var histogram = new HistogramDiff();
        histogram.setFallbackAlgorithm(fallback);
        var aLines = new Numbers(a, region.aFrom(), region.aTo());
        var bLines = new Numbers(b, region.bFrom(), region.bTo());
        try {
            EditList edits = histogram.diff(new SameNumber(budget), aLines, bLines);
            coarse |= fallback.gaveUp;
            return edits;
        } catch (Budget.Spent e) {
            coarse = true;
            return EditList.singleton(new Edit(0, aLines.size(), 0, bLines.size()));
        }
    }

    private static final class Budget {
        private long left = BUDGET;

        boolean take(long work) {
            if (work > left) {
                return false;
            }
            left -= work;
            return true;
        }

        static final class Spent extends RuntimeException {
            Spent() {
                super("the budget of comparisons is spent", null, false, false);
            }
        }
    }

    /// Myers while the budget lasts.
    private static final class Bounded extends DiffAlgorithm {
        private final Budget budget;
        private boolean gaveUp;

        Bounded(Budget budget) {
            this.budget = budget;
        }

        @Override
        public <S extends Sequence> EditList diffNonCommon(SequenceComparator<? super S> comparator, S a, S b) {
            if (budget.take((long) a.size() * b.size())) {
                return MyersDiff.INSTANCE.diffNonCommon(comparator, a, b);
            }
            gaveUp = true;
            return EditList.singleton(new Edit(0, a.size(), 0, b.size()));
        }
    }

    private static final class Numbers extends Sequence {
        private final int[] numbers;
        private final int from;
        private final int to;

        Numbers(int[] numbers, int from, int to) {
            this.numbers = numbers;
            this.from = from;
            this.to = to;
        }

        int at(int index) {
            return numbers[from + index];
        }

        @Override
        public int size() {
            return to - from;
        }
    }

    private static final class SameNumber extends SequenceComparator<Numbers> {
        private final Budget budget;

        SameNumber(Budget budget) {
            this.budget = budget;
        }

        @Override
        public boolean equals(Numbers a, int ai, Numbers b, int bi) {
            if (!budget.take(1)) {
                throw new Budget.Spent();
            }
            return a.at(ai) == b.at(bi);
        }

        @Override
        public int hash(Numbers seq, int ptr) {
            return seq.at(ptr);
        }
    }
}
