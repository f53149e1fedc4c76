package dev.countersign.run;

import static dev.countersign.run.Bench.TASK;
import static dev.countersign.run.Bench.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.AgentResult;
import dev.countersign.agent.Usage;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeAgent;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run may use: warned near it, paused at it, gone on by a grant that is recorded.
class BudgetTest {
    @TempDir
    Path folder;

    private static FakeAgent costing(Optional<BigDecimal> usd) {
        return new FakeAgent("fake", (task, events, progress) -> {
            FakeAgent.writes(task.node().id() + ".txt", "x\n").run(task, events, progress);
            return new AgentResult.Finished("done", new Usage(OptionalLong.of(10), OptionalLong.of(5), usd));
        });
    }

    private static RunId start(Bench bench, RunLimits limits, String... ids) throws IOException {
        var plan = new Plan("Many", List.of(ids).stream().map(id -> node(id, "Do " + id)).toList());
        RunRequest plain = bench.request(plan);
        return bench.session.start(new RunRequest(plan, plain.agent(), plain.input(), plain.checks(), plain.lowered(), true, limits));
    }

    private static RunState done(Bench bench, RunId run) {
        return bench.until(run, s -> s.isIdle() && s.nodes().values().stream().noneMatch(v -> RunState.isAtWork(v.state())));
    }

    private static List<NodeState> states(RunState state) {
        return state.nodes().values().stream().map(NodeView::state).toList();
    }

    @Test
    void aRunIsWarnedNearItsLimitPausedAtItAndGoesOnByAGrant() throws IOException {
        var agent = costing(Optional.of(new BigDecimal("0.40")));
        try (var bench = new Bench(folder, agent)) {
            RunId run = start(bench, new RunLimits(1, Map.of(Measure.COST, BigDecimal.ONE)), "a1", "b1", "c1", "d1");
            RunState paused = done(bench, run);
            assertThat(states(paused)).containsExactly(new NodeState.Committed(0), new NodeState.Committed(1), new NodeState.Committed(2),
                    new NodeState.Waiting());
            assertThat(paused.course().pause().orElseThrow().why()).isEqualTo("The budget is used up: $1.2 of $1.");
            assertThat(bench.heard).filteredOn(RunEvent.Warned.class::isInstance).singleElement()
                    .satisfies(e -> assertThat(((RunEvent.Warned) e).used()).isEqualByComparingTo("0.80"));
            assertThat(agent.calls()).hasSize(3);

            assertThatThrownBy(() -> bench.session.steering().resume(run, "Ada")).hasMessageContaining("RUN-015");
            assertThatThrownBy(() -> bench.session.steering().grant(run, Measure.COST, new BigDecimal("0.1"), "Ada")).hasMessageContaining("RUN-015");
            assertThatThrownBy(() -> bench.session.steering().grant(run, Measure.TOKENS, BigDecimal.TEN, "Ada")).hasMessageContaining("RUN-014");
            bench.session.steering().grant(run, Measure.COST, new BigDecimal("0.5"), "Ada");
            bench.session.steering().resume(run, "Ada");
            assertThat(states(bench.until(run, RunState::isEnded))).containsExactly(new NodeState.Committed(0), new NodeState.Committed(1),
                    new NodeState.Committed(2), new NodeState.Committed(4));
            assertThat(bench.kinds()).containsExactly(EntryKind.COMMIT, EntryKind.COMMIT, EntryKind.COMMIT, EntryKind.GRANT, EntryKind.COMMIT);
            assertThat(bench.entries().get(3).summary()).isEqualTo("Granted $0.5 beyond $1; used: $1.2");
            assertThat(agent.calls()).hasSize(4);
        }
    }

    @Test
    void aCostThatNobodyTellsIsNotNothing() throws IOException {
        try (var bench = new Bench(folder, costing(Optional.empty()))) {
            RunId run = start(bench, new RunLimits(1, Map.of(Measure.COST, BigDecimal.ONE)), "a1", "b1");
            RunState paused = done(bench, run);
            assertThat(states(paused)).containsExactly(new NodeState.Committed(0), new NodeState.Waiting());
            assertThat(paused.course().pause().orElseThrow().why()).isEqualTo(
                    "An agent does not say how many US dollars it used, so the limit of $1 cannot be kept.");
            bench.session.steering().grant(run, Measure.COST, BigDecimal.ONE, "Ada");
            bench.session.steering().resume(run, "Ada");
            assertThat(states(bench.until(run, RunState::isEnded))).containsExactly(new NodeState.Committed(0), new NodeState.Committed(2));
        }
    }

    @Test
    void callsTokensAndFilesEndARunToo() throws IOException {
        for (Map.Entry<Measure, Integer> limit : Map.of(Measure.STEPS, 1, Measure.TOKENS, 15, Measure.FILES, 1).entrySet()) {
            try (var bench = new Bench(folder.resolve(limit.getKey().label()), costing(Optional.of(BigDecimal.ONE)))) {
                RunId run = start(bench, new RunLimits(1, Map.of(limit.getKey(), BigDecimal.valueOf(limit.getValue()))), "a1", "b1");
                RunState paused = done(bench, run);
                assertThat(paused.course().pause().orElseThrow().measure()).contains(limit.getKey());
                assertThat(states(paused)).containsExactly(new NodeState.Committed(0), new NodeState.Waiting());
            }
        }
    }

    @Test
    void anAttemptThatHasNoRoomIsMadeAfterTheGrantWithTheEvidenceOfTheFirst() throws IOException {
        var agent = new FakeAgent("fake", FakeAgent.writes("a.txt", "fine\nBROKEN\n"), FakeAgent.writes("a.txt", "fine\n"));
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.session.start(bench.request(Plan.single("Change")).with(new RunLimits(1, Map.of(Measure.STEPS, BigDecimal.ONE))));
            assertThat(states(done(bench, run))).containsExactly(new NodeState.Waiting());
            bench.session.steering().grant(run, Measure.STEPS, BigDecimal.ONE, "Ada");
            bench.session.steering().resume(run, "Ada");
            NodeView view = bench.until(run, TASK, NodeState.AwaitingReview.class);
            assertThat(view.energies()).containsExactly(1.0, 0.0);
            assertThat(agent.calls()).hasSize(2);
            assertThat(agent.calls().get(1).prompt()).contains("- a.txt:2: it is broken");
        }
    }

    @Test
    void aPausedRunBeginsNothingAndGoesOn() throws IOException {
        var agent = costing(Optional.of(BigDecimal.ZERO));
        try (var bench = new Bench(folder, agent)) {
            RunId run = start(bench, RunLimits.parallel(1), "a1", "b1", "c1");
            bench.session.steering().pause(run, "Ada");
            RunState paused = done(bench, run);
            assertThat(states(paused)).endsWith(new NodeState.Waiting());
            assertThat(paused.course().pause().orElseThrow().why()).isEqualTo("Paused by Ada.");
            assertThatThrownBy(() -> bench.session.steering().pause(run, "Ada")).hasMessageContaining("RUN-014");
            int calls = agent.calls().size();
            bench.session.steering().resume(run, "Ada");
            bench.until(run, RunState::isEnded);
            assertThat(agent.calls()).hasSize(3).hasSizeGreaterThan(calls);
        }
    }

    @Test
    void aChangedPlanBringsInNoAgentThatNothingContains() throws IOException {
        try (var bench = new Bench(folder, costing(Optional.of(BigDecimal.ZERO)), new FakeAgent("program", FakeAgent.writes("p.txt", "p\n")).thatStarts("program"))) {
            RunId run = bench.start(new Plan("One", List.of(node("a1", "One"))));
            bench.until(run, new NodeId("a1"), NodeState.AwaitingReview.class);
            RunState before = bench.session.run(run).orElseThrow();
            Plan other = new Plan("One", List.of(Bench.node("b1", "program", List.of("p.*"))));
            assertThatThrownBy(() -> bench.session.steering().replan(run, other, "no", "Ada")).hasMessageContaining("RUN-003");
            assertThat(bench.session.run(run)).contains(before);
            bench.contained();
            bench.session.steering().replan(run, other, "contained now", "Ada");
            bench.until(run, new NodeId("b1"), NodeState.AwaitingReview.class);
        }
    }

    @Test
    void aChangedPlanIsRecordedAndWhatIsGivenUpIsRejected() throws IOException {
        try (var bench = new Bench(folder, costing(Optional.of(BigDecimal.ZERO)))) {
            RunId run = bench.start(new Plan("Two", List.of(node("a1", "One"), node("b1", "Two", "a1"))));
            bench.until(run, new NodeId("a1"), NodeState.AwaitingReview.class);
            assertThatThrownBy(() -> bench.session.steering().replan(run, new Plan("Two", List.of(node("c1", "C", "c1"))), "no", "Ada"))
                    .hasMessageContaining("RUN-016").hasMessageContaining("waits for itself");
            bench.session.steering().replan(run, new Plan("Two", List.of(node("b1", "Two"), node("c1", "Three"))), "smaller parts", "Ada");
            RunState state = bench.until(run, s -> s.isIdle() && s.waiting().size() == 2);
            assertThat(state.course().revisions()).isEqualTo(1);
            assertThat(state.plan().nodes()).extracting(n -> n.id().value()).containsExactly("b1", "c1");
            assertThat(bench.kinds()).containsExactly(EntryKind.REJECTION);
            bench.reopened();
            assertThat(bench.session.run(run)).contains(state);
        }
    }
}
