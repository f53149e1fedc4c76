package dev.countersign.run;

import dev.countersign.fault.Problem;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Contents;
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
    private final Replanner replanner;
    private final Lane agents;
    private final Lane decisions;
    private final Lane steps;
    private final InterfaceWatch interfaces;
    /// Passed by themselves, and wait for those before them. Guarded by the book's monitor.
    private final Set<NodeId> held = new HashSet<>();
    private boolean closing;
    private boolean merging;
    private final Set<Errand> errands = ConcurrentHashMap.newKeySet();

    RunEngine(RunParts parts) {
        this.parts = parts;
        this.book = parts.book();
        this.questions = new Questions(book, parts.inspection(), parts::permission);
        this.agents = new Lane("agents of " + book.state().id(), book.state().course().limits().parallel());
        this.interventions = new Interventions(parts, this::goOn);
        this.replanner = new Replanner(parts, interventions);
        this.steps = new Lane("steps of " + book.state().id());
        this.interfaces = new InterfaceWatch(parts, this::look);
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
                    case Scheduler.Step.Merge _ -> {
                        merge();
                        return;
                    }
                }
            }
        }
    }

    private Optional<Scheduler.Step> next() {
        // What is closed takes up nothing; that something has ended is still told.
        return Scheduler.next(book.state(), held).filter(step -> !closing || step instanceof Scheduler.Step.Block || step instanceof Scheduler.Step.End);
    }

    /// Once at a time: what is to be checked is told when it was.
    private void merge() {
        if (merging) {
            return;
        }
        merging = true;
        Errand errand = errand(MergedCheck.last(book.state()));
        decisions.submit(() -> {
            try {
                new MergedCheck(parts, errand, () -> closing).carryOut();
            } finally {
                errands.remove(errand);
                synchronized (book) {
                    merging = false;
                }
            }
            goOn();
        });
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
            passed = new NodeWork(parts, view, questions, errand, replanner).work(attempt);
            if (!passed) {
                replanner.carryOut(id);
            }
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
                case Decision.Approve approve -> Obstacles.toApproval(book.view(id), parts.desk().unsettled()).or(() -> Obstacles.to(approve, view));
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

    /// Why no approval of this node is possible, as far as is known without asking the ledger. Failed checks are not a reason here: they can be overridden.
    Optional<String> approvalFault(NodeId id) {
        return Obstacles.toApproval(book.view(id), parts.desk().lastUnsettled());
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
                    new Recheck(parts, view, standing, effort, errand).carryOut();
                } finally {
                    errands.remove(errand);
                }
                ended(id);
            });
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

    /// Ends what runs and starts nothing more. What waits for review goes on waiting; a run that is held because its nodes don't fit
    /// together ends as it is.
    void cancel() {
        synchronized (book) {
            stop();
            for (NodeView view : book.state().nodes().values()) {
                if (view.state() instanceof NodeState.Waiting) {
                    withdraw(view.node().id());
                }
            }
            settle();
            if (book.state().isHeldTogether()) {
                book.tell(at -> new RunEvent.Ended(at, Scheduler.summary(book.state())));
            }
        }
    }

    /// Ends what runs because the session ends. Nothing is given up by it: a node that waits for another goes on waiting, and begins
    /// once that one is committed in a later session.
    void halt() {
        synchronized (book) {
            closing = true;
            stop();
            settle();
        }
    }

    private void stop() {
        errands.forEach(Errand::cancel);
        for (NodeId id : held) {
            book.move(id, new NodeState.AwaitingReview("It was cancelled before it was applied."));
        }
        held.clear();
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

    /// Sees to what waits for review: whether the workspace below it has moved.
    void look() {
        steps.submit(interfaces::look);
    }

    private void ended(NodeId id) {
        parts.stages().tidy(book, id);
        look();
        goOn();
    }

    /// Deletes what an earlier process could not.
    void tidy() {
        parts.stages().tidy(book);
    }

    @Override
    public void close() throws IOException {
        halt();
        interfaces.close();
        agents.close();
        decisions.close();
        steps.close();
        parts.stages().close();
        book.close();
    }
}
