package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Conversation;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Protection.Enforcement;
import dev.countersign.sandbox.Protection.Layer;
import dev.countersign.sandbox.Protection.Strength;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.SelfTest;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Runs commands as the user, with the user's rights. Works on every system; contains nothing.
///
/// Safe for use by several threads; each call of [#run] stands alone.
public final class LocalSandbox implements Sandbox {
    /// The one variable that is added to a command's environment: a random word by which its processes are found again.
    public static final String MARK = "COUNTERSIGN_MARK";

    private final Path scratch;
    private final RandomGenerator random;
    private final boolean proc = Files.isReadable(Path.of("/proc/self/environ"));

    /// @param scratch a private folder for the pipes of running commands; made when it is needed
    /// @param random  must be unguessable, so that a program can't pass for another's
    public LocalSandbox(Path scratch, RandomGenerator random) {
        this.scratch = scratch.toAbsolutePath().normalize();
        this.random = random;
    }

    @Override
    public Protection protection() {
        var layers = new LinkedHashMap<Layer, Enforcement>();
        none(layers, Layer.FS_WRITE, "a command can write every file that you can");
        none(layers, Layer.FS_READ, "a command can read every file that you can");
        none(layers, Layer.NET, "a command can use the network");
        none(layers, Layer.SIGNALS, "a command can signal all of your processes");
        none(layers, Layer.PIDS, "the number of processes is not limited");
        none(layers, Layer.MEMORY, "memory is not limited");
        none(layers, Layer.DISK, "disk space is not limited");
        layers.put(Layer.KILL_TREE, new Enforcement(Strength.BEST_EFFORT, proc
                ? "processes are found by their session, parents, pipes and a random variable, and killed;"
                        + " one that drops all of these before it is seen lives on"
                : "processes are found by their parents and killed; one whose parent ended before it was seen lives on"));
        layers.put(Layer.TIME, new Enforcement(Strength.BEST_EFFORT,
                "Countersign kills the process tree when the time is up"));
        layers.put(Layer.OUTPUT, new Enforcement(Strength.BEST_EFFORT,
                "Countersign stops reading and kills the process tree at the limit"));
        layers.put(Layer.ENVIRONMENT, new Enforcement(Strength.BEST_EFFORT,
                "a command starts with the variables shown and " + MARK + " only; it can still read what your other programs hold"));
        return new Protection(Level.L0, "sandbox: none", layers);
    }

    private static void none(LinkedHashMap<Layer, Enforcement> layers, Layer layer, String reason) {
        layers.put(layer, new Enforcement(Strength.NONE, reason));
    }

    @Override
    public Protection protection(Level level) {
        if (level != Level.L0) {
            throw new IllegalArgumentException("this machine has no sandbox of level " + level);
        }
        return protection();
    }

    @Override
    public SelfTest selfTest() {
        return new SelfTest(Level.L0, List.of());
    }

    @Override
    public Outcome run(Command command, Profile profile, Limits limits, OutputListener listener, Progress progress) {
        if (progress.cancelled()) {
            return new Outcome.Cancelled();
        }
        if (protection().level().isBelow(profile.level())) {
            return new Outcome.NotStarted("This machine has no sandbox of level " + profile.level() + ".");
        }
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
        byte[] mark = new byte[16];
        random.nextBytes(mark);
        String word = HexFormat.of().formatHex(mark);
        boolean input = command.stdin().length > 0 || listener instanceof Conversation;
        try (Pipes pipes = Pipes.open(scratch.resolve("run-" + word), input);
             EndOfProgram end = EndOfProgram.watch()) {
            return end.start(() -> Execution.start(command, program.get(), word, pipes, proc)).await(limits, listener, progress);
        } catch (IOException e) {
            return new Outcome.NotStarted(command.argv().getFirst() + " could not be started: " + e.getMessage());
        }
    }
}
