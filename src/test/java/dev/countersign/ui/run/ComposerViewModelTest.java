package dev.countersign.ui.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.plan.Argv;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.Plan;
import dev.countersign.run.RunId;
import dev.countersign.run.RunRequest;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.MadeUpRuns;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.plan.PlanTerms;
import dev.countersign.ui.plan.PlanningViewModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposerViewModelTest {
    private final MadeUpRuns runs = new MadeUpRuns();
    private final List<Runs.Planned> asked = new ArrayList<>();
    private final List<RunId> started = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private Runnable yes = () -> {};
    private final ComposerViewModel composer = new ComposerViewModel(MadeUp.agents(), runs, Background.sameThread(),
            (planned, protection, accept) -> {
                asked.addAll(planned);
                assertThat(protection).isEqualTo("sandbox: none");
                yes = accept;
            });

    ComposerViewModelTest() {
        composer.onStarted(started::add);
        composer.onProblem(problems::add);
    }

    @Test
    void whatIsNotInstalledIsKnownByName() {
        assertThat(composer.missingProperty().get()).containsOnlyKeys("codex");
        assertThat(composer.missingProperty().get().get("codex").says()).contains("npm install -g @openai/codex");
    }

    @Test
    void nothingStartsWithoutATaskAndItSaysSo() {
        assertThat(composer.startReasonProperty().get()).isEqualTo("Describe the task first.");
        composer.start();
        assertThat(runs.started).isEmpty();
        composer.promptProperty().set("   ");
        assertThat(composer.startReasonProperty().get()).isEqualTo("Describe the task first.");
        composer.promptProperty().set("Fix it");
        assertThat(composer.startReasonProperty().get()).isEmpty();
        composer.checkProperty().set("mvn 'test");
        assertThat(composer.startReasonProperty().get()).isEqualTo("The check has a quote that is not closed.");
        composer.agentProperty().set(Optional.empty());
        assertThat(composer.startReasonProperty().get()).isEqualTo("Choose an agent first.");
    }

    @Test
    void aTaskOfABuiltInAgentStartsAtOnceAndTheComposerIsEmptyAgain() {
        composer.promptProperty().set(" Fix it \n");
        composer.checkProperty().set("mvn -q \"my test\"");
        composer.start();
        assertThat(runs.started).containsExactly(new RunRequest(Plan.single("Fix it"), "sample", Optional.empty(),
                List.of(List.of("mvn", "-q", "my test")), false, false));
        assertThat(started).containsExactly(MadeUp.RUN);
        assertThat(composer.promptProperty().get()).isEmpty();
        assertThat(asked).isEmpty();
    }

    @Test
    void anAgentThatNothingContainsIsAskedForAndOnlyYesStartsIt() {
        composer.pick("claude");
        composer.promptProperty().set("Fix it");
        composer.start();
        assertThat(asked).extracting(Runs.Planned::agent).containsExactly("claude");
        assertThat(asked.getFirst().preview().argv()).startsWith("claude", "-p", "Fix it");
        assertThat(runs.started).isEmpty();
        assertThat(composer.startReasonProperty().get()).isEmpty();
        yes.run();
        assertThat(runs.started).containsExactly(new RunRequest(Plan.single("Fix it"), "claude", Optional.empty(), List.of(), true, false));
    }

    @Test
    void theInputGoesWithThePatchAgentOnly() {
        composer.bringPatch(Path.of("/tmp/fix.patch"));
        assertThat(composer.takesInput()).isTrue();
        assertThat(composer.promptProperty().get()).isEqualTo("Take in fix.patch");
        composer.start();
        composer.inputProperty().set("HEAD~1");
        composer.pick("sample");
        composer.promptProperty().set("Other");
        composer.start();
        assertThat(runs.started).extracting(RunRequest::input).containsExactly(Optional.of("/tmp/fix.patch"), Optional.empty());
    }

    @Test
    void anOfferedPlanRunsUnlessTheTaskIsRewritten() {
        composer.offer(MadeUp.plan(), "sample");
        assertThat(composer.readyNodesProperty().get()).isEqualTo(MadeUp.plan().nodes().size());
        composer.start();
        composer.offer(MadeUp.plan(), "sample");
        composer.promptProperty().set("Something else");
        assertThat(composer.readyNodesProperty().get()).isZero();
        composer.start();
        assertThat(runs.started).extracting(RunRequest::plan).containsExactly(MadeUp.plan(), Plan.single("Something else"));
    }

    @Test
    void aPlanFileGivesTheNodes(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("plan.toml"), """
                [[node]]
                id = "one"
                goal = "First"
                owns = ["a/**"]
                [[node]]
                id = "two"
                goal = "Second"
                owns = ["b/**"]
                after = ["one"]
                agent = "claude"
                """);
        composer.promptProperty().set("Both");
        composer.planFileProperty().set(Optional.of(file));
        composer.start();
        assertThat(problems).isEmpty();
        assertThat(asked).extracting(Runs.Planned::agent).containsExactly("claude");
        yes.run();
        assertThat(runs.started.getFirst().plan().nodes()).extracting(n -> n.id().value()).containsExactly("one", "two");
    }

    @Test
    void aPlannerIsAskedFirstAndItsEditedPlanRuns() {
        var desk = new Desk();
        composer.onPlan(desk);
        composer.promptProperty().set("Both");
        composer.plannerProperty().set(Optional.of("sample"));
        composer.start();
        assertThat(runs.asked).containsExactly("plan by sample: Both");
        assertThat(runs.started).isEmpty();
        assertThat(desk.edited).isEqualTo(MadeUp.plan());
        desk.begin.accept(MadeUp.plan());
        assertThat(runs.started).extracting(RunRequest::plan).containsExactly(MadeUp.plan());
        assertThat(composer.plannerProperty().get()).isEmpty();
    }

    @Test
    void aPlanThatIsPutAwayStaysWithTheTask() {
        var desk = new Desk();
        composer.onPlan(desk);
        composer.promptProperty().set(MadeUp.plan().task());
        composer.edit();
        assertThat(desk.edited).isEqualTo(Plan.single(MadeUp.plan().task()));
        desk.kept.accept(desk.edited);
        assertThat(composer.readyNodesProperty().get()).isZero();
        desk.kept.accept(MadeUp.plan());
        assertThat(composer.readyNodesProperty().get()).isEqualTo(5);
        composer.edit();
        assertThat(desk.edited).isEqualTo(MadeUp.plan());
        composer.clearPlan();
        assertThat(composer.readyNodesProperty().get()).isZero();
    }

    @Test
    void anUnconfinedPlannerIsAskedForAndSoAreTheAgentsOfItsPlan() {
        var desk = new Desk();
        composer.onPlan(desk);
        composer.promptProperty().set("Both");
        composer.plannerProperty().set(Optional.of("codex"));
        composer.start();
        assertThat(asked).extracting(Runs.Planned::agent).containsExactly("codex");
        assertThat(runs.asked).isEmpty();
        yes.run();
        assertThat(runs.asked).containsExactly("plan by codex: Both");
        asked.clear();
        desk.begin.accept(new Plan("Both", List.of(new Node(MadeUp.id("one"), "Do", NodeClass.IMPLEMENTATION, List.of(),
                Optional.of("claude"), Contract.OPEN))));
        assertThat(asked).extracting(Runs.Planned::agent).containsExactly("claude");
        assertThat(runs.started).isEmpty();
        yes.run();
        assertThat(runs.started).hasSize(1);
    }

    @Test
    void aPlannerThatMakesNoPlanLeavesTheTaskToOneNode() {
        var desk = new Desk();
        composer.onPlan(desk);
        runs.refusal = Optional.of(new UserException(Problem.of("RUN-018", Exit.AGENT, "No plan.", "Nothing was started.", "Ask another.")));
        composer.promptProperty().set("Both");
        composer.plannerProperty().set(Optional.of("sample"));
        composer.start();
        assertThat(desk.planning.phaseProperty().get()).isInstanceOf(PlanningViewModel.Phase.Failed.class);
        assertThat(composer.startReasonProperty().get()).isEmpty();
        runs.refusal = Optional.empty();
        desk.without.run();
        assertThat(runs.started).extracting(RunRequest::plan).containsExactly(Plan.single("Both"));
    }

    private static final class Desk implements PlanDesk {
        private PlanningViewModel planning;
        private Runnable without = () -> {};
        private Plan edited = Plan.single("none");
        private Consumer<Plan> begin = _ -> {};
        private Consumer<Plan> kept = _ -> {};

        @Override
        public void ask(PlanningViewModel next, Runnable instead) {
            planning = next;
            without = instead;
            planning.ask();
        }

        @Override
        public void edit(Plan plan, PlanTerms terms, Consumer<Plan> start, Consumer<Plan> keep) {
            edited = plan;
            begin = start;
            kept = keep;
        }
    }

    @Test
    void whatIsRefusedKeepsTheTask() {
        runs.refusal = Optional.of(new UserException(Problem.of("RUN-001", Exit.USAGE, "No.", "Nothing was started.", "Do else.")));
        composer.promptProperty().set("Fix it");
        composer.start();
        assertThat(problems).extracting(Problem::code).containsExactly("RUN-001");
        assertThat(composer.promptProperty().get()).isEqualTo("Fix it");
        assertThat(composer.startReasonProperty().get()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "a 'b", "\"", "  "})
    void aCommandThatIsNotClosedIsNoCommand(String line) {
        assertThat(Argv.split(line)).isEmpty();
    }

    @Test
    void wordsAreKeptAsWritten() {
        assertThat(Argv.split("a  'b c' \"d \\\"e\\\" $X\" f\\ g '' *")).contains(List.of("a", "b c", "d \"e\" $X", "f g", "", "*"));
    }
}
