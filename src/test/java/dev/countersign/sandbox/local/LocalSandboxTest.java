package dev.countersign.sandbox.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.OutputListener.Stream;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Protection;
import dev.countersign.workspace.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
@Timeout(60)
class LocalSandboxTest {
    private static final Limits WIDE = new Limits(Duration.ofSeconds(30), 1 << 20);
    private static final Limits SHORT = new Limits(Duration.ofMillis(700), 1 << 20);

    @TempDir
    private Path folder;
    private LocalSandbox sandbox;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final OutputListener listener = (stream, chunk) -> (stream == Stream.OUT ? out : err).writeBytes(chunk);

    @BeforeEach
    void open() {
        sandbox = new LocalSandbox(folder.resolve("scratch"), new SecureRandom());
    }

    private static SortedMap<String, String> environment() {
        return new TreeMap<>(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"));
    }

    private Command command(String... argv) {
        return new Command(List.of(argv), folder, environment(), new byte[0]);
    }

    private Outcome run(Limits limits, String... argv) {
        return sandbox.run(command(argv), Profile.none(), limits, listener, Progress.NONE);
    }

    private static Optional<ProcessHandle> living(Path pidFile) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).filter(ProcessHandle::isAlive)
                .filter(LocalSandboxTest::isNoZombie);
    }

    /// A killed orphan stays in the table until init takes it away.
    private static boolean isNoZombie(ProcessHandle process) {
        try {
            return !Files.readString(Path.of("/proc/" + process.pid() + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return Files.isDirectory(Path.of("/proc/self")) ? false : process.isAlive();
        }
    }

    @Test
    void exitStatusAndBothStreamsComeThrough() {
        Outcome outcome = run(WIDE, "sh", "-c", "echo out; echo err >&2; exit 7");

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Exited.class, e -> assertThat(e.code()).isEqualTo(7));
        assertThat(out.toString(UTF_8)).isEqualTo("out\n");
        assertThat(err.toString(UTF_8)).isEqualTo("err\n");
        assertThat(folder.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void binaryOutputIsIntact() throws IOException {
        byte[] bytes = new byte[300_000];
        new java.util.Random(7).nextBytes(bytes);
        Files.write(folder.resolve("data"), bytes);

        run(WIDE, "cat", "data");

        assertThat(out.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void stdinArrivesWhole() {
        byte[] bytes = new byte[500_000];
        new java.util.Random(8).nextBytes(bytes);

        sandbox.run(new Command(List.of("cat"), folder, environment(), bytes), Profile.none(), WIDE, listener, Progress.NONE);

        assertThat(out.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void withoutStdinThereIsAnEndAtOnce() {
        assertThat(run(WIDE, "cat")).isInstanceOf(Outcome.Exited.class);
    }

    @Test
    void environmentIsExactlyTheGivenAndTheMark() {
        var environment = environment();
        environment.put("GIVEN", "a b=c\nd");

        sandbox.run(new Command(List.of("env", "-0"), folder, environment, new byte[0]), Profile.none(), WIDE, listener, Progress.NONE);

        assertThat(out.toString(UTF_8).split("\0")).hasSize(3).contains("GIVEN=a b=c\nd", "PATH=" + environment.get("PATH"))
                .anyMatch(v -> v.matches(LocalSandbox.MARK + "=[0-9a-f]{32}"));
    }

    @Test
    void argumentsAreLiteral() {
        run(WIDE, "printf", "%s|", "$(echo P)", "r;id", "a b", "'\"\\", "*", "");

        assertThat(out.toString(UTF_8)).isEqualTo("$(echo P)|r;id|a b|'\"\\|*||");
    }

    @Test
    void grandchildThatHoldsStdoutEndsAtTheLimitWithAllDead() throws IOException {
        Outcome outcome = run(SHORT, "sh", "-c", "sleep 300 & echo $! > pid; echo started; exit 0");

        assertThat(outcome).isEqualTo(new Outcome.TimedOut(SHORT.time()));
        assertThat(out.toString(UTF_8)).isEqualTo("started\n");
        assertThat(living(folder.resolve("pid"))).isEmpty();
    }

    @Test
    void outputOfAGrandchildIsHeardAfterItsParentEnded() {
        Outcome outcome = run(WIDE, "sh", "-c", "(for i in 1 2 3 4 5; do sleep 0.05; echo $i; done) & exit 3");

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Exited.class, e -> assertThat(e.code()).isEqualTo(3));
        assertThat(out.toString(UTF_8)).isEqualTo("1\n2\n3\n4\n5\n");
    }

    @Test
    void silentBackgroundProcessIsDeadWhenItsCommandEnds() throws IOException {
        Outcome outcome = run(WIDE, "sh", "-c", "sleep 300 >/dev/null 2>&1 & echo $! > pid; exit 0");

        assertThat(outcome).isInstanceOf(Outcome.Exited.class);
        assertThat(living(folder.resolve("pid"))).isEmpty();
    }

    @Test
    void daemonInASessionOfItsOwnIsFoundAndKilled() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/environ")), "daemons are found by /proc only");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "setsid is not installed");

        Outcome outcome = run(WIDE, "sh", "-c", "(setsid sh -c 'echo $$ > pid; exec sleep 300' >/dev/null 2>&1 </dev/null &) ;"
                + " while ! test -s pid; do sleep 0.01; done");

        assertThat(outcome).isInstanceOf(Outcome.Exited.class);
        assertThat(living(folder.resolve("pid"))).isEmpty();
    }

    @Test
    void daemonByDoubleForkIsFoundAndKilled() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/environ")), "daemons are found by /proc only");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")) || Files.isExecutable(Path.of("/usr/local/bin/python3")),
                "python3 is not installed");
        Files.writeString(folder.resolve("daemon.py"), """
                import os, time
                if os.fork() == 0:
                    os.setsid()
                    if os.fork() > 0:
                        os._exit(0)
                    null = os.open(os.devnull, os.O_RDWR)
                    for fd in (0, 1, 2):
                        os.dup2(null, fd)
                    open("tmp", "w").write(str(os.getpid()))
                    os.rename("tmp", "pid")
                    time.sleep(300)
                    os._exit(0)
                while not os.path.exists("pid"):
                    time.sleep(0.01)
                """);

        Outcome outcome = run(WIDE, "python3", "daemon.py");

        assertThat(outcome).isInstanceOf(Outcome.Exited.class);
        assertThat(living(folder.resolve("pid"))).isEmpty();
    }

    @Test
    void daemonWithoutTheMarkIsFoundByThePipeItHolds() throws IOException {
        assumeTrue(Files.isReadable(Path.of("/proc/self/environ")), "daemons are found by /proc only");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "setsid is not installed");

        Outcome outcome = run(SHORT, "sh", "-c", "(env -i setsid sh -c 'echo $$ > pid; exec sleep 300' </dev/null &) ;"
                + " while ! test -s pid; do sleep 0.01; done");

        assertThat(outcome).isEqualTo(new Outcome.TimedOut(SHORT.time()));
        assertThat(living(folder.resolve("pid"))).isEmpty();
    }

    @Test
    void processThatForksWhileItIsKilledDies() throws IOException {
        Outcome outcome = run(SHORT, "sh", "-c", "f() { (sleep 0.01; f) & }; f; f; f; sleep 300");

        assertThat(outcome).isEqualTo(new Outcome.TimedOut(SHORT.time()));
        assertThat(ProcessHandle.allProcesses().filter(LocalSandboxTest::isNoZombie)
                .filter(p -> environmentOf(p).contains("PWD=" + folder + "\0") && environmentOf(p).contains(LocalSandbox.MARK)))
                .isEmpty();
    }

    private static String environmentOf(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/environ"), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void tenMegabytesToAChildThatNeverReadsEndAtTheLimit() {
        Outcome outcome = sandbox.run(new Command(List.of("sleep", "300"), folder, environment(), new byte[10 << 20]), Profile.none(), SHORT,
                listener, Progress.NONE);

        assertThat(outcome).isEqualTo(new Outcome.TimedOut(SHORT.time()));
    }

    @Test
    void childThatEndsWithoutReadingItsStdinEnds() {
        Outcome outcome = sandbox.run(new Command(List.of("true"), folder, environment(), new byte[10 << 20]), Profile.none(), WIDE,
                listener, Progress.NONE);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Exited.class, e -> assertThat(e.code()).isZero());
    }

    @Test
    void floodStopsAtTheOutputLimit() {
        Outcome outcome = run(new Limits(Duration.ofSeconds(30), 100_000), "sh", "-c", "yes; exit 0");

        assertThat(outcome).isEqualTo(new Outcome.OutputExceeded(100_000));
        assertThat(out.size()).isEqualTo(100_000);
    }

    @Test
    void outputOfExactlyTheLimitIsNoFlood() {
        Outcome outcome = run(new Limits(Duration.ofSeconds(30), 6), "sh", "-c", "printf abc; printf def >&2");

        assertThat(outcome).isInstanceOf(Outcome.Exited.class);
        assertThat(out.size() + err.size()).isEqualTo(6);
    }

    @Test
    void cancelKillsTheTree() throws IOException {
        var cancelled = new AtomicBoolean();
        OutputListener cancels = (_, _) -> cancelled.set(true);
        Progress progress = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return cancelled.get();
            }
        };

        Outcome outcome = sandbox.run(command("sh", "-c", "sleep 300 & echo $! > pid; echo go; sleep 300"), Profile.none(), WIDE, cancels, progress);

        assertThat(outcome).isEqualTo(new Outcome.Cancelled());
        assertThat(living(folder.resolve("pid"))).isEmpty();
    }

    @Test
    void cancelledBeforeItStartsStartsNothing() {
        Progress cancelled = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };

        assertThat(sandbox.run(command("touch", "made"), Profile.none(), WIDE, listener, cancelled)).isEqualTo(new Outcome.Cancelled());
        assertThat(folder.resolve("made")).doesNotExist();
    }

    @Test
    void interruptEndsTheCommandAndStaysSet() throws InterruptedException {
        var seen = new java.util.concurrent.atomic.AtomicReference<Object>();
        var interrupted = new AtomicBoolean();
        Thread thread = Thread.ofPlatform().start(() -> {
            Thread me = Thread.currentThread();
            seen.set(sandbox.run(command("sh", "-c", "echo go; sleep 300"), Profile.none(), WIDE, (_, _) -> me.interrupt(), Progress.NONE));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        thread.join();

        assertThat(seen.get()).isEqualTo(new Outcome.Cancelled());
        assertThat(interrupted).isTrue();
    }

    @Test
    void listenerThatThrowsEndsTheCommand() throws IOException {
        assertThatThrownBy(() -> sandbox.run(command("sh", "-c", "echo $$ > pid; echo go; exec sleep 300"), Profile.none(), WIDE, (_, _) -> {
            throw new IllegalStateException("planted");
        }, Progress.NONE)).hasMessage("planted");

        assertThat(living(folder.resolve("pid"))).isEmpty();
    }

    @Test
    void programIsLookedUpOnThePathOfTheGivenEnvironmentOnly() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path tool = Files.writeString(bin.resolve("only-here"), "#!/bin/sh\necho found\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        var environment = new TreeMap<>(Map.of("PATH", bin.toString()));

        assertThat(run(WIDE, "only-here")).isEqualTo(new Outcome.NotFound("only-here"));
        assertThat(sandbox.run(new Command(List.of("only-here"), folder, environment, new byte[0]), Profile.none(), WIDE, listener, Progress.NONE))
                .isInstanceOf(Outcome.Exited.class);
        assertThat(sandbox.run(new Command(List.of("sh"), folder, environment, new byte[0]), Profile.none(), WIDE, listener, Progress.NONE))
                .isEqualTo(new Outcome.NotFound("sh"));
        assertThat(sandbox.run(new Command(List.of("sh"), folder, new TreeMap<>(), new byte[0]), Profile.none(), WIDE, listener, Progress.NONE))
                .isEqualTo(new Outcome.NotFound("sh"));
    }

    @Test
    void emptyAndRelativePathEntriesAreNotSearched() throws IOException {
        Path tool = Files.writeString(folder.resolve("planted"), "#!/bin/sh\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        var environment = new TreeMap<>(Map.of("PATH", ":.:/usr/bin:"));

        assertThat(sandbox.run(new Command(List.of("planted"), folder, environment, new byte[0]), Profile.none(), WIDE, listener, Progress.NONE))
                .isEqualTo(new Outcome.NotFound("planted"));
    }

    @Test
    void relativeProgramIsResolvedInTheFolder() throws IOException {
        Path tool = Files.writeString(folder.resolve("tool"), "#!/bin/sh\necho here\n");

        assertThat(run(WIDE, "./tool")).as("not executable").isEqualTo(new Outcome.NotFound("./tool"));
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        assertThat(run(WIDE, "./tool")).isInstanceOf(Outcome.Exited.class);
        assertThat(out.toString(UTF_8)).isEqualTo("here\n");
    }

    @Test
    void scriptWithoutItsInterpreterIsNotStarted() throws IOException {
        Path tool = Files.writeString(folder.resolve("tool"), "#!/no/such/interpreter -x\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();

        assertThat(run(WIDE, "./tool")).isEqualTo(
                new Outcome.NotStarted(folder.resolve("./tool") + " needs /no/such/interpreter, which is not there."));
    }

    @Test
    void missingFolderIsNotStarted() {
        Path gone = folder.resolve("gone");

        assertThat(sandbox.run(new Command(List.of("true"), gone, environment(), new byte[0]), Profile.none(), WIDE, listener, Progress.NONE))
                .isEqualTo(new Outcome.NotStarted("The folder " + gone + " is not there."));
    }

    @Test
    void leadsASessionOfItsOwnSoThatItHasNoTerminal() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setsid")), "setsid is not installed");
        assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "there is no /proc");

        run(WIDE, "sh", "-c", "read pid name state parent group session rest < /proc/$$/stat; echo $pid $session");

        assertThat(out.toString(UTF_8)).matches("(\\d+) \\1\n");
    }

    @Test
    void severalCommandsRunAtOnceWithoutHarmToEachOther() throws InterruptedException {
        var outcomes = new java.util.concurrent.ConcurrentLinkedQueue<Outcome>();
        List<Thread> threads = java.util.stream.IntStream.range(0, 6).mapToObj(i -> Thread.ofPlatform().start(() ->
                outcomes.add(sandbox.run(command("sh", "-c", "sleep 0.1; exit 0"), Profile.none(), WIDE, OutputListener.NONE, Progress.NONE)))).toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(outcomes).hasSize(6).allSatisfy(o -> assertThat(o)
                .isInstanceOfSatisfying(Outcome.Exited.class, e -> assertThat(e.code()).isZero()));
    }

    @Test
    void processesAreFoundByParentsWhereThereIsNoProc() throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "sleep 300 & echo $! > tmp; mv tmp pid; sleep 300")
                .directory(folder.toFile()).start();
        var tree = new HandleTree(process.toHandle());
        while (!Files.exists(folder.resolve("pid"))) {
            Thread.sleep(10);
        }
        tree.look();

        assertThat(tree.kill()).isTrue();
        assertThat(process.waitFor()).isNotZero();
        assertThat(living(folder.resolve("pid"))).isEmpty();
    }

    /// A Countersign of its own, which is told to end while a command runs.
    public static final class Host {
        public static void main(String[] args) {
            Path folder = Path.of(args[0]);
            new LocalSandbox(folder.resolve("scratch"), new SecureRandom()).run(new Command(List.of("sh", "-c",
                    "sleep 300 & echo $! > tmp; mv tmp pid; sleep 300"), folder, environment(), new byte[0]), Profile.none(), WIDE, OutputListener.NONE,
                    Progress.NONE);
        }
    }

    @Test
    void endOfCountersignEndsItsCommands() throws Exception {
        String classes = Path.of(LocalSandbox.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                + java.io.File.pathSeparator + Path.of(Host.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Process host = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-cp", classes, Host.class.getName(), folder.toString()).inheritIO().start();
        try {
            while (!Files.exists(folder.resolve("pid")) && host.isAlive()) {
                Thread.sleep(20);
            }
            assertThat(living(folder.resolve("pid"))).isPresent();
            host.destroy();
            host.waitFor();

            assertThat(living(folder.resolve("pid"))).isEmpty();
        } finally {
            host.destroyForcibly();
        }
    }

    @Test
    void saysThatItContainsNothing() {
        Protection protection = sandbox.protection(Level.L0);

        assertThat(protection.level()).isEqualTo(Level.L0);
        assertThat(protection.words()).isEqualTo("sandbox: none");
        assertThat(protection.contains()).isFalse();
        assertThat(protection.layers()).containsOnlyKeys(Protection.Layer.values());
        assertThat(protection.layers().values()).noneMatch(e -> e.strength() == Protection.Strength.KERNEL)
                .allMatch(e -> !e.reason().isBlank());
    }
}
