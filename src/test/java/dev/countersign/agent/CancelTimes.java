package dev.countersign.agent;

import dev.countersign.agent.acp.AcpAgents;
import dev.countersign.agent.cli.CliAgents;
import dev.countersign.agent.mcp.FakeServers;
import dev.countersign.agent.model.ChatServer;
import dev.countersign.agent.model.ModelAgents;
import dev.countersign.model.ModelsFile;
import dev.countersign.network.Gateway;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// How long an agent takes to be gone after it is cancelled, from the word to the end of the call with all that it started:
/// `CancelTimes FOLDER TIMES`. At random moments, from its start on; the programs ignore what asks them to end, and so does the model.
final class CancelTimes {
    private static final String CLI = "trap '' TERM INT HUP; echo begun; sleep 1000 & while :; do sleep 0.05; done";
    private static final String ACP = """
            import json, signal, sys, time
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            for text in sys.stdin:
                m = json.loads(text)
                if m.get("method") == "session/prompt": time.sleep(1000)
                result = {"protocolVersion": 1, "agentCapabilities": {}} if m["method"] == "initialize" else {"sessionId": "s"}
                sys.stdout.write(json.dumps({"jsonrpc": "2.0", "id": m["id"], "result": result}) + "\\n"); sys.stdout.flush()
            """;

    private CancelTimes() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
        int times = Integer.parseInt(args[1]);
        var random = new Random(1);
        Path script = Files.writeString(folder.resolve("acp.py"), ACP);
        Path cli = Files.writeString(folder.resolve("cli.sh"), CLI);
        try (var model = new ChatServer()) {
            time("command line", folder.resolve("cli"), times, random, "command='/bin/sh'\nprompt='stdin'\nargs=['" + cli + "']\n", model);
            time("Agent Client Protocol", folder.resolve("acp"), times, random, "kind='acp'\ncommand='python3'\nargs=['" + script + "']\n", model);
            time("model", folder.resolve("model"), times, random, "kind='model'\n", model);
        }
        System.exit(0);
    }

    /// Told to stop at a moment.
    private static final class Stop implements Progress {
        private final long at;

        Stop(long after) {
            at = System.nanoTime() + after;
        }

        @Override
        public void step(String what, long done, long total) {}

        @Override
        public boolean cancelled() {
            return System.nanoTime() - at >= 0;
        }
    }

    private static void time(String what, Path folder, int times, Random random, String entry, ChatServer model) throws IOException {
        var took = new ArrayList<Double>();
        for (int i = 0; i < times; i++) {
            Path own = Files.createDirectories(folder.resolve("" + i));
            try (var work = new StageFixture(own)) {
                model.script(model.silence());
                Agent agent = agent(own, entry, model);
                var stop = new Stop(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_500)));
                AgentResult result = agent.run(work.task("Do it."), _ -> {}, stop);
                took.add((System.nanoTime() - stop.at) / 1e6);
                if (!(result instanceof AgentResult.Cancelled)) {
                    throw new IllegalStateException(what + ": " + result);
                }
            }
        }
        List<Double> sorted = took.stream().sorted().toList();
        System.out.printf("%s, %d times: p50 %.0f ms, p95 %.0f ms, most %.0f ms%n", what, times, sorted.get(times / 2), sorted.get((int) (times * 0.95)),
                sorted.getLast());
    }

    private static Agent agent(Path folder, String entry, ChatServer model) throws IOException {
        Path file = Files.writeString(folder.resolve("agents.toml"), "[[agent]]\nname='x'\n" + entry);
        AgentRegistry registry = AgentRegistry.load(Optional.of(file), file);
        Map<String, String> system = Map.of("PATH", "/usr/bin:/bin", "KEY", "sk-not-a-real-key");
        var runtime = new AgentRuntime(new LocalSandbox(folder.resolve("scratch"), new SecureRandom()),
                new Toolchains(system, folder.resolve("user-home"), Path.of(System.getProperty("java.home"))), Variables.of(system), new Redaction(), Gateway.NONE);
        String models = "[models.a]\napi='openai'\nmodel='m'\naddress='" + model.address() + "/v1'\nkey='${KEY}'\n[tiers]\nactuator=['a']\n";
        return new CliAgents(registry, runtime, folder.resolve("check")).find("x")
                .or(() -> new AcpAgents(registry, runtime, folder.resolve("check"), "1").find("x"))
                .or(() -> new ModelAgents(registry, () -> ModelsFile.parse(models, "models.toml"), runtime, new FakeServers(), InstantSource.system(),
                        new SecureRandom()).find("x")).orElseThrow();
    }
}
