package dev.countersign.ui.run;

import dev.countersign.agent.AgentEvent;
import dev.countersign.changeset.Changeset;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.run.NodeView;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunState;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import dev.countersign.verify.SensorResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;

/// One run as the screen shows it. Fed with the run's states and events; asks [Runs] for everything else. JavaFX thread.
public final class RunViewModel {
    private final Texts texts = Texts.of(RunViewModel.class);
    private final Runs runs;
    private final Background background;
    private final InstantSource clock;
    private final ReviewOpener reviews;

    private final ReadOnlyObjectWrapper<RunState> state;
    private final ReadOnlyObjectWrapper<List<NodeCard>> cards = new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<Optional<NodeId>> selected = new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<NodeView>> node = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<List<FileRow>>> files = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<UnderWay> underWay = new ReadOnlyObjectWrapper<>(UnderWay.UNHEARD);
    private final ReadOnlyObjectWrapper<ConsoleModel> console = new ReadOnlyObjectWrapper<>(new ConsoleModel());
    private final ReadOnlyObjectWrapper<Status> status = new ReadOnlyObjectWrapper<>(Status.RUNNING);
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper cancelReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper reviewReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper retryReason = new ReadOnlyStringWrapper("");

    private final HoldViewModel hold;
    private final SpendingViewModel spending;
    private final EscalationViewModel escalation;
    private final Map<NodeId, ConsoleModel> consoles = new HashMap<>();
    private final Map<NodeId, UnderWay> checks = new HashMap<>();
    /// What happened at a node while its transcript is being read; shown after it.
    private final Map<NodeId, List<RunEvent>> held = new HashMap<>();
    private final Map<Changeset, List<FileRow>> counted = new HashMap<>();
    private final Set<Changeset> counting = new HashSet<>();

    public RunViewModel(RunState first, Runs runs, Background background, InstantSource clock, ReviewOpener reviews) {
        this.runs = runs;
        this.background = background;
        this.clock = clock;
        this.reviews = reviews;
        this.state = new ReadOnlyObjectWrapper<>(first);
        this.hold = new HoldViewModel(state.getReadOnlyProperty(), runs, background, clock);
        this.spending = new SpendingViewModel(state.getReadOnlyProperty(), runs, background, clock);
        this.escalation = new EscalationViewModel(state.getReadOnlyProperty(), node.getReadOnlyProperty(), runs, background, this::review);
        selected.addListener((_, _, _) -> {
            showNode();
            showConsole();
        });
        show();
        selectFirst();
    }

    /// Takes events of this run with the state after the last of them.
    public void accept(RunState next, List<RunEvent> events) {
        boolean moved = !next.equals(state.get());
        state.set(next);
        var byNode = new HashMap<NodeId, List<RunEvent>>();
        for (RunEvent event : events) {
            nodeOf(event).filter(next.nodes()::containsKey).ifPresent(id -> byNode.computeIfAbsent(id, _ -> new ArrayList<>()).add(event));
        }
        byNode.forEach((id, list) -> {
            list.forEach(event -> checks.merge(id, UnderWay.UNHEARD.after(event), (known, _) -> known.after(event)));
            ConsoleModel console = console(id);
            Optional.ofNullable(held.get(id)).ifPresentOrElse(waiting -> waiting.addAll(list), () -> console.add(list));
        });
        if (moved) {
            show();
        } else {
            showChecks();
        }
        // A changed plan may have left the node out.
        if (selected.get().filter(next.nodes()::containsKey).isEmpty()) {
            selectFirst();
        }
    }

    /// Moves the clock of the state line; call it about once a second while the run lives.
    public void tick() {
        line.set(line(state.get()));
        hold.tick();
        spending.tick();
    }

    /// What holds the run, and what it used.
    public HoldViewModel hold() {
        return hold;
    }

    /// What was used, beside its limits.
    public SpendingViewModel spending() {
        return spending;
    }

    /// What a person can do where the selected node needs one.
    public EscalationViewModel escalation() {
        return escalation;
    }

    public RunId id() {
        return state.get().id();
    }

    public String title() {
        return state.get().plan().task();
    }

    public ReadOnlyObjectProperty<RunState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// The nodes in plan order.
    public ReadOnlyObjectProperty<List<NodeCard>> cardsProperty() {
        return cards.getReadOnlyProperty();
    }

    public ObjectProperty<Optional<NodeId>> selectedProperty() {
        return selected;
    }

    /// The selected node.
    public ReadOnlyObjectProperty<Optional<NodeView>> nodeProperty() {
        return node.getReadOnlyProperty();
    }

    /// How far the checks of the selected node are.
    ReadOnlyObjectProperty<UnderWay> underWayProperty() {
        return underWay.getReadOnlyProperty();
    }

    /// Files of the selected node's candidate; empty while they are being counted or there is none.
    public ReadOnlyObjectProperty<Optional<List<FileRow>>> filesProperty() {
        return files.getReadOnlyProperty();
    }

    /// Of the selected node.
    public ReadOnlyObjectProperty<ConsoleModel> consoleProperty() {
        return console.getReadOnlyProperty();
    }

    /// Of the whole run.
    public ReadOnlyObjectProperty<Status> statusProperty() {
        return status.getReadOnlyProperty();
    }

    /// `3 of 5 nodes · 1:42 · sample`
    public ReadOnlyStringProperty lineProperty() {
        return line.getReadOnlyProperty();
    }

    /// Why the run can't be cancelled, or empty text.
    public ReadOnlyStringProperty cancelReasonProperty() {
        return cancelReason.getReadOnlyProperty();
    }

    /// Why the selected node can't be reviewed, or empty text.
    public ReadOnlyStringProperty reviewReasonProperty() {
        return reviewReason.getReadOnlyProperty();
    }

    /// Why the selected node can't be started over, or empty text.
    public ReadOnlyStringProperty retryReasonProperty() {
        return retryReason.getReadOnlyProperty();
    }

    /// Opens the review of the selected node, if it can be.
    public void review() {
        if (reviewReason.get().isEmpty()) {
            selected.get().ifPresent(id -> reviews.review(id(), id));
        }
    }

    public void retry() {
        selected.get().filter(_ -> retryReason.get().isEmpty()).ifPresent(id -> background.run(
                texts.text("work.retry", id.value()), _ -> {
                    runs.retry(id(), id);
                    return id;
                }));
    }

    /// Runs every check of the selected node again.
    public void verifyAgain() {
        verifyAgain("");
    }

    /// Runs the command called `check` again; what the others said of this exact tree stands.
    public void verifyAgain(String check) {
        selected.get().filter(_ -> reviewReason.get().isEmpty()).ifPresent(id -> background.run(
                texts.text("work.verify", id.value()), _ -> {
                    runs.verifyAgain(id(), id, check);
                    return id;
                }));
    }

    public void cancel() {
        if (cancelReason.get().isEmpty()) {
            background.run(texts.text("work.cancel"), _ -> {
                runs.cancel(id());
                return id();
            });
        }
    }

    private void show() {
        RunState now = state.get();
        now.nodes().values().forEach(n -> n.candidate().ifPresent(this::count));
        showCards();
        status.set(statusOf(now));
        line.set(line(now));
        boolean busy = now.nodes().values().stream().anyMatch(n -> isBusy(n.state()));
        cancelReason.set(now.isEnded() ? texts.text("reason.ended") : busy || now.isMerging() || now.isHeldTogether() ? "" : texts.text("reason.idle"));
        showNode();
    }

    private void showCards() {
        change(cards, state.get().nodes().values().stream().map(this::card).toList());
    }

    private void showChecks() {
        change(underWay, selected.get().map(checks::get).orElse(UnderWay.UNHEARD));
    }

    private void showNode() {
        showChecks();
        Optional<NodeView> view = selected.get().flatMap(id -> Optional.ofNullable(state.get().nodes().get(id)));
        reviewReason.set(view.map(v -> reviewReason(v.state())).orElse(texts.text("reason.none")));
        retryReason.set(view.map(this::retryReason).orElse(texts.text("reason.none")));
        change(files, view.flatMap(NodeView::candidate).flatMap(c -> Optional.ofNullable(counted.get(c))));
        change(node, view);
    }

    /// What is drawn from an object is drawn anew only where it differs.
    private static <T> void change(ReadOnlyObjectWrapper<T> property, T next) {
        if (!next.equals(property.get())) {
            property.set(next);
        }
    }

    private String reviewReason(NodeState at) {
        return switch (at) {
            case NodeState.AwaitingReview _, NodeState.Stopped _ -> "";
            case NodeState.Waiting _, NodeState.Running _, NodeState.Verifying _ -> texts.text("reason.review.early");
            case NodeState.Committing _, NodeState.Committed _, NodeState.Rejected _ -> texts.text("reason.review.decided");
            case NodeState.Failed _, NodeState.Unchanged _, NodeState.Blocked _, NodeState.Cancelled _ ->
                    texts.text("reason.review.nothing");
        };
    }

    private String retryReason(NodeView view) {
        return switch (view.state()) {
            case NodeState.Failed _, NodeState.Stopped _, NodeState.Cancelled _, NodeState.Unchanged _ -> "";
            case NodeState.AwaitingReview _ -> view.conflicts().isEmpty() ? texts.text("reason.retry") : "";
            case NodeState.Waiting _, NodeState.Running _, NodeState.Verifying _, NodeState.Committing _,
                 NodeState.Committed _, NodeState.Rejected _, NodeState.Blocked _ -> texts.text("reason.retry");
        };
    }

    private NodeCard card(NodeView view) {
        Optional<Double> energy = view.energies().isEmpty() ? Optional.empty() : Optional.of(view.energies().getLast());
        return new NodeCard(view.node().id(), view.node().goal(), view.node().after(), Status.of(view.state()), view.attempt(),
                view.candidate().flatMap(c -> Optional.ofNullable(counted.get(c))).map(NodeCard.Lines::of), energy,
                view.verification().map(v -> v.isStable()).orElse(false));
    }

    private void count(Changeset changeset) {
        if (counted.containsKey(changeset) || !counting.add(changeset)) {
            return;
        }
        background.run(texts.text("work.count"), _ -> runs.files(id(), changeset)).onSuccess(rows -> {
            counted.put(changeset, rows);
            showCards();
            showNode();
        });
    }

    private void selectFirst() {
        RunState now = state.get();
        now.waiting().stream().findFirst()
                .or(() -> now.nodes().values().stream().filter(n -> isBusy(n.state())).findFirst())
                .or(() -> now.nodes().values().stream().findFirst())
                .ifPresent(n -> selected.set(Optional.of(n.node().id())));
    }

    /// A node's console; at first with what was kept of the time before.
    private ConsoleModel console(NodeId id) {
        ConsoleModel known = consoles.get(id);
        if (known != null) {
            return known;
        }
        var fresh = new ConsoleModel();
        consoles.put(id, fresh);
        if (state.get().nodes().get(id).attempt() > 0) {
            held.put(id, new ArrayList<>());
            background.run(texts.text("work.transcript"), _ -> runs.transcript(id(), id))
                    .onSuccess(kept -> fill(id, kept))
                    .onFailure(problem -> fill(id, List.of(new RunEvent.Said(clock.instant(), id,
                            new AgentEvent.Output(problem.sentence(), true)))))
                    .onCancelled(() -> fill(id, List.of()));
        }
        return fresh;
    }

    /// The transcript may hold words already that were heard while it was read.
    private void fill(NodeId id, List<RunEvent.Said> kept) {
        List<RunEvent> after = held.remove(id);
        Optional<Instant> heard = after.stream().filter(event -> event instanceof RunEvent.Said).map(RunEvent::at).findFirst();
        ConsoleModel console = consoles.get(id);
        console.add(kept.stream().filter(said -> heard.map(said.at()::isBefore).orElse(true)).toList());
        console.add(after);
    }

    private void showConsole() {
        selected.get().ifPresent(id -> console.set(console(id)));
    }

    private String line(RunState now) {
        long finished = now.nodes().values().stream().filter(n -> n.state().isFinal()).count();
        Instant end = now.endedAt().orElseGet(clock::instant);
        return texts.text("run.line", finished, now.nodes().size(), Durations.clock(Duration.between(now.started(), end)),
                now.request().agent());
    }

    /// How a run as a whole stands.
    public static Status statusOf(RunState run) {
        var states = run.nodes().values().stream().map(NodeView::state).toList();
        if (states.stream().anyMatch(NodeState::needsHuman)) {
            return Status.NEEDS_YOU;
        }
        if (run.isMerging()) {
            return Status.RUNNING;
        }
        if (run.isResumable() && states.stream().noneMatch(RunViewModel::isBusy)) {
            return Status.NEEDS_YOU;
        }
        if (!run.isEnded() && !states.stream().allMatch(NodeState::isFinal)) {
            return Status.RUNNING;
        }
        if (states.stream().anyMatch(s -> s instanceof NodeState.Failed)) {
            return Status.FAILED;
        }
        if (states.stream().anyMatch(s -> s instanceof NodeState.Cancelled)) {
            return Status.CANCELLED;
        }
        if (states.stream().anyMatch(s -> s instanceof NodeState.Rejected)) {
            return Status.REJECTED;
        }
        return Status.DONE;
    }

    private static boolean isBusy(NodeState at) {
        return at instanceof NodeState.Running || at instanceof NodeState.Verifying || at instanceof NodeState.Committing;
    }

    private static Optional<NodeId> nodeOf(RunEvent event) {
        return switch (event) {
            case RunEvent.Moved e -> Optional.of(e.node());
            case RunEvent.Said e -> Optional.of(e.node());
            case RunEvent.Asked e -> Optional.of(e.node());
            case RunEvent.Candidate e -> Optional.of(e.node());
            case RunEvent.Ruled e -> Optional.of(e.node());
            case RunEvent.CheckStarted e -> Optional.of(e.node());
            case RunEvent.CheckOutput e -> Optional.of(e.node());
            case RunEvent.Checked e -> Optional.of(e.node());
            case RunEvent.Verified e -> Optional.of(e.node());
            case RunEvent.Decided e -> Optional.of(e.node());
            case RunEvent.Reviewed e -> Optional.of(e.node());
            case RunEvent.Conflicted e -> Optional.of(e.node());
            case RunEvent.Committed e -> Optional.of(e.node());
            case RunEvent.Activity e -> e.node();
            case RunEvent.Called e -> Optional.of(e.node());
            case RunEvent.Returned e -> Optional.of(e.node());
            case RunEvent.Interrupted e -> Optional.of(e.node());
            case RunEvent.Continued e -> Optional.of(e.node());
            case RunEvent.Started _, RunEvent.Ended _, RunEvent.Replanned _, RunEvent.Warned _, RunEvent.Paused _, RunEvent.Resumed _,
                 RunEvent.Granted _, RunEvent.Merged _ -> Optional.empty();
        };
    }

    /// The results to show of a node: those of the last finished verification, or what has come of the one under way.
    public static List<SensorResult> resultsOf(NodeView view) {
        return view.state() instanceof NodeState.Verifying || view.verification().isEmpty() ? view.partial()
                : view.verification().get().results();
    }
}
