package dev.countersign.run;

import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;

/// What another reviewer, mostly an agent, says of one candidate. It informs a person; it never approves anything.
///
/// @param reviewer its name
/// @param tree     hash of the tree it looked at: of another one it says nothing
/// @param outcome  [Opinion#NONE] wherever it is not certain
/// @param says     its own words of the whole; for none, why there is no verdict
public record ReviewerVerdict(String reviewer, Sha256 tree, Opinion outcome, List<Finding> findings, String says) {
    public ReviewerVerdict {
        findings = List.copyOf(findings);
        if (reviewer.isBlank()) {
            throw new IllegalArgumentException("a verdict has a reviewer");
        }
    }

    public enum Opinion { APPROVE, CONDITIONAL, BLOCK, NONE }

    public enum Severity { ERROR, WARNING, INFO }

    /// @param line from 1 in the after text; 0 where there is none
    public record Finding(Optional<WorkspacePath> path, int line, Severity severity, String says) {
        public Finding {
            if (line < 0 || says.isBlank()) {
                throw new IllegalArgumentException("a finding says something");
            }
        }
    }
}
