package dev.countersign.agent.mcp.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.StageFixture;
import dev.countersign.agent.mcp.McpServer;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.agent.mcp.McpServers.Standing;
import dev.countersign.agent.mcp.McpTool;
import dev.countersign.fault.UserException;
import dev.countersign.network.Gateway;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class SdkServersTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /// A server in a few lines, which speaks nonsense in between, as many do.
    private static final String SERVER = """
            import json, sys, os, time
            mode = sys.argv[1] if len(sys.argv) > 1 else ""
            print("starting up, this is no message")
            sys.stderr.write("warming up\\n")
            def say(id, result): print(json.dumps({"jsonrpc": "2.0", "id": id, "result": result})); sys.stdout.flush()
            for line in sys.stdin:
                m = json.loads(line)
                if "id" not in m: continue
                if m["method"] == "initialize":
                    say(m["id"], {"protocolVersion": m["params"]["protocolVersion"], "capabilities": {"tools": {}}, "serverInfo": {"name": "tiny", "version": "1"}})
                elif m["method"] == "tools/list":
                    text = "Says it again, changed." if mode == "changed" else "Says it again."
                    say(m["id"], {"tools": [{"name": "echo", "description": text, "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]}},
                                            {"name": "drop", "description": "Deletes all.", "inputSchema": {"type": "object"}}, {"name": "bad name!", "inputSchema": {"type": "object"}}]})
                elif m["method"] == "tools/call":
                    if mode == "dies": sys.stderr.write("out of luck\\n"); sys.exit(3)
                    if mode == "hangs": time.sleep(1000)
                    if mode == "flood":
                        while True: sys.stdout.write("x" * 65536)
                    say(m["id"], {"content": [{"type": "text", "text": os.environ.get("TOKEN", "-") + " " + os.getcwd() + " " + json.dumps(m["params"]["arguments"])},
                                              {"type": "image", "data": "AAAA", "mimeType": "image/png"}], "isError": False})
            if mode == "stays": time.sleep(1000)
            """;

    @TempDir
    private Path folder;
    private final List<AgentEvent> events = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void python() {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "the server of these tests is written in Python");
    }

    private SdkServers servers(String toml) throws IOException {
        Files.writeString(folder.resolve("server.py"), SERVER);
        Path file = Files.writeString(folder.resolve("mcp.toml"), toml);
        return new SdkServers(file, folder.resolve("data"), new LocalSandbox(folder.resolve("scratch"), new Random(1)),
                new Toolchains(Map.of("PATH", "/usr/bin:/bin"), folder.resolve("user-home"), folder), Variables.of(Map.of("PATH", "/usr/bin:/bin", "TOKEN", "hunter2hunter2")),
                new Redaction(), Gateway.NONE, InstantSource.fixed(Instant.EPOCH), "1.2.3");
    }

    private String tiny(String mode, String more) {
        return "[servers.tiny]\ncommand='python3'\nargs=['" + folder.resolve("server.py") + "', '" + mode + "']\nenv=['TOKEN']\n" + more + "\n";
    }

    private static McpTool tool(McpServers.Checked checked, String name) {
        return checked.tools().stream().map(McpServers.Offered::tool).filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    }

    private void grant(SdkServers servers, String tool) throws IOException {
        McpServer server = servers.find("tiny").orElseThrow();
        servers.grant(server, tool(servers.check(server, Progress.NONE), tool));
    }

    @Test
    void nothingIsGrantedByItself() throws IOException {
        SdkServers servers = servers(tiny("", ""));

        McpServers.Checked checked = servers.check(servers.find("tiny").orElseThrow(), Progress.NONE);

        assertThat(checked.says()).isEqualTo("tiny 1, 2 tools");
        assertThat(checked.tools()).extracting(o -> o.tool().name() + " " + o.standing()).containsExactly("echo NOT_GRANTED", "drop NOT_GRANTED");
        try (var work = new StageFixture(folder); McpServers.Opened opened = servers.open(work.task("t"), events::add, Progress.NONE)) {
            assertThat(opened.tools()).isEmpty();
            assertThat(opened.call(tool(checked, "drop"), "{}", Progress.NONE)).isEqualTo(new McpServers.Result("There is no such tool.", true));
        }
        assertThat(events).isEmpty();
    }

    @Test
    void whatIsGrantedIsUsedAndNothingElse() throws IOException {
        SdkServers servers = servers(tiny("", ""));
        grant(servers, "echo");

        try (var work = new StageFixture(folder); McpServers.Opened opened = servers.open(work.task("t"), events::add, Progress.NONE)) {
            assertThat(opened.tools()).extracting(McpTool::name).containsExactly("echo");
            // A folder of its own, not the private copy.
            assertThat(opened.call(opened.tools().getFirst(), "{\"text\":\"hi\"}", Progress.NONE)).isEqualTo(new McpServers.Result("hunter2hunter2 "
                    + folder.toRealPath().resolve("data/mcp/tiny") + " {\"text\": \"hi\"}\n(image is left out)\n", false));
        }
        assertThat(servers.revoke("tiny", "echo")).isTrue();
        assertThat(servers.revoke("tiny", "echo")).isFalse();
    }

    @Test
    void aToolThatChangedIsNotTheOneThatWasGranted() throws IOException {
        grant(servers(tiny("", "")), "echo");
        // Another argument makes it another server, and another description another tool.
        SdkServers other = servers(tiny("changed", ""));

        try (var work = new StageFixture(folder); McpServers.Opened opened = other.open(work.task("t"), events::add, Progress.NONE)) {
            assertThat(opened.tools()).isEmpty();
        }
        assertThat(events).singleElement().satisfies(e -> assertThat(((AgentEvent.Output) e).text()).contains("The tool echo of tiny is not as it was when it was granted"));
        assertThat(other.check(other.find("tiny").orElseThrow(), Progress.NONE).tools().getFirst().standing()).isEqualTo(Standing.CHANGED);
        Files.writeString(folder.resolve("server.py"), SERVER.replace("Says it again.", "Says it again, and tells others."));
    }

    @ParameterizedTest
    @CsvSource({"dies, it ended with exit status 3: out of luck", "hangs, it said nothing for 2 s", "flood, it wrote a line of more than 4 MB"})
    void serversThatMisbehaveAreEndedAndSaid(String mode, String why) throws IOException {
        SdkServers servers = servers(tiny(mode, "timeout=2"));
        grant(servers, "echo");

        try (var work = new StageFixture(folder); McpServers.Opened opened = servers.open(work.task("t"), events::add, Progress.NONE)) {
            McpServers.Result result = opened.call(opened.tools().getFirst(), "{\"text\":\"hi\"}", Progress.NONE);
            assertThat(result.failed()).isTrue();
            assertThat(result.text()).isEqualTo("tiny did not answer: " + why);
        }
    }

    @Test
    void aServerThatStaysIsEnded() throws IOException {
        SdkServers servers = servers(tiny("stays", ""));

        assertThat(servers.check(servers.find("tiny").orElseThrow(), Progress.NONE).ready()).isTrue();
        assertThat(ProcessHandle.allProcesses().filter(p -> p.info().commandLine().orElse("").contains(folder.toString()))).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        SdkServers servers = servers("[servers.none]\ncommand='no-such-program'\n[servers.sh]\ncommand='sh'\nargs=['-c', 'echo broken >&2; exit 4']\n");

        assertThat(servers.check(servers.find("none").orElseThrow(), Progress.NONE).says()).isEqualTo("none could not be used: there is no program no-such-program.");
        assertThat(servers.check(servers.find("sh").orElseThrow(), Progress.NONE).says()).isEqualTo("sh could not be used: it ended with exit status 4: broken.");
    }

    @Test
    void aServerOverHttpIsAskedWithItsKey() throws IOException {
        var keys = Collections.synchronizedList(new ArrayList<String>());
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/mcp", exchange -> {
            try (exchange) {
                keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
                JsonNode message = exchange.getRequestMethod().equals("POST") ? JSON.readTree(exchange.getRequestBody().readAllBytes()) : JSON.createObjectNode();
                if (!message.has("id")) {
                    exchange.sendResponseHeaders(exchange.getRequestMethod().equals("POST") ? 202 : 405, -1);
                    return;
                }
                ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
                answer.set("id", message.path("id"));
                answer.set("result", switch (message.path("method").asString()) {
                    case "initialize" -> JSON.readTree("{\"protocolVersion\":\"" + message.path("params").path("protocolVersion").asString()
                            + "\",\"capabilities\":{\"tools\":{}},\"serverInfo\":{\"name\":\"web\",\"version\":\"2\"}}");
                    case "tools/list" -> JSON.readTree("{\"tools\":[{\"name\":\"now\",\"description\":\"The time.\",\"inputSchema\":{\"type\":\"object\"}}]}");
                    default -> JSON.readTree("{\"content\":[{\"type\":\"text\",\"text\":\"noon\"}],\"isError\":false}");
                });
                byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("content-type", "application/json");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        http.start();
        try {
            SdkServers servers = servers("[servers.tiny]\naddress='http://127.0.0.1:" + http.getAddress().getPort() + "/mcp'\nkey='${TOKEN}'\n");
            grant(servers, "now");

            try (var work = new StageFixture(folder); McpServers.Opened opened = servers.open(work.task("t"), events::add, Progress.NONE)) {
                assertThat(opened.call(opened.tools().getFirst(), "{}", Progress.NONE)).isEqualTo(new McpServers.Result("noon\n", false));
            }
            assertThat(keys).isNotEmpty().containsOnly("Bearer hunter2hunter2");
        } finally {
            http.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [servers.a]\\nargs=[]                          | line 1: the server a needs either "command" or "address"
            [servers.a]\\ncommand='x'\\naddress='https://x' | line 1: the server a needs either
            [servers.a]\\ncommand='x'\\nshell=true         | line 3: the key "shell" is unknown here
            [servers.a]\\ncommand='./x'                    | line 2: command must be a program on the PATH
            [servers.a]\\naddress='http://example.com/mcp' | line 2: address must begin with https
            [servers.a]\\naddress='https://x/mcp'\\nkey='k' | line 3: key must be "${NAME}"
            [servers.a]\\ncommand='x'\\ntimeout=0          | line 3: timeout must be
            [servers.a]\\ncommand='x'\\nenv=['PATH']       | line 3: env: "PATH" cannot be set
            [server.a]\\ncommand='x'                       | line 1: the key "server" is unknown
            """)
    void whatIsWrongIsNamedWithItsLine(String text, String expected) throws IOException {
        SdkServers servers = servers(text.replace("\\n", "\n"));

        assertThatThrownBy(servers::all).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("MCP-001");
            assertThat(e.problem().sentence()).contains(expected);
        });
    }
}
