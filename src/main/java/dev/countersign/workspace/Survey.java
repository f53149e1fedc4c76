package dev.countersign.workspace;

import java.util.List;
import java.util.Optional;

/// A captured tree, and what lies in it that no snapshot can hold.
///
/// @param around of a live tree
public record Survey(Snapshot tree, List<Skipped> skipped, Optional<Surroundings> around) {
    public Survey {
        skipped = List.copyOf(skipped);
    }

    /// Nothing is known but the tree.
    public static Survey of(Snapshot tree) {
        return new Survey(tree, List.of(), Optional.empty());
    }

    /// Something that was left alone: never read, and never touched in the live tree.
    ///
    /// @param path as it can be shown; not always a [WorkspacePath]
    /// @param why  for a person: "a special file", "its name cannot be used"
    public record Skipped(String path, String why) {}
}
