package dev.countersign.ui.run;

import dev.countersign.agent.AgentEvent;
import dev.countersign.plan.NodeState;
import dev.countersign.run.RunEvent;
import dev.countersign.ui.fx.Ansi;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.run.ConsoleLine.Kind;
import dev.countersign.verify.SensorResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What one node's agent and checks said, as lines. Tool calls are folded to one line until they are opened. Bounded: the oldest
/// lines go first. JavaFX thread.
public final class ConsoleModel {
    static final int MAX_LINES = 20_000;

    /// No tool call has this id: theirs hold no control characters.
    private static final String PLAN = "\u0000plan";

    private final Texts texts = Texts.of(ConsoleModel.class);
    private final List<ConsoleLine> all = new ArrayList<>();
    private final ObservableList<ConsoleLine> shown = FXCollections.observableArrayList();
    private final ObservableList<ConsoleLine> shownView = FXCollections.unmodifiableObservableList(shown);
    private final Map<String, Long> tools = new HashMap<>();
    private final Set<Long> open = new HashSet<>();
    private final StringProperty search = new SimpleStringProperty("");
    private final BooleanProperty follow = new SimpleBooleanProperty(true);
    private long entries;
    private boolean trimmed;

    public ConsoleModel() {
        search.addListener((_, _, _) -> show());
    }

    /// The lines to be seen now, for the fold and the search.
    public ObservableList<ConsoleLine> lines() {
        return shownView;
    }

    /// Only lines that hold this are shown, folded ones too; case does not count.
    public StringProperty searchProperty() {
        return search;
    }

    /// Whether the view stays at the newest line.
    public BooleanProperty followProperty() {
        return follow;
    }

    /// Whether older lines were let go.
    public boolean isTrimmed() {
        return trimmed;
    }

    public boolean isOpen(ConsoleLine line) {
        return open.contains(line.entry());
    }

    /// Whether there is anything below this line to open.
    public boolean hasDetail(ConsoleLine line) {
        return (line.kind() == Kind.TOOL || line.kind() == Kind.PLAN) && all.stream().anyMatch(l -> l.entry() == line.entry() && l.kind() == Kind.DETAIL);
    }

    /// Opens or folds a tool call.
    public void toggle(ConsoleLine line) {
        if (!open.remove(line.entry())) {
            open.add(line.entry());
        }
        show();
    }

    /// Adds what these events tell, in order.
    public void add(List<? extends RunEvent> events) {
        int before = all.size();
        boolean rewritten = false;
        for (RunEvent event : events) {
            rewritten |= add(event);
        }
        int gone = all.size() - MAX_LINES;
        if (gone > 0) {
            trimmed = true;
            if (!rewritten) {
                // Only what goes is touched: a list that is set anew each time is laid out anew.
                shown.remove(0, (int) all.subList(0, Math.min(gone, before)).stream().filter(this::isShown).count());
            }
            all.subList(0, gone).clear();
            before = Math.max(0, before - gone);
        }
        if (rewritten) {
            show();
        } else {
            shown.addAll(all.subList(before, all.size()).stream().filter(this::isShown).toList());
        }
    }

    /// Everything shown, as plain text.
    public String text() {
        var text = new StringBuilder();
        shown.forEach(line -> text.append(Ansi.strip(line.text())).append('\n'));
        return text.toString();
    }

    private boolean add(RunEvent event) {
        Instant at = event.at();
        switch (event) {
            case RunEvent.Said said -> {
                return add(at, said.event());
            }
            case RunEvent.Moved moved -> put(at, Kind.STATE, state(moved.state()), Status.of(moved.state()).name());
            case RunEvent.CheckStarted check -> put(at, Kind.CHECK, check.sensor(), "");
            case RunEvent.CheckOutput output -> put(at, Kind.CHECK_OUT, output.line(), "");
            case RunEvent.Checked checked -> put(at, Kind.CHECK, result(checked.result()),
                    Status.of(checked.result().state()).name());
            case RunEvent.Decided decided -> put(at, Kind.STATE, texts.text("console.decided", decided.who()), "");
            case RunEvent.Committed committed -> put(at, Kind.STATE,
                    texts.text("console.committed", Long.toString(committed.seq()), committed.leafHash().brief()), "COMMITTED");
            case RunEvent.Conflicted conflicted -> conflicted.conflicts().forEach(c -> put(at, Kind.STATE,
                    texts.text("console.conflict", c.edit().path().value(), c.why()), "ESCALATED"));
            case RunEvent.Returned returned -> put(at, Kind.USAGE, UsageText.line(returned.usage()), "");
            case RunEvent.Started _, RunEvent.Called _, RunEvent.Interrupted _, RunEvent.Continued _, RunEvent.Replanned _, RunEvent.Warned _,
                 RunEvent.Merged _, RunEvent.Paused _, RunEvent.Resumed _, RunEvent.Granted _, RunEvent.Candidate _, RunEvent.Ruled _, RunEvent.Verified _, RunEvent.Reviewed _, RunEvent.Activity _, RunEvent.Asked _,
                 RunEvent.Ended _ -> {}
        }
        return false;
    }

    private boolean add(Instant at, AgentEvent event) {
        switch (event) {
            case AgentEvent.Started started -> put(at, Kind.COMMAND, String.join(" ", started.argv()), "");
            case AgentEvent.Said said -> put(at, Kind.SAID, said.text(), "");
            case AgentEvent.Thought thought -> put(at, Kind.THOUGHT, thought.text(), "");
            case AgentEvent.Output output -> put(at, output.error() ? Kind.ERR : Kind.OUT, output.text(), "");
            case AgentEvent.Used used -> put(at, Kind.USAGE, UsageText.line(used.usage()), "");
            case AgentEvent.Asked asked -> {
                long entry = put(at, Kind.ASK, texts.text("console.asked", asked.request().title()), "");
                details(at, entry, asked.request().detail());
            }
            case AgentEvent.Answered answered -> put(at, Kind.ASK, texts.text(answered.by().isEmpty() ? "console.answered.nobody"
                    : "console.answered", answered.title(), answered.answer(), answered.by()), answered.allowed() ? "" : Status.STOPPED.name());
            case AgentEvent.Connected connected -> put(at, Kind.OTHER, texts.text("console.network", connected.connection().words()),
                    connected.connection().allowed() ? "" : Status.STOPPED.name());
            // Each of them had its line.
            case AgentEvent.Network _ -> { }
            case AgentEvent.Other other -> put(at, Kind.OTHER, texts.text("console.other", other.kind(), other.text()), "");
            case AgentEvent.Planned plan -> {
                return plan(at, plan);
            }
            case AgentEvent.ToolCall call -> {
                return folded(at, Kind.TOOL, call);
            }
        }
        return false;
    }

    /// One line with the steps below it, which a later plan replaces.
    private boolean plan(Instant at, AgentEvent.Planned plan) {
        long done = plan.steps().stream().filter(step -> step.state().equals("completed")).count();
        String steps = plan.steps().stream().map(step -> (switch (step.state()) {
            case "completed" -> "✓ ";
            case "in_progress" -> "▸ ";
            default -> "  ";
        }) + step.text()).collect(Collectors.joining("\n"));
        return folded(at, Kind.PLAN, new AgentEvent.ToolCall(PLAN, texts.text("console.plan", done, plan.steps().size()), "", steps));
    }

    /// A later word on the same call changes its line in place.
    private boolean folded(Instant at, Kind kind, AgentEvent.ToolCall call) {
        Long known = tools.get(call.id());
        if (known == null) {
            tools.put(call.id(), entries);
            long entry = put(at, kind, call.title(), call.state());
            details(at, entry, call.detail());
            return false;
        }
        for (int i = 0; i < all.size(); i++) {
            ConsoleLine line = all.get(i);
            if (line.entry() == known && line.kind() == kind) {
                String title = call.title().isBlank() ? line.text() : call.title();
                all.set(i, new ConsoleLine(line.at(), known, kind, title, call.state()));
                if (!call.detail().isBlank()) {
                    int end = i + 1;
                    while (end < all.size() && all.get(end).entry() == known) {
                        end++;
                    }
                    all.subList(i + 1, end).clear();
                    List<ConsoleLine> lines = call.detail().lines()
                            .map(text -> new ConsoleLine(at, known, Kind.DETAIL, text, "")).toList();
                    all.addAll(i + 1, lines);
                }
                return true;
            }
        }
        return false;
    }

    private void details(Instant at, long entry, String detail) {
        detail.lines().forEach(text -> all.add(new ConsoleLine(at, entry, Kind.DETAIL, text, "")));
    }

    private long put(Instant at, Kind kind, String text, String state) {
        long entry = entries++;
        boolean first = true;
        for (String line : text.isEmpty() ? List.of("") : text.lines().toList()) {
            all.add(new ConsoleLine(at, entry, kind, line, first ? state : ""));
            first = false;
        }
        return entry;
    }

    private void show() {
        shown.setAll(all.stream().filter(this::isShown).toList());
    }

    private boolean isShown(ConsoleLine line) {
        String wanted = search.get().strip().toLowerCase(Locale.ROOT);
        if (!wanted.isEmpty()) {
            return Ansi.strip(line.text()).toLowerCase(Locale.ROOT).contains(wanted);
        }
        return line.kind() != Kind.DETAIL || open.contains(line.entry());
    }

    private String state(NodeState state) {
        String word = Status.of(state).word();
        return switch (state) {
            case NodeState.Running s -> texts.text("console.attempt", word, s.attempt());
            case NodeState.Verifying s -> texts.text("console.attempt", word, s.attempt());
            case NodeState.AwaitingReview s -> s.escalated().isEmpty() ? word : word + ": " + s.escalated();
            case NodeState.Stopped s -> texts.text("console.stopped", s.rule(), s.reason());
            case NodeState.Rejected s -> word + ": " + s.reason();
            case NodeState.Failed s -> s.code() + ": " + s.message();
            case NodeState.Waiting _, NodeState.Committing _, NodeState.Committed _, NodeState.Unchanged _,
                 NodeState.Blocked _, NodeState.Cancelled _ -> word;
        };
    }

    private String result(SensorResult result) {
        return switch (result.state()) {
            case SensorResult.State.Passed s -> result.sensor() + ": " + s.what();
            case SensorResult.State.Failed s -> texts.text("console.check.failed", result.sensor(), s.residuals().size());
            case SensorResult.State.NotChecked s -> result.sensor() + ": " + s.why();
            case SensorResult.State.Stale s -> result.sensor() + ": " + s.why();
        };
    }
}
