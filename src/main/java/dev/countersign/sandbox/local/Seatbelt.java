package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Level L1 on macOS, by `sandbox-exec(1)`: the kernel keeps a command from files, from the network where it is off, and from processes outside.
/// It gives no namespaces: single hosts can't be allowed, and processes are found by their parents.
final class Seatbelt implements Jail {
    static final Path PROGRAM = Path.of("/usr/bin/sandbox-exec");
    private static final String RUNNING = "running";
    /// The descriptor on which the shell inside says that it came so far; closed before the command starts.
    private static final String INSIDE = "ulimit -c 0; ulimit -t \"$1\"; ulimit -f \"$2\"; shift 2; echo " + RUNNING + " >&9; exec 9>&-; exec \"$@\"";

    @Override
    public Cell prepare(Command command, Path program, Profile profile, Limits limits, String mark, Path run) throws IOException {
        if (profile.network() instanceof Network.Through) {
            throw new IOException("single hosts can be allowed only where a command has a network of its own, which macOS does not give");
        }
        if (!isVisible(program, profile)) {
            throw new IOException(program + " is not among what the command may see");
        }
        Path temporary = Files.createDirectory(run.resolve("tmp")).toRealPath();
        var writable = new ArrayList<>(profile.writable());
        for (Path path : writable) {
            if (!path.toRealPath().equals(path)) {
                throw new IOException(path + " is reached over a link");
            }
        }
        writable.add(temporary);
        var readable = new ArrayList<Path>();
        for (Path path : profile.readable()) {
            if (Files.exists(path)) {
                readable.add(path.toRealPath());
            }
        }
        Path rules;
        try {
            rules = Files.writeString(run.resolve("profile"), new SeatbeltProfile(writable, readable, profile.network()).text());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        Path status = Files.createFile(run.resolve("status"));
        return new Cell(argv(command, program, limits, rules, status), command.folder(), environment(command, mark, temporary),
                process -> new HandleTree(process.toHandle()), words -> failure(status, words), writable);
    }

    static List<String> argv(Command command, Path program, Limits limits, Path rules, Path status) {
        List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", "s=$1; shift; exec \"$@\" 9>\"$s\"", "sh", status.toString(),
                PROGRAM.toString(), "-f", rules.toString(), "/bin/sh", "-c", INSIDE, "sh", Long.toString(Math.max(1, limits.cpu().toSeconds())),
                Long.toString(limits.disk() / 512), program.toString()));
        argv.addAll(command.argv().subList(1, command.argv().size()));
        return argv;
    }

    private static SortedMap<String, String> environment(Command command, String mark, Path temporary) {
        var all = new TreeMap<>(command.environment());
        List.of("TMPDIR", "TMP", "TEMP").forEach(name -> all.put(name, temporary.toString()));
        all.merge("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary, (given, added) -> given + " " + added);
        all.put(LocalSandbox.MARK, mark);
        return all;
    }

    private static boolean isVisible(Path program, Profile profile) throws IOException {
        Path real = program.toRealPath();
        return Programs.isVisible(program, profile) || List.of("/System", "/Library/Developer/CommandLineTools").stream().anyMatch(real::startsWith);
    }

    private static Optional<String> failure(Path status, String words) {
        try {
            return Files.readString(status).startsWith(RUNNING) ? Optional.empty()
                    : Optional.of(words.isEmpty() ? "sandbox-exec ended before the command was started" : words.lines().findFirst().orElse(""));
        } catch (IOException e) {
            return Optional.of("what the shell inside said can't be read: " + e.getMessage());
        }
    }
}
