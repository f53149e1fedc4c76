package dev.countersign.run;

import dev.countersign.changeset.Changeset;
import dev.countersign.fault.Problem;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// What the nodes of a run made together, checked as one tree before the run ends: from the tree that stood before the first commit to
/// the one after the last. Where that fails, it is recorded and the run is held for a person: the plan is changed, it is checked once more,
/// or the run is ended as it is.
final class MergedCheck {
    /// Who holds a run whose nodes don't fit together.
    static final String WHO = "Countersign";

    private final RunParts parts;
    private final RunBook book;
    private final Errand errand;
    private final BooleanSupplier closing;

    /// @param closing whether the session ends: then nothing is told, and the next one that takes up the run checks
    MergedCheck(RunParts parts, Errand errand, BooleanSupplier closing) {
        this.closing = closing;
        this.parts = parts;
        this.book = parts.book();
        this.errand = errand;
    }

    /// What of a residual is the same after other nodes were committed.
    private record Known(String sensor, Optional<String> path, String message) {
        static Known of(Residual residual) {
            return new Known(residual.sensor(), residual.path().map(Object::toString), residual.message());
        }
    }

    /// The node that was committed last: errands and the private copy of the check are in its name.
    static NodeId last(RunState run) {
        return committed(run).getLast().node().id();
    }

    private static List<NodeView> committed(RunState run) {
        return run.nodes().values().stream().filter(v -> v.state() instanceof NodeState.Committed)
                .sorted(Comparator.comparingLong(v -> seq(v.state()))).toList();
    }

    private static long seq(NodeState state) {
        return state instanceof NodeState.Committed at ? at.seq() : -1;
    }

    /// Tells what came of it. Never throws.
    void carryOut() {
        try {
            check();
        } catch (Progress.CancelledException e) {
            tell(new RunEvent.Merged(book.now(), Optional.empty(), "the check was cancelled"));
        } catch (IOException | RuntimeException | Error e) {
            Problem problem = RunProblems.of(e);
            hold(Optional.empty(), problem.sentence() + " (" + problem.code() + ")");
        }
    }

    private void check() throws IOException {
        List<NodeView> nodes = committed(book.state());
        Standing first = standing(nodes.getFirst());
        Standing last = standing(nodes.getLast());
        Snapshot base = parts.base(first);
        Snapshot tree = parts.tree(last);
        NodeId id = nodes.getLast().node().id();
        Stage stage = parts.stages().holding(id, base, tree, errand);
        try {
            Verification verification = parts.inspection().whole(nodes, stage, tree, Changeset.between(base, tree, parts.store().contents()), errand);
            settle(nodes, verification);
        } finally {
            parts.stages().drop(id);
        }
    }

    /// What was committed: not always what was told last, where a part was approved that had been judged before.
    private Standing standing(NodeView view) throws IOException {
        NodeId id = view.node().id();
        Optional<Entry> entry = parts.desk().ledger().entry(seq(view.state()));
        Optional<Standing> judged = entry.flatMap(e -> book.standings().judged(id, e.what().treeAfter()));
        return judged.or(() -> book.standings().reviewed(id)).orElseThrow(() -> new IOException("what node " + id + " committed is not known any more"));
    }

    private void settle(List<NodeView> nodes, Verification verification) throws IOException {
        Set<Known> approved = new HashSet<>();
        for (NodeView node : nodes) {
            standing(node).verification().ifPresent(v -> v.residuals().forEach(r -> approved.add(Known.of(r))));
        }
        List<Residual> fresh = verification.residuals().stream().filter(r -> !approved.contains(Known.of(r))).toList();
        if (fresh.stream().mapToDouble(Residual::energy).sum() <= verification.epsilon()) {
            tell(new RunEvent.Merged(book.now(), Optional.of(verification), ""));
            return;
        }
        String why = "Together the nodes fail their checks: " + Gate.shortfalls(fresh) + ".";
        NodeView view = nodes.getLast();
        Standing standing = standing(view);
        parts.desk().record(parts.facts().escalation(book.state(), view, new Standing(standing.candidate(), standing.rulings(), Optional.of(verification)), why,
                parts.call(view.node().id(), standing)));
        hold(Optional.of(verification), why);
    }

    private void hold(Optional<Verification> verification, String why) {
        tell(new RunEvent.Merged(book.now(), verification, why), new RunEvent.Paused(book.now(), why, Optional.empty(), WHO));
    }

    private void tell(RunEvent... events) {
        synchronized (book) {
            if (!closing.getAsBoolean()) {
                for (RunEvent event : events) {
                    book.tell(event);
                }
            }
        }
    }
}
