package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Protection.Layer;
import dev.countersign.sandbox.SelfTest.Attempt;
import dev.countersign.sandbox.SelfTest.Result;
import dev.countersign.sandbox.SelfTest.Trial;
import dev.countersign.workspace.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Tries to get out of a level, by what any shell can do. A level holds where every attempt fails and what must work does.
final class Escape {
    private static final Limits LIMITS = new Limits(Duration.ofSeconds(10), 64 << 10);

    private interface Seen {
        boolean test();
    }

    /// @param script succeeds where it got out
    /// @param seen   whether it can be seen outside that it did; a success inside may have been in a folder of the sandbox's own
    /// @param from   the lowest level that must hold it; a lower one tells what came of it
    private record Attack(Level from, Layer layer, String words, String script, Seen seen) {
        Attack(Layer layer, String words, String script) {
            this(Level.L1, layer, words, script, () -> false);
        }

        Attack(Layer layer, String words, String script, Seen seen) {
            this(Level.L1, layer, words, script, seen);
        }

        Attack from(Level lowest) {
            return new Attack(lowest, layer, words, script, seen);
        }
    }

    private final LocalSandbox sandbox;
    private final Path scratch;

    /// @param scratch a private folder, in which things to be stolen are laid out
    Escape(LocalSandbox sandbox, Path scratch) {
        this.sandbox = sandbox;
        this.scratch = scratch;
    }

    /// Takes a fraction of a second.
    Attempt attempt(Level level, String word) {
        Path ground = scratch.resolve("self-test-" + word);
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path stage = Files.createDirectories(ground.resolve("stage"));
            Path secret = Files.writeString(ground.resolve("secret"), word);
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
            return attempt(level, stage.toRealPath(), secret.toRealPath(), word, listening.getLocalPort());
        } catch (IOException e) {
            return new Attempt(level, false, "The self-test could not be laid out: " + e.getMessage(), List.of());
        } finally {
            clear(ground);
        }
    }

    private Attempt attempt(Level level, Path stage, Path secret, String word, int port) {
        List<Attack> attacks = attacks(secret, word, port);
        var script = new StringBuilder("set +e\necho in >made && echo works\n");
        for (int i = 0; i < attacks.size(); i++) {
            script.append("if ( ").append(attacks.get(i).script).append(" ) >/dev/null 2>&1; then echo ").append(i).append(" out; else echo ")
                    .append(i).append(" in; fi\n");
        }
        // A process that would outlive its command; where it does, the output has no end before the time is up.
        script.append("( trap '' HUP; setsid sleep 300 & ) >/dev/null 2>&1\nexit 0\n");
        var output = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        Outcome outcome = sandbox.inside(new Command(List.of("/bin/sh", "-c", script.toString()), stage,
                new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")), new byte[0]),
                new Profile(level, List.of(stage), List.of(), new Network.Off()), LIMITS,
                (stream, chunk) -> (stream == dev.countersign.sandbox.OutputListener.Stream.OUT ? output : errors).writeBytes(chunk),
                Progress.NONE);
        List<String> lines = output.toString(StandardCharsets.UTF_8).lines().toList();
        if (!(outcome instanceof Outcome.Exited exited && exited.code() == 0) || !lines.contains("works")) {
            return new Attempt(level, false, why(outcome, errors), List.of());
        }
        var trials = new ArrayList<Trial>();
        for (int i = 0; i < attacks.size(); i++) {
            Result result = attacks.get(i).seen.test() ? Result.ESCAPED : lines.contains(i + " in") ? Result.HELD
                    : lines.contains(i + " out") ? Result.ESCAPED : Result.NOT_TRIED;
            trials.add(new Trial(attacks.get(i).layer, attacks.get(i).words, result));
        }
        List<String> out = java.util.stream.IntStream.range(0, trials.size()).filter(i -> trials.get(i).result() != Result.HELD
                && !level.isBelow(attacks.get(i).from)).mapToObj(i -> trials.get(i).attack()).toList();
        return new Attempt(level, out.isEmpty(), out.isEmpty() ? "" : "It did not hold against: " + String.join("; ", out) + ".", trials);
    }

    private static String why(Outcome outcome, ByteArrayOutputStream errors) {
        return switch (outcome) {
            case Outcome.NotStarted not -> not.why();
            case Outcome.NotFound gone -> gone.program() + " is not there.";
            case Outcome.Exited exited -> "The self-test ended with exit status " + exited.code() + ": "
                    + errors.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
            case Outcome.TimedOut _, Outcome.OutputExceeded _, Outcome.Exceeded _, Outcome.Cancelled _ -> "The self-test did not end by itself.";
        };
    }

    private static List<Attack> attacks(Path secret, String word, int port) {
        String outside = secret.getParent().toString();
        long self = ProcessHandle.current().pid();
        var attacks = new ArrayList<>(List.of(
                new Attack(Layer.FS_WRITE, "write beside the private copy", "echo x > '" + outside + "/planted'; false", () -> Files.exists(secret.resolveSibling("planted"))),
                new Attack(Layer.FS_WRITE, "write over a file of the user", "echo x >> '" + secret + "'; false", () -> !unchanged(secret, word)),
                new Attack(Layer.FS_WRITE, "write into a folder of the system", "echo x > /usr/planted-" + word),
                new Attack(Layer.FS_READ, "read a file of the user", "grep -q " + word + " '" + secret + "'"),
                new Attack(Layer.FS_READ, "read it over a link", "ln -s '" + secret + "' link && grep -q " + word + " link"),
                new Attack(Layer.FS_READ, "list the home folder", "test -n \"$(ls -A '" + System.getProperty("user.home") + "/.ssh' '"
                        + System.getProperty("user.home") + "/.config')\"")));
        attacks.addAll(Files.isReadable(Path.of("/proc/self/status")) ? ofLinux(secret, self) : List.of(
                new Attack(Layer.SIGNALS, "signal Countersign", "kill -0 " + self)));
        Optional<Path> bash = List.of("/usr/bin/bash", "/bin/bash").stream().map(Path::of).filter(Files::isExecutable).findFirst();
        bash.ifPresent(shell -> attacks.add(new Attack(Layer.NET, "reach a port of this machine", shell + " -c 'exec 3<>/dev/tcp/127.0.0.1/" + port + "'")));
        return attacks;
    }

    private static List<Attack> ofLinux(Path secret, long self) {
        return List.of(
                new Attack(Layer.NET, "see a network device", "grep -qvE '^ *lo:|Inter-|face' /proc/net/dev").from(Level.L2),
                new Attack(Layer.FS_WRITE, "change the mode of a file of the user", "chmod 600 '" + secret + "'; false", () -> !isReadable(secret)).from(Level.L2),
                new Attack(Layer.SIGNALS, "signal Countersign", "kill -0 " + self + " && grep -q java /proc/" + self + "/comm").from(Level.L2),
                new Attack(Layer.SIGNALS, "read Countersign's environment", "test -s /proc/" + self + "/environ && tr '\\0' '\\n' < /proc/" + self
                        + "/environ | grep -q . && grep -q java /proc/" + self + "/comm"),
                new Attack(Layer.FS_WRITE, "mount something", "mount -t tmpfs none /tmp"),
                new Attack(Layer.SIGNALS, "make namespaces of its own", "unshare --user --map-root-user true"),
                new Attack(Layer.FS_READ, "go without its filter of system calls", "! grep -q '^Seccomp:.*2' /proc/self/status"),
                new Attack(Layer.FS_READ, "gain privileges", "! grep -q '^NoNewPrivs:.*1' /proc/self/status"));
    }

    /// For others than its owner, as it was made.
    private static boolean isReadable(Path secret) {
        try {
            return Files.getPosixFilePermissions(secret).contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean unchanged(Path secret, String word) {
        try {
            return Files.readString(secret).equals(word);
        } catch (IOException e) {
            return false;
        }
    }

    private static void clear(Path ground) {
        try (var all = Files.walk(ground)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            // A leftover in the scratch folder does no harm.
        }
    }
}
