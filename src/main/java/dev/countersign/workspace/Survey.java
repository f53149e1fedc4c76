package dev.countersign.workspace;

import java.util.List;

/// A captured tree, and what lies in it that no snapshot can hold.
public record Survey(Snapshot tree, List<Skipped> skipped) {
    public Survey {
        skipped = List.copyOf(skipped);
    }

    /// Something that was left alone: never read, and never touched in the live tree.
    ///
    /// @param path as it can be shown; not always a [WorkspacePath]
    /// @param why  for a person: "a special file", "its name cannot be used"
    public record Skipped(String path, String why) {}
}
