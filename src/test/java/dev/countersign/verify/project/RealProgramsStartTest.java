package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Contract;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.Scale;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Smoke;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Servers that ask themselves over HTTP and then say that they are ready: started, heard, ended, their port free again.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
@Timeout(180)
class RealProgramsStartTest {
    @TempDir
    private Path folder;

    /// @param broken in place of a part of the source, so that it does not start
    private record Program(String file, List<String> argv, String source, String part, String broken) {
        @Override
        public String toString() {
            return file;
        }
    }

    static Stream<Program> programs() {
        return Stream.of(
                new Program("Server.java", List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "Server.java"), """
                        import com.sun.net.httpserver.HttpServer;
                        import java.net.*;
                        public class Server {
                            public static void main(String[] args) throws Exception {
                                var server = HttpServer.create(new InetSocketAddress("127.0.0.1", PORT), 0);
                                server.createContext("/", e -> { e.sendResponseHeaders(200, 2); e.getResponseBody().write("ok".getBytes()); e.close(); });
                                server.start();
                                try (var in = URI.create("http://127.0.0.1:PORT/").toURL().openStream()) {
                                    System.out.println("ready: " + new String(in.readAllBytes()));
                                }
                                Thread.sleep(600_000);
                            }
                        }
                        """, "server.start();", "if (args.length == 0) throw new IllegalStateException(\"no configuration\");"),
                new Program("server.js", List.of("node", "server.js"), """
                        const http = require('http');
                        const server = http.createServer((q, a) => a.end('ok'));
                        server.listen(PORT, '127.0.0.1', () => http.get('http://127.0.0.1:PORT/', a => a.on('data', d => console.log('ready: ' + d))));
                        """, "http.createServer(", "http.createServr("),
                new Program("server.py", List.of("python3", "-u", "server.py"), """
                        import http.server, threading, urllib.request
                        class Ok(http.server.BaseHTTPRequestHandler):
                            def do_GET(self):
                                self.send_response(200); self.end_headers(); self.wfile.write(b'ok')
                        server = http.server.HTTPServer(('127.0.0.1', PORT), Ok)
                        thread = threading.Thread(target=server.serve_forever); thread.start()
                        print('ready:', urllib.request.urlopen('http://127.0.0.1:PORT/').read().decode())
                        thread.join()
                        """, "import http.server", "import http.servr"));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void serverIsStartedSaysThatItIsReadyAndIsEnded(Program program) throws IOException {
        assumeTrue(works(program.argv().getFirst()), program.argv().getFirst() + " is not installed");
        var sandbox = new LocalSandbox(folder.resolve("scratch"), new SecureRandom());
        for (Level level : List.of(Level.L0, sandbox.protection().level())) {
            int port = free();
            String source = program.source().replace("PORT", Integer.toString(port));
            assertThat(start(sandbox, level, program, source, source).state()).as("%s", level)
                    .satisfies(state -> assertThat(((State.Passed) state).what()).contains("ready: ok"));
            // Who still held it would be in the way.
            try (var again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                assertThat(again.isBound()).isTrue();
            }
            SensorResult broken = start(sandbox, level, program, source, source.replace(program.part(), program.broken()));
            assertThat(broken.residuals()).isNotEmpty().allSatisfy(r -> assertThat(r.part()).isEqualTo(Part.BOOT));
        }
        assertThat(ProcessHandle.current().descendants().filter(p -> p.info().commandLine().orElse("").contains(program.file()))).isEmpty();
    }

    private SensorResult start(LocalSandbox sandbox, Level level, Program program, String before, String source) throws IOException {
        Path here = Files.createTempDirectory(folder, "run");
        Path live = Files.createDirectory(here.resolve("live"));
        Files.writeString(live.resolve(program.file()), before);
        var check = new CheckCommand("start", Part.BOOT, program.argv(), Duration.ofSeconds(60), "chosen", Optional.of(new Smoke(Duration.ZERO, Optional.of("ready: ok"))));
        try (PackStore store = PackStore.open(here.resolve("content.pack"))) {
            Workspace workspace = Workspace.open(live);
            Snapshot base = workspace.capture(store, Progress.NONE);
            try (Stage stage = workspace.stage(here.resolve("stage"), base, store, Progress.NONE)) {
                Files.writeString(stage.root().resolve(program.file()), source);
                Snapshot tree = stage.capture(Progress.NONE);
                var verifier = new ProjectVerifier(sandbox, List.of(), new CheckEnvironment(System.getenv(), here.resolve("home"), here.resolve("tmp"),
                        Path.of(System.getProperty("user.home")), Path.of(System.getProperty("java.home"))), new ResultCache(here.resolve("results")),
                        Scale.DEFAULT, InstantSource.system());
                return verifier.verify(new Verifier.Request(stage, tree, Changeset.between(base, tree, store), Contract.OPEN, store, List.of(check), level),
                        Verifier.Listener.NONE, Progress.NONE).of(Part.BOOT).getFirst();
            }
        }
    }

    private static int free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean works(String program) {
        try {
            return new ProcessBuilder(program, "--version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
