package dev.countersign.ledger.duckdb;

import dev.countersign.fault.Problem;
import dev.countersign.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Processes of their own: what one does to a ledger while, or after, another has it.
final class Child {
    private Child() {}

    static List<String> command(Class<?> main, String... arguments) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xshare:auto", "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"), "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /// Runs to its end and returns what it said.
    static String run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command(main, arguments)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    /// Opens a ledger and says what came of it.
    static final class Opening {
        private Opening() {}

        public static void main(String[] args) throws IOException {
            try (Ledger ledger = new DuckLedgerOpener(Path.of(args[0]), InstantSource.system(), RandomGenerator.getDefault()).open(args[1])) {
                System.out.println("opened with " + ledger.size());
            } catch (RuntimeException e) {
                Problem problem = Problem.from(e);
                System.out.println(problem.code() + " " + problem.sentence() + problem.details());
            }
        }
    }
}
