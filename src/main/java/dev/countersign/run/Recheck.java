package dev.countersign.run;

import dev.countersign.changeset.Changeset;
import dev.countersign.fault.Problem;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Checks once more what waits for review. What is stale is put on the workspace as it stands now first. The node is in state Verifying
/// when this begins; it ends waiting for review, or stopped by a rule.
final class Recheck {
    private final RunParts parts;
    private final RunBook book;
    private final NodeView view;
    private final NodeId id;
    private final Standing standing;
    private final Verifier.Effort effort;
    private final Errand errand;

    Recheck(RunParts parts, NodeView view, Standing standing, Verifier.Effort effort, Errand errand) {
        this.parts = parts;
        this.book = parts.book();
        this.view = view;
        this.id = view.node().id();
        this.standing = standing;
        this.effort = effort;
        this.errand = errand;
    }

    /// Never throws: what goes wrong is a state of the node.
    void carryOut() {
        try {
            Inspection.Found found = standing.verification().filter(Verification::isStale).isPresent() ? onLive() : asItWas();
            switch (found) {
                case Inspection.Found.Denied denied ->
                        parts.stop(id, denied.ruling(), denied.ruling().reason(), Optional.of(denied.standing()));
                case Inspection.Found.Judged judged -> book.move(id, new NodeState.AwaitingReview(
                        judged.verification().isStable() ? "" : "Checks failed: " + Gate.shortfalls(judged.verification()) + "."));
            }
        } catch (Progress.CancelledException e) {
            book.moveInAnyCase(id, new NodeState.AwaitingReview("The checks were cancelled; run them again before approving."));
        } catch (IOException | RuntimeException | Error e) {
            Problem problem = RunProblems.of(e);
            book.moveInAnyCase(id, new NodeState.AwaitingReview(problem.sentence() + " (" + problem.code() + ")"));
        }
    }

    private Inspection.Found asItWas() throws IOException {
        Snapshot tree = parts.tree(standing);
        Stage stage = parts.stages().holding(id, parts.base(standing), tree, errand);
        return parts.inspection().again(view.node(), standing.candidate(), stage, tree, effort, errand);
    }

    /// Where it can't be put there, it is checked as it was, and its approval says what is in the way.
    private Inspection.Found onLive() throws IOException {
        Snapshot live = parts.desk().alone(() -> parts.workspace().capture(parts.store().contents(), errand));
        if (parts.call(id, standing).map(RunStore.Call::adopts).orElse(false)
                || !(Target.of(live, parts.base(standing), parts.tree(standing), Map.of()) instanceof Target.Answer.Clear clear)) {
            return asItWas();
        }
        Target target = clear.target();
        var candidate = new RunEvent.Candidate(book.now(), id, standing.candidate().attempt(), Changeset.between(target.from(), target.result(),
                parts.store().contents()), RunEvent.Origin.REBASE, standing.candidate().words());
        Stage stage = parts.stages().holding(id, target.from(), target.result(), errand);
        return parts.inspection().inspect(view.node(), candidate, target.from(), stage, target.result(), errand);
    }
}
