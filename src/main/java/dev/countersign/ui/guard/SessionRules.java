package dev.countersign.ui.guard;

import dev.countersign.policy.Policy;
import dev.countersign.policy.Rulebook;
import dev.countersign.run.PolicyReplay;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;

/// The rules of an open session.
public final class SessionRules implements RulesSource {
    private final Session session;
    private final String user;

    /// @param user in whose name trust is given
    public SessionRules(Session session, String user) {
        this.session = session;
        this.user = user;
    }

    @Override
    public Policy policy() {
        return session.policies().policy();
    }

    @Override
    public Rulebook rulebook() {
        return session.policies().rulebook();
    }

    @Override
    public PolicyReplay replay(Policy rules, Progress progress) throws IOException {
        return session.policies().replay(rules, progress);
    }

    @Override
    public void trust(Sha256 digest, boolean yes) throws IOException {
        session.policies().trust(digest, yes, user);
    }
}
