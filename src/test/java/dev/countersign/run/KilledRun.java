package dev.countersign.run;

import static dev.countersign.run.Bench.TASK;

import dev.countersign.changeset.Selection;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.ledger.Ledger;
import dev.countersign.plan.NodeState;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.run.fake.HangingLedger;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A process of its own that carries a run to one moment, says so, and stands still until it is killed.
final class KilledRun {
    /// The moment at which it is killed.
    enum Moment {
        AGENT, CHECKS, REVIEW, REVISION, PARTIAL_CHECKS, APPROVAL_BEFORE_INTENT, APPROVAL_AFTER_INTENT, APPROVAL_AFTER_APPLY,
        APPROVAL_AFTER_FINISH, REJECTION_BEFORE_INTENT, REJECTION_AFTER_FINISH
    }

    private KilledRun() {}

    private static void stand() {
        System.out.println("here");
        System.out.flush();
        wait(true);
    }

    private static void wait(boolean forEver) {
        while (forEver) {
            FakeAgent.pause();
        }
    }

    public static void main(String[] args) throws IOException {
        Moment moment = Moment.valueOf(args[1]);
        FakeAgent.Step writes = FakeAgent.writes("a.txt", "new\n", "b.txt", "bop\n");
        FakeAgent.Step stands = (task, events, progress) -> {
            stand();
            return FakeAgent.done("");
        };
        var agent = switch (moment) {
            case AGENT -> new FakeAgent("fake", stands);
            case REVISION -> new FakeAgent("fake", writes, stands);
            case CHECKS, REVIEW, PARTIAL_CHECKS, APPROVAL_BEFORE_INTENT, APPROVAL_AFTER_INTENT, APPROVAL_AFTER_APPLY,
                 APPROVAL_AFTER_FINISH, REJECTION_BEFORE_INTENT, REJECTION_AFTER_FINISH -> new FakeAgent("fake", writes);
        };
        Optional<HangingLedger.Point> point = switch (moment) {
            case APPROVAL_BEFORE_INTENT, REJECTION_BEFORE_INTENT -> Optional.of(HangingLedger.Point.BEFORE_INTENT);
            case APPROVAL_AFTER_INTENT -> Optional.of(HangingLedger.Point.AFTER_INTENT);
            case APPROVAL_AFTER_APPLY -> Optional.of(HangingLedger.Point.AFTER_APPLY);
            case APPROVAL_AFTER_FINISH, REJECTION_AFTER_FINISH -> Optional.of(HangingLedger.Point.AFTER_FINISH);
            case AGENT, CHECKS, REVIEW, REVISION, PARTIAL_CHECKS -> Optional.empty();
        };
        UnaryOperator<Ledger> around = ledger -> point.isEmpty() ? ledger
                : new HangingLedger(ledger, point.get(), KilledRun::stand);
        var bench = new Bench(Path.of(args[0]), false, around, agent);
        if (moment == Moment.CHECKS) {
            bench.verifier.before((request, progress) -> {
                stand();
                return true;
            });
        }
        RunId run = bench.start("Change");
        NodeView view = bench.until(run, TASK, NodeState.AwaitingReview.class);
        Selection all = Selection.all(view.candidate().orElseThrow());
        switch (moment) {
            case AGENT, CHECKS -> throw new IllegalStateException("it does not come so far");
            case REVIEW -> stand();
            case REVISION -> bench.session.decide(run, TASK, new Decision.Revise("more"), "Ada");
            case PARTIAL_CHECKS -> {
                bench.verifier.before((request, progress) -> {
                    stand();
                    return true;
                });
                bench.session.decide(run, TASK, new Decision.Approve(new Selection(
                        Map.of(WorkspacePath.of("a.txt"), new FileSelection.Whole())), "", false), "Ada");
            }
            case APPROVAL_BEFORE_INTENT, APPROVAL_AFTER_INTENT, APPROVAL_AFTER_APPLY, APPROVAL_AFTER_FINISH ->
                    bench.session.decide(run, TASK, new Decision.Approve(all, "", false), "Ada");
            case REJECTION_BEFORE_INTENT, REJECTION_AFTER_FINISH ->
                    bench.session.decide(run, TASK, new Decision.Reject("no"), "Ada");
        }
        wait(true);
    }
}
