package dev.countersign.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/// What is enforced on this machine right now, layer by layer; stored with every run and shown in the truth panel.
///
/// @param words the same for a person: "sandbox: none"
public record Protection(Level level, String words, Map<Layer, Enforcement> layers) {
    public Protection {
        layers = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    public enum Layer { FS_WRITE, FS_READ, NET, SIGNALS, PIDS, MEMORY, DISK, KILL_TREE, TIME, OUTPUT, ENVIRONMENT }

    public enum Strength { KERNEL, BEST_EFFORT, NONE }

    /// @param reason how it is enforced, or why it is not
    public record Enforcement(Strength strength, String reason) {}

    /// Whether untrusted programs are kept from the user's files by the kernel.
    public boolean contains() {
        Enforcement write = layers.get(Layer.FS_WRITE);
        return write != null && write.strength() == Strength.KERNEL;
    }
}
