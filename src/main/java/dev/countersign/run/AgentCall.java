package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Usage;
import dev.countersign.model.Tier;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/// One call of a node's agent in its stage, ruled and kept: what it is asked before it is asked, and that it ended, with what it used,
/// before anything is made of it.
final class AgentCall {
    private final RunParts parts;
    private final RunBook book;
    private final Node node;
    private final Agent agent;
    private final Questions questions;
    private final Errand errand;

    AgentCall(RunParts parts, Node node, Agent agent, Questions questions, Errand errand) {
        this.parts = parts;
        this.book = parts.book();
        this.node = node;
        this.agent = agent;
        this.questions = questions;
        this.errand = errand;
    }

    /// Empty where a rule stopped the node.
    ///
    /// @param base   the tree that the changes start from
    /// @param adopts they lie in the live tree already
    /// @throws Progress.CancelledException where it was cancelled
    Optional<RunEvent.Returned> make(Snapshot base, boolean adopts, Stage stage, String asked, int attempt) throws IOException {
        NodeId id = node.id();
        String prompt = parts.bench().redaction().text(asked);
        Path home = parts.home(agent.name());
        Files.createDirectories(home);
        PaidCalls paid = parts.store().paid(id);
        var task = new AgentTask(node, book.state().plan().task(), prompt, attempt, stage, base, parts.store().contents(),
                book.state().request().input(), parts.workspace().root(), home, book.state().protection().level(), List.of(),
                questions.of(node, stage.root()), leave(), Tier.ACTUATOR, paid);
        Agent.Preview preview = agent.preview(prompt);
        if (isStopped(preview.argv())) {
            return Optional.empty();
        }
        parts.store().keep(id, attempt, parts.facts().redaction().of(
                new RunStore.Call(agent.name(), preview.argv(), preview.environment(), prompt, adopts)));
        errand.check();
        // What it starts from outlives us, or what it brings could not be told from what was there.
        parts.store().contents().sync();
        parts.store().keep(base);
        parts.tools().record(System.getProperty("user.name", ""));
        book.tell(at -> new RunEvent.Called(at, id, attempt, base.treeHash()));
        var used = new AtomicReference<>(Usage.UNKNOWN);
        AgentResult result = agent.run(task, event -> hear(event, used), errand);
        paid.over();
        switch (result) {
            case AgentResult.Finished finished -> {
                return Optional.of(returned(attempt, finished.words(), finished.usage(), Optional.empty()));
            }
            case AgentResult.Failed failed -> {
                return Optional.of(returned(attempt, "", used.get(), Optional.of(
                        new RunEvent.Failure(failed.failure().kind().code(), failed.failure().message()))));
            }
            case AgentResult.Cancelled _ -> throw new Progress.CancelledException();
        }
    }

    /// What the run's own limit of tokens leaves, where it is known what was used.
    private AgentTask.Leave leave() {
        Course course = book.state().course();
        var left = course.limits().of(Measure.TOKENS).flatMap(limit -> course.used(Measure.TOKENS, book.now()).map(limit::subtract));
        return new AgentTask.Leave(!book.state().request().offline(), left.map(rest -> OptionalLong.of(Math.max(0, rest.longValue())))
                .orElseGet(OptionalLong::empty), Gate.objections(parts.inspection().policy(), node), parts.scripts().tools(node));
    }

    private RunEvent.Returned returned(int attempt, String words, Usage usage, Optional<RunEvent.Failure> failure) {
        errand.check();
        var returned = new RunEvent.Returned(book.now(), node.id(), attempt, words, usage, failure);
        book.tell(returned);
        return returned;
    }

    private boolean isStopped(List<String> argv) throws IOException {
        if (argv.isEmpty()) {
            return false;
        }
        List<Ruling> objections = parts.inspection().objections(node, argv, "agent");
        Optional<Ruling.Deny> denial = Gate.denial(objections);
        if (denial.isPresent()) {
            parts.stop(node.id(), denial.get(), denial.get().reason(), Optional.empty());
            return true;
        }
        // Nobody can be asked in the middle of a run: leave is what was given at its start, or it is missing.
        if (!objections.isEmpty() && !book.state().request().acceptUnconfined() && objections.getFirst() instanceof Ruling.Ask ask) {
            parts.stop(node.id(), ask, ask.reason(), Optional.empty());
            return true;
        }
        return false;
    }

    /// What an agent reports of its usage on the way is told once, when the call is over: reports may repeat each other.
    private void hear(AgentEvent event, AtomicReference<Usage> used) {
        if (event instanceof AgentEvent.Used report) {
            used.set(report.usage());
        } else {
            book.tell(at -> Transcript.bounded(new RunEvent.Said(at, node.id(), event)));
        }
    }
}
