package dev.countersign.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.ModelServer;
import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.Permissions;
import dev.countersign.agent.RealAgents;
import dev.countersign.agent.ScriptTools;
import dev.countersign.agent.StageFixture;
import dev.countersign.agent.acp.AcpAgents;
import dev.countersign.agent.mcp.FakeServers;
import dev.countersign.agent.mcp.ToolServers;
import dev.countersign.agent.mcp.pipe.PipeDoors;
import dev.countersign.changeset.FileChange;
import dev.countersign.network.proxy.ProxyLimits;
import dev.countersign.network.proxy.UnixGateway;
import dev.countersign.network.proxy.Way;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real agents from npm in the sandbox, by their built-in entries: their model is a server on this machine, and its key stays outside.
@Tag("agents")
@Timeout(600)
class RealAgentNetworkTest {
    private static final String KEY = "sk-proj-the-real-key-of-the-user-0123456789";
    private static String path;

    @TempDir
    private Path folder;
    private StageFixture work;
    private HttpServer server;
    private Path sockets;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<AgentEvent> events = Collections.synchronizedList(new ArrayList<>());
    private volatile UnaryOperator<String> answers = _ -> "";

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        path = RealAgents.path();
    }

    @BeforeEach
    void open() throws IOException {
        work = new StageFixture(folder);
        sockets = Path.of("/tmp", "cs-real-" + ProcessHandle.current().pid());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String said = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String shown = exchange.getRequestHeaders().getFirst("authorization") + exchange.getRequestHeaders().getFirst("x-api-key");
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        asked.add(line + (shown.contains(KEY) ? " with the key" : " without the key"));
        boolean streams = exchange.getRequestMethod().equals("POST");
        exchange.getResponseHeaders().set("Content-Type", streams ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write((streams ? answers.apply(said) : "{\"models\":[],\"data\":[]}").getBytes(UTF_8));
        exchange.close();
    }

    @AfterEach
    void close() throws IOException {
        server.stop(0);
        work.close();
        Files.deleteIfExists(sockets);
    }

    private AgentResult run(String name, Map<String, String> variables) throws IOException {
        return run(AgentRegistry.load(Optional.empty(), folder.resolve("none")), name, variables);
    }

    private AgentResult run(AgentRegistry registry, String name, Map<String, String> variables) throws IOException {
        return run(runtime -> new CliAgents(registry, runtime, work.folder.resolve("check-home")).find(name)
                .or(() -> new AcpAgents(registry, runtime, work.folder.resolve("check-home"), "1").find(name)).orElseThrow(), variables, Permissions.NOBODY, AgentTask.Leave.ALL);
    }

    private AgentResult run(Function<AgentRuntime, Agent> agent, Map<String, String> variables, Permissions permissions, AgentTask.Leave leave) throws IOException {
        var sandbox = new LocalSandbox(work.folder.resolve("scratch"), new SecureRandom());
        assumeTrue(sandbox.protection().level() == Level.L3, () -> "no L3 here: " + sandbox.selfTest().attempts());
        var all = new java.util.HashMap<>(variables);
        all.put("PATH", path);
        var toolchains = new Toolchains(Map.of("PATH", path), work.folder.resolve("user-home"), Path.of(System.getProperty("java.home")));
        Agent found = agent.apply(new AgentRuntime(sandbox, toolchains, Variables.of(all), new Redaction(),
                new UnixGateway(sockets, Way.SYSTEM, ProxyLimits.USUAL, InstantSource.system(), new SecureRandom())));
        AgentTask task = work.task("Add a file b.txt.");
        return found.run(new AgentTask(task.node(), task.task(), task.prompt(), 1, task.stage(), task.base(), task.contents(), task.input(), task.liveRoot(),
                task.home(), Level.L3, List.of(), permissions, leave), events::add, Progress.NONE);
    }

    private static String events(String... each) {
        var text = new StringBuilder();
        for (String one : each) {
            text.append("event: ").append(one.replaceAll("^\\{\"type\":\"([^\"]+)\".*", "$1")).append("\ndata: ").append(one).append("\n\n");
        }
        return text.toString();
    }

    /// One answer of the Responses interface with one item.
    private static String response(String item) {
        return events("{\"type\":\"response.created\",\"response\":{\"id\":\"r\"}}", "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":" + item + "}",
                "{\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"model\":\"made-up\",\"usage\":{\"input_tokens\":100,\"input_tokens_details\":null,"
                        + "\"output_tokens\":10,\"output_tokens_details\":null,\"total_tokens\":110}}}");
    }

    @Test
    void codexWorksWithoutItsKey() throws IOException {
        answers = said -> said.contains("\"type\":\"function_call_output\"") ? response("{\"type\":\"message\",\"id\":\"m\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"I added b.txt.\"}]}")
                : response("{\"type\":\"function_call\",\"id\":\"f\",\"call_id\":\"c\",\"name\":\"exec_command\",\"arguments\":\"{\\\"cmd\\\":\\\"echo new > b.txt\\\"}\"}");

        AgentResult result = run("codex", Map.of("CODEX_API_KEY", KEY, "OPENAI_BASE_URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/v1"));


        assertThat(result).as("%s", events).isInstanceOf(AgentResult.Finished.class);
        assertThat(asked).contains("POST /v1/responses with the key").noneMatch(line -> line.endsWith("without the key"));
        assertThat(work.changes().changes()).containsExactly(new FileChange.Added(WorkspacePath.of("b.txt"), FileState.file("new\n".getBytes(UTF_8), false)));
        assertThat(events.toString()).doesNotContain(KEY);
    }

    private static String claude(String... blocks) {
        return events(java.util.stream.Stream.of(java.util.stream.Stream.of("{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"made-up\",\"content\":[],"
                        + "\"usage\":{\"input_tokens\":100,\"output_tokens\":1}}}"), java.util.Arrays.stream(blocks),
                java.util.stream.Stream.of("{\"type\":\"content_block_stop\",\"index\":0}", "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""
                        + (blocks[0].contains("tool_use") ? "tool_use" : "end_turn") + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":10}}", "{\"type\":\"message_stop\"}"))
                .flatMap(each -> each).toArray(String[]::new));
    }

    private static String claudeSays(String text) {
        return claude("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}}");
    }

    /// Over its own protocol and the pipes of granted tools, from inside L3, with the key held outside: what its model asks for is the approved
    /// script, and what that answers reaches the model. With its search for tools, which a made-up model cannot use, switched off.
    @Test
    void claudeCallsAScriptOverTheAgentClientProtocolWithoutItsKey() throws IOException {
        var scripted = Collections.synchronizedList(new ArrayList<String>());
        var tool = Pattern.compile("\"name\":\"(mcp__[A-Za-z0-9_-]*issue[A-Za-z0-9_-]*)\"");
        var results = Collections.synchronizedList(new ArrayList<String>());
        answers = said -> {
            if (said.contains("\"tool_result\"")) {
                results.add(said);
                return claudeSays("The issue is called Leak.");
            }
            Matcher offered = tool.matcher(said);
            return offered.find() ? claude("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"" + offered.group(1) + "\",\"input\":{}}}",
                    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"number\\\":12}\"}}") : claudeSays("Nothing is offered.");
        };
        ScriptTools scripts = new ScriptTools() {
            @Override
            public List<Tool> tools() {
                return List.of(new Tool("issue", "Looks up an issue.", "{\"type\":\"object\",\"properties\":{\"number\":{\"type\":\"integer\"}}}"));
            }

            @Override
            public Result call(String name, String arguments, Consumer<AgentEvent> told, Progress progress) {
                scripted.add(name + " " + arguments);
                return new Result("the title is Leak", false);
            }
        };
        Path registry = Files.writeString(folder.resolve("acp.toml"), """
                [[agent]]
                name = "claude-here"
                kind = "acp"
                command = "claude-agent-acp"
                args = ["{extra}"]
                env = ["ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "ANTHROPIC_MODEL", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "ENABLE_TOOL_SEARCH"]
                mode = "default"
                network = []
                provider = "anthropic"
                """);
        Permissions yes = (request, _) -> new PermissionAnswer.Chosen(request.once(true).orElseThrow(), "rules", false);

        AgentResult result = run(runtime -> new AcpAgents(AgentRegistry.load(Optional.of(registry), registry), runtime, work.folder.resolve("check-home"), "1",
                        new PipeDoors(new ToolServers(new FakeServers()), folder.resolve("doors"), new Redaction(), "1")).find("claude-here").orElseThrow(),
                Map.of("ANTHROPIC_API_KEY", KEY, "ANTHROPIC_BASE_URL", "http://127.0.0.1:" + server.getAddress().getPort(), "ANTHROPIC_MODEL", "claude-sonnet-4-5",
                        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1", "ENABLE_TOOL_SEARCH", "false"), yes, new AgentTask.Leave(true, java.util.OptionalLong.empty(), AgentTask.Leave.ALL.objections(), scripts));

        assertThat(scripted).as("%s %s %s", result, asked, events).containsExactly("issue {\"number\":12}");
        assertThat(results).anySatisfy(said -> assertThat(said).contains("the title is Leak"));
        assertThat(result).as("%s", events).isInstanceOf(AgentResult.Finished.class);
        assertThat(asked).anyMatch(line -> line.startsWith("POST /v1/messages") && line.endsWith("with the key")).noneMatch(line -> line.startsWith("POST") && line.endsWith("without the key"));
        assertThat(events.toString()).contains("The issue is called Leak.").doesNotContain(KEY);
    }

    /// Not among the agents that are installed for tests, since it is large.
    @Test
    void opencodeWorksWithoutItsKey() throws IOException {
        String more = System.getProperty("countersign.agents.path", "");
        assumeTrue(java.util.Arrays.stream((more + ":" + path).split(":")).anyMatch(folder -> Files.isExecutable(Path.of(folder, "opencode"))),
                "opencode is not installed; -Dcountersign.agents.path says where it is");
        path = more + ":" + path;
        answers = said -> events("{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"made-up\",\"content\":[],"
                        + "\"usage\":{\"input_tokens\":100,\"output_tokens\":1}}}",
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"I added nothing.\"}}",
                "{\"type\":\"content_block_stop\",\"index\":0}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":10}}",
                "{\"type\":\"message_stop\"}");

        AgentResult result = run("opencode", Map.of("ANTHROPIC_API_KEY", KEY, "ANTHROPIC_BASE_URL", "http://127.0.0.1:" + server.getAddress().getPort(),
                "OPENCODE_CONFIG_CONTENT", "{\"model\":\"anthropic/claude-sonnet-4-5\"}"));

        assertThat(result).as("%s", events).isInstanceOf(AgentResult.Finished.class);
        assertThat(asked).contains("POST /v1/messages with the key").noneMatch(line -> line.endsWith("without the key"));
        assertThat(events.toString()).contains("I added nothing.").doesNotContain(KEY);
    }

    /// Gemini puts the halves of a cut stream together and says that it is done, OpenCode asks again without end: what passed the door says more.
    @ParameterizedTest
    @ValueSource(strings = {"gemini-acp", "opencode-acp"})
    void aStreamThatIsCutIsAFailureWhateverTheAgentSays(String name) throws IOException {
        try (var model = new ModelServer()) {
            model.script(new ModelServer.Answer.Cut("I am about"));
            Path file = Files.writeString(folder.resolve("agents.toml"), """
                    [[agent]]
                    name = 'gemini-acp'
                    kind = 'acp'
                    command = 'gemini'
                    args = ['--acp', '--skip-trust', '-m', 'gemini-2.5-flash']
                    auth_method = 'gemini-api-key'
                    env = { GEMINI_API_KEY = '${KEY}', GOOGLE_GEMINI_BASE_URL = 'ADDRESS' }
                    network = []
                    provider = 'gemini'
                    [[agent]]
                    name = 'opencode-acp'
                    kind = 'acp'
                    command = 'opencode'
                    args = ['acp']
                    timeout = 60
                    env = { ANTHROPIC_API_KEY = '${KEY}', ANTHROPIC_BASE_URL = 'ADDRESS', OPENCODE_CONFIG_CONTENT = '{"model":"anthropic/claude-test",\
                    "small_model":"anthropic/claude-test","autoupdate":false,"share":"disabled","provider":{"anthropic":{"options":{"baseURL":"{env:ANTHROPIC_BASE_URL}/v1"},\
                    "models":{"claude-test":{"name":"test","tool_call":true,"limit":{"context":100000,"output":8000}}}}}}' }
                    network = []
                    provider = 'anthropic'
                    """.replace("ADDRESS", model.address()));

            AgentResult result = run(AgentRegistry.load(Optional.of(file), file), name, Map.of("KEY", KEY));

            assertThat(model.requests()).as("%s", events).isNotEmpty();
            assertThat(result).as("%s", events).isInstanceOfSatisfying(AgentResult.Failed.class, failed -> assertThat(failed.failure().message())
                    .isEqualTo(name + "'s model did not answer to the end: the stream of its last answer was cut. Start the node again."));
        }
    }
}
