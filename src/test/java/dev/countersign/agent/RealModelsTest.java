package dev.countersign.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.ModelServer.Answer;
import dev.countersign.agent.acp.AcpAgents;
import dev.countersign.agent.cli.CliAgents;
import dev.countersign.agent.mcp.FakeServers;
import dev.countersign.agent.mcp.ToolDoors;
import dev.countersign.agent.mcp.pipe.PipeDoors;
import dev.countersign.changeset.FileChange;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.secret.Redaction;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real agents from npm, over the protocol and as command-line programs; only their model is replaced, by a server on loopback.
@Tag("agents")
@Timeout(300)
class RealModelsTest {
    private static String path;

    @TempDir
    private Path folder;
    private StageFixture work;
    private ModelServer model;
    private ToolDoors doors = ToolDoors.NONE;
    private final List<AgentEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<PermissionRequest> asked = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        path = RealAgents.path();
    }

    @BeforeEach
    void open() throws IOException {
        work = new StageFixture(folder);
        model = new ModelServer();
        Path codex = Files.createDirectories(work.folder.resolve("home/.codex"));
        Files.writeString(codex.resolve("config.toml"), "model = \"test-model\"\nmodel_provider = \"loop\"\n"
                + "[model_providers.loop]\nname = \"loop\"\nbase_url = \"" + model.address() + "/v1\"\nwire_api = \"responses\"\n"
                + "env_key = \"KEY\"\nrequest_max_retries = 1\nstream_max_retries = 1\n");
    }

    @AfterEach
    void close() throws IOException {
        model.close();
        work.close();
    }

    private Agent agent(String name) throws IOException {
        String claude = "env = { ANTHROPIC_BASE_URL = '" + model.address() + "', ANTHROPIC_API_KEY = '${KEY}',"
                + " CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC = '1', CLAUDE_CODE_MAX_RETRIES = '1', IS_SANDBOX = '1' }\n";
        Path file = Files.writeString(folder.resolve("agents.toml"), """
                [[agent]]
                name = 'claude-acp'
                kind = 'acp'
                command = 'claude-agent-acp'
                mode = 'default'
                silence = 60
                """ + claude + """
                [[agent]]
                name = 'codex-acp'
                kind = 'acp'
                command = 'codex-acp'
                mode = 'agent-full-access'
                silence = 60
                env = ['KEY']
                [[agent]]
                name = 'codex-acp-asks'
                kind = 'acp'
                command = 'codex-acp'
                mode = 'read-only'
                silence = 60
                env = ['KEY']
                [[agent]]
                name = 'claude'
                command = 'claude'
                args = ['-p', '{prompt}', '--output-format', 'stream-json', '--verbose', '--permission-mode', 'acceptEdits', '{extra}']
                mcp = 'claude'
                """ + claude + """
                [[agent]]
                name = 'opencode-acp'
                kind = 'acp'
                command = 'opencode'
                args = ['acp']
                silence = 60
                env = { OPENCODE_CONFIG_CONTENT = '{"model":"anthropic/claude-test","small_model":"anthropic/claude-test","autoupdate":false,"share":"disabled",\
                "permission":{"bash":"ask","edit":"allow"},"provider":{"anthropic":{"options":{"baseURL":"ADDRESS/v1","apiKey":"${KEY}"},\
                "models":{"claude-test":{"name":"test","tool_call":true,"limit":{"context":100000,"output":8000}}}}}}' }
                [[agent]]
                name = 'opencode-acp-brief'
                kind = 'acp'
                command = 'opencode'
                args = ['acp']
                timeout = 60
                env = { OPENCODE_CONFIG_CONTENT = '{"model":"anthropic/claude-test","small_model":"anthropic/claude-test","autoupdate":false,"share":"disabled",\
                "provider":{"anthropic":{"options":{"baseURL":"ADDRESS/v1","apiKey":"${KEY}"},\
                "models":{"claude-test":{"name":"test","tool_call":true,"limit":{"context":100000,"output":8000}}}}}}' }
                [[agent]]
                name = 'qwen-acp'
                kind = 'acp'
                command = 'qwen'
                args = ['--acp']
                auth_method = 'openai'
                silence = 60
                env = { OPENAI_API_KEY = '${KEY}', OPENAI_BASE_URL = 'ADDRESS/v1', OPENAI_MODEL = 'test-model' }
                [[agent]]
                name = 'gemini-acp'
                kind = 'acp'
                command = 'gemini'
                args = ['--acp', '--skip-trust', '-m', 'gemini-2.5-flash']
                auth_method = 'gemini-api-key'
                silence = 60
                env = { GEMINI_API_KEY = '${KEY}', GOOGLE_GEMINI_BASE_URL = 'ADDRESS' }
                [[agent]]
                name = 'codex'
                command = 'codex'
                args = ['exec', '--json', '--skip-git-repo-check', '-s', 'danger-full-access', '{extra}', '{prompt}']
                mcp = 'codex'
                env = ['KEY']
                """.replace("ADDRESS", model.address()));
        AgentRegistry registry = AgentRegistry.load(Optional.of(file), file);
        var sandbox = new LocalSandbox(work.folder.resolve("scratch"), new SecureRandom());
        Map<String, String> system = Map.of("PATH", path, "KEY", "not-a-real-key-at-all");
        var runtime = new AgentRuntime(sandbox, new dev.countersign.sandbox.Toolchains(system, work.folder.resolve("user-home"),
                Path.of(System.getProperty("java.home"))));
        return new AcpAgents(registry, runtime, work.folder.resolve("check-home"), "1", doors).find(name)
                .or(() -> new CliAgents(registry, runtime, work.folder.resolve("check-home"), doors).find(name)).orElseThrow();
    }

    private Answer write(String agent, String file, String text) {
        Path target = work.stage.root().resolve(file);
        if (agent.startsWith("claude") || agent.startsWith("opencode") || agent.startsWith("qwen") || agent.startsWith("gemini")) {
            boolean open = agent.startsWith("opencode");
            return new Answer.Call(agent.startsWith("claude") ? "Write" : open ? "write" : "write_file", "{\"" + (open ? "filePath" : "file_path") + "\":\"" + target
                    + "\",\"content\":\"" + text + "\\n\"}");
        }
        return command(agent, "printf '" + text + "\\\\n' > " + file);
    }

    private Answer command(String agent, String line) {
        if (agent.startsWith("opencode")) {
            return new Answer.Call("bash", "{\"command\":\"" + line + "\",\"description\":\"does it\"}");
        }
        if (agent.startsWith("qwen") || agent.startsWith("gemini")) {
            return new Answer.Call("run_shell_command", "{\"command\":\"" + line + "\",\"description\":\"does it\",\"is_background\":false}");
        }
        return agent.startsWith("claude") ? new Answer.Call("Bash", "{\"command\":\"" + line + "\",\"description\":\"does it\"}")
                : new Answer.Call("exec_command", "{\"cmd\":\"" + line + "\"" + (agent.endsWith("asks")
                ? ",\"sandbox_permissions\":\"require_escalated\",\"justification\":\"May I?\"" : "") + "}");
    }

    private AgentResult run(String name, int attempt, Permissions permissions, Progress progress) throws IOException {
        return agent(name).run(work.task("Do it.", attempt, List.of(), permissions), events::add, progress);
    }

    private AgentResult run(String name) throws IOException {
        return run(name, 1, this::allow, Progress.NONE);
    }

    private PermissionAnswer allow(PermissionRequest request, Progress progress) {
        asked.add(request);
        return new PermissionAnswer.Chosen(request.once(true).orElseThrow(), "rules", false);
    }

    private List<String> changed() throws IOException {
        return work.changes().changes().stream().map(FileChange::path).map(Object::toString).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-acp", "codex-acp", "claude", "codex", "opencode-acp", "qwen-acp", "gemini-acp"})
    void editsTheStage(String name) throws IOException {
        model.script(write(name, "b.txt", "two"), new Answer.Text("I wrote b.txt."));

        AgentResult result = run(name);

        assertThat(result).as("%s", events).isInstanceOfSatisfying(AgentResult.Finished.class, finished ->
                assertThat(finished.words()).isEqualTo("I wrote b.txt."));
        assertThat(changed()).containsExactly("b.txt");
        assertThat(work.live.resolve("b.txt")).doesNotExist();
        assertThat(events).filteredOn(AgentEvent.ToolCall.class::isInstance).extracting(e -> ((AgentEvent.ToolCall) e).state()).contains("done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-acp", "codex-acp-asks", "opencode-acp", "qwen-acp", "gemini-acp"})
    void commandIsAskedForAndRuns(String name) throws IOException {
        // Qwen asks its model once more in between, with tools: both do all of it.
        String all = "mkdir -p made; touch made/c.txt";
        model.script(command(name, name.startsWith("qwen") ? all : "mkdir made"), command(name, name.startsWith("qwen") ? all : "touch made/c.txt"), new Answer.Text("Made it."));

        AgentResult result = run(name);

        assertThat(result).as("%s", events).isInstanceOf(AgentResult.Finished.class);
        assertThat(asked).as("%s", events).isNotEmpty().allSatisfy(request -> assertThat(request.options()).isNotEmpty());
        // Gemini says its command in a title alone, which could be any words: no rule reads it, and a person is asked.
        assertThat(asked.getFirst().command().isPresent()).as("%s", asked).isEqualTo(!name.startsWith("gemini"));
        assertThat(changed()).containsExactly("made/c.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-acp", "codex-acp-asks", "opencode-acp", "qwen-acp", "gemini-acp"})
    void refusedToolIsNeverASuccess(String name) throws IOException {
        model.script(command(name, "touch c.txt"), new Answer.Text("All done."));

        AgentResult result = run(name, 1, Permissions.NOBODY, Progress.NONE);

        assertThat(result).as("%s", events).isInstanceOf(AgentResult.Failed.class);
        assertThat(((AgentResult.Failed) result).failure().kind()).as("%s %s", result, events).isIn(Kind.POLICY, Kind.PROVIDER);
        assertThat(changed()).isEmpty();
    }

    /// The agent's own question for its tool of ours is not put to anybody: the call itself is ruled.
    @ParameterizedTest
    @ValueSource(strings = {"claude-acp", "codex-acp", "codex-acp-asks", "claude", "codex"})
    void grantedToolIsAskedForOnce(String name) throws IOException {
        var servers = new FakeServers();
        doors = new PipeDoors(servers, work.folder.resolve("doors"), new Redaction(), "1");
        model.script(new Answer.Call("mcp__countersign__notes__echo", "{\"text\":\"hello\"}"), new Answer.Text("It says hello."));

        AgentResult result = run(name);

        assertThat(servers.calls).as("%s %s", events, model.requests()).containsExactly("echo {\"text\":\"hello\"}");
        assertThat(result).as("%s", events).isInstanceOfSatisfying(AgentResult.Finished.class, finished ->
                assertThat(finished.words()).isEqualTo("It says hello."));
        assertThat(asked).as("%s", events).singleElement().satisfies(request -> assertThat(request.title() + ", " + request.kind()).isEqualTo("notes: echo, mcp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-acp", "codex-acp", "claude", "codex"})
    void grantedToolThatIsRefusedIsNotCalled(String name) throws IOException {
        var servers = new FakeServers();
        doors = new PipeDoors(servers, work.folder.resolve("doors"), new Redaction(), "1");
        model.script(new Answer.Call("mcp__countersign__notes__echo", "{\"text\":\"hello\"}"), new Answer.Text("It says hello."));

        AgentResult result = run(name, 1, Permissions.NOBODY, Progress.NONE);

        assertThat(servers.calls).isEmpty();
        assertThat(result).as("%s", events).isInstanceOfSatisfying(AgentResult.Failed.class, failed ->
                assertThat(failed.failure().kind()).as(failed.failure().message()).isEqualTo(Kind.POLICY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-acp", "codex-acp", "claude", "codex", "opencode-acp", "qwen-acp", "gemini-acp"})
    void cancelEndsIt(String name) throws IOException {
        model.script(new Answer.Hang());
        var progress = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return model.isHung();
            }
        };

        assertThat(run(name, 1, this::allow, progress)).isEqualTo(new AgentResult.Cancelled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-acp", "codex-acp", "claude", "codex", "opencode-acp", "qwen-acp", "gemini-acp"})
    void wrongKeyIsTold(String name) throws IOException {
        model.script(new Answer.Status(401, "invalid x-api-key"));

        AgentResult result = run(name);

        assertThat(result).as("%s", events).isInstanceOfSatisfying(AgentResult.Failed.class, failed ->
                assertThat(failed.failure().kind()).as(failed.failure().message()).isEqualTo(Kind.AUTH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-acp", "codex-acp", "claude", "codex", "opencode-acp", "qwen-acp", "gemini-acp"})
    void busyModelIsAFailure(String name) throws IOException {
        model.script(new Answer.Status(429, "too many requests"));

        AgentResult result = run(name);

        assertThat(result).as("%s", events).isInstanceOfSatisfying(AgentResult.Failed.class, failed ->
                assertThat(failed.failure().kind()).as(failed.failure().message()).isIn(Kind.PROVIDER, Kind.EXITED, Kind.TIMEOUT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-acp", "codex-acp", "claude", "codex", "qwen-acp"})
    void cutStreamIsAFailure(String name) throws IOException {
        model.script(new Answer.Cut("I am about"));

        AgentResult result = run(name);

        assertThat(result).as("%s", events).isInstanceOf(AgentResult.Failed.class);
    }

    /// It asks its model again without end, and tells of it: what ends it is the time that it is given.
    @Test
    void openCodeWhoseStreamIsCutIsEndedByItsTime() throws IOException {
        model.script(new Answer.Cut("I am about"));

        AgentResult result = run("opencode-acp-brief");

        assertThat(result).as("%s", events).isInstanceOfSatisfying(AgentResult.Failed.class, failed ->
                assertThat(failed.failure().kind()).as(failed.failure().message()).isEqualTo(Kind.TIMEOUT));
    }

    /// Nothing that it says tells that a stream was cut: it is a limit of this program, and its changes are reviewed like any others.
    @Test
    void geminiPutsTheHalvesOfACutStreamTogetherAndSaysThatItIsDone() throws IOException {
        model.script(new Answer.Cut("I am about"));

        assertThat(run("gemini-acp")).as("%s", events).isInstanceOf(AgentResult.Finished.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-acp", "codex-acp", "opencode-acp", "qwen-acp"})
    void secondPromptKnowsTheFirst(String name) throws IOException {
        Agent agent = agent(name);
        model.script(new Answer.Text("The word is mulberry."));
        assertThat(agent.run(work.task("p", 1, List.of(), this::allow), events::add, Progress.NONE)).as("%s", events)
                .isInstanceOf(AgentResult.Finished.class);
        events.clear();

        model.script(new Answer.Text("Again."));
        AgentResult second = agent.run(work.task("p", 2, List.of(), this::allow), events::add, Progress.NONE);

        assertThat(second).as("%s", events).isInstanceOfSatisfying(AgentResult.Finished.class, f -> assertThat(f.words()).isEqualTo("Again."));
        assertThat(model.requests().getLast().toString()).contains("mulberry");
        assertThat(events.toString()).doesNotContain("mulberry");
    }

    /// It opens a session anew each time: what it said before, it does not know any more.
    @Test
    void geminiAnswersASecondPromptWithoutTheFirst() throws IOException {
        Agent agent = agent("gemini-acp");
        model.script(new Answer.Text("The word is mulberry."));
        agent.run(work.task("p", 1, List.of(), this::allow), events::add, Progress.NONE);
        model.script(new Answer.Text("Again."));

        AgentResult second = agent.run(work.task("p", 2, List.of(), this::allow), events::add, Progress.NONE);

        assertThat(second).as("%s", events).isInstanceOfSatisfying(AgentResult.Finished.class, f -> assertThat(f.words()).isEqualTo("Again."));
        assertThat(model.requests().getLast().toString()).doesNotContain("mulberry");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-acp", "codex-acp", "opencode-acp", "qwen-acp", "gemini-acp"})
    void checkFindsItReady(String name) throws IOException {
        Readiness readiness = agent(name).readiness();

        assertThat(readiness.speaks()).as(readiness.says()).isEqualTo(Readiness.Answer.YES);
    }
}
