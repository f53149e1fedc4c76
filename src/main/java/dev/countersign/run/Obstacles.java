package dev.countersign.run;

import dev.countersign.changeset.Selection;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.plan.NodeState;
import dev.countersign.verify.Verification;
import java.util.Optional;

/// What stands in the way of an approval, a sentence that goes on after "it can't be approved:". Pure.
final class Obstacles {
    private Obstacles() {}

    /// Why no approval of this node is possible. Failed checks are not a reason here: they can be overridden.
    ///
    /// @param unsettled the entry that a person must settle first, if any
    static Optional<String> toApproval(NodeView view, Optional<Entry> unsettled) {
        if (unsettled.isPresent()) {
            return Optional.of("an entry that a crash interrupted must be settled first.");
        }
        return switch (view.state()) {
            case NodeState.AwaitingReview _ -> waiting(view);
            case NodeState.Stopped stopped -> Optional.of("the rule " + stopped.rule() + " denies it: " + stopped.reason());
            case NodeState.Waiting _, NodeState.Running _, NodeState.Verifying _ -> Optional.of("it is not ready for review.");
            case NodeState.Committing _ -> Optional.of("an approval is being carried out.");
            case NodeState.Committed _ -> Optional.of("it is committed already.");
            case NodeState.Rejected _, NodeState.Failed _, NodeState.Unchanged _, NodeState.Blocked _,
                 NodeState.Cancelled _ -> Optional.of("it has ended without anything to approve.");
        };
    }

    private static Optional<String> waiting(NodeView view) {
        if (view.decision().isPresent()) {
            return Optional.of("an earlier decision is being carried out.");
        }
        if (view.candidate().isEmpty() || view.candidate().get().isEmpty()) {
            return Optional.of("there is no change to approve.");
        }
        if (Gate.denial(view.rulings()).isPresent()) {
            return Gate.denial(view.rulings()).map(d -> "the rule " + d.rule() + " denies it: " + d.reason());
        }
        if (view.verification().isEmpty() || !view.verification().get().speaksFor(view.candidate().get().resultTree())) {
            return Optional.of("its checks have not been run on this state; run them again.");
        }
        return view.verification().get().isStale() ? Optional.of("its checks are stale; run them again.") : Optional.empty();
    }

    /// Why this one is not.
    static Optional<String> to(Decision.Approve approve, NodeView view) {
        boolean nothing = approve.selection().files().values().stream().allMatch(file -> switch (file) {
            case Selection.FileSelection.None _ -> true;
            case Selection.FileSelection.Hunks hunks -> hunks.accepted().isEmpty();
            case Selection.FileSelection.Lines lines -> lines.isEmpty();
            case Selection.FileSelection.Whole _, Selection.FileSelection.Edited _ -> false;
        });
        if (nothing) {
            return Optional.of("nothing is selected; reject it if nothing of it is wanted.");
        }
        boolean stable = view.verification().map(Verification::isStable).orElse(false);
        boolean whole = view.candidate().map(c -> approve.selection().isAllOf(c)).orElse(false);
        return !whole || stable || approve.override() ? Optional.empty()
                : Optional.of("its checks failed, and the approval does not say that it is wanted all the same.");
    }
}
