package dev.countersign.run;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Ruling;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Rules on a candidate and checks it, telling each step: policy first, and where nothing is denied the verifier.
final class Inspection {
    /// Of a check command that was given without one.
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final RunBook book;
    private final RunStore store;
    private final ChecksFile own;
    private final Policy policy;
    private final Verifier verifier;

    Inspection(RunBook book, RunStore store, ChecksFile own, Policy policy, Verifier verifier) {
        this.book = book;
        this.store = store;
        this.own = own;
        this.policy = policy;
        this.verifier = verifier;
    }

    /// What came of it.
    sealed interface Found {
        /// A rule said no; nothing was run.
        record Denied(Standing standing, Ruling.Deny ruling) implements Found {}

        /// Every sensor has spoken.
        record Judged(Standing standing, Verification verification) implements Found {}
    }

    /// Makes `candidate` known, then inspects it. Content and base tree are kept first, so that a crash finds them.
    Found inspect(Node node, RunEvent.Candidate candidate, Snapshot base, Stage stage, Snapshot tree, Errand errand)
            throws IOException {
        store.contents().sync();
        store.keep(base);
        book.tell(candidate);
        return again(node, candidate, stage, tree, Verifier.Effort.REUSE, errand);
    }

    /// Inspects what stands for review already.
    Found again(Node node, RunEvent.Candidate candidate, Stage stage, Snapshot tree, Verifier.Effort effort, Errand errand)
            throws IOException {
        NodeId id = node.id();
        List<CheckCommand> checks = checks(node.contract());
        var rulings = new ArrayList<>(policy.rule(new Action.Change(node, candidate.changeset(), store.contents())));
        rulings.addAll(spoken(policy.rule(new Action.Begin(book.state().plan()))));
        for (CheckCommand check : checks) {
            rulings.addAll(objections(node, check.argv(), "check"));
        }
        book.tell(at -> new RunEvent.Ruled(at, id, rulings));
        Optional<Ruling.Deny> denial = Gate.denial(rulings);
        if (denial.isPresent()) {
            return new Found.Denied(new Standing(candidate, rulings, Optional.empty()), denial.get());
        }
        if (!(book.view(id).state() instanceof NodeState.Committing)) {
            book.move(id, new NodeState.Verifying(candidate.attempt()));
        }
        errand.check();
        Verification verification = verifier.verify(new Verifier.Request(stage, tree, candidate.changeset(), node.contract(),
                store.contents(), checks, Siblings.of(book.state(), id), effort, book.state().protection().level()), listener(id), errand);
        errand.check();
        if (!verification.speaksFor(tree.treeHash())) {
            throw new IllegalStateException("the verifier speaks of another tree than it was given");
        }
        book.tell(at -> new RunEvent.Verified(at, id, verification));
        return new Found.Judged(new Standing(candidate, rulings, Optional.of(verification)), verification);
    }

    /// Checks what several nodes made together, telling what is under way. No rulings: each part of it was ruled on.
    ///
    /// @param nodes those whose changes are in `tree`
    Verification whole(List<NodeView> nodes, Stage stage, Snapshot tree, Changeset changeset, Errand errand) throws IOException {
        var checks = new LinkedHashMap<List<String>, CheckCommand>();
        for (NodeView node : nodes) {
            checks(node.node().contract()).forEach(check -> checks.putIfAbsent(check.argv(), check));
        }
        Verification verification = verifier.verify(new Verifier.Request(stage, tree, changeset, Contract.OPEN, store.contents(),
                List.copyOf(checks.values()), Siblings.whole(nodes), Verifier.Effort.REUSE, book.state().protection().level()), new Verifier.Listener() {
                    @Override
                    public void started(Part part, String sensor) {
                        book.activity(Optional.empty(), "Checking the nodes together: " + sensor, 0, 0);
                    }
                }, errand);
        errand.check();
        if (!verification.speaksFor(tree.treeHash())) {
            throw new IllegalStateException("the verifier speaks of another tree than it was given");
        }
        return verification;
    }

    Verifier verifier() {
        return verifier;
    }

    Policy policy() {
        return policy;
    }

    /// What policy has against a command; empty for a plain yes.
    List<Ruling> objections(Node node, List<String> argv, String purpose) {
        return spoken(policy.rule(new Action.Run(node, argv, purpose)));
    }

    /// The same for a connection.
    List<Ruling> objections(Node node, String host, int port) {
        return spoken(policy.rule(new Action.Connect(node, host, port)));
    }

    private static List<Ruling> spoken(List<Ruling> rulings) {
        return rulings.stream().filter(r -> !(r instanceof Ruling.Allow)).toList();
    }

    /// The run's own checks, else the node's, else those of the workspace.
    private List<CheckCommand> checks(Contract contract) {
        List<List<String>> given = book.state().request().checks();
        if (!given.isEmpty()) {
            return commands(given, "given");
        }
        return contract.checks().isEmpty() ? own.commands() : commands(contract.checks(), "plan");
    }

    static List<CheckCommand> commands(List<List<String>> argvs, String foundBy) {
        return argvs.stream().map(argv -> new CheckCommand(String.join(" ", argv), Part.LOG, argv, LIMIT, foundBy)).toList();
    }

    private Verifier.Listener listener(NodeId node) {
        return new Verifier.Listener() {
            @Override
            public void started(Part part, String sensor) {
                book.tell(at -> new RunEvent.CheckStarted(at, node, part, sensor));
            }

            @Override
            public void output(String sensor, String line) {
                book.tell(at -> new RunEvent.CheckOutput(at, node, sensor, line));
            }

            @Override
            public void finished(SensorResult result) {
                book.tell(at -> new RunEvent.Checked(at, node, result));
            }
        };
    }
}
