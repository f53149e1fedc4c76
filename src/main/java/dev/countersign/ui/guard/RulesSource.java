package dev.countersign.ui.guard;

import dev.countersign.policy.Policy;
import dev.countersign.policy.Rulebook;
import dev.countersign.run.PolicyReplay;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;

/// The rules of a workspace. All may block.
public interface RulesSource {
    Policy policy();

    Rulebook rulebook();

    /// What `rules` would have said of the ledger's past.
    PolicyReplay replay(Policy rules, Progress progress) throws IOException;

    /// Trusts the project's rules with this digest, or no longer does; an entry of the ledger.
    void trust(Sha256 digest, boolean yes) throws IOException;
}
