package dev.countersign.ui.shell;

import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.run.NodeView;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunState;
import dev.countersign.sandbox.Protection;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.run.RunViewModel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The window as values: which workspace, which runs, what waits for a person, which screen. JavaFX thread.
public final class ShellViewModel {
    static final int MOST_RECENT = 8;

    /// One run in the sidebar. @param waiting nodes that wait for a person
    public record RunRow(RunId id, String title, Status status, int waiting) {}

    /// One node that waits for a person. @param elsewhere whether another window or command drives its run
    public record InboxRow(RunId run, NodeId node, String task, String goal, Status status, String why, Instant since, boolean elsewhere) {}

    /// The workspace that is open.
    public record Place(Path folder, String name, Optional<String> branch) {}

    private final Texts texts = Texts.of(ShellViewModel.class);
    private final UiState state;
    private Predicate<RunId> elsewhere = _ -> false;
    private final Map<RunId, RunState> states = new TreeMap<>(Comparator.reverseOrder());
    private final ObservableList<RunRow> runs = FXCollections.observableArrayList();
    private final ObservableList<RunRow> runsView = FXCollections.unmodifiableObservableList(runs);
    private final ObservableList<InboxRow> inbox = FXCollections.observableArrayList();
    private final ObservableList<InboxRow> inboxView = FXCollections.unmodifiableObservableList(inbox);
    private final ObservableList<Path> recent = FXCollections.observableArrayList();
    private final ObservableList<Path> recentView = FXCollections.unmodifiableObservableList(recent);
    private final ReadOnlyObjectWrapper<Optional<Place>> place = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObjectProperty<Route> route = new SimpleObjectProperty<>(new Route.Welcome());
    private final ReadOnlyStringWrapper activity = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<Protection>> protection = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper stalled = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper workspaceReason = new ReadOnlyStringWrapper();

    public ShellViewModel(UiState state) {
        this.state = state;
        workspaceReason.set(texts.text("reason.no.workspace"));
        state.list("recent").stream().map(Path::of).forEach(recent::add);
    }

    /// A workspace was opened with these runs.
    ///
    /// @param drivenElsewhere whether another window or command drives a run now; asked anew with each event
    public void opened(Place next, List<RunState> known, Predicate<RunId> drivenElsewhere) {
        elsewhere = drivenElsewhere;
        place.set(Optional.of(next));
        workspaceReason.set("");
        stalled.set("");
        states.clear();
        known.forEach(run -> states.put(run.id(), run));
        recent.remove(next.folder());
        recent.addFirst(next.folder());
        while (recent.size() > MOST_RECENT) {
            recent.removeLast();
        }
        state.put("recent", recent.stream().map(Path::toString).toList());
        state.put("open", next.folder().toString());
        activity.set("");
        show();
        Optional<RunRow> first = runs.stream().findFirst();
        route.set(first.<Route>map(row -> new Route.OfRun(row.id())).orElse(new Route.NewTask()));
    }

    /// No workspace is open any more.
    public void closed() {
        elsewhere = _ -> false;
        place.set(Optional.empty());
        workspaceReason.set(texts.text("reason.no.workspace"));
        states.clear();
        stalled.set("");
        activity.set("");
        show();
        state.remove("open");
        route.set(new Route.Welcome());
    }

    /// A folder could not be opened: it is no longer offered.
    public void forget(Path folder) {
        recent.remove(folder);
        state.put("recent", recent.stream().map(Path::toString).toList());
    }

    /// Takes one event with the state after it.
    public void accept(RunState run, RunEvent event) {
        states.put(run.id(), run);
        switch (event) {
            case RunEvent.Activity a -> activity.set(a.total() > 0
                    ? texts.text("activity.of", a.what(), a.done(), a.total()) : a.what());
            case RunEvent.Ended _ -> activity.set("");
            case RunEvent.Moved m -> {
                if (m.state().isFinal() || m.state().needsHuman()) {
                    activity.set("");
                }
                show();
            }
            case RunEvent.CheckStarted c -> activity.set(texts.text("activity.check", c.sensor(), c.node().value()));
            case RunEvent.Asked a -> activity.set(texts.text("activity.asked", a.node().value(), a.request().title()));
            case RunEvent.Started _, RunEvent.Called _, RunEvent.Returned _, RunEvent.Interrupted _, RunEvent.Continued _, RunEvent.Replanned _, RunEvent.Warned _,
                 RunEvent.Merged _, RunEvent.Paused _, RunEvent.Resumed _, RunEvent.Granted _, RunEvent.Said _, RunEvent.Candidate _, RunEvent.Ruled _, RunEvent.CheckOutput _,
                 RunEvent.Checked _, RunEvent.Verified _, RunEvent.Decided _, RunEvent.Reviewed _, RunEvent.Conflicted _,
                 RunEvent.Committed _ -> {}
        }
        if (!(event instanceof RunEvent.Said) && !(event instanceof RunEvent.CheckOutput)) {
            show();
        }
    }

    public Optional<RunState> run(RunId id) {
        return Optional.ofNullable(states.get(id));
    }

    /// Goes to a screen, or stays where that needs a workspace and none is open.
    public void go(Route next) {
        if (!next.needsWorkspace() || place.get().isPresent()) {
            if (next instanceof Route.Inbox) {
                // Who drives a run changes without an event.
                show();
            }
            route.set(next);
        }
    }

    /// Newest first.
    public ObservableList<RunRow> runs() {
        return runsView;
    }

    /// What waits for a person in all runs, longest first.
    public ObservableList<InboxRow> inbox() {
        return inboxView;
    }

    /// Workspaces opened before, newest first.
    public ObservableList<Path> recent() {
        return recentView;
    }

    public ReadOnlyObjectProperty<Optional<Place>> placeProperty() {
        return place.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Route> routeProperty() {
        return route;
    }

    /// What the runs are doing just now, or empty text.
    public ReadOnlyStringProperty activityProperty() {
        return activity.getReadOnlyProperty();
    }

    /// Why the ledger does not answer just now, or empty text.
    public ReadOnlyStringProperty stalledProperty() {
        return stalled.getReadOnlyProperty();
    }

    /// The ledger ceased to answer, or answers again.
    public void stalled(Optional<String> why) {
        stalled.set(why.orElse(""));
    }

    /// What this machine enforces; empty while that is still being tried out.
    public ReadOnlyObjectProperty<Optional<Protection>> protectionProperty() {
        return protection.getReadOnlyProperty();
    }

    /// It was tried out.
    public void protectedBy(Protection found) {
        protection.set(Optional.of(found));
    }

    /// Why nothing can be done with a workspace now, or empty text.
    public ReadOnlyStringProperty workspaceReasonProperty() {
        return workspaceReason.getReadOnlyProperty();
    }

    private void show() {
        var rows = states.values().stream().map(run -> new RunRow(run.id(), run.plan().task().lines().findFirst().orElse(""),
                RunViewModel.statusOf(run), run.waiting().size())).toList();
        if (!rows.equals(runs)) {
            runs.setAll(rows);
        }
        var waiting = new ArrayList<InboxRow>();
        states.values().forEach(run -> run.waiting().forEach(node -> waiting.add(row(run, node))));
        waiting.sort(Comparator.comparing(InboxRow::since));
        if (!waiting.equals(inbox)) {
            inbox.setAll(waiting);
        }
    }

    private InboxRow row(RunState run, NodeView node) {
        String why = switch (node.state()) {
            case NodeState.Stopped s -> s.reason();
            case NodeState.AwaitingReview s -> s.escalated();
            case NodeState.Waiting _, NodeState.Running _,
                 NodeState.Verifying _, NodeState.Committing _,
                 NodeState.Committed _, NodeState.Rejected _,
                 NodeState.Failed _, NodeState.Unchanged _,
                 NodeState.Blocked _, NodeState.Cancelled _ -> "";
        };
        return new InboxRow(run.id(), node.node().id(), run.plan().task().lines().findFirst().orElse(""),
                node.node().goal(), Status.of(node.state()), why, node.since(), elsewhere.test(run.id()));
    }
}
