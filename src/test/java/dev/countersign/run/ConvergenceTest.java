package dev.countersign.run;

import static dev.countersign.run.Bench.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.workspace.WorkspacePath;
import dev.countersign.changeset.Selection;
import dev.countersign.agent.patch.PatchAgent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeAgent;
import java.util.Map;
import java.util.TreeSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes back to an agent, what is kept of what it brings, and when it is asked again.
class ConvergenceTest {
    private static final String APPROVES = "```json\n{\"verdict\": \"approve\", \"findings\": [], \"summary\": \"Fine.\"}\n```";
    private static final String BLOCKS = "```json\n{\"verdict\": \"block\", \"findings\": [{\"path\": \"b.txt\", \"line\": 1, \"severity\": \"error\", "
            + "\"message\": \"No.\"}], \"summary\": \"No.\"}\n```";

    @TempDir
    Path folder;

    @Test
    void onlyALowerEnergyReplacesWhatStands() throws IOException {
        var agent = new FakeAgent("fake", FakeAgent.writes("a.txt", "BROKEN\n"), FakeAgent.writes("a.txt", "BROKEN too\n"),
                FakeAgent.writes("a.txt", "BROKEN\nBROKEN\n"));
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.start("Change a");
            NodeView view = bench.idle(run, TASK);
            assertThat(view.energies().subList(0, 3)).containsExactly(1.0, 1.0, 2.0);
            assertThat(view.attempt()).isEqualTo(1);
            bench.session.decide(run, TASK, new Decision.Approve(dev.countersign.changeset.Selection.all(view.candidate().orElseThrow()), "", true), "Ada");
            bench.until(run, RunState::isEnded);
            assertThat(bench.tree()).containsEntry("a.txt", "BROKEN\n");
        }
    }

    @Test
    void theReviewersWordsGoAlongWithTheEvidence() throws IOException {
        var agent = new FakeAgent("fake", FakeAgent.writes("a.txt", "fine\n"), FakeAgent.writes("a.txt", "BROKEN\n"), FakeAgent.writes("a.txt", "good\n"));
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.start("Change a");
            bench.idle(run, TASK);
            bench.session.decide(run, TASK, new Decision.Revise("Say it better"), "Ada");
            bench.until(run, s -> s.isIdle() && agent.calls().size() == 3);
            assertThat(agent.calls().get(2).prompt()).contains("Say it better").contains("- a.txt:1: it is broken");
        }
    }

    @Test
    void aCallIsMadeAgainByItsKindOfFailure() throws IOException {
        record Case(AgentFailure.Kind kind, int calls) {}
        for (Case one : List.of(new Case(AgentFailure.Kind.EXITED, 2), new Case(AgentFailure.Kind.AUTH, 1), new Case(AgentFailure.Kind.TIMEOUT, 1))) {
            var agent = new FakeAgent("fake", FakeAgent.fails(one.kind, "No."));
            try (var bench = new Bench(folder.resolve(one.kind.name()), agent)) {
                RunId run = bench.start("Change a");
                assertThat(bench.until(run, RunState::isEnded).nodes().get(TASK).state()).isEqualTo(new NodeState.Failed(one.kind.code(), "No."));
                assertThat(agent.calls()).as(one.kind.name()).hasSize(one.calls);
            }
        }
        assertThat(Gate.callsAgain(AgentFailure.Kind.PROVIDER.code(), 2)).isTrue();
        assertThat(Gate.callsAgain(AgentFailure.Kind.PROVIDER.code(), 3)).isFalse();
    }

    @Test
    void candidatesOfSeveralAgentsStandSideBySideAndOneIsPicked() throws IOException {
        var good = new FakeAgent("good", FakeAgent.writes("b.txt", "bop\n"));
        var bad = new FakeAgent("bad", FakeAgent.writes("b.txt", "BROKEN\n", "c.txt", "x\n")).thatNeverRetries();
        var none = new FakeAgent("none", FakeAgent.fails(AgentFailure.Kind.AUTH, "Log in first."));
        try (var bench = new Bench(folder, good, bad, none)) {
            var request = new RunRequest(Plan.single("Change"), "good", Optional.empty(), List.of(), Optional.empty(), false);
            Comparison comparison = Comparison.start(bench.session, request, List.of("good", "bad", "none"));
            comparison.runs().forEach(run -> bench.until(run, _ -> comparison.isIdle()));
            assertThat(comparison.sides(bench.clock.instant())).extracting(s -> s.agent() + " " + s.energy().orElse(-1.0) + " " + s.verified() + " "
                    + s.candidate().map(c -> c.changes().size()).orElse(0) + " " + s.calls()).containsExactly("good 0.0 true 1 1", "bad 1.0 false 2 1",
                    "none -1.0 false 0 1");
            RunId picked = comparison.runs().getFirst();
            bench.approveAll(picked, TASK);
            bench.until(picked, RunState::isEnded);
            comparison.pick(picked, "Ada");
            bench.until(comparison.runs().get(1), RunState::isEnded);
            assertThat(bench.view(comparison.runs().get(1), TASK).state()).isEqualTo(
                    new NodeState.Rejected("The candidate of good was picked, run " + picked + "."));
            assertThat(bench.tree()).containsEntry("b.txt", "bop\n").doesNotContainKey("c.txt");
            assertThatThrownBy(() -> Comparison.start(bench.session, request, List.of("good", "good"))).hasMessageContaining("RUN-019");
            assertThatThrownBy(() -> Comparison.start(bench.session, request, List.of("good", "nobody"))).hasMessageContaining("AGENT-002");
            assertThatThrownBy(() -> comparison.pick(new RunId("20261121-074512-zzzz"), "Ada")).hasMessageContaining("RUN-005");
            RunId left = bench.session.runs().getFirst().id();
            bench.until(left, s -> s.isIdle() && s.nodes().values().stream().noneMatch(v -> RunState.isAtWork(v.state())));
            assertThat(bench.tree()).doesNotContainKey("c.txt");
        }
    }

    @Test
    void chosenHunksOfTwoAgentsAreOneCandidateThatIsCheckedAnew() throws IOException {
        String base = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";
        try (var bench = new Bench(folder, new FakeAgent("first", FakeAgent.writes("m.txt", base.replace("one", "ONE").replace("seven", "SEVEN"))),
                new FakeAgent("second", FakeAgent.writes("m.txt", base.replace("four", "FOUR").replace("seven", "7"))), new PatchAgent())) {
            bench.write("m.txt", base);
            var request = new RunRequest(Plan.single("Shout"), "first", Optional.empty(), List.of(), Optional.empty(), false);
            Comparison comparison = Comparison.start(bench.session, request, List.of("first", "second"));
            for (RunId run : comparison.runs()) {
                bench.until(run, TASK, NodeState.AwaitingReview.class);
            }
            RunId first = comparison.runs().getFirst();
            RunId second = comparison.runs().getLast();
            assertThatThrownBy(() -> comparison.merge(Map.of(first, hunks(1), second, hunks(1)))).hasMessageContaining("RUN-025")
                    .hasMessageContaining("m.txt: first and second change the same lines (1): choose one of them.");
            assertThatThrownBy(() -> comparison.merge(Map.of())).hasMessageContaining("Nothing is chosen.");
            assertThat(bench.session.runs()).hasSize(2);

            Comparison with = comparison.merge(Map.of(first, hunks(0, 1), second, hunks(0)));
            RunId merged = with.runs().getLast();
            NodeView view = bench.until(merged, TASK, NodeState.AwaitingReview.class);
            assertThat(view.verification()).isPresent();
            bench.session.decide(merged, TASK, new Decision.Approve(Selection.all(view.candidate().orElseThrow()), "", true), "Ada");
            bench.until(merged, TASK, NodeState.Committed.class);
            assertThat(bench.tree()).containsEntry("m.txt", base.replace("one", "ONE").replace("four", "FOUR").replace("seven", "SEVEN"));
            with.pick(merged, "Ada");
            for (RunId run : comparison.runs()) {
                bench.until(run, TASK, NodeState.Rejected.class);
            }
        }
    }

    private static Selection hunks(Integer... indexes) {
        return new Selection(Map.of(WorkspacePath.of("m.txt"), new Selection.FileSelection.Hunks(new TreeSet<>(List.of(indexes)))));
    }

    private static RunRequest reviewed(Bench bench, String... reviewers) {
        return new RunRequest(Plan.single("Change"), "fake", Optional.empty(), List.of(), Optional.empty(), true).reviewedBy(List.of(reviewers));
    }

    @Test
    void whatAReviewerIsAgainstWaitsForAPersonAndIsAskedOnce() throws IOException {
        var first = new FakeAgent("first", (task, events, progress) -> FakeAgent.done(APPROVES));
        var second = new FakeAgent("second", (task, events, progress) -> FakeAgent.done(BLOCKS));
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")), first, second)) {
            RunId alone = bench.session.start(reviewed(bench, "first"));
            assertThat(bench.until(alone, RunState::isEnded).nodes().get(TASK).state()).isEqualTo(new NodeState.Committed(0));
            bench.write("b.txt", "bee\n");
            RunId both = bench.session.start(reviewed(bench, "first", "second"));
            NodeView view = bench.until(both, TASK, NodeState.AwaitingReview.class);
            assertThat(view.state()).isEqualTo(new NodeState.AwaitingReview("The reviewer second is against it."));
            assertThat(view.verdicts()).extracting(ReviewerVerdict::reviewer).containsExactly("first", "second");
            assertThat(first.calls()).hasSize(2);
            assertThat(second.calls()).hasSize(1);
        }
    }

    @Test
    void aReviewerThatFailsApprovesNothing() throws IOException {
        var broken = new FakeAgent("broken", FakeAgent.fails(AgentFailure.Kind.PROVIDER, "Overloaded."));
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")), broken)) {
            RunId run = bench.session.start(reviewed(bench, "broken"));
            assertThat(bench.until(run, TASK, NodeState.AwaitingReview.class).state()).isEqualTo(new NodeState.AwaitingReview(
                    "The reviewer broken gave no verdict: The reviewer broken failed: Overloaded."));
        }
    }
}
