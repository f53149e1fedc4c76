package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent splits a task into a plan: in a copy, in JSON, and until it is right.
class PlanningTest {
    private static final String GOOD = """
            I looked around.
            ```json
            {"node": [{"id": "one", "goal": "First", "owns": ["a.txt"], "class": "interface"},
                      {"id": "two", "goal": "Then", "owns": ["b.txt"], "after": ["one"], "agent": "worker"}]}
            ```
            """;

    @TempDir
    Path folder;

    private static FakeAgent.Step says(String words) {
        return (task, events, progress) -> FakeAgent.done(words);
    }

    private static Plan plan(Bench bench) throws IOException {
        return plan(bench, _ -> { });
    }

    private static Plan plan(Bench bench, Consumer<AgentEvent> events) throws IOException {
        return bench.session.plan(new RunRequest(Plan.single("Split me"), "worker", Optional.empty(), java.util.List.of(), false, false), "planner", events,
                Progress.NONE);
    }

    private static FakeAgent worker() {
        return new FakeAgent("worker", (task, events, progress) -> FakeAgent.writes(task.node().contract().owns().getFirst(), "new\n").run(task, events, progress));
    }

    @Test
    void aPlanThatIsWrongGoesBackWithTheReasonAndTheRightOneRuns() throws IOException {
        var planner = new FakeAgent("planner", (task, events, progress) -> {
            Files.writeString(task.stage().root().resolve("a.txt"), "mischief");
            return FakeAgent.done("no idea");
        }, says("```json\n{\"node\": [{\"id\": \"one\", \"goal\": \"x\", \"after\": [\"two\"]}]}\n```"), says(GOOD));
        try (var bench = new Bench(folder, planner, worker())) {
            var before = bench.tree();
            var told = new ArrayList<AgentEvent>();
            Plan plan = plan(bench, told::add);
            assertThat(told).extracting(event -> ((AgentEvent.Other) event).text()).satisfiesExactly(
                    first -> assertThat(first).contains("This is not JSON"), second -> assertThat(second).contains("waits for \"two\""));
            assertThat(plan.task()).isEqualTo("Split me");
            assertThat(plan.nodes()).extracting(n -> n.id() + " " + n.after() + " " + n.contract().owns() + " " + n.agent().orElse("-"))
                    .containsExactly("one [] [a.txt] -", "two [one] [b.txt] worker");
            assertThat(planner.calls()).hasSize(3);
            assertThat(planner.calls().get(1).prompt()).contains("Your last answer was no plan").contains("This is not JSON");
            assertThat(planner.calls().get(2).prompt()).contains("waits for \"two\", which is not in the plan");
            assertThat(planner.calls().get(0).prompt()).contains("Split me").contains("one of planner, worker; leave it out for worker");
            assertThat(bench.tree()).isEqualTo(before);
            assertThat(bench.session.runs()).isEmpty();
            assertThat(bench.data.resolve("planners").resolve(bench.session.workspace().id())).isEmptyDirectory();

            RunId run = bench.session.start(new RunRequest(plan, "worker", Optional.empty(), java.util.List.of(), false, true));
            assertThat(bench.until(run, RunState::isEnded).nodes().values()).extracting(NodeView::state)
                    .containsExactly(new NodeState.Committed(0), new NodeState.Committed(1));
        }
    }

    @Test
    void aPlannerThatNeverMakesAPlanIsGivenUpWithItsLastFault() throws IOException {
        var planner = new FakeAgent("planner", says("```json\n{\"node\": [{\"id\": \"one\", \"goal\": \"x\", \"agent\": \"nobody\"}]}\n```"));
        try (var bench = new Bench(folder, planner, worker())) {
            assertThatThrownBy(() -> plan(bench)).hasMessageContaining("RUN-018").hasMessageContaining("nobody");
            assertThat(planner.calls()).hasSize(Planning.ANSWERS);
        }
    }

    @Test
    void aPlannerThatFailsSaysSo() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("planner", FakeAgent.fails(AgentFailure.Kind.AUTH, "Log in first.")), worker())) {
            assertThatThrownBy(() -> plan(bench)).hasMessageContaining("AGENT-004").hasMessageContaining("Log in first.");
        }
    }

    @Test
    void anUncontainedPlannerNeedsLeave() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("planner", says(GOOD)).thatStarts("planner"), worker())) {
            assertThatThrownBy(() -> plan(bench)).hasMessageContaining("RUN-003");
        }
    }
}
