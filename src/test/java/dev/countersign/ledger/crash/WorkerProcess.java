package dev.countersign.ledger.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A [Worker] in a process of its own, warmed up on another ground.
final class WorkerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader said;
    private final Path warmed;

    /// @param ground where it works @param spare an empty folder for its warming up
    WorkerProcess(Ground ground, Path spare) throws IOException {
        warmed = Files.createTempDirectory(Files.createDirectories(spare), "warm");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        process = new ProcessBuilder(java.toString(), "-Xmx300m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"), "-cp",
                System.getProperty("java.class.path"), Worker.class.getName(), ground.root().toString(), warmed.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        said = process.inputReader();
        if (!Optional.of("ready").equals(line())) {
            throw new IOException("the worker did not begin");
        }
    }

    long pid() {
        return process.pid();
    }

    /// System thread ids by name.
    Map<String, Long> threads() throws IOException {
        var threads = new TreeMap<String, Long>();
        try (var tasks = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
            for (Path task : tasks.toList()) {
                threads.put(Files.readString(task.resolve("comm")).strip(), Long.valueOf(task.getFileName().toString()));
            }
        }
        return threads;
    }

    /// Asks for one thing. Empty where the process ended over it.
    Optional<String> ask(String word) throws IOException {
        try {
            tell(word);
        } catch (IOException _) {
            return Optional.empty();
        }
        return line();
    }

    /// Asks for something that must be done.
    String done(String word) throws IOException {
        String answer = ask(word).orElseThrow(() -> new IOException("the worker ended at: " + word));
        if (answer.startsWith("failed") || answer.startsWith("conflict")) {
            throw new IOException(word + ": " + answer);
        }
        return answer;
    }

    void tell(String word) throws IOException {
        var in = process.outputWriter();
        in.write(word + "\n");
        in.flush();
    }

    Optional<String> line() throws IOException {
        return Optional.ofNullable(said.readLine());
    }

    /// Kills it, and returns what it had still to say.
    List<String> kill() throws IOException, InterruptedException {
        // By its handle: destroying the process itself would close what it still had to say.
        process.toHandle().destroyForcibly();
        process.waitFor();
        var rest = new ArrayList<String>();
        for (Optional<String> line = line(); line.isPresent(); line = line()) {
            rest.add(line.get());
        }
        return rest;
    }

    @Override
    public void close() {
        try {
            kill();
            Folders.delete(warmed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
