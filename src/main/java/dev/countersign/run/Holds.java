package dev.countersign.run;

import dev.countersign.workspace.ProcessLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// Which runs this session drives. Each is held by a lock file that the operating system frees when the process ends; beside it
/// stands the name under which the session can be reached. Any thread.
final class Holds implements AutoCloseable {
    private final Path folder;
    private final RunLink link;
    private final RunDriver driver;
    private final String name;
    private Optional<AutoCloseable> offered = Optional.empty();
    private Optional<ProcessLock> own = Optional.empty();

    /// @param folder for one workspace
    /// @param driver what others may ask of this session
    Holds(Path folder, RunLink link, RunDriver driver, RandomGenerator random) {
        this.folder = folder;
        this.link = link;
        this.driver = driver;
        byte[] word = new byte[8];
        random.nextBytes(word);
        this.name = ProcessHandle.current().pid() + "-" + HexFormat.of().formatHex(word);
    }

    private Path lock(RunId run) {
        return folder.resolve(run + ".lock");
    }

    private Path driverOf(RunId run) {
        return folder.resolve(run + ".driver");
    }

    /// Takes the run, where nobody drives it.
    synchronized Optional<ProcessLock> take(RunId run) throws IOException {
        Files.createDirectories(folder);
        Optional<ProcessLock> taken = ProcessLock.tryAcquire(lock(run));
        if (taken.isPresent()) {
            try {
                offer();
                Files.writeString(driverOf(run), name, StandardCharsets.UTF_8);
            } catch (IOException | RuntimeException e) {
                taken.get().close();
                throw e;
            }
        }
        return taken;
    }

    private void offer() throws IOException {
        if (own.isEmpty()) {
            clear();
            own = ProcessLock.tryAcquire(folder.resolve(name + ".session"));
            offered = Optional.of(link.offer(folder.resolve(name), driver));
        }
    }

    /// Deletes what sessions left that were killed.
    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path session : files.filter(f -> f.getFileName().toString().endsWith(".session")).toList()) {
                Optional<ProcessLock> dead = ProcessLock.tryAcquire(session);
                if (dead.isPresent()) {
                    String left = session.getFileName().toString().replace(".session", "");
                    deleteAll(left);
                    dead.get().close();
                }
            }
        }
    }

    private void deleteAll(String session) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(session + ".")).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// The session that drives a run of another process.
    Optional<RunLink.Reached> reach(RunId run) throws IOException {
        if (!Files.exists(driverOf(run))) {
            return Optional.empty();
        }
        String session = Files.readString(driverOf(run)).strip();
        return session.matches("\\d+-[0-9a-f]{16}") && !session.equals(name) ? link.reach(folder.resolve(session)) : Optional.empty();
    }

    /// The process that drives a run, for a message.
    String words(RunId run) {
        var holder = ProcessLock.holder(lock(run));
        return holder.isPresent() ? "process " + holder.getAsLong() : "another process";
    }

    /// No command comes in after this.
    @Override
    public synchronized void close() throws IOException {
        if (own.isEmpty()) {
            return;
        }
        try {
            offered.orElseThrow().close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            deleteAll(name);
            own.get().close();
            own = Optional.empty();
        }
    }
}
