package dev.countersign.policy;

import dev.countersign.workspace.WorkspacePath;
import java.util.Optional;

/// Policy's answer.
///
/// Each names the rule that spoke; `path` and `line` (from 1, 0 for none) say where, if anywhere.
public sealed interface Ruling {
    String rule();

    record Allow(String rule) implements Ruling {}

    record Ask(String rule, String reason, Optional<WorkspacePath> path, int line) implements Ruling {}

    record Deny(String rule, String reason, Optional<WorkspacePath> path, int line) implements Ruling {}
}
