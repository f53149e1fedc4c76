package dev.countersign.policy;

import dev.countersign.workspace.WorkspacePath;
import java.util.Optional;

/// Policy's answer.
///
/// Each names the rule that spoke; `path` and `line` (from 1, 0 for none) say where in the change, if anywhere; `source` where
/// the rule itself says so, if it is a file.
public sealed interface Ruling {
    /// The rule that a node changes only what its contract owns. A run goes back to its plan where this one denies.
    String OWNERSHIP = "ownership";

    String rule();

    /// Where a rule stands. @param file as people are told: `built-in/commands.star` @param line from 1
    record Source(String file, int line) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    record Allow(String rule) implements Ruling {}

    record Ask(String rule, String reason, Optional<WorkspacePath> path, int line, Optional<Source> source) implements Ruling {
        /// By a rule that is no file.
        public Ask(String rule, String reason, Optional<WorkspacePath> path, int line) {
            this(rule, reason, path, line, Optional.empty());
        }
    }

    record Deny(String rule, String reason, Optional<WorkspacePath> path, int line, Optional<Source> source) implements Ruling {
        /// By a rule that is no file.
        public Deny(String rule, String reason, Optional<WorkspacePath> path, int line) {
            this(rule, reason, path, line, Optional.empty());
        }
    }

    /// 0 for a denial, 1 for a question, 2 for a plain yes.
    default int severity() {
        return switch (this) {
            case Deny _ -> 0;
            case Ask _ -> 1;
            case Allow _ -> 2;
        };
    }
}
