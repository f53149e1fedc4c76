package dev.countersign.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.network.HostRule;
import dev.countersign.network.NetworkRules;
import dev.countersign.network.Objections;
import dev.countersign.network.proxy.ProxyLimits;
import dev.countersign.network.proxy.UnixGateway;
import dev.countersign.network.proxy.Way;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.workspace.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the proxy costs: a request over a new connection, and the start of a command, each beside the same without it, in turns.
public final class NetworkOverhead {
    private static final int TURNS = 5;
    private static final String ASK = """
            import http.client, sys, time
            host, port, target, n = sys.argv[1], int(sys.argv[2]), sys.argv[3], 200
            times = []
            for i in range(n + 50):
                start = time.perf_counter()
                c = http.client.HTTPConnection(host, port)
                c.request('GET', target)
                c.getresponse().read()
                c.close()
                times.append(time.perf_counter() - start)
            times = sorted(times[50:])
            print(times[n // 2] * 1000, times[n * 99 // 100] * 1000)
            """;

    private NetworkOverhead() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("overhead").toRealPath();
        Path stage = Files.createDirectory(folder.resolve("stage"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write("hello".getBytes(UTF_8));
            exchange.close();
        });
        server.start();
        int port = server.getAddress().getPort();
        var sandbox = new LocalSandbox(folder.resolve("scratch"), new SecureRandom());
        sandbox.selfTest();
        var gateway = new UnixGateway(folder.resolve("s"), Way.SYSTEM, ProxyLimits.USUAL, InstantSource.system(), new SecureRandom());
        List<String> rows = new ArrayList<>();
        try (var passage = gateway.open(new NetworkRules(List.of(HostRule.parse("127.0.0.1:" + port))), List.of(), Objections.NONE, _ -> { })) {
            var through = new Network.Through(passage.socket());
            String target = "http://127.0.0.1:" + port + "/";
            for (int i = 0; i < TURNS; i++) {
                String direct = run(sandbox, stage, new Network.Open(), "/usr/bin/python3", "-c", ASK, "127.0.0.1", "" + port, "/");
                String proxied = run(sandbox, stage, through, "/usr/bin/python3", "-c", ASK, "127.0.0.1", "" + Profile.PROXY_PORT, target);
                rows.add("request, ms (median, p99): direct " + direct + "   through " + proxied);
                rows.add("start of true, ms: off " + start(sandbox, stage, new Network.Off()) + "   through " + start(sandbox, stage, through));
            }
        }
        rows.forEach(System.out::println);
        System.exit(0);
    }

    private static long start(LocalSandbox sandbox, Path stage, Network network) {
        long began = System.nanoTime();
        run(sandbox, stage, network, "/usr/bin/true");
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static String run(LocalSandbox sandbox, Path stage, Network network, String... argv) {
        var out = new ByteArrayOutputStream();
        OutputListener listener = (_, chunk) -> out.writeBytes(chunk);
        sandbox.run(new Command(List.of(argv), stage, new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")), new byte[0]),
                new Profile(Level.L3, List.of(stage), List.of(), network), new Limits(Duration.ofSeconds(60), 1 << 20), listener, Progress.NONE);
        return out.toString(UTF_8).strip();
    }
}
