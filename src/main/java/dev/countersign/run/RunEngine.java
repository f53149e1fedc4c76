package dev.countersign.run;

import dev.countersign.changeset.Selection;
import dev.countersign.fault.Problem;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One run at work. Agents run on one lane, as many at once as the run allows; decisions and repeated checks one after the other on
/// another, so that an approval does not wait for an agent; what is next is decided on a third. Commands check and move a node in one step under the book's monitor; a node is on one lane at most.
final class RunEngine implements AutoCloseable {
    private final RunParts parts;
    private final RunBook book;
    private final Questions questions;
    private final Interventions interventions;
    private final Lane agents;
    private final Lane decisions;
    private final Lane steps;
    /// Passed by themselves, and wait for those before them. Guarded by the book's monitor.
    private final Set<NodeId> held = new HashSet<>();
    private boolean closing;
    private final Set<Errand> errands = ConcurrentHashMap.newKeySet();

    RunEngine(RunParts parts) {
        this.parts = parts;
        this.book = parts.book();
        this.questions = new Questions(book, parts.inspection(), parts::permission);
        this.agents = new Lane("agents of " + book.state().id(), book.state().course().limits().parallel());
        this.interventions = new Interventions(parts, this::goOn);
        this.steps = new Lane("steps of " + book.state().id());
        this.decisions = new Lane("decisions of " + book.state().id());
    }

    Interventions interventions() {
        return interventions;
    }

    RunState state() {
        return book.state();
    }

    RunStore store() {
        return parts.store();
    }

    Questions questions() {
        return questions;
    }

    Contents contents() throws IOException {
        return parts.store().contents();
    }

    /// Takes all steps that are to be taken now.
    void goOn() {
        steps.submit(this::settle);
    }

    /// The same at once.
    void settle() {
        synchronized (book) {
            for (Optional<Scheduler.Step> step = next(); step.isPresent(); step = next()) {
                switch (step.get()) {
                    case Scheduler.Step.Block block -> book.move(block.node(), new NodeState.Blocked(block.by()));
                    case Scheduler.Step.End end -> book.tell(at -> new RunEvent.Ended(at, end.summary()));
                    case Scheduler.Step.Commit commit -> {
                        held.remove(commit.node());
                        NodeView view = book.view(commit.node());
                        approve(view, (Decision.Approve) view.decision().orElseThrow(), "--yes", book.now(), Optional.empty());
                    }
                    case Scheduler.Step.Begin begin -> begin(begin.node());
                }
            }
        }
    }

    private Optional<Scheduler.Step> next() {
        // What is closed takes up nothing; that something has ended is still told.
        return Scheduler.next(book.state(), held).filter(step -> !closing
                || step instanceof Scheduler.Step.Block || step instanceof Scheduler.Step.End);
    }

    private void begin(NodeId id) {
        Errand errand = errand(id);
        int attempt = book.standings().attempt(id);
        book.move(id, new NodeState.Running(attempt));
        NodeView view = book.view(id);
        agents.submit(() -> work(view, attempt, errand));
    }

    private void work(NodeView view, int attempt, Errand errand) {
        NodeId id = view.node().id();
        boolean passed = false;
        try {
            passed = new NodeWork(parts, view, questions, errand).work(attempt);
        } finally {
            errands.remove(errand);
        }
        if (passed) {
            synchronized (book) {
                held.add(id);
            }
            goOn();
        } else {
            ended(id);
        }
    }

    private Errand errand(NodeId id) {
        var errand = new Errand(id, book);
        errands.add(errand);
        return errand;
    }

    /// Keeps what a reviewer says of the candidate that waits. Changes nothing else.
    void review(NodeId id, ReviewerVerdict verdict) {
        synchronized (book) {
            NodeView view = book.view(id);
            if (!view.state().needsHuman() || view.decision().isPresent()) {
                throw RunProblems.refused(id, "it does not wait for review.");
            }
            if (view.candidate().filter(c -> c.resultTree().equals(verdict.tree())).isEmpty()) {
                throw RunProblems.refused(id, "the verdict is of another tree than the one that waits.");
            }
            book.tell(at -> new RunEvent.Reviewed(at, id, verdict));
        }
    }

    void decide(NodeId id, Decision decision, String who) {
        synchronized (book) {
            NodeView view = book.view(id);
            if (!view.state().needsHuman()) {
                throw RunProblems.refused(id, "it does not wait for a decision.");
            }
            if (view.decision().isPresent()) {
                throw RunProblems.refused(id, "an earlier decision is still being carried out.");
            }
            Optional<String> fault = switch (decision) {
                case Decision.Approve approve -> approvalFault(book.view(id), parts.desk().unsettled()).or(() -> faultOf(approve, view));
                case Decision.Revise revise -> faultOf(revise, view);
                case Decision.Reject _ -> Optional.empty();
            };
            if (fault.isPresent()) {
                throw RunProblems.refused(id, fault.get());
            }
            Instant now = book.now();
            book.tell(new RunEvent.Decided(now, id, decision, who));
            switch (decision) {
                case Decision.Approve approve -> {
                    book.move(id, new NodeState.Committing());
                    approve(view, approve, who, now, Optional.of(view.since()));
                }
                case Decision.Revise _ -> {
                    book.move(id, new NodeState.Waiting());
                    goOn();
                }
                case Decision.Reject reject -> decisions.submit(() -> reject(view, reject, who, now));
            }
        }
    }

    private Optional<String> faultOf(Decision.Revise revise, NodeView view) {
        if (revise.isBlank()) {
            return Optional.of("a revision needs to say what should be different.");
        }
        return revisionFault(view);
    }

    private Optional<String> revisionFault(NodeView view) {
        return parts.agent(view.node()).canRetry() ? Optional.empty()
                : Optional.of("the agent " + parts.agentName(view.node()) + " cannot revise; edit it, or reject it.");
    }

    /// Why nothing can be sent back to a node's agent, whatever it says.
    Optional<String> revisionFault(NodeId id) {
        return revisionFault(book.view(id));
    }

    private static Optional<String> faultOf(Decision.Approve approve, NodeView view) {
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

    /// Why no approval of this node is possible, as far as is known without asking the ledger. Failed checks are not a reason here: they can be overridden.
    Optional<String> approvalFault(NodeId id) {
        return approvalFault(book.view(id), parts.desk().lastUnsettled());
    }

    /// @param unsettled the entry that a person must settle first, if any
    static Optional<String> approvalFault(NodeView view, Optional<Entry> unsettled) {
        if (unsettled.isPresent()) {
            return Optional.of("an entry that a crash interrupted must be settled first.");
        }
        return switch (view.state()) {
            case NodeState.AwaitingReview _ -> waitingFault(view);
            case NodeState.Stopped stopped -> Optional.of("the rule " + stopped.rule() + " denies it: " + stopped.reason());
            case NodeState.Waiting _, NodeState.Running _, NodeState.Verifying _ -> Optional.of("it is not ready for review.");
            case NodeState.Committing _ -> Optional.of("an approval is being carried out.");
            case NodeState.Committed _ -> Optional.of("it is committed already.");
            case NodeState.Rejected _, NodeState.Failed _, NodeState.Unchanged _, NodeState.Blocked _,
                 NodeState.Cancelled _ -> Optional.of("it has ended without anything to approve.");
        };
    }

    private static Optional<String> waitingFault(NodeView view) {
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
        return Optional.empty();
    }

    private void approve(NodeView view, Decision.Approve approve, String who, Instant at, Optional<Instant> asked) {
        Errand errand = errand(view.node().id());
        decisions.submit(() -> {
            try {
                new Approval(parts, book.view(view.node().id()), approve, who, at, asked, errand).carryOut();
            } finally {
                errands.remove(errand);
            }
            ended(view.node().id());
        });
    }

    /// The entry first, then the state: a rejection that cannot be recorded leaves the node waiting.
    private void reject(NodeView view, Decision.Reject reject, String who, Instant at) {
        NodeId id = view.node().id();
        try {
            Optional<Standing> standing = book.standings().reviewed(id);
            Optional<RunStore.Call> call = standing.isPresent() ? parts.call(id, standing.get()) : Optional.empty();
            parts.desk().record(parts.facts().rejection(book.state(), view, standing, reject, who, at,
                    book.standings().revisions(id), call,
                    parts.store().contents()));
            book.move(id, new NodeState.Rejected(reject.reason()));
        } catch (IOException | RuntimeException | Error e) {
            Problem problem = RunProblems.of(e);
            book.moveInAnyCase(id, view.state() instanceof NodeState.Stopped stopped ? stopped
                    : new NodeState.AwaitingReview("The rejection could not be recorded: " + problem.sentence()));
        }
        ended(id);
    }

    /// @param check name of the one command to run anew; empty text for all
    void verifyAgain(NodeId id, String check) {
        synchronized (book) {
            NodeView view = book.view(id);
            Standing standing = book.standings().reviewed(id).orElse(null);
            if (!(view.state() instanceof NodeState.AwaitingReview) || view.decision().isPresent() || standing == null) {
                throw RunProblems.refused(id, "there is no candidate waiting for review.");
            }
            Verifier.Effort effort = check.isEmpty() ? Verifier.Effort.FRESH : Verifier.Effort.only(check);
            Errand errand = errand(id);
            book.move(id, new NodeState.Verifying(view.attempt()));
            decisions.submit(() -> {
                try {
                    verifyAgain(view, standing, effort, errand);
                } finally {
                    errands.remove(errand);
                }
                ended(id);
            });
        }
    }

    private void verifyAgain(NodeView view, Standing standing, Verifier.Effort effort, Errand errand) {
        NodeId id = view.node().id();
        try {
            Snapshot tree = parts.tree(standing);
            Stage stage = parts.stages().holding(id, parts.base(standing), tree, errand);
            switch (parts.inspection().again(view.node(), standing.candidate(), stage, tree, effort, errand)) {
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

    void retry(NodeId id) {
        synchronized (book) {
            NodeView view = book.view(id);
            boolean possible = view.decision().isEmpty() && switch (view.state()) {
                case NodeState.Failed _, NodeState.Stopped _, NodeState.Cancelled _, NodeState.AwaitingReview _,
                     NodeState.Unchanged _ -> true;
                case NodeState.Waiting _, NodeState.Running _, NodeState.Verifying _, NodeState.Committing _,
                     NodeState.Committed _, NodeState.Rejected _, NodeState.Blocked _ -> false;
            };
            if (!possible) {
                throw RunProblems.refused(id,
                        "only a node that failed, was stopped, was cancelled or waits for review can start over.");
            }
            book.move(id, new NodeState.Waiting());
            Scheduler.blockedBehind(book.state(), id).forEach(behind -> book.move(behind, new NodeState.Waiting()));
            goOn();
        }
    }

    /// Ends what runs and starts nothing more. What waits for review goes on waiting.
    void cancel() {
        synchronized (book) {
            errands.forEach(Errand::cancel);
            for (NodeId id : held) {
                book.move(id, new NodeState.AwaitingReview("It was cancelled before it was applied."));
            }
            held.clear();
            for (NodeView view : book.state().nodes().values()) {
                if (view.state() instanceof NodeState.Waiting) {
                    withdraw(view.node().id());
                }
            }
            settle();
        }
    }

    /// A waiting node that is not to begin: what it brought earlier waits for review.
    private void withdraw(NodeId id) {
        Round round = book.standings().round(id);
        Optional<Standing> stands = round.best().or(round::before);
        if (stands.isEmpty()) {
            book.move(id, new NodeState.Cancelled());
            return;
        }
        if (!book.view(id).candidate().equals(Optional.of(stands.get().changeset()))) {
            parts.putBack(id, stands.get());
        }
        book.move(id, Gate.reviewable(book.view(id).rulings(), round.revision().isPresent() && round.tries().isEmpty()
                ? "The revision was cancelled before it began." : "It was cancelled; this is what stood before."));
    }

    private void ended(NodeId id) {
        parts.stages().tidy(book, id);
        goOn();
    }

    /// Deletes what an earlier process could not.
    void tidy() {
        parts.stages().tidy(book);
    }

    @Override
    public void close() throws IOException {
        synchronized (book) {
            cancel();
            closing = true;
        }
        agents.close();
        decisions.close();
        steps.close();
        parts.stages().close();
        book.close();
    }
}
