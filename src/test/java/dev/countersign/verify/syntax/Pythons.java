package dev.countersign.verify.syntax;

import dev.countersign.run.fake.FakeSandbox;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.SelfTest;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.verify.Readings;
import dev.countersign.workspace.Progress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.SortedMap;
import java.util.TreeMap;

/// Python's syntax with and without an interpreter, uncontained.
public final class Pythons {
    /// Every language but Python by its own compiler, which needs a sandbox.
    public static SyntaxSensor sensor() {
        return new SyntaxSensor(new Readings(100), none());
    }

    private Pythons() {}

    /// As on a machine that has no `python3`.
    public static PythonSyntax none() {
        return new PythonSyntax(new Uncontained((command, _, _, _, _) -> new Outcome.NotFound(command.argv().getFirst())), OPEN, Path.of("."));
    }

    /// By the interpreter of this machine, where it has one.
    static PythonSyntax here(Path folder) {
        var local = new LocalSandbox(folder.resolve("scratch"), new SecureRandom());
        return new PythonSyntax(new Uncontained(local::run), OPEN, folder);
    }

    private static final PythonSyntax.Surroundings OPEN = new PythonSyntax.Surroundings() {
        @Override
        public SortedMap<String, String> variables(Level level) {
            return new TreeMap<>(System.getenv());
        }

        @Override
        public Profile profile(Level level) {
            return Profile.none();
        }
    };

    private interface Run {
        Outcome run(Command command, Profile profile, Limits limits, OutputListener listener, Progress progress);
    }

    /// A sandbox that has no level, so that no test tries to escape first.
    private record Uncontained(Run way) implements Sandbox {
        @Override
        public Protection protection() {
            return FakeSandbox.NONE;
        }

        @Override
        public Protection protection(Level level) {
            return FakeSandbox.NONE;
        }

        @Override
        public SelfTest selfTest() {
            throw new AssertionError("nobody asks");
        }

        @Override
        public Outcome run(Command command, Profile profile, Limits limits, OutputListener listener, Progress progress) {
            return way.run(command, profile, limits, listener, progress);
        }
    }
}
