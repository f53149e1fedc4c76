package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Selection;
import dev.countersign.fault.Problem;
import dev.countersign.fault.ProblemException;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Survey;
import java.io.IOException;
import java.util.Optional;

/// One node from its stage to the reviewer: attempts of the agent, each inspected, until the gate is content or a person must
/// look. The node is in state Running when this begins. A round that was broken off goes on where it stood: a call that ended is not
/// made again.
final class NodeWork {
    private final RunParts parts;
    private final RunBook book;
    private final NodeId id;
    private final Node node;
    private final Questions questions;
    private final Errand errand;
    private final Replanner replanner;
    private final Allowance allowance;
    /// What stood for review before a revision; it stands again where the revision comes to nothing.
    private final Optional<Standing> before;
    private Optional<Survey> read = Optional.empty();

    NodeWork(RunParts parts, NodeView view, Questions questions, Errand errand, Replanner replanner) {
        this.parts = parts;
        this.book = parts.book();
        this.node = view.node();
        this.id = node.id();
        this.questions = questions;
        this.errand = errand;
        this.replanner = replanner;
        this.allowance = new Allowance(book);
        this.before = round().before();
    }

    private Round round() {
        return book.standings().round(id);
    }

    /// Never throws: what goes wrong is a state of the node.
    ///
    /// @param attempt that it is in
    /// @return whether it may be approved with nobody there
    boolean work(int attempt) {
        try {
            return attempts(attempt);
        } catch (Progress.CancelledException e) {
            end("It was cancelled; this is what stood before.", new NodeState.Cancelled());
        } catch (IOException | RuntimeException | Error e) {
            Problem problem = RunProblems.of(e);
            end(problem.sentence() + " (" + problem.code() + ")", new NodeState.Failed(problem.code(), problem.sentence()));
        }
        return false;
    }

    /// Ends the work for a reason of its own: back to review where something reviewable stands, else in `otherwise`.
    private void end(String why, NodeState otherwise) {
        Optional<Standing> fallback = round().best().or(() -> before).filter(s -> s.verification().isPresent());
        try {
            if (fallback.isPresent()) {
                putBackIfReplaced(fallback.get());
                book.move(id, new NodeState.AwaitingReview(why));
            } else {
                book.move(id, otherwise);
            }
        } catch (RuntimeException e) {
            book.moveInAnyCase(id, otherwise);
        }
    }

    private boolean attempts(int begun) throws IOException {
        Agent agent = parts.agent(node);
        var call = new AgentCall(parts, node, agent, questions, errand);
        Base base = base(agent);
        String first = PromptText.first(book.state().plan().task(), node);
        String task = round().revision().map(r -> PromptText.withFeedback(first, r)).orElse(first);
        int attempt = begun;
        while (true) {
            Judged judged = judge(call, base, task, attempt);
            switch (judged) {
                case Judged.Left _ -> {
                    return false;
                }
                case Judged.Failed failed -> {
                    if (!agent.canRetry() || !Gate.callsAgain(failed.failure.code(), round().failures(failed.failure.code()))) {
                        end("Attempt " + attempt + " failed: " + failed.failure.message() + " (" + failed.failure.code() + ")",
                                new NodeState.Failed(failed.failure.code(), failed.failure.message()));
                        return false;
                    }
                    Gate.pauseBefore(failed.failure.code(), round().failures(failed.failure.code()), errand);
                }
                case Judged.Found found -> {
                    int tries = round().candidates(attempt);
                    switch (Gate.judge(found.verification, tries, agent.canRetry())) {
                        case Gate.Verdict.Converged _ -> {
                            return converged(found.standing, found.verification);
                        }
                        case Gate.Verdict.Escalate escalate -> {
                            escalate(tries, escalate.why());
                            return false;
                        }
                        case Gate.Verdict.Retry _ -> { }
                    }
                }
            }
            if (!allowance.hasRoom()) {
                park();
                return false;
            }
            attempt = book.standings().attempt(id) > attempt ? book.standings().attempt(id) : attempt + 1;
            book.move(id, new NodeState.Running(attempt));
        }
    }

    /// What came of one attempt.
    private sealed interface Judged {
        /// The node has ended, or waits, by it.
        record Left() implements Judged {}

        record Failed(RunEvent.Failure failure) implements Judged {}

        record Found(Standing standing, Verification verification) implements Judged {}
    }

    private Judged judge(AgentCall call, Base base, String task, int attempt) throws IOException {
        Round.Try known = round().attempt(attempt);
        if (known.standing().isPresent() && known.isJudged()) {
            Standing standing = known.standing().get();
            return new Judged.Found(standing, standing.verification().orElseThrow());
        }
        if (known.standing().isPresent()) {
            Standing standing = known.standing().get();
            Snapshot tree = parts.tree(standing);
            Stage stage = parts.stages().holding(id, base.tree, tree, errand);
            return judged(parts.inspection().again(node, standing.candidate(), stage, tree, Verifier.Effort.REUSE, errand));
        }
        Optional<Stage> left = known.returned().isPresent() ? parts.stages().left(id) : Optional.empty();
        Stage stage;
        RunEvent.Returned returned;
        if (left.isPresent()) {
            stage = left.get();
            returned = known.returned().orElseThrow();
        } else {
            if (!allowance.hasRoom()) {
                park();
                return new Judged.Left();
            }
            stage = stage(base);
            Optional<Verification> evidence = round().best().flatMap(Standing::verification);
            Optional<RunEvent.Returned> made = call.make(base.tree, base.adopts, stage,
                    evidence.map(v -> PromptText.withEvidence(task, v)).orElse(task), attempt);
            if (made.isEmpty()) {
                return new Judged.Left();
            }
            returned = made.get();
        }
        if (returned.failure().isPresent()) {
            return new Judged.Failed(returned.failure().get());
        }
        Snapshot tree = stage.capture(errand);
        var changeset = Changeset.between(base.tree, tree, parts.store().contents());
        if (changeset.isEmpty() && round().best().isEmpty()) {
            book.move(id, new NodeState.Unchanged());
            return new Judged.Left();
        }
        var candidate = new RunEvent.Candidate(book.now(), id, attempt, changeset, RunEvent.Origin.AGENT, returned.words());
        return judged(parts.inspection().inspect(node, candidate, base.tree, stage, tree, errand));
    }

    private Judged judged(Inspection.Found found) throws IOException {
        return switch (found) {
            case Inspection.Found.Denied denied -> {
                Ruling.Deny deny = denied.ruling();
                replanner.prepare(id, deny, errand);
                parts.stop(id, deny, deny.reason(), Optional.of(denied.standing()));
                yield new Judged.Left();
            }
            case Inspection.Found.Judged judged -> new Judged.Found(judged.standing(), judged.verification());
        };
    }

    /// The stage as an attempt finds it: the best candidate of this round, what was to be revised, or the base.
    private Stage stage(Base base) throws IOException {
        Optional<Standing> from = round().best().or(() -> before);
        if (from.isPresent()) {
            return parts.stages().holding(id, base.tree, parts.tree(from.get()), errand);
        }
        // What was seen around the tree when it was read is good for the stage that follows, not for one much later.
        Survey seen = read.orElseGet(() -> Survey.of(base.tree));
        read = Optional.empty();
        return parts.stages().fresh(id, seen, errand);
    }

    /// Waits for its turn again: the run is paused.
    private void park() {
        book.tell(at -> new RunEvent.Continued(at, id));
    }

    private boolean converged(Standing judged, Verification verification) throws IOException {
        Optional<String> objection = reviewed(judged);
        if (book.state().request().headless() && objection.isEmpty()
                && Gate.passesAlone(verification, judged.rulings(), parts.isTrusted(node))) {
            // Looked at and decided in one step: a cancellation comes before or after, never between.
            synchronized (book) {
                errand.check();
                book.tell(at -> new RunEvent.Decided(at, id,
                        new Decision.Approve(Selection.all(judged.changeset()), "", false), "--yes"));
                book.move(id, new NodeState.Committing());
            }
            return true;
        }
        book.move(id, new NodeState.AwaitingReview(objection.orElse("")));
        return false;
    }

    /// Asks the run's reviewers; one that spoke of this tree already is not asked again.
    ///
    /// @return why a person must look closely, where not all of them approve
    private Optional<String> reviewed(Standing judged) throws IOException {
        Optional<String> objection = Optional.empty();
        for (String name : book.state().request().reviewers()) {
            Optional<ReviewerVerdict> known = book.view(id).verdicts().stream()
                    .filter(v -> v.reviewer().equals(name) && v.tree().equals(judged.changeset().resultTree())).findFirst();
            Optional<String> says = known.isPresent() ? objection(known.get()) : ask(judged, name);
            objection = objection.or(() -> says);
        }
        return objection;
    }

    private Optional<String> ask(Standing judged, String name) throws IOException {
        try {
            var asking = new Asking(parts.workspace(), parts.bench(), parts.inspection().policy(), book.state(), node, parts.agent(name));
            ReviewerVerdict verdict = asking.ask(judged.changeset(), parts.base(judged), parts.store().contents(),
                    event -> book.tell(at -> Transcript.bounded(new RunEvent.Said(at, id, event))), errand);
            book.tell(at -> new RunEvent.Reviewed(at, id, verdict));
            return objection(verdict);
        } catch (ProblemException e) {
            return Optional.of("The reviewer " + name + " gave no verdict: " + e.problem().sentence());
        }
    }

    private static Optional<String> objection(ReviewerVerdict verdict) {
        return switch (verdict.outcome()) {
            case APPROVE -> Optional.empty();
            case CONDITIONAL -> Optional.of("The reviewer " + verdict.reviewer() + " approves with conditions.");
            case BLOCK -> Optional.of("The reviewer " + verdict.reviewer() + " is against it.");
            case NONE -> Optional.of("The reviewer " + verdict.reviewer() + " gave no clear verdict.");
        };
    }

    private void escalate(int tries, String why) throws IOException {
        Standing standing = round().best().orElseThrow();
        putBackIfReplaced(standing);
        String reason = standing.verification().filter(_ -> tries > 1)
                .map(v -> "Checks still fail after " + tries + " attempts: " + Gate.shortfalls(v) + ".").orElse(why);
        parts.desk().record(parts.facts().escalation(book.state(), book.view(id), standing, reason,
                parts.call(id, standing)));
        book.move(id, new NodeState.AwaitingReview(reason));
    }

    private void putBackIfReplaced(Standing standing) {
        boolean stands = book.standings().reviewed(id).filter(s -> s.equals(standing)).isPresent()
                && book.view(id).verification().equals(standing.verification());
        if (!stands) {
            parts.putBack(id, standing);
        }
    }

    /// @param adopts the changes lie in the live tree already
    private record Base(Snapshot tree, boolean adopts) {}

    private Base base(Agent agent) throws IOException {
        Optional<Sha256> from = round().base().or(() -> before.map(b -> b.changeset().baseTree()));
        if (from.isPresent()) {
            Optional<RunStore.Call> call = before.isPresent() ? parts.call(id, before.get()) : parts.store().callOf(id, round().tries().getFirst().attempt());
            return new Base(parts.store().treeOf(from.get()), call.map(RunStore.Call::adopts).orElse(false));
        }
        Optional<Snapshot> own = agent.base(book.state().request().input(), parts.workspace().root(),
                parts.store().contents(), errand);
        // Not while another node is being applied: half of its files would be no tree that ever stood.
        if (own.isPresent()) {
            return new Base(own.get(), true);
        }
        Survey now = parts.desk().alone(() -> parts.workspace().survey(parts.store().contents(), errand));
        read = Optional.of(now);
        return new Base(now.tree(), false);
    }
}
