package dev.countersign.agent.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.fault.UserException;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.policy.Action;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.builtin.BuiltInPolicy;
import dev.countersign.sandbox.Level;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first minute of every user: the edits fit, the check judges them as the story says, and the rule denies the key.
class SampleTest {
    private final SampleAgent agent = new SampleAgent();
    private final List<AgentEvent> events = new ArrayList<>();

    @TempDir
    private Path temp;

    private Path folder;
    private PackStore store;
    private Snapshot base;
    private int stages;

    @BeforeEach
    void unpack() throws IOException {
        folder = SampleWorkspace.unpack(temp.resolve("sample"));
        store = PackStore.open(temp.resolve("pack"));
        base = Workspace.open(folder).capture(store, Progress.NONE);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    @Test
    void everyShippedFileIsListed() throws IOException {
        Path resources = Path.of("resources/sample");
        try (Stream<Path> walk = Files.walk(resources)) {
            assertThat(SampleWorkspace.files()).containsExactlyInAnyOrderElementsOf(walk.filter(Files::isRegularFile)
                    .map(f -> resources.relativize(f).toString().replace('\\', '/')).toList());
        }
        assertThat(base.files().keySet()).extracting(Object::toString).containsExactlyInAnyOrderElementsOf(SampleWorkspace.files());
    }

    @Test
    void thePlanIsValidAndEachNodeHasAnEdit() throws IOException {
        Plan plan = SampleWorkspace.plan(folder);

        assertThat(plan.nodes()).extracting(n -> n.id().value()).containsExactly("due-date", "vat-rates", "archive", "report");
        for (Node node : plan.nodes()) {
            assertThat(SampleWorkspace.edit(node.id().value(), 1)).isPresent();
        }
        assertThat(SampleWorkspace.edit("vat-rates", 2).orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void theProjectPassesItsCheckAsShipped() throws Exception {
        assertThat(check(base)).isZero();
    }

    @Test
    void theFirstRateEditFailsItsTestsAndTheSecondPasses() throws Exception {
        assertThat(check(run("vat-rates", 1, base))).isEqualTo(1);
        assertThat(check(run("vat-rates", 2, base))).isZero();
    }

    @Test
    void theOthersPassInTheOrderOfThePlan() throws Exception {
        Snapshot dated = run("due-date", 1, base);
        assertThat(check(dated)).isZero();
        assertThat(check(run("report", 1, run("vat-rates", 2, dated)))).isZero();
    }

    @Test
    void theOrderOfIndependentNodesDoesNotMatter() throws IOException {
        assertThat(run("due-date", 1, run("vat-rates", 2, base))).isEqualTo(run("vat-rates", 2, run("due-date", 1, base)));
    }

    @Test
    void everyNodeStaysWithinWhatItOwnsAndOnlyTheArchiveIsDenied() throws IOException {
        Snapshot ready = run("vat-rates", 2, run("due-date", 1, base));
        for (Node node : SampleWorkspace.plan(folder).nodes()) {
            Snapshot from = node.id().value().equals("report") ? ready : base;
            Changeset changeset = Changeset.between(from, run(node.id().value(), 1, from), store);

            assertThat(changeset.changes()).extracting(FileChange::path).allMatch(node.contract()::owns);
            List<String> denials = new BuiltInPolicy().rule(new Action.Change(node, changeset, store)).stream()
                    .filter(Ruling.Deny.class::isInstance).map(Ruling::rule).distinct().toList();
            assertThat(denials).isEqualTo(node.id().value().equals("archive") ? List.of("secrets") : List.of());
        }
    }

    @Test
    void theAgentSaysThatItsEditsArePrepared() throws IOException {
        run("due-date", 3, base);

        assertThat(events).startsWith(new AgentEvent.Said("I apply prepared edits; everything after me is real."),
                new AgentEvent.Said("I have no other edit for this node, so I bring the same one again."));
    }

    @Test
    void aSampleThatMovedOnFailsWithAReasonAndChangesNothing() throws IOException {
        Snapshot dated = run("due-date", 1, base);
        try (Stage stage = stage(dated)) {
            AgentResult result = agent.run(task("due-date", 1, stage, dated), events::add, Progress.NONE);

            assertThat(result).isInstanceOfSatisfying(AgentResult.Failed.class, failed -> {
                assertThat(failed.failure().kind()).isEqualTo(AgentFailure.Kind.INVALID_INPUT);
                assertThat(failed.failure().message()).startsWith("The edit prepared for \"due-date\" does not fit this workspace any more (line ");
            });
            assertThat(stage.capture(Progress.NONE)).isEqualTo(dated);
        }
    }

    @Test
    void anUnknownNodeIsRefused() throws IOException {
        try (Stage stage = stage(base)) {
            assertThat(agent.run(task("nothing", 1, stage, base), events::add, Progress.NONE)).isInstanceOf(AgentResult.Failed.class);
        }
    }

    @Test
    void unpackingAgainKeepsEdits() throws IOException {
        Files.writeString(folder.resolve("README.md"), "mine\n");

        assertThat(SampleWorkspace.unpack(folder)).isEqualTo(folder);
        assertThat(folder.resolve("README.md")).hasContent("mine\n");
    }

    @Test
    void aFolderOfOthersIsNotWrittenTo() throws IOException {
        Path other = Files.createDirectory(temp.resolve("other"));
        Files.writeString(other.resolve("notes"), "mine\n");

        assertThatThrownBy(() -> SampleWorkspace.unpack(other)).isInstanceOf(UserException.class).hasMessageStartingWith("SAMPLE-001");
        assertThat(other).isDirectoryNotContaining("glob:**/plan.toml");
    }

    private Snapshot run(String node, int attempt, Snapshot from) throws IOException {
        try (Stage stage = stage(from)) {
            AgentResult result = agent.run(task(node, attempt, stage, from), events::add, Progress.NONE);

            assertThat(result).isInstanceOfSatisfying(AgentResult.Finished.class,
                    finished -> assertThat(finished.usage()).isEqualTo(Usage.NOTHING));
            return stage.capture(Progress.NONE);
        }
    }

    private Stage stage(Snapshot tree) throws IOException {
        return Workspace.open(folder).stage(temp.resolve("stage" + stages++), tree, store, Progress.NONE);
    }

    private AgentTask task(String node, int attempt, Stage stage, Snapshot from) {
        Node known = SampleWorkspace.plan(folder).node(new NodeId(node)).orElseGet(() -> Plan.single("x").nodes().getFirst());
        return new AgentTask(known, "task", "prompt", attempt, stage, from, store, Optional.empty(), folder, temp, Level.L0);
    }

    /// Runs the sample's own check with the JDK that runs this test; gives its exit status.
    private int check(Snapshot tree) throws IOException, InterruptedException {
        try (Stage stage = stage(tree)) {
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1", "build/Check.java")
                    .directory(stage.root().toFile()).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            assertThat(output).contains(exit == 0 ? " tests passed" : " tests FAILED");
            return exit;
        }
    }
}
