package dev.countersign.ui.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentEvent;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.plan.Plan;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.fx.Background;
import dev.countersign.workspace.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlanningViewModelTest {
    private final List<Plan> made = new ArrayList<>();

    @Test
    void itsWordsAndWhatWasSentBackAreShownInOrder() {
        var planning = new PlanningViewModel("claude", (events, _) -> {
            events.accept(new AgentEvent.Said("I read it.\nTwo nodes."));
            events.accept(new AgentEvent.Other("no plan", "the answer of claude, line 1: This is not JSON"));
            events.accept(new AgentEvent.Output("noise", false));
            return MadeUp.plan();
        }, Background.sameThread(), made::add);
        planning.ask();
        assertThat(planning.lines()).containsExactly(new PlanningViewModel.Line("I read it.", false), new PlanningViewModel.Line("Two nodes.", false),
                new PlanningViewModel.Line("Sent back: the answer of claude, line 1: This is not JSON", true));
        assertThat(made).containsExactly(MadeUp.plan());
        assertThat(planning.phaseProperty().get()).isEqualTo(new PlanningViewModel.Phase.Made(MadeUp.plan()));
    }

    @Test
    void aFailureIsSaidAndItCanBeAskedAgain() {
        var calls = new AtomicInteger();
        Problem no = Problem.of("RUN-018", Exit.AGENT, "claude made no plan.", "Nothing was started.", "Ask another.");
        var planning = new PlanningViewModel("claude", (_, _) -> {
            if (calls.incrementAndGet() == 1) {
                throw new UserException(no);
            }
            return MadeUp.plan();
        }, Background.sameThread(), made::add);
        planning.ask();
        assertThat(planning.phaseProperty().get()).isEqualTo(new PlanningViewModel.Phase.Failed(no));
        assertThat(made).isEmpty();
        planning.ask();
        assertThat(made).hasSize(1);
    }

    @Test
    void whatIsCancelledBringsNoPlan() {
        var planning = new PlanningViewModel("claude", (_, _) -> {
            throw new Progress.CancelledException();
        }, Background.sameThread(), made::add);
        planning.ask();
        assertThat(planning.phaseProperty().get()).isEqualTo(new PlanningViewModel.Phase.Cancelled());
        assertThat(made).isEmpty();
    }
}
