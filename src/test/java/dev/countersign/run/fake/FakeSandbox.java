package dev.countersign.run.fake;

import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.workspace.Progress;
import java.util.Map;

/// Says what it protects, and runs nothing.
public record FakeSandbox(Protection protection) implements Sandbox {
    public static final Protection NONE = new Protection("L0", "sandbox: none", Map.of(Protection.Layer.FS_WRITE,
            new Protection.Enforcement(Protection.Strength.NONE, "this is a test")));
    public static final Protection KERNEL = new Protection("L3", "sandbox: kernel", Map.of(Protection.Layer.FS_WRITE,
            new Protection.Enforcement(Protection.Strength.KERNEL, "this is a test")));

    @Override
    public Outcome run(Command command, Limits limits, OutputListener listener, Progress progress) {
        return new Outcome.NotStarted("a fake starts nothing");
    }
}
