package dev.countersign.run;

import static dev.countersign.run.Bench.TASK;
import static dev.countersign.run.Bench.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.changeset.FileMerge;
import dev.countersign.changeset.Merge;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.changeset.Selection;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From the reviewer's answer to the ledger: whole and partial approvals, edits, a live tree that moves, rollback.
class ApprovalTest {
    private static final WorkspacePath A = WorkspacePath.of("a.txt");
    private static final WorkspacePath B = WorkspacePath.of("b.txt");
    private static final String TWO_HUNKS = "ONE\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nNINE\n";

    @TempDir
    Path folder;

    private static Decision.Approve approve(Map<WorkspacePath, FileSelection> files) {
        return new Decision.Approve(new Selection(files), "part of it", false);
    }

    private static FileSelection hunks(Integer... indexes) {
        return new FileSelection.Hunks(new TreeSet<>(List.of(indexes)));
    }

    private static String why(NodeView view) {
        return ((NodeState.AwaitingReview) view.state()).escalated();
    }

    private static NodeView sentBack(Bench bench, RunId run) {
        return bench.until(run, s -> s.nodes().get(TASK).state() instanceof NodeState.AwaitingReview a
                && !a.escalated().isEmpty()).nodes().get(TASK);
    }

    @Test
    void aPartIsVerifiedByItselfAndThenCommitted() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", TWO_HUNKS, "b.txt", "bop\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            bench.session.decide(run, TASK, approve(Map.of(A, hunks(1))), "Ada");
            NodeView end = bench.until(run, TASK, NodeState.Committed.class);

            assertThat(bench.tree()).isEqualTo(Map.of("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nNINE\n", "b.txt", "bee\n"));
            assertThat(bench.verifier.requests()).hasSize(2);
            assertThat(end.origin()).isEqualTo(RunEvent.Origin.SELECTION);
            var entry = bench.entries().getFirst();
            assertThat(entry.approval().orElseThrow().hunks()).isEqualTo("1 of 3 hunks");
            assertThat(entry.approval().orElseThrow().note()).isEqualTo("part of it");
            assertThat(entry.changes()).extracting(e -> e.path()).containsExactly(A);
            assertThat(bench.evidence(0, "verification")).contains(entry.treeAfter().hex());
            assertThat(bench.evidence(0, "selection")).isEqualTo(
                    "{\"files\":{\"a.txt\":{\"type\":\"hunks\",\"accepted\":[1]}}}");
        }
    }

    @Test
    void aPartThatFailsGoesBackAndNothingIsApplied() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "needs c.txt\n", "c.txt", "sea\n")))) {
            RunId run = bench.start("Change");
            NodeView before = bench.idle(run, TASK);
            var tree = bench.tree();
            bench.session.decide(run, TASK, approve(Map.of(A, new FileSelection.Whole())), "Ada");
            NodeView after = sentBack(bench, run);

            assertThat(why(after)).isEqualTo("The approved part alone fails its checks: a.txt:1: c.txt is missing.");
            assertThat(after.candidate()).isEqualTo(before.candidate());
            assertThat(after.verification()).isEqualTo(before.verification());
            assertThat(after.rulings()).isEqualTo(before.rulings());
            assertThat(bench.tree()).isEqualTo(tree);
            assertThat(bench.entries()).isEmpty();

            bench.session.decide(run, TASK, new Decision.Approve(new Selection(Map.of(A, new FileSelection.Whole())),
                    "seen, c comes later", true), "Ada");
            bench.until(run, TASK, NodeState.Committed.class);
            assertThat(bench.tree()).isEqualTo(Map.of("a.txt", "needs c.txt\n", "b.txt", "bee\n"));
        }
    }

    @Test
    void anOverrideDoesNotCoverWhatTheReviewerHasNotSeen() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "needs c.txt\n", "c.txt", "sea\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            bench.session.decide(run, TASK, new Decision.Approve(new Selection(Map.of(A, new FileSelection.Whole())), "", true), "Ada");
            assertThat(why(sentBack(bench, run))).startsWith("The approved part alone fails its checks");
            assertThat(bench.entries()).isEmpty();
        }
    }

    @Test
    void aPartThatARuleDeniesGoesBack() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "x\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            bench.verifier.finds(new CheckCommand("rm all", Part.LOG, List.of("rm"),
                    Duration.ofSeconds(1), "test"));
            bench.session.decide(run, TASK, approve(Map.of(A, new FileSelection.Edited("y\n"))), "Ada");
            assertThat(why(sentBack(bench, run))).isEqualTo("The approved part is denied by no-rm: rm is not allowed");
            assertThat(bench.entries()).isEmpty();
        }
    }

    @Test
    void theReviewersOwnTextIsVerifiedAndCommitted() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "BROKEN\n")).thatNeverRetries())) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            bench.session.decide(run, TASK, approve(Map.of(B, new FileSelection.Edited("mended\n"))), "Ada");
            bench.until(run, TASK, NodeState.Committed.class);
            assertThat(bench.tree()).containsEntry("b.txt", "mended\n");
            assertThat(bench.entries().getLast().approval().orElseThrow().hunks()).isEqualTo("1 of 1 hunk, 1 file edited");
        }
    }

    @Test
    void nothingSelectedOrNothingLeftIsNoApproval() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            assertThatThrownBy(() -> bench.session.decide(run, TASK, approve(Map.of(B, new FileSelection.None())), "Ada"))
                    .hasMessageContaining("nothing is selected");
            bench.session.decide(run, TASK, approve(Map.of(B, new FileSelection.Edited("bee\n"))), "Ada");
            assertThat(why(sentBack(bench, run))).startsWith("Nothing of it is left to apply");
            assertThat(bench.entries()).isEmpty();
        }
    }

    @Test
    void aTargetChangedOutsideIsAConflictAndIsNotOverwritten() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            bench.write("b.txt", "mine\n");
            bench.approveAll(run, TASK);
            NodeView view = sentBack(bench, run);

            assertThat(why(view)).isEqualTo("b.txt changed outside since the run began; nothing was applied.");
            assertThat(view.conflicts()).extracting(c -> c.edit().path()).containsExactly(B);
            assertThat(bench.tree()).containsEntry("b.txt", "mine\n");
            assertThat(bench.entries()).isEmpty();

            bench.session.retry(run, TASK);
            NodeView again = bench.until(run, s -> s.isIdle() && s.nodes().get(TASK).attempt() == 2).nodes().get(TASK);
            assertThat(again.conflicts()).isEmpty();
            bench.approveAll(run, TASK);
            bench.until(run, TASK, NodeState.Committed.class);
            assertThat(bench.tree()).containsEntry("b.txt", "bop\n");
        }
    }

    @Test
    void aLiveTreeThatMovedElsewhereIsVerifiedAnew() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            bench.write("other.txt", "mine\n");
            bench.approveAll(run, TASK);
            NodeView view = bench.until(run, TASK, NodeState.Committed.class);

            assertThat(view.origin()).isEqualTo(RunEvent.Origin.REBASE);
            assertThat(bench.verifier.requests()).hasSize(2);
            assertThat(bench.tree()).containsEntry("b.txt", "bop\n").containsEntry("other.txt", "mine\n");
            assertThat(bench.evidence(0, "verification")).contains(bench.entries().getFirst().treeAfter().hex());
        }
    }

    @Test
    void aRebaseThatFailsGoesBackAsWhatStandsNow() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "needs b.txt\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            Files.delete(bench.live.resolve("b.txt"));
            bench.approveAll(run, TASK);
            NodeView view = sentBack(bench, run);

            assertThat(why(view)).isEqualTo("The workspace changed since, and on it the checks fail: a.txt:1: b.txt is missing.");
            assertThat(view.origin()).isEqualTo(RunEvent.Origin.REBASE);
            assertThat(bench.tree()).doesNotContainKey("b.txt").doesNotContainEntry("a.txt", "needs b.txt\n");
            bench.write("b.txt", "bee\n");
            bench.session.decide(run, TASK, new Decision.Approve(Selection.all(view.candidate().orElseThrow()), "it is back", true), "Ada");
            bench.until(run, TASK, NodeState.Committed.class);
        }
    }

    @Test
    void askedQuestionsAreAnsweredByTheApproval() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("ask.txt", "x\n")))) {
            RunId run = bench.start("Change");
            assertThat(bench.idle(run, TASK).rulings()).hasSize(1);
            bench.approveAll(run, TASK);
            bench.until(run, TASK, NodeState.Committed.class);
            assertThat(bench.evidence(0, "rulings")).contains("\"type\":\"ask\"", "ask.txt needs a look");
        }
    }

    @Test
    void aNodeIsDecidedOnce() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            bench.approveAll(run, TASK);
            assertThatThrownBy(() -> bench.session.decide(run, TASK, new Decision.Reject("no"), "Bob")).hasMessageContaining("RUN-002");
            bench.until(run, TASK, NodeState.Committed.class);
            assertThat(bench.session.approvalFault(run, TASK)).contains("it is committed already.");
            assertThat(bench.kinds()).containsExactly(EntryKind.COMMIT);
            assertThatThrownBy(() -> bench.session.decide(run, new NodeId("ghost"), new Decision.Reject("no"), "Bob"))
                    .hasMessageContaining("RUN-005");
        }
    }

    @Test
    void anApprovalDoesNotWaitForAnAgent() throws IOException {
        FakeAgent.Step step = (task, events, progress) -> task.node().id().value().equals("slow")
                ? FakeAgent.hangs().run(task, events, progress) : FakeAgent.writes("quick.txt", "x\n").run(task, events, progress);
        try (var bench = new Bench(folder, new FakeAgent("fake", step))) {
            RunId run = bench.start(new Plan("Two", List.of(node("quick", "Quick"), node("slow", "Slow"))));
            bench.until(run, new NodeId("slow"), NodeState.Running.class);
            bench.until(run, new NodeId("quick"), NodeState.AwaitingReview.class);
            bench.approveAll(run, new NodeId("quick"));
            bench.until(run, new NodeId("quick"), NodeState.Committed.class);
            assertThat(bench.view(run, new NodeId("slow")).state()).isEqualTo(new NodeState.Running(1));
        }
    }

    @Test
    void aFullDiskInTheLedgerLeavesEverythingAsItWas() throws IOException {
        try (var bench = new Bench(folder, true, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            bench.memory.orElseThrow().fail(true);
            bench.approveAll(run, TASK);
            assertThat(why(sentBack(bench, run))).isEqualTo(
                    "Reading or writing failed: no space left on device (RUN-007) Nothing was applied.");
            assertThat(bench.tree()).containsEntry("b.txt", "bee\n");
            bench.memory.orElseThrow().fail(false);
            bench.approveAll(run, TASK);
            bench.until(run, TASK, NodeState.Committed.class);
        }
    }

    @Test
    void checksCanBeRunAgain() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")))) {
            RunId run = bench.start("Change");
            NodeView before = bench.idle(run, TASK);
            bench.session.verifyAgain(run, TASK);
            NodeView after = bench.until(run, s -> s.isIdle() && s.nodes().get(TASK).energies().size() == 2).nodes().get(TASK);
            assertThat(after.candidate()).isEqualTo(before.candidate());
            assertThat(after.verification().orElseThrow().at()).isAfter(before.verification().orElseThrow().at());
            bench.approveAll(run, TASK);
            bench.until(run, TASK, NodeState.Committed.class);
            assertThatThrownBy(() -> bench.session.verifyAgain(run, TASK)).hasMessageContaining("RUN-002");
        }
    }

    @Test
    void rollbackAndRedoAreEntriesOfTheirOwn() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n", "c.txt", "sea\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            bench.approveAll(run, TASK);
            bench.until(run, TASK, NodeState.Committed.class);
            assertThat(bench.session.past().changesOf(0)).extracting(c -> c.path().value()).containsExactly("b.txt", "c.txt");

            var undo = bench.session.past().previewUndo(0, Set.of());
            assertThat(undo.edits()).hasSize(2);
            assertThat(bench.session.past().rollback(undo, "Ada")).isInstanceOf(Committer.Outcome.Done.class);
            assertThat(bench.tree()).containsEntry("b.txt", "bee\n").doesNotContainKey("c.txt");

            var redo = bench.session.past().previewUndo(1, Set.of());
            assertThat(bench.session.past().rollback(redo, "Ada")).isInstanceOf(Committer.Outcome.Done.class);
            assertThat(bench.tree()).containsEntry("b.txt", "bop\n").containsEntry("c.txt", "sea\n");

            var to = bench.session.past().previewRollback(1, Set.of(B));
            bench.session.past().rollback(to, "Ada");
            assertThat(bench.tree()).containsEntry("b.txt", "bee\n").containsEntry("c.txt", "sea\n");

            assertThat(bench.kinds()).containsExactly(EntryKind.COMMIT, EntryKind.ROLLBACK, EntryKind.REDO, EntryKind.ROLLBACK);
            assertThat(bench.entries()).extracting(e -> e.rolledBackTo()).containsExactly(OptionalLong.empty(), OptionalLong.of(0),
                    OptionalLong.of(1), OptionalLong.of(1));
            assertThat(bench.entries()).extracting(e -> e.summary()).containsExactly("Change", "Undid entry 0: Change",
                    "Redid what was rolled back by entry 1: Undid entry 0: Change",
                    "Rolled back to entry 1: Undid entry 0: Change");
            for (int i = 1; i < 4; i++) {
                assertThat(bench.entries().get(i).treeBefore()).isEqualTo(bench.entries().get(i - 1).treeAfter());
            }
            assertThatThrownBy(() -> bench.session.past().rollback(bench.session.past().previewRollback(3, Set.of()), "Ada"))
                    .hasMessageContaining("RUN-009");
            assertThatThrownBy(() -> bench.session.past().previewRollback(9, Set.of())).hasMessageContaining("RUN-005");
        }
    }

    @Test
    void aRollbackOfWhatChangedSinceThePreviewIsAConflict() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            bench.approveAll(run, TASK);
            bench.until(run, TASK, NodeState.Committed.class);
            var undo = bench.session.past().previewUndo(0, Set.of());
            bench.write("b.txt", "mine\n");
            assertThat(bench.session.past().rollback(undo, "Ada")).isInstanceOf(Committer.Outcome.Conflicted.class);
            assertThat(bench.tree()).containsEntry("b.txt", "mine\n");
            assertThat(bench.entries()).hasSize(1);
        }
    }

    private static final String DISK = "one\ntwo\nthree\nfour\nfive\nsix\nseven\nEIGHT\nnine\n";

    private static Decision.Approve settling(NodeView view, OutsideChange change, OutsideAnswer.How how) {
        return new Decision.Approve(Selection.all(view.candidate().orElseThrow()), "", false, Map.of(change.path(), change.answer(how)));
    }

    private static OutsideChange only(Bench bench, RunId run) throws IOException {
        OutsideChanges outside = bench.session.outside(run, TASK, Selection.all(bench.view(run, TASK).candidate().orElseThrow()));
        assertThat(outside.files()).hasSize(1);
        return outside.files().getFirst();
    }

    private static Bench both(Path folder, String agent, String disk) throws IOException {
        var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", agent)));
        RunId run = bench.start("Change");
        bench.idle(run, TASK);
        bench.write("a.txt", disk);
        return bench;
    }

    private static RunId run(Bench bench) {
        return bench.session.runs().getFirst().id();
    }

    @Test
    void whatMergesCleanlyIsVerifiedAndCommittedOnceItWasSeen() throws IOException {
        try (var bench = both(folder, "ONE\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n", DISK)) {
            RunId run = run(bench);
            OutsideChange change = only(bench, run);
            assertThat(change.isClean()).isTrue();
            bench.approveAll(run, TASK);
            assertThat(why(sentBack(bench, run))).isEqualTo("a.txt changed outside since the run began; nothing was applied.");

            bench.session.decide(run, TASK, settling(bench.view(run, TASK), change, new OutsideAnswer.How.Merged(Map.of())), "Ada");
            bench.until(run, TASK, NodeState.Committed.class);
            assertThat(bench.tree()).containsEntry("a.txt", "ONE\ntwo\nthree\nfour\nfive\nsix\nseven\nEIGHT\nnine\n");
            assertThat(bench.verifier.requests()).hasSize(2);
            var entry = bench.entries().getFirst();
            assertThat(bench.evidence(0, "verification")).contains(entry.treeAfter().hex());
            assertThat(entry.changes().getFirst().before()).isEqualTo(change.disk());
            assertThat(bench.evidence(0, "outside")).contains("\"a.txt\"", change.disk().orElseThrow().content().hex(), "merged");
            assertThat(bench.evidence(0, dev.countersign.ledger.blame.Blame.proposed(A))).startsWith("ONE\n");
        }
    }

    @Test
    void aConflictIsSettledByThePersonsOwnLines() throws IOException {
        try (var bench = both(folder, TWO_HUNKS, "1\ntwo\nthree\nfour\nfive\nsix\nseven\nEIGHT\nnine\n")) {
            RunId run = run(bench);
            OutsideChange change = only(bench, run);
            assertThat(change.conflicts()).isEqualTo(2);
            assertThat(change.isSettledBy(change.answer(new OutsideAnswer.How.Merged(Map.of(0, new Merge.Resolution.Ours()))))).isFalse();
            var how = new OutsideAnswer.How.Merged(Map.of(0, new Merge.Resolution.Own("uno\n"), 1, new Merge.Resolution.Theirs()));
            bench.session.decide(run, TASK, settling(bench.view(run, TASK), change, how), "Ada");
            bench.until(run, TASK, NodeState.Committed.class);
            assertThat(bench.tree()).containsEntry("a.txt", "uno\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nNINE\n");

            // The answers are in the journal, as they were given.
            bench.reopened();
            var decided = (Decision.Approve) bench.view(run, TASK).decision().orElseThrow();
            assertThat(decided.outside()).isEqualTo(Map.of(A, change.answer(how)));
        }
    }

    @Test
    void aChangeAfterTheAnswerReopensItAndIsNotOverwritten() throws IOException {
        for (OutsideAnswer.How how : List.of(new OutsideAnswer.How.Merged(Map.of()), new OutsideAnswer.How.Approved(), new OutsideAnswer.How.Disk())) {
            try (var bench = both(folder.resolve(how.getClass().getSimpleName()), TWO_HUNKS, "0\n" + DISK)) {
                RunId run = run(bench);
                OutsideChange seen = only(bench, run);
                bench.write("a.txt", "-1\n" + DISK);
                bench.session.decide(run, TASK, settling(bench.view(run, TASK), seen, how), "Ada");
                NodeView view = sentBack(bench, run);
                assertThat(view.conflicts()).hasSize(1);
                assertThat(bench.tree()).containsEntry("a.txt", "-1\n" + DISK);
                assertThat(bench.entries()).isEmpty();
                assertThat(only(bench, run).isSettledBy(seen.answer(how))).isFalse();
            }
        }
    }

    @Test
    void aFileIsTakenWholeFromEitherSide() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "agent\n", "b.txt", "bop\n", "c.txt", "sea\n")))) {
            RunId run = bench.start("Change");
            NodeView view = bench.idle(run, TASK);
            bench.write("b.txt", "mine\n");
            Files.delete(bench.live.resolve("a.txt"));
            var files = bench.session.outside(run, TASK, Selection.all(view.candidate().orElseThrow())).files();
            assertThat(files).extracting(OutsideChange::path).containsExactly(A, B);
            assertThat(files.getFirst().merge()).isEqualTo(new FileMerge.Whole(FileMerge.Reason.CHANGED_AND_DELETED));
            bench.session.decide(run, TASK, new Decision.Approve(Selection.all(view.candidate().orElseThrow()), "", false, Map.of(
                    A, files.getFirst().answer(new OutsideAnswer.How.Approved()), B, files.getLast().answer(new OutsideAnswer.How.Disk()))), "Ada");
            bench.until(run, TASK, NodeState.Committed.class);
            assertThat(bench.tree()).isEqualTo(Map.of("a.txt", "agent\n", "b.txt", "mine\n", "c.txt", "sea\n"));
            assertThat(bench.entries().getFirst().changes()).extracting(e -> e.path().value()).containsExactly("a.txt", "c.txt");
        }
    }

    @Test
    void aMergeWhoseChecksFailNeedsTheSameWordAsTheCandidateDid() throws IOException {
        try (var bench = both(folder, "needs c.txt\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n", DISK)) {
            RunId run = run(bench);
            Decision.Approve merged = settling(bench.view(run, TASK), only(bench, run), new OutsideAnswer.How.Merged(Map.of()));
            bench.session.decide(run, TASK, new Decision.Approve(merged.selection(), "", true, merged.outside()), "Ada");
            bench.until(run, TASK, NodeState.Committed.class);
            assertThat(bench.tree().get("a.txt")).startsWith("needs c.txt\n").contains("EIGHT");
        }
    }

    @Test
    void whatIsLeftOutMeetsNothingOnDisk() throws IOException {
        try (var bench = both(folder, TWO_HUNKS, "1\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n")) {
            RunId run = run(bench);
            assertThat(bench.session.outside(run, TASK, new Selection(Map.of(A, new FileSelection.None()))).files()).isEmpty();
            OutsideChange part = bench.session.outside(run, TASK, new Selection(Map.of(A, hunks(1)))).files().getFirst();
            assertThat(part.isClean()).isTrue();
            var watch = bench.session.watch(run, TASK);
            assertThat(List.of(watch.moved(), watch.moved())).containsExactly(true, false);
            bench.write("a.txt", "other");
            assertThat(watch.moved()).isTrue();
        }
    }
}
