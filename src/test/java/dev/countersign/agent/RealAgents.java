package dev.countersign.agent;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Agents from npm at pinned versions, installed once into `target/agents`.
public final class RealAgents {
    private static final Path INSTALLED = Path.of("target/agents").toAbsolutePath();

    private RealAgents() {}

    /// Skips the test where they can't be installed here.
    ///
    /// @return the PATH to start them with
    public static String path() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        Path done = INSTALLED.resolve("installed-lock.json");
        byte[] lock = resource("package-lock.json");
        if (!Files.exists(done) || !java.util.Arrays.equals(Files.readAllBytes(done), lock)) {
            Files.write(INSTALLED.resolve("package.json"), resource("package.json"));
            Files.write(INSTALLED.resolve("package-lock.json"), lock);
            install();
            Files.write(done, lock);
        }
        return INSTALLED.resolve("node_modules/.bin") + ":" + System.getenv("PATH");
    }

    private static void install() throws InterruptedException {
        Process npm;
        try {
            // not "ci": the lock names the programs of this machine's kind alone, those of other systems are no part of it
            npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund").directory(INSTALLED.toFile()).redirectErrorStream(true)
                    .redirectOutput(INSTALLED.resolve("npm.log").toFile()).start();
        } catch (IOException e) {
            assumeTrue(false, "npm is not installed");
            return;
        }
        boolean ended = npm.waitFor(8, TimeUnit.MINUTES);
        npm.destroyForcibly();
        assumeTrue(ended && npm.exitValue() == 0, () -> "npm could not install the agents, see " + INSTALLED.resolve("npm.log"));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = RealAgents.class.getResourceAsStream("real/" + name)) {
            return java.util.Objects.requireNonNull(in, name).readAllBytes();
        }
    }
}
