package dev.countersign.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.agent.cli.CliAgents;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each provider's interface is answered with the user's key, which the program never has; several at once. The models are a server on this
/// machine.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the sandbox is that of Linux")
@Timeout(60)
class ModelDoorsTest {
    private static final String OPENAI = "sk-proj-the-real-key-of-the-user-0123456789";
    private static final String GEMINI = "AIza-the-real-key-of-the-user-0123456789abc";

    /// What a model was asked: method and path, and every way to show a key.
    private record Asked(String request, String authorization, String google, String anthropic) {}

    @TempDir
    private Path folder;
    private StageFixture work;
    private HttpServer server;
    private Path sockets;
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<AgentEvent> events = Collections.synchronizedList(new ArrayList<>());
    private volatile String answer = "{}";
    private volatile String type = "application/json";
    private volatile Runnable end = () -> { };

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "the program asks with curl, which is not installed");
        work = new StageFixture(folder);
        sockets = Path.of("/tmp", "cs-doors-" + ProcessHandle.current().pid());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            asked.add(new Asked(exchange.getRequestMethod() + " " + exchange.getRequestURI(), String.valueOf(headers.getFirst("authorization")),
                    String.valueOf(headers.getFirst("x-goog-api-key")), String.valueOf(headers.getFirst("x-api-key"))));
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
            exchange.getResponseBody().flush();
            end.run();
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() throws IOException {
        server.stop(0);
        work.close();
        Files.deleteIfExists(sockets);
    }

    private AgentResult run(Level level, String settings, String script) throws IOException {
        Path file = Files.writeString(folder.resolve("agents.toml"), """
                [[agent]]
                name = 'asks'
                command = '/bin/sh'
                args = ['-c', '{prompt}']
                """ + settings.replace("SERVER", "http://127.0.0.1:" + server.getAddress().getPort()));
        // Longer than the name of a socket may be.
        var sandbox = new LocalSandbox(work.folder.resolve("scratch-" + "x".repeat(60)), new SecureRandom());
        assumeTrue(sandbox.selfTest().attempts().stream().anyMatch(a -> a.level() == level && a.holds()), () -> "no " + level + " here");
        var toolchains = new Toolchains(Map.of("PATH", "/usr/bin:/bin"), work.folder.resolve("user-home"), Path.of(System.getProperty("java.home")));
        var gateway = new UnixGateway(sockets, Way.SYSTEM, ProxyLimits.USUAL, InstantSource.system(), new SecureRandom());
        Agent agent = new CliAgents(AgentRegistry.load(Optional.of(file), file), new AgentRuntime(sandbox, toolchains,
                Variables.of(Map.of("PATH", "/usr/bin:/bin", "O", OPENAI, "G", GEMINI)), new Redaction(), gateway), work.folder.resolve("check-home"))
                .find("asks").orElseThrow();
        AgentTask task = work.task(script);
        return agent.run(new AgentTask(task.node(), task.task(), script, 1, task.stage(), task.base(), task.contents(), task.input(), task.liveRoot(),
                task.home(), level, List.of(), Permissions.NOBODY, AgentTask.Leave.ALL), events::add, Progress.NONE);
    }

    private String said() {
        return String.join("\n", events.stream().filter(AgentEvent.Output.class::isInstance)
                .map(event -> ((AgentEvent.Output) event).text()).toList()).strip();
    }

    private Usage used(AgentResult result) {
        assertThat(result).as(said()).isInstanceOf(AgentResult.Finished.class);
        return ((AgentResult.Finished) result).usage();
    }

    private static final String LEAKS = "; cat /proc/*/environ /proc/*/cmdline 2>/dev/null | tr '\\0' '\\n' | grep -c -e '[r]eal-key'; true";

    @ParameterizedTest
    @CsvSource({"L3", "L2"})
    void openAisModelGetsTheKeyAndTheProgramDoesNot(Level level) throws IOException {
        answer = "{\"model\":\"made-up\",\"usage\":{\"input_tokens\":11,\"output_tokens\":3}}";

        AgentResult result = run(level, "env = { OPENAI_API_KEY = '${O}', OPENAI_BASE_URL = 'SERVER/v1' }\nnetwork = []\nprovider = 'openai'\n",
                "curl -sS -m 20 -H \"Authorization: Bearer $OPENAI_API_KEY\" -d '{}' \"$OPENAI_BASE_URL/responses\"; echo \" $OPENAI_HOST\"" + LEAKS);

        assertThat(used(result)).as(events::toString).isEqualTo(new Usage(OptionalLong.of(11), OptionalLong.of(3), Optional.empty()));
        assertThat(asked).containsExactly(new Asked("POST /v1/responses", "Bearer " + OPENAI, "null", "null"));
        assertThat(said()).endsWith(" http://127.0.0.1:3128/openai\n0");
    }

    @Test
    void whatAProgramThatLeavesBeforeTheEndOfAnAnswerUsedIsCounted() throws IOException {
        answer = "{\"model\":\"made-up\",\"usage\":{\"input_tokens\":11,\"output_tokens\":3}}";
        end = () -> {
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        AgentResult result = run(Level.L3, "env = { OPENAI_API_KEY = '${O}', OPENAI_BASE_URL = 'SERVER/v1' }\nnetwork = []\nprovider = 'openai'\n",
                "mkfifo answer; curl -sSN -m 20 -H \"Authorization: Bearer $OPENAI_API_KEY\" -d '{}' \"$OPENAI_BASE_URL/responses\" > answer &"
                        + " head -c 60 < answer > /dev/null; kill -9 $!; rm answer");

        assertThat(used(result)).isEqualTo(new Usage(OptionalLong.of(11), OptionalLong.of(3), Optional.empty()));
    }

    /// Codex reads its own variable first; the key is held under every name that it was given.
    @Test
    void aKeyIsHeldUnderEachOfItsNames() throws IOException {
        run(Level.L3, "env = { CODEX_API_KEY = '${O}', OPENAI_BASE_URL = 'SERVER/v1' }\nnetwork = []\nprovider = 'openai'\n",
                "curl -sS -m 20 -H \"Authorization: Bearer $CODEX_API_KEY\" \"$OPENAI_BASE_URL/models\"; echo $CODEX_API_KEY $OPENAI_API_KEY | cut -c1-12" + LEAKS);

        assertThat(asked).containsExactly(new Asked("GET /v1/models", "Bearer " + OPENAI, "null", "null"));
        assertThat(said()).endsWith("countersign-\n0");
    }

    @Test
    void aWebSocketIsDeclinedSoThatPlainRequestsFollow() throws IOException {
        run(Level.L3, "env = { OPENAI_API_KEY = '${O}', OPENAI_BASE_URL = 'SERVER/v1' }\nnetwork = []\nprovider = 'openai'\n",
                "curl -sS -m 20 -w ' %{http_code}' -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H \"Authorization: Bearer $OPENAI_API_KEY\""
                        + " \"$OPENAI_BASE_URL/responses\"");

        assertThat(asked).isEmpty();
        assertThat(said()).contains("Only plain requests are passed on to a model.").endsWith(" 426");
    }

    /// Gemini's interface: the key in a header, or in the address, and sums in each event of a stream.
    @Test
    void geminisModelGetsTheKeyAndTheProgramDoesNot() throws IOException {
        type = "text/event-stream";
        answer = """
                data: {"candidates":[],"usageMetadata":{"promptTokenCount":100,"totalTokenCount":100},"modelVersion":"made-up-flash"}

                data: {"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":100,"candidatesTokenCount":7,"thoughtsTokenCount":30},"modelVersion":"made-up-flash"}

                """;

        AgentResult result = run(Level.L3, "env = { GEMINI_API_KEY = '${G}', GOOGLE_GEMINI_BASE_URL = 'SERVER' }\nnetwork = []\nprovider = 'gemini'\n",
                "u=$GOOGLE_GEMINI_BASE_URL/v1beta/models/m:streamGenerateContent?alt=sse; curl -sS -m 20 -o /dev/null -H \"x-goog-api-key: $GEMINI_API_KEY\" -d '{}' \"$u\";"
                        + " curl -sS -m 20 -o /dev/null -d '{}' \"$u&key=$GEMINI_API_KEY\"; curl -sS -m 20 -w ' %{http_code}' -d '{}' \"$u&key=other\"" + LEAKS);

        assertThat(used(result)).isEqualTo(new Usage(OptionalLong.of(200), OptionalLong.of(74), Optional.empty()));
        assertThat(asked).containsExactly(new Asked("POST /v1beta/models/m:streamGenerateContent?alt=sse", "null", GEMINI, "null"),
                new Asked("POST /v1beta/models/m:streamGenerateContent?alt=sse", "null", GEMINI, "null"));
        assertThat(said()).contains("\"code\":401").endsWith(" 4010");
        assertThat(events.toString()).contains("made-up-flash");
    }

    /// A provider that the user has no key for is not reached while another's key is held: it would be a place to send things to.
    @Test
    void severalModelsAreAnsweredEachWithItsKey() throws IOException {
        run(Level.L3, "env = { OPENAI_API_KEY = '${O}', OPENAI_HOST = 'SERVER/', GOOGLE_API_KEY = '${G}', GOOGLE_HOST = 'SERVER' }\n"
                        + "network = ['api.anthropic.com', 'api.openai.com']\nprovider = ['anthropic', 'openai', 'gemini']\n",
                "curl -sS -m 20 -o /dev/null -H \"Authorization: Bearer $OPENAI_API_KEY\" -d '{}' $OPENAI_HOST/v1/chat/completions;"
                        + " curl -sS -m 20 -o /dev/null -H \"x-goog-api-key: $GOOGLE_API_KEY\" -d '{}' $GOOGLE_HOST/v1beta/models/m:generateContent;"
                        + " for h in api.anthropic.com api.openai.com; do curl -sS -m 9 -o /dev/null -w '%{http_connect} ' https://$h/ 2>/dev/null; done;"
                        + " curl -sS -m 9 -w '%{http_code}' -o /dev/null http://127.0.0.1:3128/anthropic/v1/models" + LEAKS);

        assertThat(asked).containsExactly(new Asked("POST /v1/chat/completions", "Bearer " + OPENAI, "null", "null"),
                new Asked("POST /v1beta/models/m:generateContent", "null", GEMINI, "null"));
        assertThat(said()).isEqualTo("403 403 4030");
    }

    /// Some programs leave the version of the interface to the address.
    @Test
    void anthropicsVersionIsAddedWhereAProgramLeavesItOut() throws IOException {
        run(Level.L3, "env = { ANTHROPIC_API_KEY = '${O}', ANTHROPIC_BASE_URL = 'SERVER' }\nnetwork = []\nprovider = 'anthropic'\n",
                "curl -sS -m 20 -o /dev/null -H \"x-api-key: $ANTHROPIC_API_KEY\" -d '{}' $ANTHROPIC_BASE_URL/messages");

        assertThat(asked).containsExactly(new Asked("POST /v1/messages", "null", "null", OPENAI));
    }
}
