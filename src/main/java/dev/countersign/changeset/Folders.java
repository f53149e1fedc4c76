package dev.countersign.changeset;

import dev.countersign.workspace.WorkspacePath;
import java.util.NavigableMap;

/// What lies below a path in a tree.
final class Folders {
    private Folders() {}

    /// Whether anything lies below `folder`.
    static boolean holds(NavigableMap<WorkspacePath, ?> tree, WorkspacePath folder) {
        String prefix = folder.value() + "/";
        // "a!" sorts between "a" and "a/x", so the first path after the folder itself is no answer; the first after its shortest
        // possible child is.
        WorkspacePath next = tree.ceilingKey(WorkspacePath.of(prefix + FIRST_NAME));
        return next != null && next.value().startsWith(prefix);
    }

    /// Sorts before every other name: the lowest character a path may have.
    private static final String FIRST_NAME = "\u0001";
}
