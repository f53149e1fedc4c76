package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Selection;
import dev.countersign.fault.Problem;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// One node from its stage to the reviewer: attempts of the agent, each inspected, until the gate is content or a person must
/// look. The node is in state Running when this begins.
final class NodeWork {
    private final RunParts parts;
    private final RunBook book;
    private final NodeId id;
    private final Node node;
    private final Questions questions;
    private final Errand errand;
    private final Optional<Decision.Revise> revision;
    /// What stood for review before a revision; it stands again where the revision comes to nothing.
    private final Optional<Standing> before;
    private Optional<Standing> best = Optional.empty();

    /// @param revision what the reviewer asked for, where the node was reviewed already
    NodeWork(RunParts parts, NodeView view, Optional<Decision.Revise> revision, Questions questions, Errand errand) {
        this.parts = parts;
        this.book = parts.book();
        this.node = view.node();
        this.id = node.id();
        this.questions = questions;
        this.errand = errand;
        this.revision = revision;
        this.before = revision.flatMap(_ -> book.standings().reviewed(id));
    }

    /// Never throws: what goes wrong is a state of the node.
    ///
    /// @return whether it may be approved with nobody there
    boolean work() {
        try {
            return attempts();
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
        Optional<Standing> fallback = best.or(() -> before).filter(s -> s.verification().isPresent());
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

    private boolean attempts() throws IOException {
        Agent agent = parts.agent(node);
        Base base = base(agent);
        Stage stage = before.isPresent() ? parts.stages().holding(id, base.tree, parts.tree(before.get()), errand)
                : parts.stages().fresh(id, base.tree, errand);
        String first = PromptText.first(book.state().request().plan().task(), node);
        String prompt = revision.map(r -> PromptText.withFeedback(first, r)).orElse(first);
        for (int tries = 1; ; tries++) {
            int attempt = book.view(id).attempt();
            Optional<AgentResult.Finished> finished = call(agent, base, stage, prompt, attempt);
            if (finished.isEmpty()) {
                return false;
            }
            Snapshot tree = stage.capture(errand);
            var changeset = Changeset.between(base.tree, tree, parts.store().contents());
            if (changeset.isEmpty() && best.isEmpty()) {
                book.move(id, new NodeState.Unchanged());
                return false;
            }
            var candidate = new RunEvent.Candidate(book.now(), id, attempt, changeset, RunEvent.Origin.AGENT,
                    finished.get().words());
            Standing judged;
            Verification verification;
            switch (parts.inspection().inspect(node, candidate, base.tree, stage, tree, errand)) {
                case Inspection.Found.Denied denied -> {
                    Ruling.Deny deny = denied.ruling();
                    parts.stop(id, deny, deny.reason(), Optional.of(denied.standing()));
                    return false;
                }
                case Inspection.Found.Judged found -> {
                    judged = found.standing();
                    verification = found.verification();
                }
            }
            if (best.isEmpty() || judged.energy() <= best.get().energy()) {
                best = Optional.of(judged);
            }
            switch (Gate.judge(verification, tries, agent.canRetry())) {
                case Gate.Verdict.Converged _ -> {
                    return converged(judged, verification);
                }
                case Gate.Verdict.Escalate escalate -> {
                    escalate(tries, escalate.why());
                    return false;
                }
                case Gate.Verdict.Retry _ -> {
                    if (best.get() != judged) {
                        stage.resetTo(parts.tree(best.get()));
                    }
                    prompt = PromptText.withEvidence(first, best.get().verification().orElseThrow());
                    book.move(id, new NodeState.Running(attempt + 1));
                }
            }
        }
    }

    private boolean converged(Standing judged, Verification verification) {
        if (book.state().request().headless()
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
        book.move(id, new NodeState.AwaitingReview(""));
        return false;
    }

    private void escalate(int tries, String why) throws IOException {
        Standing standing = best.orElseThrow();
        putBackIfReplaced(standing);
        String reason = standing.verification().filter(v -> tries > 1)
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
        if (before.isPresent()) {
            boolean adopts = parts.call(id, before.get()).map(RunStore.Call::adopts).orElse(false);
            return new Base(parts.base(before.get()), adopts);
        }
        Optional<Snapshot> own = agent.base(book.state().request().input(), parts.workspace().root(),
                parts.store().contents(), errand);
        return own.isPresent() ? new Base(own.get(), true)
                : new Base(parts.workspace().capture(parts.store().contents(), errand), false);
    }

    /// Runs the agent once. Empty where the node has ended by it.
    private Optional<AgentResult.Finished> call(Agent agent, Base base, Stage stage, String prompt, int attempt)
            throws IOException {
        Path home = parts.home(agent.name());
        Files.createDirectories(home);
        var task = new AgentTask(node, book.state().request().plan().task(), prompt, attempt, stage, base.tree,
                parts.store().contents(), book.state().request().input(), parts.workspace().root(), home,
                book.state().protection().level(), List.of(), questions.of(node, stage.root()));
        Agent.Preview preview = agent.preview(prompt);
        List<String> argv = preview.argv();
        if (!argv.isEmpty()) {
            List<Ruling> objections = parts.inspection().objections(node, argv, "agent");
            Optional<Ruling.Deny> denial = Gate.denial(objections);
            if (denial.isPresent()) {
                parts.stop(id, denial.get(), denial.get().reason(), Optional.empty());
                return Optional.empty();
            }
            // Nobody can be asked in the middle of a run: leave is what was given at its start, or it is missing.
            if (!objections.isEmpty() && !book.state().request().acceptUnconfined()
                    && objections.getFirst() instanceof Ruling.Ask ask) {
                parts.stop(id, ask, ask.reason(), Optional.empty());
                return Optional.empty();
            }
        }
        parts.store().keep(id, attempt, new RunStore.Call(agent.name(), argv, preview.environment(), prompt, base.adopts));
        errand.check();
        var used = new AtomicReference<>(Usage.UNKNOWN);
        AgentResult result = agent.run(task, event -> hear(event, used), errand);
        errand.check();
        return switch (result) {
            case AgentResult.Finished finished -> {
                used(finished.usage());
                yield Optional.of(finished);
            }
            case AgentResult.Failed failed -> {
                used(used.get());
                String code = failed.failure().kind().code();
                end("Attempt " + attempt + " failed: " + failed.failure().message() + " (" + code + ")",
                        new NodeState.Failed(code, failed.failure().message()));
                yield Optional.empty();
            }
            case AgentResult.Cancelled _ -> throw new Progress.CancelledException();
        };
    }

    /// What an agent reports of its usage on the way is told once, when the call is over: reports may repeat each other.
    private void hear(AgentEvent event, AtomicReference<Usage> used) {
        if (event instanceof AgentEvent.Used report) {
            used.set(report.usage());
        } else {
            book.tell(at -> Transcript.bounded(new RunEvent.Said(at, id, event)));
        }
    }

    private void used(Usage usage) {
        book.tell(at -> new RunEvent.Said(at, id, new AgentEvent.Used(usage)));
    }
}
