package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentTask;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.policy.builtin.BuiltInPolicy;
import dev.countersign.run.fake.FakeAgent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node that writes what it does not own goes back to the plan.
@Timeout(60)
class ReplannerTest {
    private static final NodeId ONE = new NodeId("one");
    private static final Plan NARROW = new Plan("Change both", List.of(Bench.node("one", "worker", List.of("a.txt")),
            Bench.node("two", "worker", List.of("c.txt"), "one")));

    @TempDir
    private Path folder;

    private static FakeAgent worker() {
        return new FakeAgent("worker", (task, events, progress) -> task.node().id().equals(ONE) ? FakeAgent.writes("a.txt", "new\n", "b.txt", "new\n").run(task, events, progress)
                : FakeAgent.writes("c.txt", "new\n").run(task, events, progress));
    }

    private static FakeAgent planner(String... answers) {
        var steps = new FakeAgent.Step[answers.length];
        for (int i = 0; i < answers.length; i++) {
            String answer = "```json\n{\"node\": [" + answers[i] + "]}\n```";
            steps[i] = (task, events, progress) -> FakeAgent.done(answer);
        }
        return new FakeAgent("planner", steps);
    }

    private static String node(String id, String owns, String after) {
        return "{\"id\": \"" + id + "\", \"goal\": \"Do it\", \"owns\": [" + owns + "], \"after\": [" + after + "], \"agent\": \"worker\"}";
    }

    private Bench bench(FakeAgent... agents) throws IOException {
        return new Bench(folder, agents).ruledBy(new BuiltInPolicy());
    }

    private static RunId start(Bench bench, Optional<String> planner) throws IOException {
        return bench.session.start(bench.request(NARROW).plannedBy(planner));
    }

    /// When the node was stopped that often.
    private static RunState stopped(Bench bench, RunId run, int times) {
        return bench.until(run, now -> now.nodes().get(ONE).state() instanceof NodeState.Stopped && bench.heard.stream().filter(event ->
                event instanceof RunEvent.Moved moved && moved.state() instanceof NodeState.Stopped).count() == times);
    }

    @Test
    void aWriteOutsideGoesBackToThePlanner() throws IOException {
        FakeAgent planner = planner(node("one", "\"a.txt\", \"b.txt\"", "") + "," + node("two", "\"c.txt\"", "\"one\""));
        try (Bench bench = bench(worker(), planner)) {
            RunId run = start(bench, Optional.of("planner"));

            bench.until(run, ONE, NodeState.AwaitingReview.class);

            assertThat(planner.calls()).hasSize(1);
            assertThat(planner.calls().stream().map(AgentTask::prompt)).allSatisfy(prompt -> assertThat(prompt).contains("stopped by the rule ownership",
                    "b.txt does not belong to node \"one\", which owns a.txt"));
            assertThat(bench.kinds()).containsExactly(EntryKind.DENIAL, EntryKind.REJECTION);
            assertThat(bench.heard).filteredOn(RunEvent.Replanned.class::isInstance).singleElement().satisfies(event ->
                    assertThat(((RunEvent.Replanned) event).who()).isEqualTo("the planner planner"));
            assertThat(bench.tree()).doesNotContainEntry("b.txt", "new\n");
            bench.approveAll(run, ONE);
            bench.until(run, new NodeId("two"), NodeState.AwaitingReview.class);
        }
    }

    @Test
    void thePlanThatComesBackAsItWasLeavesItStopped() throws IOException {
        FakeAgent planner = planner(node("one", "\"a.txt\"", "").replace("Do it", "Do one"), node("one", "\"a.txt\", \"d.txt\"", ""));
        try (Bench bench = bench(worker(), planner)) {
            RunId run = start(bench, Optional.of("planner"));

            RunState state = stopped(bench, run, 1);

            // The first answer leaves the node as it is, so it stays stopped.
            assertThat(state.nodes().get(ONE).state()).isInstanceOf(NodeState.Stopped.class);
            assertThat(planner.calls()).hasSize(1);
        }
    }

    @Test
    void plansThatDoNotHelpEndWithAPerson() throws IOException {
        FakeAgent planner = planner(node("one", "\"a.txt\", \"d.txt\"", ""), node("one", "\"a.txt\", \"e.txt\"", ""), node("one", "\"a.txt\", \"f.txt\"", ""));
        try (Bench bench = bench(worker(), planner)) {
            RunId run = start(bench, Optional.of("planner"));

            RunState state = stopped(bench, run, 3);

            assertThat(state.nodes().get(ONE).state()).isInstanceOf(NodeState.Stopped.class);
            assertThat(planner.calls()).hasSize(Replanner.MOST);
            assertThat(bench.kinds()).containsExactly(EntryKind.DENIAL, EntryKind.REJECTION, EntryKind.DENIAL, EntryKind.REJECTION, EntryKind.DENIAL);
        }
    }

    /// What was planned before the process ended counts.
    @Test
    void theBoundHoldsOverARestart() throws IOException {
        FakeAgent planner = planner(node("one", "\"a.txt\", \"d.txt\"", ""), node("one", "\"a.txt\", \"e.txt\"", ""), node("one", "\"a.txt\", \"f.txt\"", ""));
        try (Bench bench = bench(worker(), planner)) {
            RunId run = start(bench, Optional.of("planner"));
            stopped(bench, run, 3);
            assertThat(planner.calls()).hasSize(Replanner.MOST);

            bench.reopened();
            assertThat(bench.session.run(run).orElseThrow().course().replans()).isEqualTo(Replanner.MOST);
            bench.session.retry(run, ONE);
            stopped(bench, run, 4);

            assertThat(planner.calls()).hasSize(Replanner.MOST);
        }
    }

    @Test
    void withoutAPlannerOrAPlanAPersonDecides() throws IOException {
        FakeAgent planner = new FakeAgent("planner", FakeAgent.fails(AgentFailure.Kind.PROVIDER, "no answer"));
        try (Bench bench = bench(worker(), planner)) {
            RunId alone = start(bench, Optional.empty());
            assertThat(stopped(bench, alone, 1).nodes().get(ONE).state()).isInstanceOf(NodeState.Stopped.class);
            assertThat(planner.calls()).isEmpty();

            RunId failing = start(bench, Optional.of("planner"));
            assertThat(stopped(bench, failing, 2).nodes().get(ONE).state()).isInstanceOf(NodeState.Stopped.class);
            assertThat(bench.heard).anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(RunEvent.Said.class,
                    said -> assertThat(said.event().toString()).contains("there is no other plan")));
        }
    }

    @Test
    void thePlannerIsKnownAfterARestart() throws IOException {
        try (Bench bench = bench(worker(), planner(node("one", "\"a.txt\"", "")))) {
            RunId run = start(bench, Optional.of("planner"));
            stopped(bench, run, 1);
            bench.reopened();
            assertThat(bench.session.run(run).orElseThrow().request().planner()).contains("planner");
        }
    }
}
