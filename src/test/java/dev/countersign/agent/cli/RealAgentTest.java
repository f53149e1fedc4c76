package dev.countersign.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Readiness;
import dev.countersign.agent.RealAgents;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.plan.Plan;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real agent, Gemini CLI from npm, end to end; only its model is replaced, by answers from a file. Installed once into
/// `target/agents`.
@Tag("agents")
@Timeout(600)
class RealAgentTest {
    private static String path;

    @TempDir
    private Path folder;
    private PackStore store;
    private Stage stage;
    private Snapshot base;
    private final List<AgentEvent> events = new ArrayList<>();

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        path = RealAgents.path();
    }

    @BeforeEach
    void open() throws IOException {
        Path live = Files.createDirectory(folder.resolve("live"));
        Files.writeString(live.resolve("a.txt"), "one\ntwo\n");
        store = PackStore.open(folder.resolve("content.pack"));
        Workspace workspace = Workspace.open(live);
        base = workspace.capture(store, Progress.NONE);
        stage = workspace.stage(folder.resolve("stage"), base, store, Progress.NONE);
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
        store.close();
    }

    /// The built-in entry, with the answers of a model that is not there.
    private Agent gemini(String answers) throws IOException {
        Path replies = Files.writeString(folder.resolve("replies.jsonl"), answers);
        AgentSpec spec = AgentRegistry.load(Optional.empty(), folder.resolve("none.toml")).agents().stream()
                .filter(a -> a.name().equals("gemini")).findFirst().orElseThrow();
        var args = new ArrayList<>(List.of("-m", "gemini-2.5-flash", "--fake-responses", replies.toString()));
        args.addAll(spec.args());
        var offline = new AgentSpec(spec.name(), spec.description(), spec.command(), args, spec.prompt(), spec.environment(),
                spec.timeout(), spec.authHint(), spec.install(), spec.kinds(), spec.source());
        return new CliAgents(new AgentRegistry(List.of(offline)), new AgentRuntime(new LocalSandbox(folder.resolve("scratch"), new SecureRandom()),
                new Toolchains(Map.of("PATH", path, "GEMINI_API_KEY", "not-a-real-key"), folder.resolve("user-home"),
                        Path.of(System.getProperty("java.home")))),
                folder.resolve("check-home")).all().getFirst();
    }

    private AgentResult run(Agent agent) {
        return agent.run(new AgentTask(Plan.single("t").nodes().getFirst(), "t", "Add a file and change another.", 1, stage, base, store,
                Optional.empty(), folder.resolve("live"), folder.resolve("home"), Level.L0), events::add, Progress.NONE);
    }

    private static String call(String name, String args) {
        return answer("{\"functionCall\":{\"name\":\"" + name + "\",\"args\":" + args + "}}");
    }

    private static String answer(String part) {
        return "{\"method\":\"generateContentStream\",\"response\":[{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + part
                + "]},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":"
                + "{\"promptTokenCount\":100,\"candidatesTokenCount\":10,\"totalTokenCount\":110}}]}\n";
    }

    @Test
    void editsTheStageAndSaysWhatItDid() throws IOException {
        Agent gemini = gemini(call("write_file", "{\"file_path\":\"b.txt\",\"content\":\"new\\n\"}")
                + call("replace", "{\"file_path\":\"a.txt\",\"instruction\":\"two is three\",\"old_string\":\"two\",\"new_string\":\"three\"}")
                + answer("{\"text\":\"I wrote b.txt and changed a.txt.\"}"));

        AgentResult result = run(gemini);

        assertThat(result).as("%s", events).isEqualTo(new AgentResult.Finished("I wrote b.txt and changed a.txt.",
                new Usage(OptionalLong.of(300), OptionalLong.of(30), Optional.empty())));
        assertThat(events).filteredOn(AgentEvent.ToolCall.class::isInstance).extracting(e -> (AgentEvent.ToolCall) e)
                .extracting(t -> t.title() + " " + t.state())
                .containsExactly("write_file running", "write_file done", "replace running", "replace done");
        Changeset changeset = Changeset.between(base, stage.capture(Progress.NONE), store);
        assertThat(changeset.changes()).containsExactly(
                new FileChange.Modified(WorkspacePath.of("a.txt"), FileState.file("one\ntwo\n".getBytes(UTF_8), false),
                        FileState.file("one\nthree\n".getBytes(UTF_8), false)),
                new FileChange.Added(WorkspacePath.of("b.txt"), FileState.file("new\n".getBytes(UTF_8), false)));
        assertThat(folder.resolve("live/a.txt")).hasContent("one\ntwo\n");
        assertThat(folder.resolve("live/b.txt")).doesNotExist();
    }

    @Test
    void modelThatDoesNotAnswerIsAFailureOfTheAgent() throws IOException {
        AgentResult result = run(gemini(""));

        assertThat(result).isInstanceOfSatisfying(AgentResult.Failed.class,
                f -> assertThat(f.failure().kind()).as(f.failure().message()).isIn(Kind.PROVIDER, Kind.EXITED));
        assertThat(stage.capture(Progress.NONE)).isEqualTo(base);
    }

    @Test
    void answersTheCheck() throws IOException {
        assertThat(gemini("").readiness()).isEqualTo(new Readiness(true, "0.61.0", Readiness.Answer.YES, Readiness.Answer.YES,
                Readiness.Answer.UNKNOWN));
    }
}
