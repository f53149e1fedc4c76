package dev.countersign.agent.mcp.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.agent.Permissions;
import dev.countersign.agent.StageFixture;
import dev.countersign.agent.mcp.FakeServers;
import dev.countersign.agent.mcp.ToolDoors;
import dev.countersign.agent.mcp.ToolDoors.Door;
import dev.countersign.model.Tier;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.secret.Redaction;
import dev.countersign.workspace.Progress;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no named pipes of this kind")
@Timeout(60)
class PipeDoorsTest {
    private static final Permissions YES = (request, _) -> new PermissionAnswer.Chosen(request.once(true).orElseThrow(), "rules", false);

    @TempDir
    private Path folder;
    private StageFixture work;
    private final FakeServers servers = new FakeServers();
    private final Redaction redaction = new Redaction();
    private final List<AgentEvent> events = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() throws IOException {
        work = new StageFixture(folder);
        redaction.learn("TOKEN", "hunter2hunter2");
    }

    @AfterEach
    void close() throws IOException {
        work.close();
    }

    private Optional<Door> door(Permissions permissions) {
        return new PipeDoors(servers, folder.resolve("doors"), redaction, "1.2.3").open(work.task("t", 1, List.of(), permissions), events::add, Progress.NONE);
    }

    /// Another implementation of the protocol, which starts the program as an agent does.
    private static McpSyncClient client(Door door) {
        var parameters = ServerParameters.builder(door.command().getFirst()).args(door.command().subList(1, door.command().size())).build();
        return McpClient.sync(new StdioClientTransport(parameters, new JacksonMcpJsonMapper(JsonMapper.builder().build())))
                .jsonSchemaValidator(new Anything()).requestTimeout(Duration.ofSeconds(20)).initializationTimeout(Duration.ofSeconds(20)).build();
    }

    private static final class Anything implements JsonSchemaValidator {
        @Override
        public ValidationResponse validate(Map<String, Object> schema, Object content) {
            return ValidationResponse.asValid(String.valueOf(content));
        }
    }

    private static McpSchema.CallToolResult call(McpSyncClient client, String text) {
        return client.callTool(McpSchema.CallToolRequest.builder("notes__echo").arguments(Map.of("text", text)).build());
    }

    private static String text(McpSchema.CallToolResult result) {
        return ((McpSchema.TextContent) result.content().getFirst()).text();
    }

    @Test
    void anotherImplementationCallsAGrantedToolAndEachCallIsRuledToldAndFreedOfSecrets() {
        var asked = Collections.synchronizedList(new ArrayList<PermissionRequest>());
        try (Door door = door((request, progress) -> {
            asked.add(request);
            return YES.ask(request, progress);
        }).orElseThrow(); McpSyncClient client = client(door)) {
            McpSchema.InitializeResult who = client.initialize();
            assertThat(who.serverInfo().name() + " " + who.serverInfo().version()).isEqualTo("countersign 1.2.3");
            assertThat(client.listTools().tools()).extracting(tool -> tool.name() + ": " + tool.description()).containsExactly("notes__echo: Says it again.");

            McpSchema.CallToolResult result = call(client, "is it hunter2hunter2?");

            assertThat(text(result)).isEqualTo("echo {\"text\":\"is it [REDACTED:TOKEN]?\"}");
            assertThat(result.isError()).isFalse();
            assertThat(door.refused()).isEmpty();
        }
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.title()).isEqualTo("notes: echo");
            assertThat(request.kind()).isEqualTo("mcp");
            assertThat(request.command()).contains(List.of("mcp", "notes", "echo", "{\"text\":\"is it hunter2hunter2?\"}"));
        });
        assertThat(events).hasSize(4).contains(new AgentEvent.ToolCall("tool-1", "notes: echo", "running", "{\"text\":\"is it [REDACTED:TOKEN]?\"}"),
                new AgentEvent.Answered(asked.getFirst().id(), "notes: echo", "Allow", true, "rules"),
                new AgentEvent.ToolCall("tool-1", "notes: echo", "done", "echo {\"text\":\"is it [REDACTED:TOKEN]?\"}"));
        assertThat(servers.calls).containsExactly("echo {\"text\":\"is it hunter2hunter2?\"}");
        assertThat(servers.closed).isEqualTo(1);
        assertThat(folder.resolve("doors")).isEmptyDirectory();
    }

    @Test
    void aRefusedCallIsNotMadeAndIsRemembered() {
        try (Door door = door((_, _) -> new PermissionAnswer.Refused("no mail on Sundays")).orElseThrow(); McpSyncClient client = client(door)) {
            client.initialize();

            McpSchema.CallToolResult result = call(client, "hi");

            assertThat(text(result)).isEqualTo("It was not called: it was refused: no mail on Sundays.");
            assertThat(result.isError()).isTrue();
            assertThat(door.refused()).containsExactly("notes: echo (no mail on Sundays)");
        }
        assertThat(servers.calls).isEmpty();
    }

    @Test
    void severalProgramsSpeakAtOnceAndEachCanComeAgain() {
        try (Door door = door(YES).orElseThrow()) {
            for (int i = 0; i < 2; i++) {
                try (McpSyncClient one = client(door); McpSyncClient other = client(door)) {
                    one.initialize();
                    other.initialize();
                    assertThat(text(call(other, "b"))).contains("\"b\"");
                    assertThat(text(call(one, "a"))).contains("\"a\"");
                }
            }
        }
        assertThat(servers.calls).hasSize(4);
    }

    @Test
    void aQuestionToAPersonIsWithdrawnWhenTheAgentIsGone() throws Exception {
        var asked = new CountDownLatch(1);
        try (Door door = door((_, progress) -> {
            asked.countDown();
            while (!progress.cancelled()) {
                Thread.onSpinWait();
            }
            return new PermissionAnswer.Cancelled();
        }).orElseThrow(); McpSyncClient client = client(door)) {
            client.initialize();
            Thread.ofVirtual().start(() -> assertThatThrownBy(() -> call(client, "hi")).as("nobody answers").isInstanceOf(RuntimeException.class));
            asked.await();
            assertThat(door.isBusy()).isTrue();

        }
        assertThat(events).contains(new AgentEvent.Answered("leave-1", "notes: echo", "cancelled", false, ""));
        assertThat(servers.calls).isEmpty();
    }

    @Test
    void nothingIsOfferedWithoutAGrantOrToWhoOnlyReads() {
        AgentTask plain = work.task("t");
        var reader = new AgentTask(plain.node(), plain.task(), plain.prompt(), 1, plain.stage(), plain.base(), plain.contents(), plain.input(), plain.liveRoot(), plain.home(),
                plain.level(), List.of(), YES, AgentTask.Leave.ALL, Tier.VERIFIER, plain.calls());
        assertThat(new PipeDoors(servers, folder.resolve("doors"), redaction, "1").open(reader, events::add, Progress.NONE)).isEmpty();
        assertThat(servers.opened).isZero();

        servers.tools.clear();
        assertThat(door(YES)).isEmpty();
        assertThat(servers.closed).isEqualTo(1);
        assertThat(events).isEmpty();
    }

    /// Who is in the sandbox may leave anything there.
    @Test
    void whatIsNoPipeIsNotOpened() throws Exception {
        Path outside = Files.writeString(folder.resolve("outside"), "mine\n");
        Path secret = Files.writeString(folder.resolve("request"), "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n");
        try (Door door = door(YES).orElseThrow()) {
            assertThat(new ProcessBuilder("mkfifo", door.folder().resolve("1.up").toString(), door.folder().resolve("1.hidden").toString()).start().waitFor()).isZero();
            Files.createSymbolicLink(door.folder().resolve("1.down"), outside);
            Files.createSymbolicLink(door.folder().resolve("2.up"), secret);
            Files.copy(secret, door.folder().resolve("3.up"));
            // The pipe has no reader until it was opened, and then one that goes away.
            Process writer = new ProcessBuilder("sh", "-c", "cat '" + secret + "' > '" + door.folder().resolve("1.up") + "'").start();
            assertThat(writer.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();

            try (McpSyncClient client = client(door)) {
                client.initialize();
                assertThat(text(call(client, "others still work"))).contains("others still work");
            }
        }
        assertThat(outside).hasContent("mine\n");
    }

    /// Sockets are closed where the network of the machine is open, and the other way round; the door is not made of either.
    @ParameterizedTest
    @CsvSource({"L3, open", "L3, off", "L2, open", "L2, off", "L1, open", "L1, off"})
    void theDoorStandsAtEveryLevel(Level level, String network) {
        var sandbox = new LocalSandbox(folder.resolve("scratch"), new SecureRandom());
        assumeTrue(sandbox.selfTest().attempts().stream().anyMatch(attempt -> attempt.level() == level && attempt.holds()),
                () -> "no " + level + " here: " + sandbox.selfTest().attempts());
        var toolchains = new Toolchains(Map.of("PATH", "/usr/bin:/bin"), folder.resolve("user-home"), Path.of(System.getProperty("java.home")));
        var said = new ByteArrayOutputStream();
        try (Door door = door(YES).orElseThrow()) {
            // Whoever asks keeps its end open until the answer is there.
            var argv = new ArrayList<>(List.of("/bin/sh", "-c", "{ printf '%s\\n' '{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"notes__echo\","
                    + "\"arguments\":{\"text\":\"from inside\"}}}'; i=0; while [ ! -s answer ] && [ $i -lt 400 ]; do sleep 0.1; i=$((i+1)); done; } | \"$@\" | tee answer", "sh"));
            argv.addAll(door.command());
            var command = new Command(argv, work.stage.root(), new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")), new byte[0]);
            Outcome outcome = sandbox.run(command, toolchains.profile(level, "/bin/sh", work.stage.root(), folder.resolve("stage"),
                    network.equals("open") ? new Network.Open() : new Network.Off()).and(door.folder()), new Limits(Duration.ofSeconds(50), 1 << 20),
                    (_, chunk) -> said.writeBytes(chunk), Progress.NONE);

            assertThat(outcome).as(said.toString(StandardCharsets.UTF_8)).isInstanceOf(Outcome.Exited.class);
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"text\",\"text\":"
                + "\"echo {\\\"text\\\":\\\"from inside\\\"}\"}],\"isError\":false}}\n");
    }

    @Test
    void whatIsNoRequestIsToldSo() {
        var dialogue = new Dialogue(new dev.countersign.agent.mcp.RuledTools(servers.open(work.task("t"), events::add, Progress.NONE),
                new dev.countersign.agent.Leaves(YES, events::add, redaction, Progress.NONE), Progress.NONE), redaction, "1", events::add);
        assertThat(dialogue.answer("{")).hasValueSatisfying(said -> assertThat(said).contains("-32700"));
        assertThat(dialogue.answer("[]")).hasValueSatisfying(said -> assertThat(said).contains("-32600"));
        assertThat(dialogue.answer("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")).isEmpty();
        assertThat(dialogue.answer("{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}}")).isEmpty();
        assertThat(dialogue.answer("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"}")).contains("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{}}");
        assertThat(dialogue.answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/list\"}")).hasValueSatisfying(said -> assertThat(said).contains("-32601"));
        assertThat(dialogue.answer("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"drop\"}}"))
                .hasValueSatisfying(said -> assertThat(said).contains("-32602"));
        assertThat(servers.calls).isEmpty();
        assertThat(ToolDoors.NONE.open(work.task("t"), events::add, Progress.NONE)).isEmpty();
    }
}
