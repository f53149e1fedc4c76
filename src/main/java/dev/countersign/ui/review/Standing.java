package dev.countersign.ui.review;

import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.run.NodeView;
import dev.countersign.ui.fx.Texts;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import java.util.Optional;

/// Why a review cannot be applied as it stands, in words. The order is that of what must happen first.
final class Standing {
    private static final Texts TEXTS = Texts.of(Standing.class);

    private Standing() {}

    /// @param unread files whose diff is not read yet
    /// @param fault  what the run itself says
    static Optional<String> fault(NodeView node, ReviewDecisions decisions, int unread, int unreadable, boolean override,
                                  Optional<String> fault) {
        Optional<Ruling.Deny> denied = node.rulings().stream().filter(Ruling.Deny.class::isInstance)
                .map(Ruling.Deny.class::cast).findFirst();
        if (denied.isPresent()) {
            return Optional.of(TEXTS.text("fault.denied", denied.get().rule(), denied.get().reason()));
        }
        if (!(node.state() instanceof NodeState.AwaitingReview)) {
            return Optional.of(fault.map(why -> TEXTS.text("fault.run", why)).orElse(TEXTS.text("fault.state")));
        }
        if (unread > 0) {
            return Optional.of(TEXTS.text("fault.reading", unread));
        }
        if (unreadable > 0) {
            return Optional.of(TEXTS.text("fault.unreadable", unreadable));
        }
        int open = decisions.units() - decisions.decided();
        if (open > 0) {
            return Optional.of(TEXTS.text("fault.undecided", open));
        }
        if (decisions.takesNothing()) {
            return Optional.of(TEXTS.text("fault.nothing"));
        }
        // A part or an edit makes a new tree, which is verified before it commits: what this tree's checks say is no bar to it.
        return decisions.isWhole() ? ofChecks(node, override).or(() -> fault.map(why -> TEXTS.text("fault.run", why)))
                : fault.map(why -> TEXTS.text("fault.run", why));
    }

    private static Optional<String> ofChecks(NodeView node, boolean override) {
        if (node.verification().isEmpty() || node.candidate().isEmpty()) {
            return Optional.of(TEXTS.text("fault.unverified"));
        }
        Verification verification = node.verification().get();
        if (!verification.speaksFor(node.candidate().get().resultTree())) {
            return Optional.of(TEXTS.text("fault.stale", verification.tree().brief()));
        }
        if (override || verification.isVerified()) {
            return Optional.empty();
        }
        int failed = failed(verification);
        return Optional.of(failed > 0 ? TEXTS.text("fault.failed", failed) : TEXTS.text("fault.unchecked"));
    }

    static int failed(Verification verification) {
        return (int) verification.results().stream().filter(r -> r.state() instanceof SensorResult.State.Failed).count();
    }

    /// Whether the candidate's own checks leave something to override: they failed, or nothing was checked.
    static boolean needsOverride(NodeView node) {
        return node.verification().isPresent() && node.candidate().isPresent()
                && node.verification().get().speaksFor(node.candidate().get().resultTree())
                && !node.verification().get().isVerified();
    }
}
