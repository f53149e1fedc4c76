package dev.countersign.run;

import static dev.countersign.run.Bench.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.Recording;
import dev.countersign.agent.replay.ReplayAgent;
import dev.countersign.changeset.Changeset;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanFile;
import dev.countersign.run.fake.FakeAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that is played again brings the same changesets, without its agents.
class RecordingTest {
    private static final Plan PLAN = new Plan("Three", List.of(node("a", "One"), node("b", "Two", "a"), node("c", "Three")));

    @TempDir
    Path folder;

    /// Fails its checks once, breaks off once, deletes a file.
    private static FakeAgent agent() {
        return new FakeAgent("fake", (task, events, progress) -> switch (task.node().id() + " " + task.attempt()) {
            case "a 1" -> FakeAgent.writes("a.txt", "BROKEN\n", "a.new", "x\n").run(task, events, progress);
            case "a 2" -> FakeAgent.writes("a.txt", "good\n").run(task, events, progress);
            case "b 1" -> FakeAgent.fails(AgentFailure.Kind.EXITED, "It broke off.").run(task, events, progress);
            case "b 2" -> FakeAgent.writes("b.txt", null).run(task, events, progress);
            default -> FakeAgent.writes("c.bin", "\u0000\u00ff").run(task, events, progress);
        });
    }

    private static Map<String, Changeset> candidates(Bench bench) {
        synchronized (bench.heard) {
            return bench.heard.stream().filter(RunEvent.Candidate.class::isInstance).map(RunEvent.Candidate.class::cast)
                    .filter(e -> e.origin() == RunEvent.Origin.AGENT)
                    .collect(Collectors.toMap(e -> e.node() + " " + e.attempt(), RunEvent.Candidate::changeset, (one, again) -> one));
        }
    }

    private static RunId headless(Bench bench, Plan plan, Optional<String> input) throws IOException {
        RunRequest plain = bench.request(plan);
        return bench.session.start(new RunRequest(plan, plain.agent(), input, plain.checks(), plain.lowered(), true, RunLimits.parallel(1)));
    }

    private Recording recorded(Path file) throws IOException {
        try (var bench = new Bench(folder.resolve("first"), agent())) {
            RunId run = headless(bench, PLAN, Optional.empty());
            bench.until(run, RunState::isEnded);
            Recording recording = bench.session.records().record(run, file);
            assertThat(Recording.read(file)).isEqualTo(recording);
            before = candidates(bench);
            tree = bench.tree();
            return recording;
        }
    }

    private Map<String, Changeset> before = Map.of();
    private Map<String, String> tree = Map.of();

    @Test
    void theSameChangesetsComeOfIt() throws IOException {
        Path file = folder.resolve("run.json");
        Recording recording = recorded(file);
        assertThat(recording.attempts()).extracting(a -> a.node() + " " + a.attempt() + " " + a.failure().map(Recording.Failure::code).orElse("")
                + a.edits().size()).containsExactlyInAnyOrder("a 1 2", "a 2 2", "b 1 AGENT-0140", "b 2 1", "c 1 1");
        try (var bench = new Bench(folder.resolve("second"), new ReplayAgent())) {
            RunId run = headless(bench, PlanFile.json("recording", recording.plan(), recording.task()), Optional.of(file.toString()));
            RunState state = bench.until(run, RunState::isEnded);
            assertThat(state.nodes().values()).extracting(NodeView::state).containsExactly(new NodeState.Committed(0), new NodeState.Committed(1),
                    new NodeState.Committed(2));
            bench.session.close();
            assertThat(candidates(bench)).hasSize(4).containsAllEntriesOf(before.entrySet().stream().filter(e -> !e.getKey().startsWith("c"))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
            // Which tree a node starts from that waits for none is a matter of who is quick; what it changes is not.
            assertThat(candidates(bench).get("c 1").edits()).isEqualTo(before.get("c 1").edits());
            assertThat(bench.tree()).isEqualTo(tree);
            assertThat(state.nodes().values()).extracting(NodeView::words).containsExactly("wrote a.txt", "wrote b.txt", "wrote c.bin");
            bench.reopened();
        }
    }

    @Test
    void whatDoesNotFitOrIsDamagedIsRefusedByName() throws IOException {
        Path file = folder.resolve("run.json");
        Recording recording = recorded(file);
        Plan plan = PlanFile.json("recording", recording.plan(), recording.task());
        try (var bench = new Bench(folder.resolve("second"), new ReplayAgent())) {
            bench.write("a.txt", "another\n");
            RunId run = headless(bench, plan, Optional.of(file.toString()));
            assertThat(bench.until(run, RunState::isEnded).nodes().values().iterator().next().state()).isEqualTo(new NodeState.Failed("AGENT-009",
                    "The file a.txt is not as it was when the run was recorded, so its changes do not fit."));
        }
        Files.writeString(file, Files.readString(file).replaceFirst("(\"contents\":\\{\"[0-9a-f]{64}\":\")..", "$1AA"));
        assertThatThrownBy(() -> Recording.read(file)).hasMessageContaining("AGENT-016").hasMessageContaining("damaged");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> Recording.read(file)).hasMessageContaining("AGENT-016");
    }

    @Test
    void aRunWithASecretIsNotRecorded() throws IOException {
        var agent = new FakeAgent("fake", FakeAgent.writes("a.txt", "key = ghp_" + "Ab3dEf9hIj".repeat(4).substring(0, 36) + "\n"));
        try (var bench = new Bench(folder.resolve("third"), agent)) {
            RunId run = bench.start("Change");
            bench.idle(run, Bench.TASK);
            assertThatThrownBy(() -> bench.session.records().record(run, folder.resolve("no.json"))).hasMessageContaining("RUN-017").hasMessageContaining("a.txt");
        }
    }
}
