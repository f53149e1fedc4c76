package dev.countersign.ui.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.Agents;
import dev.countersign.agent.Missing;
import dev.countersign.fault.Problem;
import dev.countersign.plan.Argv;
import dev.countersign.plan.Node;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanFile;
import dev.countersign.run.RunId;
import dev.countersign.run.RunLimits;
import dev.countersign.run.RunRequest;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.plan.PlanTerms;
import dev.countersign.ui.plan.PlanningViewModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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
    private final Consents consents;

    private final StringProperty prompt = new SimpleStringProperty("");
    private final ObservableList<Agent> choices = FXCollections.observableArrayList();
    private final ObservableList<Agent> choicesView = FXCollections.unmodifiableObservableList(choices);
    private final ReadOnlyObjectWrapper<Map<String, Missing>> missing = new ReadOnlyObjectWrapper<>(Map.of());
    private final ObjectProperty<Optional<Agent>> agent = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Optional<Path>> planFile = new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty check = new SimpleStringProperty("");
    private final StringProperty input = new SimpleStringProperty("");
    private final BooleanProperty starting = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper startReason = new ReadOnlyStringWrapper("");
    private Consumer<RunId> started = run -> {};
    private final ReadOnlyIntegerWrapper readyNodes = new ReadOnlyIntegerWrapper();
    private Consumer<Problem> problems = problem -> {};
    private final ObjectProperty<Optional<String>> planner = new SimpleObjectProperty<>(Optional.empty());
    private final LimitsViewModel limits = new LimitsViewModel();
    private final ReadOnlyStringWrapper editReason = new ReadOnlyStringWrapper("");
    private final ObjectProperty<List<String>> compared = new SimpleObjectProperty<>(List.of());
    private Consumer<List<RunId>> comparing = runs -> {};
    private PlanDesk desk = PlanDesk.NONE;
    private Optional<Plan> given = Optional.empty();
    private String givenTask = "";

    public ComposerViewModel(Agents agents, Runs runs, Background background, Consent consent) {
        this.agents = agents;
        this.runs = runs;
        this.background = background;
        this.consents = new Consents(runs, background, consent);
        choices.setAll(agents.all());
        agent.set(choices.stream().findFirst());
        prompt.addListener((_, _, _) -> judge());
        agent.addListener((_, _, _) -> judge());
        planFile.addListener((_, _, _) -> judge());
        planner.addListener((_, _, _) -> judge());
        limits.faultProperty().addListener((_, _, _) -> judge());
        check.addListener((_, _, _) -> judge());
        starting.addListener((_, _, _) -> judge());
        judge();
        lookForMissing();
    }

    public StringProperty promptProperty() {
        return prompt;
    }

    public ObservableList<Agent> agents() {
        return choicesView;
    }

    /// What agents are known to lack, by their names; agents that can be started are not among them. As of the last [#lookForMissing].
    public ReadOnlyObjectProperty<Map<String, Missing>> missingProperty() {
        return missing.getReadOnlyProperty();
    }

    /// Looks again what is installed: that may change while the window is open.
    public void lookForMissing() {
        List<Agent> asked = List.copyOf(choices);
        background.run(texts.text("composer.missing.looking"), _ -> {
            Map<String, Missing> found = new HashMap<>();
            asked.forEach(one -> one.missing().ifPresent(lacks -> found.put(one.name(), lacks)));
            return Map.copyOf(found);
        }).onSuccess(missing::set);
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

    /// The agent that splits the task into a plan before it runs; empty for one node, or the plan that there is.
    public ObjectProperty<Optional<String>> plannerProperty() {
        return planner;
    }

    /// Other agents that get the same task, to be compared with the chosen one; empty for one agent.
    public ObjectProperty<List<String>> comparedProperty() {
        return compared;
    }

    /// Hears the runs of a comparison that was started.
    public void onCompared(Consumer<List<RunId>> hearer) {
        comparing = hearer;
    }

    /// What the next run may use.
    public LimitsViewModel limits() {
        return limits;
    }

    /// Why there is no plan to edit, or empty text.
    public ReadOnlyStringProperty editReasonProperty() {
        return editReason.getReadOnlyProperty();
    }

    /// Where plans are made and edited.
    public void onPlan(PlanDesk next) {
        desk = next;
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
        judge();
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

    /// Starts the task, or has it planned first. An agent that starts programs while nothing contains them is asked for before.
    public void start() {
        if (!startReason.get().isEmpty()) {
            return;
        }
        consents.forget();
        boolean plans = planner.get().isPresent() && planFile.get().isEmpty() && readyPlan().isEmpty();
        List<String> others = others();
        prepare(request -> {
            if (!others.isEmpty()) {
                var all = new ArrayList<>(List.of(request.agent()));
                all.addAll(others);
                allow(request, all, allowed -> compare(allowed, all));
            } else if (plans) {
                String name = planner.get().orElseThrow();
                allow(request, List.of(name), allowed -> plan(allowed, name));
            } else {
                begin(request);
            }
        });
    }

    /// Other agents can be named now; the one that is chosen stays, where it is among them.
    public void agentsChanged() {
        Optional<String> was = agent.get().map(Agent::name);
        choices.setAll(agents.all());
        agent.set(was.flatMap(name -> choices.stream().filter(each -> each.name().equals(name)).findFirst()).or(() -> choices.stream().findFirst()));
        lookForMissing();
    }

    /// Opens the plan as it stands in the editor: of the file, the one that came with the task, or one node.
    public void edit() {
        if (editReason.get().isEmpty()) {
            consents.forget();
            prepare(request -> {
                starting.set(false);
                edit(request, request.plan());
            });
        }
    }

    /// Does without the plan that there is.
    public void clearPlan() {
        planFile.set(Optional.empty());
        planner.set(Optional.empty());
        compared.set(List.of());
        given = Optional.empty();
        judge();
    }

    private void prepare(Consumer<RunRequest> then) {
        String name = agent.get().orElseThrow().name();
        String task = prompt.get().strip();
        Optional<Path> file = planFile.get();
        Optional<String> from = takesInput() && !input.get().isBlank() ? Optional.of(input.get().strip()) : Optional.empty();
        List<List<String>> checks = check.get().isBlank() ? List.of() : List.of(Argv.split(check.get()).orElseThrow());
        Optional<Plan> ready = readyPlan();
        Optional<String> plans = planner.get();
        RunLimits atMost = limits.limits();
        starting.set(true);
        background.run(texts.text("work.prepare"), _ -> {
            Plan plan = file.isPresent() ? PlanFile.read(file.get(), task) : ready.orElseGet(() -> Plan.single(task));
            return new RunRequest(plan, name, from, checks, Optional.empty(), false, atMost).plannedBy(plans);
        }).onSuccess(then).onFailure(this::failed).onCancelled(() -> starting.set(false));
    }

    /// The agents that are compared with the chosen one.
    private List<String> others() {
        return compared.get().stream().filter(name -> agent.get().filter(a -> a.name().equals(name)).isEmpty()).toList();
    }

    private void compare(RunRequest request, List<String> names) {
        starting.set(true);
        background.run(texts.text("work.start"), _ -> runs.compare(request, names)).onSuccess(all -> {
            cleared();
            comparing.accept(all);
        }).onFailure(this::failed).onCancelled(() -> starting.set(false));
    }

    private void plan(RunRequest request, String name) {
        var planning = new PlanningViewModel(name, (events, progress) -> runs.plan(request, name, events, progress), background,
                plan -> edit(request, plan));
        planning.phaseProperty().addListener((_, _, phase) -> starting.set(phase instanceof PlanningViewModel.Phase.Asking));
        starting.set(true);
        desk.ask(planning, () -> begin(request));
    }

    private void edit(RunRequest request, Plan plan) {
        desk.edit(plan, new PlanTerms(request.agent(), choices.stream().map(Agent::name).toList(), Map.of(), texts.text("composer.plan.start")),
                next -> begin(request.with(next)), this::keep);
    }

    /// What was edited stays with the task.
    private void keep(Plan plan) {
        if (!plan.equals(Plan.single(plan.task()))) {
            planFile.set(Optional.empty());
            prompt.set(plan.task());
            given = Optional.of(plan);
            givenTask = plan.task().strip();
            judge();
        }
    }

    private void begin(RunRequest request) {
        allow(request, agentsOf(request), this::launch);
    }

    /// Asks for leave where an agent starts programs that nothing contains, unless it was given for the same agents.
    private void allow(RunRequest request, List<String> names, Consumer<RunRequest> then) {
        consents.allow(request, names.stream().flatMap(name -> agents.find(name).stream()).toList(), names.equals(agentsOf(request)), starting, then)
                .ifPresent(job -> job.onFailure(this::failed).onCancelled(() -> starting.set(false)));
    }

    /// The plan that came with the task, while the task still reads as it came.
    private Optional<Plan> readyPlan() {
        return given.filter(_ -> prompt.get().strip().equals(givenTask));
    }

    private void launch(RunRequest request) {
        starting.set(true);
        background.run(texts.text("work.start"), _ -> runs.start(request)).onSuccess(run -> {
            cleared();
            started.accept(run);
        }).onFailure(this::failed).onCancelled(() -> starting.set(false));
    }

    /// Ready for the next task.
    private void cleared() {
        starting.set(false);
        prompt.set("");
        input.set("");
        consents.forget();
        clearPlan();
    }

    private void failed(Problem problem) {
        starting.set(false);
        consents.forget();
        problems.accept(problem);
    }

    /// Hears why a task could not be started.
    public void onProblem(Consumer<Problem> hearer) {
        problems = hearer;
    }

    private static List<String> agentsOf(RunRequest request) {
        var names = new ArrayList<String>();
        for (Node node : request.plan().nodes()) {
            names.add(node.agent().orElse(request.agent()));
        }
        return names.stream().distinct().toList();
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
        } else if (!limits.faultProperty().get().isEmpty()) {
            reason = limits.faultProperty().get();
        }
        startReason.set(reason);
        editReason.set(reason.isEmpty() && planner.get().isPresent() && planFile.get().isEmpty() && readyPlan().isEmpty()
                ? texts.text("reason.edit.planner") : reason);
    }
}
