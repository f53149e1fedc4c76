package dev.countersign.ui.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.Usage;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.run.Measure;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunLimits;
import dev.countersign.run.RunState;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.MadeUpRuns;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Status;
import dev.countersign.verify.Part;
import dev.countersign.verify.SensorResult;
import dev.countersign.workspace.Sha256;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class RunViewModelTest {
    private final MadeUpRuns runs = new MadeUpRuns();
    private final List<String> reviewed = new ArrayList<>();
    private final RunViewModel model = model(MadeUp.run());

    private RunViewModel model(dev.countersign.run.RunState state) {
        return new RunViewModel(state, runs, Background.sameThread(), () -> MadeUp.NOW, (run, node) -> reviewed.add(node.value()));
    }

    @Test
    void cardsSayWhereEveryNodeStands() {
        assertThat(model.cardsProperty().get()).containsExactly(
                new NodeCard(MadeUp.id("policy"), "Declare RetryPolicy with attempts, backoff and jitter", List.of(), Status.COMMITTED, 1,
                        Optional.of(new NodeCard.Lines(1, 18, 0)), Optional.of(0.0), true),
                new NodeCard(MadeUp.id("retry"), "Retry idempotent requests as the policy says", List.of(MadeUp.id("policy")), Status.READY, 2,
                        Optional.of(new NodeCard.Lines(3, 144, 16)), Optional.of(0.0), true),
                new NodeCard(MadeUp.id("metrics"), "Count attempts and give-ups", List.of(MadeUp.id("policy")), Status.VERIFYING, 1,
                        Optional.of(new NodeCard.Lines(1, 18, 0)), Optional.empty(), false),
                new NodeCard(MadeUp.id("config"), "Read the policy from client.properties", List.of(MadeUp.id("policy")), Status.STOPPED, 1,
                        Optional.of(new NodeCard.Lines(2, 66, 3)), Optional.empty(), false),
                new NodeCard(MadeUp.id("wiring"), "Wire retry and metrics into ClientBuilder",
                        List.of(MadeUp.id("retry"), MadeUp.id("metrics"), MadeUp.id("config")), Status.WAITING, 0, Optional.empty(),
                        Optional.empty(), false));
    }

    @Test
    void theStateLineCountsNodesAndTime() {
        assertThat(model.statusProperty().get()).isEqualTo(Status.NEEDS_YOU);
        assertThat(model.lineProperty().get()).isEqualTo("1 of 5 nodes \u00b7 1:42 \u00b7 sample");
    }

    @Test
    void whatWaitsForAPersonIsSelectedFirstAndCanBeReviewed() {
        assertThat(model.selectedProperty().get()).contains(MadeUp.id("retry"));
        assertThat(model.reviewReasonProperty().get()).isEmpty();
        model.review();
        assertThat(reviewed).containsExactly("retry");
        assertThat(model.filesProperty().get().orElseThrow()).extracting(r -> r.path().value())
                .containsExactly("src/main/java/client/Client.java", "src/main/java/client/retry/RetryLoop.java",
                        "src/test/java/client/RetryTest.java");
    }

    @Test
    void whatCannotBeDoneSaysWhyAndIsNotDone() {
        model.selectedProperty().set(Optional.of(MadeUp.id("metrics")));
        assertThat(model.reviewReasonProperty().get()).isEqualTo("There is nothing to review yet: the agent or the checks still work.");
        assertThat(model.retryReasonProperty().get()).isEqualTo("Only a node that failed, was stopped or cancelled, changed "
                + "nothing, or conflicts with edits made outside can be tried again here. "
                + "One that waits for review is started over in its review.");
        model.review();
        model.retry();
        model.verifyAgain();
        assertThat(reviewed).isEmpty();
        assertThat(runs.asked).doesNotContain("retry metrics", "verify metrics");
    }

    @Test
    void aStoppedNodeCanBeReviewedOrTriedAgain() {
        model.selectedProperty().set(Optional.of(MadeUp.id("config")));
        model.retry();
        model.review();
        assertThat(runs.asked).contains("retry config");
        assertThat(reviewed).containsExactly("config");
    }

    @Test
    void aRunInWhichNothingRunsCannotBeCancelled() {
        assertThat(model.cancelReasonProperty().get()).isEmpty();
        model.cancel();
        assertThat(runs.asked).contains("cancel " + MadeUp.RUN);
        var idle = MadeUp.with(MadeUp.run(), MadeUp.id("metrics"), new NodeState.AwaitingReview(""));
        model.accept(idle, List.of(new RunEvent.Moved(MadeUp.NOW, MadeUp.id("metrics"), new NodeState.AwaitingReview(""))));
        assertThat(model.cancelReasonProperty().get()).isEqualTo("Nothing is running; the nodes wait for you.");
    }

    @Test
    void aUsedUpLimitSaysSoAndGoesOnByAGrant() {
        var limited = new RunState(MadeUp.RUN, MadeUp.run().request().with(new RunLimits(2, Map.of(Measure.STEPS, BigDecimal.ONE))), MadeUp.none(),
                MadeUp.run().nodes(), MadeUp.START, Optional.empty(), Optional.empty());
        var called = new RunEvent.Called(MadeUp.NOW, MadeUp.id("metrics"), 1, Sha256.of(new byte[0]));
        var idle = MadeUp.id("metrics");
        RunState spent = limited.after(called).after(new RunEvent.Moved(MadeUp.NOW, idle, new NodeState.AwaitingReview("")))
                .after(new RunEvent.Paused(MadeUp.NOW, "The budget is used up: 1 calls of 1 calls.", Optional.of(Measure.STEPS), ""));
        model.accept(spent, List.of(called));
        HoldViewModel hold = model.hold();
        assertThat(hold.whyProperty().get()).isEqualTo("The budget is used up: 1 calls of 1 calls.");
        assertThat(hold.usedProperty().get()).isEqualTo("1 of 1 calls");
        assertThat(hold.pauseReasonProperty().get()).isEqualTo("The run is paused already.");
        assertThat(hold.goOnReasonProperty().get()).isEqualTo("Type by how much the limit is to be raised.");
        hold.goOn();
        hold.pause();
        assertThat(runs.asked).noneMatch(a -> a.startsWith("resume") || a.startsWith("pause"));
        hold.extraProperty().set(" 2 ");
        hold.goOn();
        assertThat(runs.asked).containsSubsequence("grant STEPS 2", "resume " + MadeUp.RUN);
        model.accept(spent.after(new RunEvent.Resumed(MadeUp.NOW, "Ada")), List.of());
        assertThat(hold.whyProperty().get()).isEmpty();
        RunState broken = limited.after(new RunEvent.Interrupted(MadeUp.NOW, idle)).after(new RunEvent.Moved(MadeUp.NOW, idle, new NodeState.Failed("RUN-004", "x")));
        model.accept(broken, List.of());
        assertThat(hold.whyProperty().get()).startsWith("Countersign ended while one node was at work.");
        assertThat(hold.goOnReasonProperty().get()).isEmpty();
    }

    @Test
    void eventsMoveCardsAndFillTheConsoleOfTheirNode() {
        NodeId metrics = MadeUp.id("metrics");
        var next = MadeUp.with(MadeUp.run(), metrics, new NodeState.Failed("AGENT-005", "It did not end."));
        model.accept(next, List.of(new RunEvent.Said(MadeUp.NOW, metrics, new AgentEvent.Said("Hello")),
                new RunEvent.Moved(MadeUp.NOW, metrics, next.nodes().get(metrics).state())));
        assertThat(model.cardsProperty().get().get(2).status()).isEqualTo(Status.FAILED);
        assertThat(model.selectedProperty().get()).contains(MadeUp.id("retry"));
        model.selectedProperty().set(Optional.of(metrics));
        assertThat(model.consoleProperty().get().text()).isEqualTo("Hello\nAGENT-005: It did not end.\n");
        assertThat(model.retryReasonProperty().get()).isEmpty();
    }

    @Test
    void aCheckPartSaysThatItsCommandRuns() {
        NodeId metrics = MadeUp.id("metrics");
        model.selectedProperty().set(Optional.of(metrics));
        UnderWay joined = model.underWayProperty().get();
        assertThat(joined.status(Part.LOG, List.of())).isEqualTo(Status.VERIFYING);

        model.accept(MadeUp.run(), List.of(new RunEvent.Moved(MadeUp.NOW, metrics, new NodeState.Verifying(1)),
                new RunEvent.CheckStarted(MadeUp.NOW, metrics, Part.STR, "javac"), new RunEvent.CheckStarted(MadeUp.NOW, metrics, Part.LOG, "mvn test")));
        UnderWay running = model.underWayProperty().get();
        assertThat(running.of(Part.LOG)).contains(new UnderWay.Check(Part.LOG, "mvn test"));
        assertThat(List.of(Part.STR, Part.LOG, Part.BOOT)).extracting(part -> running.status(part, List.of()))
                .containsExactly(Status.VERIFYING, Status.RUNNING, Status.WAITING);
        assertThat(running.status(Part.LOG, List.of(MadeUp.passed(Part.LOG, "lint", "clean")))).isEqualTo(Status.RUNNING);
        assertThat(running.status(Part.LOG, List.of(MadeUp.tests(false)))).isEqualTo(Status.FAILED);

        SensorResult passed = MadeUp.passed(Part.LOG, "mvn test", "212 tests");
        model.accept(MadeUp.run(), List.of(new RunEvent.Checked(MadeUp.NOW, metrics, passed)));
        assertThat(model.underWayProperty().get().of(Part.LOG)).isEmpty();
        assertThat(model.underWayProperty().get().status(Part.LOG, List.of(passed))).isEqualTo(Status.PASSED);
        model.selectedProperty().set(Optional.of(MadeUp.id("retry")));
        assertThat(model.underWayProperty().get()).isEqualTo(UnderWay.UNHEARD);
    }

    @Test
    void theConsoleOfARunThatIsNoLongerLiveIsReadFromItsTranscript() {
        var kept = new MadeUpRuns();
        kept.kept = List.of(new RunEvent.Said(MadeUp.START, MadeUp.id("retry"), new AgentEvent.Said("As it was")));
        var old = new RunViewModel(MadeUp.run(), kept, Background.sameThread(), () -> MadeUp.NOW, (run, node) -> {});
        assertThat(old.consoleProperty().get().text()).isEqualTo("As it was\n");
    }

    @Test
    void wordsKeptStandBeforeThoseHeardMeanwhileAndNoneTwice() throws Exception {
        NodeId retry = MadeUp.id("retry");
        var first = new RunEvent.Said(MadeUp.NOW, retry, new AgentEvent.Said("heard"));
        var kept = new MadeUpRuns();
        kept.kept = List.of(new RunEvent.Said(MadeUp.START, retry, new AgentEvent.Said("kept")), first);
        var turns = new LinkedBlockingQueue<Runnable>();
        var old = new RunViewModel(MadeUp.run(), kept, Background.threads(turns::add), () -> MadeUp.NOW, (run, node) -> {});
        old.accept(MadeUp.run(), List.of(first));
        while (old.consoleProperty().get().lines().isEmpty()) {
            turns.take().run();
        }
        assertThat(old.consoleProperty().get().text()).isEqualTo("kept\nheard\n");
    }

    @Test
    void unknownUsageMakesTheSumUnknown() {
        Usage known = new Usage(OptionalLong.of(10), OptionalLong.of(5), Optional.of(new BigDecimal("0.004")));
        assertThat(UsageText.sum(List.of(known, known))).isEqualTo(new Usage(OptionalLong.of(20), OptionalLong.of(10),
                Optional.of(new BigDecimal("0.008"))));
        assertThat(UsageText.sum(List.of(known, Usage.UNKNOWN))).isEqualTo(Usage.UNKNOWN);
        assertThat(UsageText.line(Usage.UNKNOWN)).isEqualTo("Used unknown tokens in, unknown out, cost unknown");
        assertThat(UsageText.cost(Optional.of(new BigDecimal("0.004")))).isEqualTo("$0.0040");
    }

    @Test
    void aRunIsWhatItsNodesMakeIt() {
        assertThat(RunViewModel.statusOf(MadeUp.ended("20261120-090000-aaaa", "t", new NodeState.Committed(1)))).isEqualTo(Status.DONE);
        assertThat(RunViewModel.statusOf(MadeUp.ended("20261120-090000-aaaa", "t", new NodeState.Failed("A-001", "m")))).isEqualTo(Status.FAILED);
        assertThat(RunViewModel.statusOf(MadeUp.ended("20261120-090000-aaaa", "t", new NodeState.Rejected("m")))).isEqualTo(Status.REJECTED);
        assertThat(RunViewModel.statusOf(MadeUp.ended("20261120-090000-aaaa", "t", new NodeState.Cancelled()))).isEqualTo(Status.CANCELLED);
    }
}
