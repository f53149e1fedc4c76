package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.workspace.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LineDecisionsTest {
    private static final String BEFORE = "n 1\nn 2\n3\n4\n5\n6\n7\n8\n9\n";
    private static final String AFTER = "n one\nn two\n3\n4\n5\n6\n7\n8\nnine\nten\n";

    private static ReviewFile file(String before, String after) {
        var store = new MemoryStore();
        Snapshot base = store.tree("a.txt", before);
        FileChange change = DemoSource.between(store, base, store.tree("a.txt", after)).changes().getFirst();
        var file = new ReviewFile(change);
        file.read(Demo.diff(before, after));
        return file;
    }

    private static ChosenLines lines(List<Integer> before, List<Integer> after) {
        return new ChosenLines(new TreeSet<>(before), new TreeSet<>(after));
    }

    private static String written(ReviewFile file) {
        return ((FileDiff.Text) file.written().orElseThrow()).after().text();
    }

    private final ReviewFile file = file(BEFORE, AFTER);
    private final ReviewDecisions decisions = new ReviewDecisions(List.of(file), new ReviewHistory());

    @Example
    void aHunkIsDecidedWhenEachOfItsLinesIs() {
        decisions.decideLines(file, lines(List.of(0), List.of(0)), HunkDecision.ACCEPTED);
        assertThat(file.marks().hunks()).containsExactly(HunkDecision.UNDECIDED, HunkDecision.UNDECIDED);
        decisions.decideLines(file, lines(List.of(1), List.of(1)), HunkDecision.REJECTED);
        assertThat(file.marks().hunks()).containsExactly(HunkDecision.PARTLY, HunkDecision.UNDECIDED);
        assertThat(file.decided()).isEqualTo(1);
        decisions.decide(file, 1, HunkDecision.ACCEPTED);
        assertThat(file.selection()).isEqualTo(new FileSelection.Lines(new TreeSet<>(List.of(0, 8)), new TreeSet<>(List.of(0, 8, 9))));
        assertThat(written(file)).isEqualTo("n one\nn 2\n3\n4\n5\n6\n7\n8\nnine\nten\n");
    }

    @Example
    void equalAnswersOnAllLinesAreTheHunksAnswer() {
        decisions.decideLines(file, lines(List.of(0, 1), List.of(0, 1)), HunkDecision.ACCEPTED);
        assertThat(file.marks().hunks()).containsExactly(HunkDecision.ACCEPTED, HunkDecision.UNDECIDED);
        assertThat(file.marks().lines()).isEqualTo(LineMarks.NONE);
    }

    @Example
    void aLineTakenOutOfAnAcceptedHunkLeavesTheOthersTaken() {
        decisions.decideAll(List.of(file), HunkDecision.ACCEPTED, false);
        decisions.decideLines(file, lines(List.of(), List.of(9)), HunkDecision.REJECTED);
        assertThat(file.marks().hunks()).containsExactly(HunkDecision.ACCEPTED, HunkDecision.PARTLY);
        assertThat(written(file)).isEqualTo("n one\nn two\n3\n4\n5\n6\n7\n8\nnine\n");
    }

    @Example
    void theRestFillsUpWhatWasBegunAndKeepsIt() {
        decisions.decideLines(file, lines(List.of(), List.of(1)), HunkDecision.REJECTED);
        decisions.decideAll(List.of(file), HunkDecision.ACCEPTED, true);
        assertThat(file.marks().hunks()).containsExactly(HunkDecision.PARTLY, HunkDecision.ACCEPTED);
        assertThat(written(file)).isEqualTo("n one\n3\n4\n5\n6\n7\n8\nnine\nten\n");
    }

    @Example
    void unchangedLinesTakeNoDecision() {
        decisions.decideLines(file, lines(List.of(2, 3), List.of(2, 3)), HunkDecision.REJECTED);
        assertThat(file.marks()).isEqualTo(ReviewFile.Marks.undecided(2));
    }

    @Example
    void aRevisionOpensOnlyTheLinesThatChanged() {
        decisions.decideLines(file, lines(List.of(0, 1), List.of(0)), HunkDecision.ACCEPTED);
        decisions.decideLines(file, lines(List.of(), List.of(1)), HunkDecision.REJECTED);
        ReviewDrafts.Draft draft = decisions.draft("", List.of(), Map.of()).get();
        ReviewFile revised = file(BEFORE, AFTER.replace("n one\n", "first\n"));
        ReviewDecisions.restore(revised, draft);
        assertThat(revised.marks().hunks()).containsExactly(HunkDecision.UNDECIDED, HunkDecision.UNDECIDED);
        assertThat(LineDecisions.of(revised.marks(), 0, Side.AFTER, 0)).isEqualTo(HunkDecision.UNDECIDED);
        assertThat(LineDecisions.of(revised.marks(), 0, Side.AFTER, 1)).isEqualTo(HunkDecision.REJECTED);
        assertThat(LineDecisions.of(revised.marks(), 0, Side.BEFORE, 1)).isEqualTo(HunkDecision.ACCEPTED);
    }

    @Example
    void equalLinesAreToldApartByTheirNeighbours() {
        ReviewFile two = file("x\n", "x\na\n}\nb\n}\n");
        var of = new ReviewDecisions(List.of(two), new ReviewHistory());
        of.decideLines(two, lines(List.of(), List.of(4)), HunkDecision.REJECTED);
        ReviewFile revised = file("x\n", "x\nnew\n}\na\n}\nb\n}\n");
        ReviewDecisions.restore(revised, of.draft("", List.of(), Map.of()).get());
        List<HunkDecision> lines = new ArrayList<>();
        for (int line = 1; line < 7; line++) {
            lines.add(LineDecisions.of(revised.marks(), 0, Side.AFTER, line));
        }
        assertThat(lines).containsExactly(HunkDecision.UNDECIDED, HunkDecision.UNDECIDED, HunkDecision.UNDECIDED, HunkDecision.UNDECIDED,
                HunkDecision.UNDECIDED, HunkDecision.REJECTED);
    }

    /// Whatever is decided in whatever order: a draft gives it back, undoing it all is the beginning, redoing it all the end, and a
    /// hunk's answer is what its lines say.
    @Property(tries = 300)
    void stepsGoBackAndForthAndDraftsKeepThem(@ForAll @Size(max = 25) List<@IntRange(max = 6) Integer> before,
                                              @ForAll @Size(max = 25) List<@IntRange(max = 6) Integer> after,
                                              @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 100_000) Integer> steps) {
        String old = text(before);
        String now = text(after);
        if (old.equals(now)) {
            return;
        }
        ReviewFile some = file(old, now);
        var history = new ReviewHistory();
        var of = new ReviewDecisions(List.of(some), history);
        if (!some.isText() || some.lineDecisions().isEmpty()) {
            return;
        }
        for (int step : steps) {
            HunkDecision decision = List.of(HunkDecision.ACCEPTED, HunkDecision.REJECTED, HunkDecision.UNDECIDED).get(step % 3);
            switch (step / 3 % 4) {
                case 0 -> of.decide(some, step % some.units(), decision);
                case 1 -> of.decideLines(some, lines(List.of(step / 7 % (before.size() + 1)), List.of(step / 11 % (after.size() + 1))), decision);
                case 2 -> of.decideLines(some, lines(List.of(), List.of(step / 13 % (after.size() + 1))), decision);
                default -> {
                    if (decision != HunkDecision.UNDECIDED) {
                        of.decideAll(List.of(some), decision, true);
                    }
                }
            }
            checkHunks(some);
        }
        ReviewFile.Marks end = some.marks();
        ReviewFile again = file(old, now);
        ReviewDecisions.restore(again, of.draft("", List.of(), Map.of()).get());
        assertThat(again.marks()).isEqualTo(end);
        while (history.canUndo()) {
            history.undo();
        }
        assertThat(some.marks()).isEqualTo(ReviewFile.Marks.undecided(some.units()));
        while (history.canRedo()) {
            history.redo();
        }
        assertThat(some.marks()).isEqualTo(end);
    }

    private static void checkHunks(ReviewFile of) {
        var text = (FileDiff.Text) of.diff().orElseThrow();
        text.hunks().forEach(hunk -> {
            var answers = new HashSet<HunkDecision>();
            for (int line = hunk.beforeStart(); line < hunk.beforeEnd(); line++) {
                answers.add(LineDecisions.of(of.marks(), hunk.index(), Side.BEFORE, line));
            }
            for (int line = hunk.afterStart(); line < hunk.afterEnd(); line++) {
                answers.add(LineDecisions.of(of.marks(), hunk.index(), Side.AFTER, line));
            }
            HunkDecision expected = answers.contains(HunkDecision.UNDECIDED) ? HunkDecision.UNDECIDED
                    : answers.size() == 2 ? HunkDecision.PARTLY : answers.iterator().next();
            assertThat(of.marks().hunks().get(hunk.index())).isEqualTo(expected);
        });
    }

    private static String text(List<Integer> lines) {
        var text = new StringBuilder();
        lines.forEach(line -> text.append("line ").append(line).append('\n'));
        return text.toString();
    }
}
