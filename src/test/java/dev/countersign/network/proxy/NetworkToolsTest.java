package dev.countersign.network.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.network.Connection;
import dev.countersign.network.HostRule;
import dev.countersign.network.NetworkRules;
import dev.countersign.network.Objections;
import dev.countersign.network.ProxyVariables;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.workspace.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Tools that are told of the proxy by variables alone find a registry that only the proxy can reach.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the sandbox is that of Linux")
@Timeout(90)
class NetworkToolsTest {
    @TempDir
    private Path temp;
    private Path stage;
    private HttpServer registry;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<Connection> heard = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() throws IOException {
        stage = Files.createDirectory(temp.toRealPath().resolve("stage"));
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestHeaders().getFirst("Host") + " " + path);
            Optional<String> answer = switch (path) {
                case "/made-up" -> Optional.of("{\"name\":\"made-up\",\"dist-tags\":{\"latest\":\"3.2.1\"},\"versions\":{\"3.2.1\":{\"name\":\"made-up\",\"version\":\"3.2.1\","
                        + "\"dist\":{\"tarball\":\"http://registry.example/x.tgz\"}}}}");
                case "/simple/made-up/" -> Optional.of("<html><body><a href=\"/f/made_up-3.2.1-py3-none-any.whl\">made_up-3.2.1-py3-none-any.whl</a></body></html>");
                case "/plain" -> Optional.of("plain words");
                default -> Optional.empty();
            };
            exchange.getResponseHeaders().set("Content-Type", path.startsWith("/simple") ? "text/html" : "application/json");
            byte[] bytes = answer.orElse("").getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.isPresent() ? 200 : 404, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        registry.start();
    }

    @AfterEach
    void close() {
        registry.stop(0);
    }

    private String run(List<Path> readable, String path, String... argv) throws IOException {
        var sandbox = new LocalSandbox(temp.resolve("scratch"), new SecureRandom());
        assumeTrue(sandbox.selfTest().best() == Level.L3, () -> "no L3 here: " + sandbox.selfTest().attempts());
        Way way = new Way() {
            @Override
            public List<InetAddress> resolve(String host) {
                return List.of(InetAddress.ofLiteral("93.184.216.34"));
            }

            @Override
            public SocketChannel dial(InetSocketAddress to, Duration limit) throws IOException {
                return SocketChannel.open(registry.getAddress());
            }
        };
        var gateway = new UnixGateway(Path.of("/tmp", "cs-tools-" + ProcessHandle.current().pid()), way, ProxyLimits.USUAL, InstantSource.system(), new SecureRandom());
        var out = new ByteArrayOutputStream();
        var variables = new TreeMap<>(ProxyVariables.of(Profile.PROXY_PORT));
        variables.putAll(Map.of("PATH", path, "HOME", stage.toString(), "LANG", "C.UTF-8"));
        try (var passage = gateway.open(new NetworkRules(List.of(HostRule.parse("registry.example"))), List.of(), Objections.NONE, heard::add)) {
            Outcome outcome = sandbox.run(new Command(List.of(argv), stage, variables, new byte[0]), new Profile(Level.L3, List.of(stage), readable,
                    new Network.Through(passage.socket())), new Limits(Duration.ofSeconds(80), 4 << 20), (_, chunk) -> out.writeBytes(chunk), Progress.NONE);
            assertThat(outcome).as(out.toString(UTF_8)).isInstanceOf(Outcome.Exited.class);
        } finally {
            Files.deleteIfExists(Path.of("/tmp", "cs-tools-" + ProcessHandle.current().pid()));
        }
        assertThat(heard).allMatch(c -> c.host().equals("registry.example") && c.allowed());
        return out.toString(UTF_8);
    }

    private static void needs(String program) {
        assumeTrue(Files.isExecutable(Path.of(program)), program + " is not installed");
    }

    @Test
    void curlFindsIt() throws IOException {
        needs("/usr/bin/curl");
        assertThat(run(List.of(), "/usr/bin:/bin", "/usr/bin/curl", "-sS", "http://registry.example/plain")).isEqualTo("plain words");
    }

    @Test
    void npmFindsIt() throws IOException {
        needs("/usr/bin/npm");
        assertThat(run(List.of(), "/usr/bin:/bin", "/usr/bin/npm", "view", "made-up", "version", "--registry=http://registry.example/",
                "--fetch-retries=0")).contains("3.2.1");
        assertThat(asked).contains("registry.example /made-up");
    }

    @Test
    void pipFindsIt() throws IOException {
        needs("/usr/bin/python3");
        assumeTrue(Files.isDirectory(Path.of("/usr/lib/python3/dist-packages/pip")), "pip is not installed");
        String said = run(List.of(), "/usr/bin:/bin", "/usr/bin/python3", "-m", "pip", "--disable-pip-version-check", "index", "versions", "made-up", "--index-url",
                "http://registry.example/simple", "--trusted-host", "registry.example", "--retries", "0");
        assertThat(asked).as(said).contains("registry.example /simple/made-up/");
        assertThat(said).contains("3.2.1");
    }

    /// Maven gets as far as asking for a plugin, which the stand-in has not.
    @Test
    void mavenFindsIt() throws IOException {
        needs("/usr/bin/mvn");
        Path settings = Files.writeString(stage.resolve("settings.xml"), "<settings><mirrors><mirror><id>m</id><mirrorOf>*</mirrorOf>"
                + "<url>http://registry.example/maven</url></mirror></mirrors></settings>");
        String said = run(List.of(), "/usr/bin:/bin", "/usr/bin/mvn", "-B", "-s", settings.toString(), "-Dmaven.repo.local=" + stage.resolve("repository"), "org.example:made-up-plugin:1.0:go");
        assertThat(asked).as(said).contains("registry.example /maven/org/example/made-up-plugin/1.0/made-up-plugin-1.0.pom");
    }

    @Test
    void aJavaProgramFindsIt() throws IOException {
        Path java = Path.of(System.getProperty("java.home")).toRealPath();
        Files.writeString(stage.resolve("Asks.java"), "class Asks { public static void main(String[] a) throws Exception { System.out.println(new String("
                + "java.net.URI.create(\"http://registry.example/plain\").toURL().openStream().readAllBytes())); } }");
        assertThat(run(List.of(java), "/usr/bin:/bin:" + java.resolve("bin"), java.resolve("bin/java").toString(), "Asks.java")).contains("plain words");
    }
}
