package dev.countersign.ledger.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// `strace`, attached to a process or to one of its threads. Linux only.
final class Strace implements AutoCloseable {
    private final Process process;

    private Strace(Process process) {
        this.process = process;
    }

    /// Why it cannot be used here; empty where it can.
    static Optional<String> missing() {
        try {
            Process sleep = new ProcessBuilder("sleep", "5").start();
            try (var _ = attach(sleep.pid(), List.of("-e", "trace=none"))) {
                return Optional.empty();
            } finally {
                sleep.destroyForcibly();
            }
        } catch (IOException | InterruptedException e) {
            return Optional.of("system calls cannot be traced here: " + e.getMessage());
        }
    }

    /// One thread, one system call of it that fails or ends the process.
    ///
    /// @param how `error=EIO` or `signal=KILL` @param when which of them, from 1
    static Strace inject(long thread, String call, String how, int when) throws IOException, InterruptedException {
        return attach(thread, List.of("-o", "/dev/null", "-e", "trace=" + call, "-e", "inject=" + call + ":" + how + ":when=" + when));
    }

    /// Counts the calls of one thread, or of all threads of a process with `-f`, into `out`.
    static Strace attach(long pid, List<String> options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("strace", "-p", Long.toString(pid)));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        BufferedReader said = process.errorReader();
        String line = said.readLine();
        if (line == null || !line.contains("attached")) {
            process.destroy();
            process.waitFor();
            throw new IOException("strace: " + line);
        }
        Thread.ofVirtual().start(() -> {
            try {
                while (said.readLine() != null) { }
            } catch (IOException _) {
                // It has ended.
            }
        });
        return new Strace(process);
    }

    /// Lets go of the process, which goes on.
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /// What a trace of file changes must hold, written to `file`.
    static List<String> recording(Path file) {
        return List.of("-f", "-xx", "-s", "40000000", "-o", file.toString(), "-e", "trace=?" + String.join(",?", Trace.CALLS), "-e", "signal=none");
    }
}
