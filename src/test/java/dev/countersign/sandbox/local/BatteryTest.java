package dev.countersign.sandbox.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Network;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Protection;
import dev.countersign.workspace.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Attacks on each level that this machine has, and what each level is expected to let through.
@EnabledOnOs(value = OS.LINUX, disabledReason = "the attacks are those of Linux")
@Timeout(120)
class BatteryTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Limits WIDE = new Limits(Duration.ofSeconds(60), 4 << 20);
    private static final long MIB = 1 << 20;
    private static final List<String> LEFT = List.of("to-delete", "to-rename-over", "to-take", "to-exchange");

    @TempDir
    private Path temp;
    private Path folder;
    private Path stage;
    private LocalSandbox sandbox;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final OutputListener listener = (stream, chunk) -> (stream == OutputListener.Stream.OUT ? out : err).writeBytes(chunk);

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), "the attacks are in Python, which is not installed");
        folder = temp.toRealPath();
        stage = Files.createDirectory(folder.resolve("stage"));
        sandbox = new LocalSandbox(folder.resolve("scratch"), new SecureRandom());
    }

    private void assumeLevel(Level level) {
        assumeTrue(sandbox.holds(level), () -> "no " + level + " here: " + sandbox.selfTest().attempts());
    }

    private void assumeLevel3() {
        assumeLevel(Level.L3);
    }

    /// Signals of Landlock's domains are held from Linux 6.12 on.
    private boolean holdsSignals() {
        return sandbox.protection(Level.L1).layers().get(Protection.Layer.SIGNALS).strength() == Protection.Strength.KERNEL;
    }

    private Outcome run(Level level, Network network, Limits limits, String... argv) {
        return sandbox.run(new Command(List.of(argv), stage, new TreeMap<>(Map.of("PATH", "/usr/bin:/bin", "LANG", "C.UTF-8")), new byte[0]),
                new Profile(level, List.of(stage), List.of(), network), limits, listener, Progress.NONE);
    }

    private Outcome run(Level level, Limits limits, String... argv) {
        return run(level, new Network.Off(), limits, argv);
    }

    /// Names of attacks, those that got out and those that did not.
    private record Vector(Set<String> out, Set<String> in) {}

    private Vector attack(Level level, Network network) throws IOException {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("secret"), "word");
        for (String name : LEFT) {
            Files.writeString(outside.resolve(name), "x");
        }
        Files.createDirectory(outside.resolve("empty"));
        Files.createDirectory(outside.resolve("folder"));
        Files.createSymbolicLink(stage.resolve("before"), outside);
        try (InputStream in = BatteryTest.class.getResourceAsStream("attacks.py");
             var tcp = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
             var unix = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            Files.copy(in, stage.resolve("attacks.py"));
            Path socket = Path.of("/tmp", "cs-" + ProcessHandle.current().pid() + ".sock");
            Files.deleteIfExists(socket);
            unix.bind(UnixDomainSocketAddress.of(socket));
            try {
                Outcome outcome = run(level, network, WIDE, PYTHON, "attacks.py", outside.toString(), secret.toString(),
                        Long.toString(ProcessHandle.current().pid()), Integer.toString(tcp.getLocalPort()), socket.toString(), "no-such",
                        System.getProperty("user.home"), folder.resolve("scratch").toString(), Files.readSymbolicLink(Path.of("/proc/self/ns/ipc")).toString());
                assertThat(outcome).as(err.toString(UTF_8)).isInstanceOfSatisfying(Outcome.Exited.class, e -> assertThat(e.code()).isZero());
            } finally {
                Files.deleteIfExists(socket);
            }
        }
        var vector = new Vector(new TreeSet<>(), new TreeSet<>());
        out.toString(UTF_8).lines().map(line -> line.split(" ")).filter(words -> words.length == 2)
                .forEach(words -> (words[1].equals("out") ? vector.out : vector.in).add(words[0]));
        assertThat(out.toString(UTF_8)).endsWith("done\n");
        // Below the machine's folder for temporary files, which is another one inside, what lies above the stage can be written there.
        if (vector.out.contains("dot-dot") && !Files.exists(stage.resolveSibling("by-dot-dot"))) {
            vector.out.remove("dot-dot");
            vector.in.add("dot-dot");
        }
        return vector;
    }

    /// In the sandbox that folder is an empty one of its own, where a file can be made that is called as the user's.
    @Test
    void theSelfTestSeesNoEscapeWhereCountersignsFolderLiesInTheTemporaryOne() throws IOException {
        assumeLevel(Level.L3);
        Path below = Files.createTempDirectory(Path.of("/tmp"), "self-test");
        try {
            assertThat(new LocalSandbox(below, new SecureRandom()).selfTest().attempts()).filteredOn(attempt -> attempt.level() == Level.L3)
                    .allSatisfy(attempt -> assertThat(attempt.why()).isEmpty());
        } finally {
            Files.delete(below);
        }
    }

    @Test
    void atTheTopLevelNothingGetsOut() throws IOException {
        assumeLevel3();

        Vector vector = attack(Level.L3, new Network.Off());

        assertThat(vector.out()).isEmpty();
        assertThat(vector.in()).hasSizeGreaterThan(150);
        outsideIsAsItWas();
    }

    private void outsideIsAsItWas() throws IOException {
        try (var left = Files.list(folder.resolve("outside"))) {
            assertThat(left.map(each -> each.getFileName().toString())).containsExactlyInAnyOrder("secret", "to-delete", "to-rename-over", "to-take",
                    "to-exchange", "empty", "folder");
        }
        for (String name : LEFT) {
            assertThat(folder.resolve("outside").resolve(name)).hasContent("x");
        }
        assertThat(folder.resolve("outside/secret")).hasContent("word");
    }

    /// An agent that reaches its model reaches the ports of this machine too, until hosts are allowed one by one; nothing else.
    @Test
    void withTheNetworkOpenOnlyPortsAreReached() throws IOException {
        assumeLevel3();

        assertThat(attack(Level.L3, new Network.Open()).out()).containsExactlyInAnyOrder("port-of-machine", "port-of-machine-mapped");
    }

    /// Landlock and the mounts leave nothing of it but what can be seen of files: that they are there.
    @Test
    void inNamespacesWithoutARootOfItsOwnNothingGetsOut() throws IOException {
        assumeLevel(Level.L2);

        Vector vector = attack(Level.L2, new Network.Off());

        assertThat(vector.out()).isEmpty();
        assertThat(vector.in()).hasSizeGreaterThan(150);
        outsideIsAsItWas();
    }

    /// What starts commands faster holds them as well.
    @Test
    void aLauncherFromItsCacheHoldsTheSame() throws IOException {
        assumeLevel(Level.L2);
        var cache = new LauncherCache(folder.resolve("scratch"), Path.of(System.getProperty("java.home")));
        cache.make();
        assertThat(cache.java(folder)).anyMatch(option -> option.startsWith("-XX:AOTCache="));

        assertThat(attack(Level.L2, new Network.Off()).out()).isEmpty();
        outsideIsAsItWas();
    }

    @Test
    void inNamespacesWithTheNetworkOpenOnlyPortsAreReached() throws IOException {
        assumeLevel(Level.L2);

        assertThat(attack(Level.L2, new Network.Open()).out()).containsExactlyInAnyOrder("port-of-machine", "port-of-machine-mapped");
    }

    /// What Landlock does not look at: modes, times and attributes of files; that processes are there, by which arguments, and how many files
    /// they have open.
    @Test
    void withoutNamespacesContentIsSafeAndAttributesAreNot() throws IOException {
        assumeLevel(Level.L1);
        assumeTrue(holdsSignals(), "this kernel's Landlock knows no signals");

        assertThat(attack(Level.L1, new Network.Off()).out()).containsExactlyInAnyOrder("chmod-file-of-user", "touch-file-of-user",
                "attribute-of-file-of-user", "change-owner-of-file-of-user", "command-of-process-outside", "cpus-of-process-outside",
                "descriptors-of-process-outside", "pidfd-of-process-outside");
        outsideIsAsItWas();
    }

    /// The attacks are real: without a sandbox they get out.
    @Test
    void withoutASandboxTheyGetOut() throws IOException {
        assumeTrue(!"root".equals(System.getProperty("user.name")), "uid 0 would harm the machine");

        assertThat(attack(Level.L0, new Network.Open()).out()).contains("write-outside", "append-to-file-of-user", "rename-out", "link-out",
                "link-made-during", "link-made-before", "swap-folder-for-link", "dot-dot", "read-file-of-user", "read-over-link",
                "chmod-file-of-user", "set-user-id", "set-user-id-by-open", "signal-process-outside", "environment-of-process-outside",
                "port-of-machine", "unix-socket", "trace", "sysfs", "list-run", "fixed-addresses");
    }

    @ParameterizedTest
    @EnumSource(names = {"L3", "L2", "L1"})
    void memoryOfOneProcessIsLimited(Level level) {
        assumeLevel(level);

        Outcome outcome = run(level, new Limits(Duration.ofSeconds(30), MIB, Duration.ofSeconds(30), 256 * MIB, 100, 64 * MIB), PYTHON, "-c",
                "x = bytearray(600 << 20); print('got it')");

        assertThat(out.toString(UTF_8)).doesNotContain("got it");
        assertThat(outcome).isNotInstanceOf(Outcome.TimedOut.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"L3", "L2", "L1"})
    void memoryOfManyProcessesIsLimited(Level level) {
        assumeLevel(level);

        Outcome outcome = run(level, new Limits(Duration.ofSeconds(60), MIB, Duration.ofSeconds(60), 200 * MIB, 100, 64 * MIB), PYTHON, "-c", """
                import os, time
                for i in range(6):
                    if os.fork() == 0:
                        x = bytearray(60 << 20)
                        for j in range(0, len(x), 4096): x[j] = 1
                        time.sleep(300)
                time.sleep(300)
                """);

        assertThat(outcome).isEqualTo(new Outcome.Exceeded(Outcome.Resource.MEMORY, 200 * MIB));
    }

    @ParameterizedTest
    @EnumSource(names = {"L3", "L2", "L1"})
    void processesAreLimited(Level level) {
        assumeLevel(level);

        Outcome outcome = run(level, new Limits(Duration.ofSeconds(60), MIB, Duration.ofSeconds(60), 1024 * MIB, 40, 64 * MIB), PYTHON, "-c", """
                import os, time
                made = 0
                try:
                    for i in range(200):
                        if os.fork() == 0:
                            time.sleep(300)
                        made += 1
                except OSError:
                    pass
                print(made, flush=True)
                time.sleep(5)
                os._exit(0)
                """);

        // The kernel says no to others than uid 0; for that one the tree is counted.
        if (!(outcome instanceof Outcome.Exceeded)) {
            assertThat(Integer.parseInt(out.toString(UTF_8).strip())).isLessThan(40);
        } else {
            assertThat(outcome).isEqualTo(new Outcome.Exceeded(Outcome.Resource.PROCESSES, 40));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"L3", "L2", "L1"})
    void oneFileIsLimited(Level level) throws IOException {
        assumeLevel(level);

        run(level, new Limits(Duration.ofSeconds(30), MIB, Duration.ofSeconds(30), 512 * MIB, 100, 8 * MIB), "/bin/sh", "-c",
                "head -c 30000000 /dev/zero > big; true");

        assertThat(Files.size(stage.resolve("big"))).isLessThanOrEqualTo(8 * MIB);
    }

    @ParameterizedTest
    @EnumSource(names = {"L3", "L2", "L1"})
    void manyFilesAreLimited(Level level) {
        assumeLevel(level);

        Outcome outcome = run(level, new Limits(Duration.ofSeconds(60), MIB, Duration.ofSeconds(60), 512 * MIB, 100, 8 * MIB), "/bin/sh", "-c",
                "for i in 1 2 3 4 5 6; do head -c 4000000 /dev/zero > f$i; done; sleep 60");

        assertThat(outcome).isEqualTo(new Outcome.Exceeded(Outcome.Resource.DISK, 8 * MIB));
    }

    @ParameterizedTest
    @EnumSource(names = {"L3", "L2", "L1"})
    void floodOfOutputEnds(Level level) {
        assumeLevel(level);

        assertThat(run(level, new Limits(Duration.ofSeconds(30), MIB), "/usr/bin/yes")).isEqualTo(new Outcome.OutputExceeded(MIB));
    }

    @ParameterizedTest
    @EnumSource(names = {"L3", "L2", "L1"})
    void floodOfErrorsEnds(Level level) {
        assumeLevel(level);

        assertThat(run(level, new Limits(Duration.ofSeconds(30), MIB), "/bin/sh", "-c", "yes >&2")).isEqualTo(new Outcome.OutputExceeded(MIB));
    }

    @ParameterizedTest
    @EnumSource(names = {"L3", "L2", "L1"})
    void daemonDiesWithItsCommand(Level level) throws Exception {
        assumeLevel(level);

        Outcome outcome = run(level, WIDE, PYTHON, "-c", """
                import os, time
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        for d in range(3): os.close(d)
                        while True:
                            open('beat', 'a').write('x'); time.sleep(0.01)
                    os._exit(0)
                while not os.path.exists('beat'): time.sleep(0.01)
                """);

        assertThat(outcome).isInstanceOf(Outcome.Exited.class);
        long size = Files.size(stage.resolve("beat"));
        Thread.sleep(200);
        assertThat(Files.size(stage.resolve("beat"))).isEqualTo(size);
    }

    /// One that drops what it could be found by, but where a namespace holds it.
    @ParameterizedTest
    @EnumSource(names = {"L3", "L2"})
    void daemonWithoutAMarkDiesWithItsCommand(Level level) throws Exception {
        assumeLevel(level);

        run(level, WIDE, PYTHON, "-c", """
                import os, time
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() == 0:
                        null = os.open('/dev/null', os.O_RDWR)
                        for d in range(3): os.dup2(null, d)
                        os.execve('/bin/sh', ['sh', '-c', 'while :; do echo x >> beat; sleep 0.01; done'], {'PATH': '/usr/bin'})
                    os._exit(0)
                while not os.path.exists('beat'): time.sleep(0.01)
                """);

        long size = Files.size(stage.resolve("beat"));
        Thread.sleep(200);
        assertThat(Files.size(stage.resolve("beat"))).isEqualTo(size);
    }

    @ParameterizedTest
    @EnumSource(names = {"L3", "L2", "L1"})
    void whatCantBeSetUpWasNotStarted(Level level) throws IOException {
        assumeLevel(level);
        Path away = Files.createDirectory(folder.resolve("away"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), away);

        Outcome outcome = sandbox.run(new Command(List.of("/bin/sh", "-c", "echo ran"), stage, new TreeMap<>(), new byte[0]),
                new Profile(level, List.of(stage, link), List.of(), new Network.Off()), WIDE, listener, Progress.NONE);

        assertThat(outcome).isInstanceOf(Outcome.NotStarted.class);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void aFailureInsideBubblewrapIsToldFromOneOfTheCommand() throws IOException {
        assumeLevel3();
        Path file = Files.writeString(folder.resolve("not-a-folder"), "x");

        assertThat(sandbox.run(new Command(List.of("/bin/sh", "-c", "echo 'bwrap: spoofed' >&2; exit 1"), stage, new TreeMap<>(), new byte[0]),
                new Profile(Level.L3, List.of(stage), List.of(), new Network.Off()), WIDE, listener, Progress.NONE))
                .isInstanceOfSatisfying(Outcome.Exited.class, e -> assertThat(e.code()).isEqualTo(1));
        assertThat(sandbox.run(new Command(List.of("/bin/sh", "-c", "echo ran"), stage, new TreeMap<>(), new byte[0]),
                new Profile(Level.L3, List.of(stage), List.of(), new Network.Through(file)), WIDE, listener, Progress.NONE))
                .as("the socket is bound, whatever it is").isInstanceOf(Outcome.Exited.class);
    }

    /// What builds do works at every level: temporary files, a compiler, a program started by another, the standard streams by name.
    @ParameterizedTest
    @EnumSource(names = {"L3", "L2", "L1"})
    void buildsWork(Level level) throws IOException {
        assumeLevel(level);
        Path java = Path.of(System.getProperty("java.home"));
        Files.writeString(stage.resolve("Hello.java"), """
                public class Hello {
                    public static void main(String[] a) throws Exception {
                        java.nio.file.Path file = java.nio.file.Files.createTempFile("x", "y");
                        java.nio.file.Files.writeString(file, "temporary");
                        System.out.println(java.nio.file.Files.readString(file) + " " + new String(
                                new ProcessBuilder("/bin/echo", "child").start().getInputStream().readAllBytes()).strip());
                    }
                }
                """);

        Outcome outcome = sandbox.run(new Command(List.of("/bin/sh", "-ec", "f=$(mktemp); echo shell > $f; cat $f; echo device > /dev/stdout;"
                        + " echo null > /dev/null; mkdir d; mv d e; ln e/../Hello.java link; cd e; '" + java + "/bin/javac' -d . ../Hello.java;"
                        + " '" + java + "/bin/java' -Xmx64m Hello"), stage,
                        new TreeMap<>(Map.of("PATH", "/usr/bin:/bin", "LANG", "C.UTF-8")), new byte[0]),
                new Profile(level, List.of(stage), List.of(java.toRealPath()), new Network.Off()), WIDE, listener, Progress.NONE);

        assertThat(outcome).as(err.toString(UTF_8)).isInstanceOfSatisfying(Outcome.Exited.class, e -> assertThat(e.code()).isZero());
        assertThat(out.toString(UTF_8)).isEqualTo("shell\ndevice\ntemporary child\n");
        try (var left = Files.list(folder.resolve("scratch"))) {
            assertThat(left).isEmpty();
        }
    }

    /// Programs that talk to themselves can, where the network is their own.
    @ParameterizedTest
    @EnumSource(names = {"L3", "L2"})
    void loopbackDeviceIsThere(Level level) {
        assumeLevel(level);

        run(level, WIDE, PYTHON, "-c", """
                import socket
                server = socket.create_server(("127.0.0.1", 0))
                client = socket.create_connection(server.getsockname())
                print("reached")
                """);

        assertThat(out.toString(UTF_8)).isEqualTo("reached\n");
    }

    @Test
    void environmentIsTheGivenTheMarkAndTheFolder() {
        assumeLevel3();

        run(Level.L3, WIDE, "/usr/bin/env", "-0");

        assertThat(out.toString(UTF_8).split("\0")).hasSize(4).contains("PATH=/usr/bin:/bin", "LANG=C.UTF-8", "PWD=" + stage)
                .anyMatch(v -> v.startsWith(LocalSandbox.MARK + "="));
    }

    /// A Countersign of its own, which is killed while a command runs.
    public static final class Host {
        public static void main(String[] args) {
            Path folder = Path.of(args[1]);
            new LocalSandbox(folder.resolve("scratch"), new SecureRandom()).run(new Command(List.of("/bin/sh", "-c",
                    "(setsid sh -c 'while :; do echo x >> beat; sleep 0.02; done' &) ; sleep 300"), folder.resolve("stage"),
                    new TreeMap<>(Map.of("PATH", "/usr/bin:/bin")), new byte[0]), new Profile(Level.valueOf(args[0]),
                    List.of(folder.resolve("stage")), List.of(), new Network.Off()), WIDE, OutputListener.NONE, Progress.NONE);
        }
    }

    private void killed(Level level) throws Exception {
        String classes = Path.of(LocalSandbox.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                + java.io.File.pathSeparator + Path.of(Host.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Process host = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-cp", classes, Host.class.getName(), level.name(), folder.toString()).inheritIO().start();
        Path beat = stage.resolve("beat");
        try {
            while (!Files.exists(beat) && host.isAlive()) {
                Thread.sleep(20);
            }
            host.destroyForcibly();
            host.waitFor();
            long last = -1;
            for (int same = 0; same < 10;) {
                Thread.sleep(100);
                same = Files.size(beat) == last ? same + 1 : 0;
                last = Files.size(beat);
            }
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void killedCountersignTakesItsCommandsAlong() throws Exception {
        killed(Level.L0);
    }

    @ParameterizedTest
    @EnumSource(names = {"L3", "L2", "L1"})
    void killedCountersignTakesItsContainedCommandsAlong(Level level) throws Exception {
        assumeLevel(level);
        killed(level);
    }
}
