package dev.countersign.run.fake;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.SelfTest;
import dev.countersign.workspace.Progress;
import java.util.List;
import java.util.Map;

/// Says what it protects, and runs nothing.
public record FakeSandbox(Protection protection) implements Sandbox {
    public static final Protection NONE = new Protection(Level.L0, "sandbox: none", Map.of(Protection.Layer.FS_WRITE,
            new Protection.Enforcement(Protection.Strength.NONE, "this is a test")));
    public static final Protection KERNEL = new Protection(Level.L3, "sandbox: kernel", Map.of(Protection.Layer.FS_WRITE,
            new Protection.Enforcement(Protection.Strength.KERNEL, "this is a test")));

    @Override
    public Protection protection(Level level) {
        return level == Level.L0 ? NONE : protection;
    }

    @Override
    public SelfTest selfTest() {
        return new SelfTest(protection.level(), List.of());
    }

    @Override
    public Outcome run(Command command, Profile profile, Limits limits, OutputListener listener, Progress progress) {
        return new Outcome.NotStarted("a fake starts nothing");
    }
}
