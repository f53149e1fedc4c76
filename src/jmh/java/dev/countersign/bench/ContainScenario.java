package dev.countersign.bench;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.SelfTest;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The start of a contained command, `/bin/true`, beside that of a bare one, at every level that this machine has.
final class ContainScenario implements Scenarios.Scenario {
    private static final int TIMES = 4;

    @Override
    public void run(Path folder) throws Exception {
        Path stage = Files.createDirectories(folder.resolve("stage")).toRealPath();
        var sandbox = new LocalSandbox(folder.resolve("scratch"), new SecureRandom());
        var rounds = new Rounds("Start of /bin/true, " + TIMES + " times", "by the JDK alone", () -> {
            long start = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                new ProcessBuilder("/bin/true").start().waitFor();
            }
            return System.nanoTime() - start;
        });
        rounds.beside("L0", () -> timed(sandbox, Level.L0, stage));
        for (SelfTest.Attempt attempt : sandbox.selfTest().attempts()) {
            if (attempt.holds()) {
                // The levels without bubblewrap make themselves a cache when some commands have run.
                timed(sandbox, attempt.level(), stage);
                rounds.beside(attempt.level().name(), () -> timed(sandbox, attempt.level(), stage));
            }
        }
        for (int i = 0; i < 300 && !hasCache(folder.resolve("scratch")); i++) {
            Thread.sleep(100);
        }
        rounds.run(10, System.out);
    }

    private static boolean hasCache(Path scratch) throws IOException {
        try (var files = Files.walk(scratch, 2)) {
            return files.anyMatch(file -> file.endsWith("launcher.aot"));
        }
    }

    private static long timed(LocalSandbox sandbox, Level level, Path stage) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < TIMES; i++) {
            Outcome outcome = sandbox.run(new Command(List.of("/bin/true"), stage, new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")), new byte[0]),
                    new Profile(level, List.of(stage), List.of(), new Network.Off()), new Limits(Duration.ofSeconds(30), 1 << 20), OutputListener.NONE,
                    Progress.NONE);
            if (!(outcome instanceof Outcome.Exited exited && exited.code() == 0)) {
                throw new IllegalStateException(level + ": " + outcome);
            }
        }
        return System.nanoTime() - start;
    }
}
