package dev.countersign.ui.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.Agents;
import dev.countersign.fault.Problem;
import dev.countersign.plan.Argv;
import dev.countersign.plan.Node;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanFile;
import dev.countersign.run.RunId;
import dev.countersign.run.RunRequest;
import dev.countersign.sandbox.Level;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The next task: what is asked, of whom, by which plan and checks. JavaFX thread.
public final class ComposerViewModel {
    /// Asks the user before an unconfined agent starts.
    public interface Consent {
        /// @param accept to be called if the user says yes, for this run
        void ask(List<Runs.Planned> planned, String protection, Runnable accept);
    }

    private final Texts texts = Texts.of(ComposerViewModel.class);
    private final Agents agents;
    private final Runs runs;
    private final Background background;
    private final Consent consent;

    private final StringProperty prompt = new SimpleStringProperty("");
    private final ObservableList<Agent> choices = FXCollections.observableArrayList();
    private final ObservableList<Agent> choicesView = FXCollections.unmodifiableObservableList(choices);
    private final ObjectProperty<Optional<Agent>> agent = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<Path>> planFile = new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty check = new SimpleStringProperty("");
    private final StringProperty input = new SimpleStringProperty("");
    private final BooleanProperty starting = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper startReason = new ReadOnlyStringWrapper("");
    private Consumer<RunId> started = run -> {};
    private final ReadOnlyIntegerWrapper readyNodes = new ReadOnlyIntegerWrapper();
    private Consumer<Problem> problems = problem -> {};
    private Optional<Plan> given = Optional.empty();
    private String givenTask = "";

    public ComposerViewModel(Agents agents, Runs runs, Background background, Consent consent) {
        this.agents = agents;
        this.runs = runs;
        this.background = background;
        this.consent = consent;
        choices.setAll(agents.all());
        agent.set(choices.stream().findFirst());
        prompt.addListener((_, _, _) -> judge());
        agent.addListener((_, _, _) -> judge());
        planFile.addListener((_, _, _) -> judge());
        check.addListener((_, _, _) -> judge());
        starting.addListener((_, _, _) -> judge());
        judge();
    }

    public StringProperty promptProperty() {
        return prompt;
    }

    public ObservableList<Agent> agents() {
        return choicesView;
    }

    public ObjectProperty<Optional<Agent>> agentProperty() {
        return agent;
    }

    /// Picks the agent of this name, if there is one.
    public void pick(String name) {
        agents.find(name).ifPresent(found -> agent.set(Optional.of(found)));
    }

    public ObjectProperty<Optional<Path>> planFileProperty() {
        return planFile;
    }

    /// A command that replaces the checks found in the project; split into words as a shell would, without anything else a shell
    /// does. Empty for those found.
    public StringProperty checkProperty() {
        return check;
    }

    /// For the `patch` agent: a patch file, a revision or a range; empty for the edits in the tree.
    public StringProperty inputProperty() {
        return input;
    }

    /// How many nodes the plan has that came with the task; 0 where there is none, or the task reads otherwise now.
    public ReadOnlyIntegerProperty readyNodesProperty() {
        return readyNodes.getReadOnlyProperty();
    }

    /// Why the task can't be started now, or empty text.
    public ReadOnlyStringProperty startReasonProperty() {
        return startReason.getReadOnlyProperty();
    }

    /// Whether the chosen agent reads its changes from an input.
    public boolean takesInput() {
        return agent.get().map(a -> a.name().equals("patch")).orElse(false);
    }

    /// Puts a task with its plan ready, such as the sample's.
    public void offer(Plan plan, String agentName) {
        prompt.set(plan.task());
        given = Optional.of(plan);
        givenTask = plan.task();
        readyNodes.set(plan.nodes().size());
        pick(agentName);
    }

    /// Puts a patch ready.
    public void bringPatch(Path file) {
        pick("patch");
        input.set(file.toString());
        if (prompt.get().isBlank()) {
            prompt.set(texts.text("composer.patch.task", file.getFileName().toString()));
        }
    }

    /// Hears what was started.
    public void onStarted(Consumer<RunId> hearer) {
        started = hearer;
    }

    /// Starts the task. An agent that starts programs while nothing contains them is asked for first.
    public void start() {
        if (!startReason.get().isEmpty()) {
            return;
        }
        String name = agent.get().orElseThrow().name();
        String task = prompt.get().strip();
        Optional<Path> file = planFile.get();
        Optional<String> from = takesInput() && !input.get().isBlank() ? Optional.of(input.get().strip()) : Optional.empty();
        List<List<String>> checks = check.get().isBlank() ? List.of() : List.of(Argv.split(check.get()).orElseThrow());
        Optional<Plan> ready = readyPlan();
        starting.set(true);
        record Prepared(RunRequest request, List<Runs.Planned> planned) {}
        background.run(texts.text("work.prepare"), _ -> {
            Plan plan = file.isPresent() ? PlanFile.read(file.get(), task) : ready.orElseGet(() -> Plan.single(task));
            var request = new RunRequest(plan, name, from, checks, Optional.empty(), false);
            return new Prepared(request, needsLeave(request) ? runs.planned(request) : List.of());
        }).onSuccess(prepared -> {
            if (needsLeave(prepared.request())) {
                starting.set(false);
                consent.ask(prepared.planned(), runs.protection().words(), () -> launch(accepted(prepared.request())));
            } else {
                launch(prepared.request());
            }
        }).onFailure(this::failed).onCancelled(() -> starting.set(false));
    }

    /// The plan that came with the task, while the task still reads as it came.
    private Optional<Plan> readyPlan() {
        return given.filter(_ -> prompt.get().strip().equals(givenTask));
    }

    private void launch(RunRequest request) {
        starting.set(true);
        background.run(texts.text("work.start"), _ -> runs.start(request)).onSuccess(run -> {
            starting.set(false);
            prompt.set("");
            input.set("");
            planFile.set(Optional.empty());
            given = Optional.empty();
            started.accept(run);
        }).onFailure(this::failed).onCancelled(() -> starting.set(false));
    }

    private void failed(Problem problem) {
        starting.set(false);
        problems.accept(problem);
    }


    /// Hears why a task could not be started.
    public void onProblem(Consumer<Problem> hearer) {
        problems = hearer;
    }

    private boolean needsLeave(RunRequest request) {
        return runs.protection().level().isBelow(Level.L3) && agentsOf(request).stream()
                .anyMatch(name -> agents.find(name).map(Agent::startsProcesses).orElse(false));
    }

    private static List<String> agentsOf(RunRequest request) {
        var names = new ArrayList<String>();
        for (Node node : request.plan().nodes()) {
            names.add(node.agent().orElse(request.agent()));
        }
        return names.stream().distinct().toList();
    }

    private RunRequest accepted(RunRequest r) {
        return r.lowered(Optional.of(runs.protection().level()));
    }

    private void judge() {
        readyNodes.set(readyPlan().map(plan -> plan.nodes().size()).orElse(0));
        String reason = "";
        if (starting.get()) {
            reason = texts.text("reason.start.under.way");
        } else if (agent.get().isEmpty()) {
            reason = texts.text("reason.start.no.agent");
        } else if (prompt.get().isBlank()) {
            reason = texts.text("reason.start.no.task");
        } else if (!check.get().isBlank() && Argv.split(check.get()).isEmpty()) {
            reason = texts.text("reason.start.check");
        }
        startReason.set(reason);
    }
}
