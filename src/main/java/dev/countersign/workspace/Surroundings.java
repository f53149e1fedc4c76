package dev.countersign.workspace;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// What lies around a tree and is no part of it, as the walk that read the tree met it: what a [Stage] of that tree must know.
public final class Surroundings {
    private static final Set<String> DEPENDENCIES = Set.of("node_modules", ".venv", "venv", "vendor");

    private final IgnoreRules rules;
    private final Set<String> ignored = new HashSet<>();
    private final Set<String> dependencies = new HashSet<>();

    Surroundings(IgnoreRules rules) {
        this.rules = rules;
    }

    void ignored(String path, Path file, Stamp stamp) {
        ignored.add(path);
        if (stamp.isFolder() && DEPENDENCIES.contains(file.getFileName().toString())) {
            dependencies.add(path);
        }
    }

    /// With the `.gitignore` files that were met.
    IgnoreRules rules() {
        return rules;
    }

    /// Ignored paths; what is below one is not named.
    Set<String> ignored() {
        return ignored;
    }

    /// Ignored folders that checks need.
    Set<String> dependencies() {
        return dependencies;
    }
}
