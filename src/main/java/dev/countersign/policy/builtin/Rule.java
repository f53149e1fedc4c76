package dev.countersign.policy.builtin;

import dev.countersign.policy.Action;
import dev.countersign.policy.Policy.RuleInfo;
import dev.countersign.policy.Ruling;
import java.io.IOException;
import java.util.List;

/// One built-in rule. What it has nothing against it does not mention.
interface Rule {
    RuleInfo info();

    /// Denials and questions; empty for a plain yes.
    List<Ruling> objections(Action action) throws IOException;
}
