package dev.countersign.ui.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.RunState;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.MadeUpRuns;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.plan.PlanTerms;
import dev.countersign.ui.plan.PlanningViewModel;
import dev.countersign.ui.run.EscalationViewModel.Choice;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class EscalationViewModelTest {
    private final MadeUpRuns runs = new MadeUpRuns();
    private final List<String> reviewed = new ArrayList<>();
    private final List<String> consented = new ArrayList<>();
    private boolean agrees = true;
    private Optional<PlanTerms> terms = Optional.empty();
    private Optional<Plan> shown = Optional.empty();
    private Consumer<Plan> begin = _ -> {};
    private Consumer<Plan> kept = _ -> {};

    private EscalationViewModel of(RunState state, String node) {
        var model = new RunViewModel(state, runs, Background.sameThread(), InstantSource.fixed(MadeUp.NOW), (_, id) -> reviewed.add(id.value()));
        model.selectedProperty().set(Optional.of(MadeUp.id(node)));
        model.escalation().with(MadeUp.agents().all(), new PlanDesk() {
            @Override
            public void ask(PlanningViewModel planning, Runnable without) {
                planning.ask();
            }

            @Override
            public void edit(Plan plan, PlanTerms of, Consumer<Plan> start, Consumer<Plan> keep) {
                shown = Optional.of(plan);
                terms = Optional.of(of);
                begin = start;
                kept = keep;
            }
        }, (planned, protection, accept) -> {
            consented.add(planned.stream().map(Runs.Planned::agent).toList() + " " + protection);
            if (agrees) {
                accept.run();
            }
        });
        return model.escalation();
    }

    @Test
    void aNodeThatGoesOnByItselfNeedsNobody() {
        EscalationViewModel of = of(MadeUp.run(), "retry");
        assertThat(of.whyProperty().get()).isEmpty();
        of.giveUp("x");
        of.by("claude");
        assertThat(runs.asked).noneMatch(asked -> asked.startsWith("decide") || asked.startsWith("replan"));
    }

    @Test
    void theReportSaysWhatWasTriedAndWhatIsStillFound() {
        EscalationViewModel of = of(MadeUp.escalated(), "retry");
        assertThat(of.whyProperty().get()).isEqualTo("Three attempts did not lower V(x) any more.");
        assertThat(of.report()).extracting(line -> line.name() + ": " + line.value()).containsExactly("Agent: sample", "Attempts: 3",
                "V(x) by attempt: 3.00  \u2192  1.50  \u2192  2.25", "Best candidate: 3 files changed",
                "Usage: Used 18,240 tokens in, 2,310 out, cost $0.08", "Wait for it: wiring");
        assertThat(of.findings()).containsExactly("src/test/java/client/RetryTest.java:48  givesUpAfterLastAttempt: expected 3 attempts but was 4");
        for (Choice choice : Choice.values()) {
            assertThat(of.reason(choice)).isEmpty();
        }
    }

    @Test
    void whatWaitsIsReviewedRevisedOrRejected() {
        EscalationViewModel of = of(MadeUp.escalated(), "retry");
        of.review();
        assertThat(reviewed).containsExactly("retry");
        of.again(" The first call counts ");
        of.giveUp("");
        assertThat(runs.asked).contains("decide retry Revise[feedback=The first call counts, comments=[]]", "decide retry Reject[reason=given up]");
        runs.noRevision = Optional.of("the agent patch cannot revise; edit it, or reject it.");
        assertThat(of.reason(Choice.AGAIN)).isEqualTo("the agent patch cannot revise; edit it, or reject it.");
    }

    @Test
    void anotherAgentIsAChangeOfThePlan() {
        of(MadeUp.escalated(), "retry").by("codex");
        assertThat(runs.asked).contains("replan: retry goes to codex");
        Plan plan = runs.replanned.getFirst();
        assertThat(plan.node(MadeUp.id("retry")).orElseThrow().agent()).contains("codex");
        assertThat(plan.nodes().stream().filter(n -> !n.id().value().equals("retry")).toList())
                .isEqualTo(MadeUp.plan().nodes().stream().filter(n -> !n.id().value().equals("retry")).toList());
    }

    @Test
    void aNodeThatFailedStartsOverOrLeavesThePlan() {
        RunState failed = MadeUp.with(MadeUp.run(), MadeUp.id("retry"), new NodeState.Failed("AGENT-005", "claude did not end within 15 minutes."));
        EscalationViewModel of = of(failed, "retry");
        assertThat(of.reason(Choice.REVIEW)).isNotEmpty();
        of.again("");
        of.again("Be quick");
        of.giveUp("not worth it");
        assertThat(runs.asked).containsSubsequence("retry retry", "replan: words for retry", "replan: not worth it");
        assertThat(runs.replanned.getFirst().node(MadeUp.id("retry")).orElseThrow().goal()).endsWith("says\n\nBe quick");
        assertThat(runs.replanned.getLast().nodes()).extracting(n -> n.id().value()).containsExactly("policy", "metrics", "config", "wiring");
    }

    @Test
    void thePlanIsChangedByHandAndWhatIsCommittedOrAtWorkStays() {
        EscalationViewModel of = of(MadeUp.escalated(), "retry");
        of.edit();
        assertThat(shown).contains(MadeUp.plan());
        assertThat(terms.orElseThrow().fixed().values()).extracting(PlanTerms.Fixed::why).containsExactly("Node \"policy\" is committed; it stays as it is.",
                "Node \"metrics\" is at work; it stays as it is.");
        begin.accept(MadeUp.plan());
        assertThat(runs.replanned).isEmpty();
        Plan other = new Plan(MadeUp.plan().task(), MadeUp.plan().nodes().subList(0, 3));
        kept.accept(other);
        of.edit();
        assertThat(shown).contains(other);
        begin.accept(other);
        assertThat(runs.replanned).containsExactly(other);
    }

    @Test
    void aPlannerPlansWhatIsLeft() {
        runs.made = new Plan("x", List.of(MadeUp.node("second", "Try it otherwise", NodeClass.IMPLEMENTATION, "policy")));
        of(MadeUp.escalated(), "retry").planned("claude");
        assertThat(runs.asked.stream().filter(a -> a.startsWith("plan by claude")).findFirst().orElseThrow())
                .contains("Plan what is left", "- policy (Declare", "done; no other node may own these files", "- retry (Retry", ": Escalated");
        assertThat(shown.orElseThrow().nodes()).extracting(Node::id).containsExactly(MadeUp.id("policy"), MadeUp.id("metrics"), MadeUp.id("second"));
    }

    @Test
    void aPlannerThatNothingContainsIsAskedForFirst() {
        runs.made = new Plan("x", List.of(MadeUp.node("second", "Try it otherwise", NodeClass.IMPLEMENTATION, "policy")));
        agrees = false;
        of(MadeUp.escalated(), "retry").planned("claude");
        assertThat(consented).containsExactly("[claude] " + MadeUp.none().words());
        assertThat(runs.asked).noneMatch(asked -> asked.startsWith("plan by"));
        of(MadeUp.escalated(), "retry").planned("sample");
        assertThat(consented).as("it starts nothing").hasSize(1);
        assertThat(runs.asked).anyMatch(asked -> asked.startsWith("plan by sample"));
    }
}
