package dev.countersign.run;

import static dev.countersign.run.Bench.TASK;
import static dev.countersign.run.Bench.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.changeset.Selection;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cancelling at every point, and closing.
class CancelTest {
    @TempDir
    Path folder;

    private static boolean hang(Progress progress) {
        while (!progress.cancelled()) {
            FakeAgent.pause();
        }
        return true;
    }

    @Test
    void aWorkingAgentIsCancelledAndCanBeStartedOver() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.hangs(), FakeAgent.writes("b.txt", "bop\n")))) {
            RunId run = bench.start("Change");
            bench.until(run, TASK, NodeState.Running.class);
            bench.until(run, s -> bench.heard.stream().anyMatch(RunEvent.Said.class::isInstance));
            bench.session.cancel(run);
            assertThat(bench.until(run, RunState::isEnded).nodes().get(TASK).state()).isEqualTo(new NodeState.Cancelled());
            bench.session.retry(run, TASK);
            assertThat(bench.idle(run, TASK).state()).isEqualTo(new NodeState.AwaitingReview(""));
        }
    }

    @Test
    void aRunningCheckIsCancelled() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")))) {
            bench.verifier.before((request, progress) -> hang(progress));
            RunId run = bench.start("Change");
            bench.until(run, TASK, NodeState.Verifying.class);
            bench.session.cancel(run);
            assertThat(bench.until(run, RunState::isEnded).nodes().get(TASK).state()).isEqualTo(new NodeState.Cancelled());
        }
    }

    @Test
    void waitingNodesStayToBeReviewedAndNothingMoreStarts() throws IOException {
        FakeAgent.Step step = (task, events, progress) -> task.node().id().value().equals("slow")
                ? FakeAgent.hangs().run(task, events, progress) : FakeAgent.writes("quick.txt", "x\n").run(task, events, progress);
        try (var bench = new Bench(folder, new FakeAgent("fake", step))) {
            RunId run = bench.session.start(bench.request(new Plan("Four", List.of(node("quick", "Quick"), node("slow", "Slow"), node("later", "Later"),
                    node("last", "Last", "quick")))).with(RunLimits.parallel(1)));
            bench.until(run, new NodeId("slow"), NodeState.Running.class);
            bench.session.cancel(run);
            RunState state = bench.until(run, RunState::isIdle);
            assertThat(state.nodes().values()).extracting(NodeView::state).containsExactly(new NodeState.AwaitingReview(""),
                    new NodeState.Cancelled(), new NodeState.Cancelled(), new NodeState.Cancelled());
            assertThat(state.isEnded()).isFalse();
            bench.approveAll(run, new NodeId("quick"));
            assertThat(bench.until(run, RunState::isEnded).nodes().get(new NodeId("quick")).state()).isEqualTo(new NodeState.Committed(0));
            bench.session.retry(run, new NodeId("last"));
            bench.until(run, new NodeId("last"), NodeState.Unchanged.class);
        }
    }

    @Test
    void aCancelledRevisionLeavesTheCandidateFromBefore() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n"), FakeAgent.hangs()))) {
            RunId run = bench.start("Change");
            NodeView before = bench.idle(run, TASK);
            bench.session.decide(run, TASK, new Decision.Revise("more"), "Ada");
            bench.until(run, s -> s.nodes().get(TASK).state().equals(new NodeState.Running(2)));
            bench.session.cancel(run);
            NodeView after = bench.until(run, TASK, NodeState.AwaitingReview.class);
            assertThat(after.state()).isEqualTo(new NodeState.AwaitingReview("It was cancelled; this is what stood before."));
            assertThat(after.candidate()).isEqualTo(before.candidate());
            bench.approveAll(run, TASK);
            bench.until(run, TASK, NodeState.Committed.class);
        }
    }

    @Test
    void theCheckOfAPartialApprovalIsCancelledAndNothingIsApplied() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "x\n", "b.txt", "bop\n")))) {
            RunId run = bench.start("Change");
            NodeView before = bench.idle(run, TASK);
            var checking = new CountDownLatch(1);
            bench.verifier.before((request, progress) -> {
                checking.countDown();
                return hang(progress);
            });
            bench.session.decide(run, TASK, new Decision.Approve(
                    new Selection(Map.of(WorkspacePath.of("a.txt"), new FileSelection.Whole())), "", false), "Ada");
            Bench.await(checking);
            bench.session.cancel(run);
            NodeView after = bench.until(run, TASK, NodeState.AwaitingReview.class);
            assertThat(after.state()).isEqualTo(
                    new NodeState.AwaitingReview("The check of the approved tree was cancelled; nothing was applied."));
            assertThat(after.candidate()).isEqualTo(before.candidate());
            assertThat(after.verification()).isEqualTo(before.verification());
            assertThat(bench.entries()).isEmpty();
        }
    }

    @Test
    void closingCancelsWhatRunsAndTheRunIsFoundAgain() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.hangs(), FakeAgent.writes("b.txt", "bop\n")))) {
            RunId run = bench.start("Change");
            bench.until(run, s -> bench.heard.stream().anyMatch(RunEvent.Said.class::isInstance));
            bench.reopened();
            assertThat(bench.view(run, TASK).state()).isEqualTo(new NodeState.Cancelled());
            bench.session.retry(run, TASK);
            assertThat(bench.idle(run, TASK).state()).isEqualTo(new NodeState.AwaitingReview(""));
        }
    }
}
