package dev.countersign.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.agent.cli.CliAgents;
import dev.countersign.network.Reached;
import dev.countersign.network.proxy.ProxyLimits;
import dev.countersign.network.proxy.UnixGateway;
import dev.countersign.network.proxy.Way;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A program in the sandbox asks its model without ever having the key. The model is a server on this machine.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the sandbox is that of Linux")
@Timeout(60)
class AgentNetworkTest {
    private static final String KEY = "sk-ant-the-real-key-of-the-user-0123456789";
    private static final String ASK = "curl -sS -m 20 -w \" %{http_code}\" -H \"x-api-key: $ANTHROPIC_API_KEY\" -H \"anthropic-version: 2023-06-01\" "
            + "-H \"content-type: application/json\" -d \"{}\" \"$ANTHROPIC_BASE_URL/v1/messages\"";

    /// What the model was asked: method and path, key, other ways to show a key, version.
    private record Asked(String request, String key, String authorization, String version) {}

    @TempDir
    private Path folder;
    private StageFixture work;
    private HttpServer model;
    private Path sockets;
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<AgentEvent> events = Collections.synchronizedList(new ArrayList<>());
    private volatile String type = "application/json";
    private volatile String answer = "{\"model\":\"made-up-1\",\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":5,\"output_tokens\":7}}";
    private volatile Supplier<String> next = () -> answer;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "the program asks with curl, which is not installed");
        work = new StageFixture(folder);
        sockets = Path.of("/tmp", "cs-line-" + ProcessHandle.current().pid());
        model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        model.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            asked.add(new Asked(exchange.getRequestMethod() + " " + exchange.getRequestURI(), String.valueOf(headers.getFirst("x-api-key")),
                    String.valueOf(headers.getFirst("authorization")), String.valueOf(headers.getFirst("anthropic-version"))));
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(next.get().getBytes(UTF_8));
            exchange.close();
        });
        model.start();
    }

    @AfterEach
    void close() throws IOException {
        model.stop(0);
        work.close();
        Files.deleteIfExists(sockets);
    }

    private AgentResult run(String settings, String script, AgentTask.Leave leave) throws IOException {
        Path file = Files.writeString(folder.resolve("agents.toml"), """
                [[agent]]
                name = 'asks'
                command = '/bin/sh'
                args = ['-c', '{prompt}']
                env = { ANTHROPIC_API_KEY = '${MINE}', ANTHROPIC_BASE_URL = 'http://127.0.0.1:%d', ALSO = '${MINE}' }
                """.formatted(model.getAddress().getPort()) + settings);
        var sandbox = new LocalSandbox(work.folder.resolve("scratch"), new SecureRandom());
        assumeTrue(sandbox.selfTest().best() == Level.L3, () -> "no L3 here: " + sandbox.selfTest().attempts());
        var toolchains = new Toolchains(Map.of("PATH", "/usr/bin:/bin"), work.folder.resolve("user-home"), Path.of(System.getProperty("java.home")));
        var gateway = new UnixGateway(sockets, Way.SYSTEM, ProxyLimits.USUAL, InstantSource.system(), new SecureRandom());
        Agent agent = new CliAgents(AgentRegistry.load(Optional.of(file), file), new AgentRuntime(sandbox, toolchains,
                Variables.of(Map.of("PATH", "/usr/bin:/bin", "MINE", KEY)), new Redaction(), gateway), work.folder.resolve("check-home"))
                .find("asks").orElseThrow();
        AgentTask task = work.task(script);
        return agent.run(new AgentTask(task.node(), task.task(), script, 1, task.stage(), task.base(), task.contents(), task.input(), task.liveRoot(),
                task.home(), Level.L3, List.of(), Permissions.NOBODY, leave), events::add, Progress.NONE);
    }

    private static final String HELD = "network = []\nprovider = 'anthropic'\n";

    private String said() {
        return String.join("\n", events.stream().filter(AgentEvent.Output.class::isInstance)
                .map(event -> ((AgentEvent.Output) event).text()).toList()).strip();
    }

    private Usage used(AgentResult result) {
        assertThat(result).as(said()).isInstanceOf(AgentResult.Finished.class);
        return ((AgentResult.Finished) result).usage();
    }

    @Test
    void theModelGetsTheKeyAndTheProgramDoesNot() throws IOException {
        AgentResult result = run(HELD, ASK + "; echo; env | grep -v KEY; echo $ANTHROPIC_API_KEY | cut -c1-12;"
                // What is printed is freed of secrets, so the program counts them itself.
                + " cat /proc/*/environ /proc/*/cmdline | tr '\\0' '\\n' | grep -c -e '[s]k-ant' -e '[r]eal-key'; true", AgentTask.Leave.ALL);

        assertThat(used(result)).isEqualTo(new Usage(OptionalLong.of(15), OptionalLong.of(7), Optional.empty()));
        assertThat(asked).containsExactly(new Asked("POST /v1/messages", KEY, "null", "2023-06-01"));
        assertThat(said()).contains("made-up-1").endsWith("countersign-\n0").contains("ANTHROPIC_BASE_URL=http://127.0.0.1:3128/anthropic").contains("HTTPS_PROXY=http://127.0.0.1:3128").doesNotContain(KEY);
        assertThat(events.toString()).doesNotContain(KEY);
        assertThat(events).last().isInstanceOfSatisfying(AgentEvent.Network.class, network -> assertThat(network.reached()).singleElement()
                .extracting(Reached::host, Reached::allowed, Reached::rule).containsExactly("127.0.0.1", true,
                        "model made-up-1, status 200, 15 tokens in, 7 out"));
    }

    @Test
    void aStreamedAnswerIsCountedAtItsEnd() throws IOException {
        type = "text/event-stream; charset=utf-8";
        answer = """
                event: message_start
                data: {"type":"message_start","message":{"model":"made-up-2","usage":{"input_tokens":100,"output_tokens":1}}}

                event: message_delta
                data: {"type":"message_delta","usage":{"output_tokens":42}}

                event: message_stop
                data: {"type":"message_stop"}

                """;

        assertThat(used(run(HELD, ASK, AgentTask.Leave.ALL))).isEqualTo(new Usage(OptionalLong.of(100), OptionalLong.of(42), Optional.empty()));
        assertThat(said()).contains("message_stop");
    }

    private static final String HALF = "data: {\"message\":{\"model\":\"made-up-2\",\"usage\":{\"input_tokens\":100,\"output_tokens\":1}}}\n\n";
    private static final String REST = "data: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":9}}\n\ndata: {\"type\":\"message_stop\"}\n\n";

    /// Its exit status says that all is well.
    @Test
    void aStreamThatWasCutIsAFailureWhateverTheProgramSays() throws IOException {
        type = "text/event-stream";
        answer = HALF;

        assertThat(run(HELD, ASK + "; exit 0", AgentTask.Leave.ALL)).as(said()).isEqualTo(new AgentResult.Failed(new AgentFailure(AgentFailure.Kind.PROVIDER,
                "asks's model did not answer to the end: the stream of its last answer was cut. Start the node again.", "")));
    }

    @Test
    void aStreamThatWasCutAndAskedForAgainIsNoFailureAndItsUsageUnknownAndNotLittle() throws IOException {
        type = "text/event-stream";
        var answers = new ArrayDeque<>(List.of(HALF, HALF + REST));
        next = answers::remove;

        assertThat(used(run(HELD, ASK + "; " + ASK, AgentTask.Leave.ALL))).isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void aProgramThatIsStoppedAfterACutIsToldAsThat() throws IOException {
        type = "text/event-stream";
        answer = HALF;

        assertThat(run(HELD + "timeout = 5\n", ASK + "; sleep 600", AgentTask.Leave.ALL)).as(said()).isInstanceOfSatisfying(AgentResult.Failed.class,
                failed -> assertThat(failed.failure().message()).contains("was cut"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}", "data: [DONE]", "data: {\"type\":\"response.completed\",\"response\":{}}",
        "data: {\"type\":\"response.incomplete\",\"response\":{}}", "data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}",
        "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}", "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"})
    void eachInterfaceHasItsEnd(String last) throws IOException {
        type = "text/event-stream";
        answer = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n" + last + "\n\n";

        assertThat(run(HELD, ASK, AgentTask.Leave.ALL)).as(said()).isInstanceOf(AgentResult.Finished.class);
    }

    @Test
    void afterSoManyRequestsItIsRefusedInTheProvidersWords() throws IOException {
        run(HELD + "max_requests = 1\n", ASK + "; " + ASK, AgentTask.Leave.ALL);

        assertThat(asked).hasSize(1);
        assertThat(said()).contains("\"type\":\"error\"").contains("rate_limit_error").contains("may ask its model 1 times, and did.").contains(" 429");
    }

    @Test
    void afterSoManyTokensItIsRefused() throws IOException {
        run(HELD + "max_tokens = 1000\n", ASK + "; " + ASK, new AgentTask.Leave(true, OptionalLong.of(20)));

        assertThat(asked).hasSize(1);
        assertThat(said()).contains("may use 20 tokens, and used 22").contains(" 429");
    }

    @Test
    void withoutTheTokenNothingIsAsked() throws IOException {
        run(HELD, "ANTHROPIC_API_KEY=countersign-0; " + ASK, AgentTask.Leave.ALL);

        assertThat(asked).isEmpty();
        assertThat(said()).contains("authentication_error").contains(" 401");
    }

    @Test
    void pathsThatLeadElsewhereAreNotAsked() throws IOException {
        run(HELD, "for p in /anthropic/../x /anthropic/%2e%2e/x /openai/v1/models /anthropicx/v1/y /anthropic@evil.example/; do curl -s --path-as-is -m 9"
                + " -o /dev/null -w '%{http_code} ' -H \"x-api-key: $ANTHROPIC_API_KEY\" \"http://127.0.0.1:3128$p\"; done", AgentTask.Leave.ALL);

        assertThat(asked).isEmpty();
        assertThat(said()).isEqualTo("403 403 403 403 403");
    }

    @Test
    void theProviderItselfIsNotReachedAroundThePlaceThatCounts() throws IOException {
        run("network = ['127.0.0.1:%d']\nprovider = 'anthropic'\n".formatted(model.getAddress().getPort()), "curl -s -m 9 -o /dev/null -w '%{http_code}' --noproxy '' "
                + "-x http://127.0.0.1:3128 http://127.0.0.1:" + model.getAddress().getPort() + "/v1/files", AgentTask.Leave.ALL);

        assertThat(asked).isEmpty();
        assertThat(said()).isEqualTo("403");
    }

    @Test
    void offTheNetworkTheModelIsNotReachedEither() throws IOException {
        run(HELD, ASK, new AgentTask.Leave(false, OptionalLong.empty()));

        assertThat(asked).isEmpty();
        assertThat(events).noneMatch(AgentEvent.Network.class::isInstance);
    }

    @Test
    void aModelThatARuleDeniesIsNotAsked() throws IOException {
        run(HELD, ASK, new AgentTask.Leave(true, OptionalLong.empty(), (host, port) -> Optional.of(host + ":" + port + " is denied by the rule mine: no models.")));

        assertThat(asked).isEmpty();
        assertThat(said()).contains("is denied by the rule mine: no models.").contains(" 403");
    }
}
