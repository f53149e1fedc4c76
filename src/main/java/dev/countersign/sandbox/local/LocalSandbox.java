package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Conversation;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.SelfTest;
import dev.countersign.sandbox.SelfTest.Attempt;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/// Runs commands on this machine, at the levels that it has.
///
/// Safe for use by several threads; each call of [#run] stands alone.
public final class LocalSandbox implements Sandbox {
    /// A variable that is added to a command's environment: a random word by which its processes are found again.
    public static final String MARK = "COUNTERSIGN_MARK";

    private static final List<Level> LEVELS = List.of(Level.L3, Level.L2, Level.L1);

    private final Path scratch;
    private final RandomGenerator random;
    private final Fifos fifos = new Fifos();
    private final Guardian guardian = new Guardian();
    private final Jails ways;
    private final Map<Level, Jail> jails;
    private final Map<Level, Attempt> attempts = new EnumMap<>(Level.class);
    /// One for good: the kernel kills what was started with "die with the parent" when the *thread* ends that started it.
    private final ExecutorService starter = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("sandbox-start").factory());

    /// @param scratch a private folder for the pipes of running commands; made when it is needed
    /// @param random  must be unguessable, so that a program can't pass for another's
    public LocalSandbox(Path scratch, RandomGenerator random) {
        this.scratch = scratch.toAbsolutePath().normalize();
        this.random = random;
        this.ways = new Jails(System.getProperty("os.name"), System.getProperty("os.arch"), Path.of(System.getProperty("java.home")), this.scratch);
        this.jails = ways.found();
    }

    @Override
    public Protection protection() {
        return words(LEVELS.stream().filter(this::holds).findFirst().orElse(Level.L0));
    }

    @Override
    public Protection protection(Level level) {
        if (!holds(level)) {
            throw new IllegalArgumentException("this machine has no sandbox of level " + level);
        }
        return words(level);
    }

    private Protection words(Level level) {
        return ways.protection(level, level == Level.L0 ? new Attempt(level, true, "", List.of()) : attempt(level),
                "root".equals(System.getProperty("user.name")));
    }

    @Override
    public SelfTest selfTest() {
        List<Attempt> all = LEVELS.stream().map(this::attempt).toList();
        return new SelfTest(all.stream().filter(Attempt::holds).map(Attempt::level).findFirst().orElse(Level.L0), all);
    }

    /// Each level is tried when it is first asked for: a machine that has the best one seldom needs the others.
    private synchronized Attempt attempt(Level level) {
        Attempt known = attempts.get(level);
        if (known == null) {
            known = jails.containsKey(level) ? new Escape(this, scratch).attempt(level, word())
                    : new Attempt(level, false, ways.missing(level), List.of());
            attempts.put(level, known);
        }
        return known;
    }

    /// Whether this machine has it.
    boolean holds(Level level) {
        return level == Level.L0 || attempt(level).holds();
    }

    @Override
    public Outcome run(Command command, Profile profile, Limits limits, OutputListener listener, Progress progress) {
        if (progress.cancelled()) {
            return new Outcome.Cancelled();
        }
        if (!holds(profile.level())) {
            return new Outcome.NotStarted("This machine has no sandbox of level " + profile.level() + ".");
        }
        return inside(command, profile, limits, listener, progress);
    }

    /// The same without asking whether the level holds; for finding out.
    Outcome inside(Command command, Profile profile, Limits limits, OutputListener listener, Progress progress) {
        if (!Files.isDirectory(command.folder())) {
            return new Outcome.NotStarted("The folder " + command.folder() + " is not there.");
        }
        Optional<Path> program = Programs.find(command);
        if (program.isEmpty()) {
            return new Outcome.NotFound(command.argv().getFirst());
        }
        Optional<String> interpreter = Programs.missingInterpreter(program.get());
        if (interpreter.isPresent()) {
            return new Outcome.NotStarted(program.get() + " needs " + interpreter.get() + ", which is not there.");
        }
        String mark = word();
        Path folder = scratch.resolve("run-" + mark);
        boolean input = command.stdin().length > 0 || listener instanceof Conversation;
        try (Pipes pipes = Pipes.open(folder, input, fifos); EndOfProgram end = EndOfProgram.watch()) {
            Jail.Cell cell = java.util.Objects.requireNonNull(jails.get(profile.level()))
                    .prepare(command, program.get(), profile, limits, mark, folder);
            var watchdog = new Watchdog(limits, cell.writable());
            guardian.expect(mark);
            try {
                Execution execution = end.start(() -> start(command, cell, pipes));
                guardian.started(mark, execution.pid());
                Outcome outcome = execution.await(limits, watchdog, listener, progress);
                Optional<String> failure = outcome instanceof Outcome.Exited ? cell.failure().why(execution.firstWords()) : Optional.empty();
                return failure.<Outcome>map(why -> new Outcome.NotStarted("The sandbox could not be set up: " + why)).orElse(outcome);
            } finally {
                guardian.ended(mark);
            }
        } catch (IOException e) {
            return new Outcome.NotStarted(command.argv().getFirst() + " could not be started: " + e.getMessage());
        }
    }

    private Execution start(Command command, Jail.Cell cell, Pipes pipes) throws IOException {
        try {
            return starter.submit(() -> Execution.start(command, cell, pipes)).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String word() {
        byte[] mark = new byte[16];
        random.nextBytes(mark);
        return HexFormat.of().formatHex(mark);
    }
}
