package dev.countersign.ui.run;

import dev.countersign.agent.Agent;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanDraft;
import dev.countersign.run.Decision;
import dev.countersign.run.NodeView;
import dev.countersign.run.PlanLeft;
import dev.countersign.run.RunId;
import dev.countersign.run.RunState;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.plan.PlanTerms;
import dev.countersign.ui.plan.PlanningViewModel;
import dev.countersign.verify.Residual;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/// A node that does not go on without a person: its report, and what can be done. Follows the selected node. JavaFX thread.
public final class EscalationViewModel {
    private static final int FINDINGS = 5;

    /// What a person can do.
    public enum Choice {
        /// Look at the best candidate, and decide.
        REVIEW,
        /// The same agent again, with words.
        AGAIN,
        /// Another agent.
        AGENT,
        /// Other nodes, by hand.
        SPLIT,
        /// Other nodes, by a planner.
        REPLAN,
        /// Without this node.
        GIVE_UP
    }

    /// @param value what stands beside it
    public record Line(String name, String value) {}

    private final Texts texts = Texts.of(EscalationViewModel.class);
    private final ReadOnlyObjectProperty<RunState> state;
    private final ReadOnlyObjectProperty<Optional<NodeView>> node;
    private final Runs runs;
    private final Background background;
    private final Runnable review;
    private final ReadOnlyStringWrapper why = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper planReason = new ReadOnlyStringWrapper("");
    private List<Agent> agents = List.of();
    private PlanDesk desk = PlanDesk.NONE;
    private ComposerViewModel.Consent consent = (_, _, _) -> { };
    private Optional<Edited> edited = Optional.empty();

    /// A plan that was put away, and the one that it was made of.
    private record Edited(Plan of, Plan to) {}

    EscalationViewModel(ReadOnlyObjectProperty<RunState> state, ReadOnlyObjectProperty<Optional<NodeView>> node, Runs runs, Background background,
                        Runnable review) {
        this.state = state;
        this.node = node;
        this.runs = runs;
        this.background = background;
        this.review = review;
        node.addListener((_, _, _) -> show());
        state.addListener((_, _, _) -> show());
        show();
    }

    /// @param all   agents that can be named
    /// @param plans where plans are made and edited
    /// @param leave asks before a planner starts that nothing contains
    public void with(List<Agent> all, PlanDesk plans, ComposerViewModel.Consent leave) {
        consent = leave;
        agents = List.copyOf(all);
        desk = plans;
    }

    /// Why the selected node needs a person, one sentence; empty text where it does not.
    public ReadOnlyStringProperty whyProperty() {
        return why.getReadOnlyProperty();
    }

    /// Why the plan of the run cannot be changed, or empty text.
    public ReadOnlyStringProperty planReasonProperty() {
        return planReason.getReadOnlyProperty();
    }

    public List<String> agents() {
        return agents.stream().map(Agent::name).toList();
    }

    /// The agent of the selected node.
    public String agent() {
        return node.get().flatMap(view -> view.node().agent()).orElse(state.get().request().agent());
    }

    public String name() {
        return node.get().map(view -> view.node().id().value()).orElse("");
    }

    public Status status() {
        return node.get().map(view -> Status.of(view.state())).orElse(Status.WAITING);
    }

    /// What was tried and what came of it.
    public List<Line> report() {
        return node.get().map(this::report).orElse(List.of());
    }

    /// What the checks still find in the best candidate.
    public List<String> findings() {
        List<Residual> all = node.get().flatMap(NodeView::verification).map(v -> v.residuals()).orElse(List.of());
        var lines = new ArrayList<>(all.stream().limit(FINDINGS).map(this::line).toList());
        if (all.size() > FINDINGS) {
            lines.add(texts.text("evidence.more", all.size() - FINDINGS));
        }
        return lines;
    }

    /// Why a choice cannot be made, or empty text.
    public String reason(Choice choice) {
        if (node.get().isEmpty() || why.get().isEmpty()) {
            return texts.text("reason.none");
        }
        NodeView view = node.get().get();
        return switch (choice) {
            case REVIEW -> view.state().needsHuman() && view.candidate().isPresent() ? "" : texts.text("reason.review.nothing");
            case AGAIN -> view.state().needsHuman() ? runs.revisionFault(state.get().id(), view.node().id()).orElse("") : "";
            case AGENT -> agents.size() < 2 ? texts.text("reason.escalation.agent") : "";
            case SPLIT, REPLAN -> "";
            case GIVE_UP -> view.state().needsHuman() || state.get().nodes().size() > 1 ? "" : texts.text("reason.escalation.only");
        };
    }

    public void review() {
        review.run();
    }

    /// Back to the same agent. What waits for review is revised; what failed starts over, with `words` added to its goal.
    public void again(String words) {
        node.get().filter(_ -> reason(Choice.AGAIN).isEmpty()).ifPresent(view -> {
            NodeId id = view.node().id();
            if (view.state().needsHuman()) {
                work("work.decide", () -> runs.decide(run(), id, new Decision.Revise(words.isBlank() ? texts.text("escalation.again.words") : words.strip())));
            } else if (words.isBlank()) {
                work("work.retry", () -> runs.retry(run(), id));
            } else {
                Node was = view.node();
                replan(with(was, new Node(id, was.goal().strip() + "\n\n" + words.strip(), was.kind(), was.after(), was.agent(), was.contract())),
                        texts.text("escalation.why.words", id.value()));
            }
        });
    }

    /// The node by another agent, from the workspace as it is now.
    public void by(String agent) {
        node.get().filter(_ -> reason(Choice.AGENT).isEmpty()).ifPresent(view -> {
            Node was = view.node();
            replan(with(was, new Node(was.id(), was.goal(), was.kind(), was.after(), Optional.of(agent), was.contract())),
                    texts.text("escalation.why.agent", was.id().value(), agent));
        });
    }

    /// Opens the plan of the run to be changed by hand.
    public void edit() {
        if (planReason.get().isEmpty()) {
            Plan now = state.get().plan();
            edit(edited.filter(e -> e.of().equals(now)).map(Edited::to).orElse(now), texts.text("escalation.why.hand"));
        }
    }

    /// Has an agent plan what is left; its plan is edited before it counts.
    public void planned(String planner) {
        if (planReason.get().isEmpty()) {
            RunState now = state.get();
            var request = now.request().with(Plan.single(PlanLeft.task(now, at -> Status.of(at).word())));
            new Consents(runs, background, consent).allow(request, agents.stream().filter(agent -> request.lowered().isEmpty() && agent.name().equals(planner)).toList(), false,
                    new SimpleBooleanProperty(), allowed -> desk.ask(new PlanningViewModel(planner, (events, progress) -> runs.plan(allowed, planner, events, progress),
                            background, left -> edit(PlanLeft.whole(state.get(), left), texts.text("escalation.why.planner", planner))), () -> { }));
        }
    }

    /// Without this node: what waits is rejected with the reason, what failed leaves the plan.
    public void giveUp(String words) {
        node.get().filter(_ -> reason(Choice.GIVE_UP).isEmpty()).ifPresent(view -> {
            NodeId id = view.node().id();
            String reason = words.isBlank() ? texts.text("escalation.why.given.up") : words.strip();
            if (view.state().needsHuman()) {
                work("work.decide", () -> runs.decide(run(), id, new Decision.Reject(reason)));
                return;
            }
            switch (PlanDraft.of(state.get().plan()).drop(id)) {
                case PlanDraft.Edited.Done done -> replan(done.draft().plan(), reason);
                case PlanDraft.Edited.Refused refused -> why.set(refused.why());
            }
        });
    }

    private void edit(Plan plan, String reason) {
        RunState now = state.get();
        var fixed = new LinkedHashMap<NodeId, PlanTerms.Fixed>();
        now.nodes().values().forEach(view -> PlanLeft.fixed(view.state()).ifPresent(stays -> fixed.put(view.node().id(),
                new PlanTerms.Fixed(view.node(), texts.text("escalation.fixed", view.node().id().value(), stays)))));
        desk.edit(plan, new PlanTerms(now.request().agent(), agents(), fixed, texts.text("escalation.change")), next -> {
            if (!next.equals(state.get().plan())) {
                replan(next, reason);
            }
        }, kept -> edited = Optional.of(new Edited(now.plan(), kept)));
    }

    private Plan with(Node was, Node now) {
        Plan plan = state.get().plan();
        return new Plan(plan.task(), plan.nodes().stream().map(node -> node.id().equals(was.id()) ? now : node).toList());
    }

    private void replan(Plan plan, String reason) {
        work("work.replan", () -> runs.replan(run(), plan, reason));
    }

    private RunId run() {
        return state.get().id();
    }

    private interface Work {
        void run() throws Exception;
    }

    private void work(String key, Work work) {
        background.run(texts.text(key, name()), _ -> {
            work.run();
            return key;
        });
    }

    private List<Line> report(NodeView view) {
        var lines = new ArrayList<Line>();
        lines.add(new Line(texts.text("escalation.agent"), agent()));
        lines.add(new Line(texts.text("escalation.attempts"), Integer.toString(view.attempt())));
        if (!view.energies().isEmpty()) {
            lines.add(new Line(texts.text("escalation.energies"), String.join("  \u2192  ", view.energies().stream()
                    .map(v -> String.format(Locale.ENGLISH, "%.2f", v)).toList())));
        }
        lines.add(new Line(texts.text("escalation.candidate"), view.candidate().map(c -> texts.text("escalation.files", c.changes().size()))
                .orElse(texts.text("escalation.candidate.none"))));
        lines.add(new Line(texts.text("escalation.used"), texts.text("usage.line", UsageText.tokens(view.usage().inputTokens()),
                UsageText.tokens(view.usage().outputTokens()), UsageText.cost(view.usage().costUsd()))));
        List<NodeId> behind = state.get().nodes().values().stream().map(NodeView::node).filter(n -> n.after().contains(view.node().id())).map(Node::id).toList();
        if (!behind.isEmpty()) {
            lines.add(new Line(texts.text("escalation.behind"), String.join(", ", behind.stream().map(NodeId::value).toList())));
        }
        return lines;
    }

    private String line(Residual residual) {
        String place = residual.path().map(path -> path.value() + (residual.line() > 0 ? ":" + residual.line() : "") + "  ").orElse("");
        return place + residual.message();
    }

    private void show() {
        why.set(node.get().map(view -> why(view.state())).orElse(""));
        planReason.set(state.get().nodes().values().stream().allMatch(v -> PlanLeft.fixed(v.state()).isPresent()) && state.get().isEnded()
                ? texts.text("reason.ended") : "");
    }

    private String why(NodeState at) {
        return switch (at) {
            case NodeState.AwaitingReview s -> s.escalated();
            case NodeState.Stopped s -> s.rule() + ": " + s.reason();
            case NodeState.Failed s -> s.message();
            case NodeState.Unchanged _ -> texts.text("escalation.unchanged");
            case NodeState.Waiting _, NodeState.Running _, NodeState.Verifying _, NodeState.Committing _, NodeState.Committed _,
                 NodeState.Rejected _, NodeState.Blocked _, NodeState.Cancelled _ -> "";
        };
    }
}
