package dev.countersign.ui.compare;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.Selection;
import dev.countersign.fault.Problem;
import dev.countersign.plan.NodeId;
import dev.countersign.run.Comparison;
import dev.countersign.run.NodeView;
import dev.countersign.run.RunId;
import dev.countersign.run.RunState;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.run.ReviewOpener;
import dev.countersign.ui.run.Runs;
import dev.countersign.ui.run.UsageWords;
import dev.countersign.workspace.WorkspacePath;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// Candidates side by side, and the hunks that are chosen of them. Fed with the states of its runs. JavaFX thread.
public final class CompareViewModel {
    private static final int LINES = 40;

    private final Texts texts = Texts.of(CompareViewModel.class);
    private final List<RunId> runs;
    private final Map<RunId, RunState> states = new LinkedHashMap<>();
    private final Runs source;
    private final Background background;
    private final InstantSource clock;
    private final ReviewOpener reviews;
    private final Consumer<List<RunId>> grown;
    private final Map<Changeset, List<Runs.Changed>> changed = new HashMap<>();
    private final Set<Changeset> reading = new LinkedHashSet<>();
    private final Set<HunkChoice.Key> chosen = new LinkedHashSet<>();

    private final ReadOnlyObjectWrapper<List<Candidate>> candidates = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<WorkspacePath>> paths = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper mergeReason = new ReadOnlyStringWrapper("");

    /// @param known the states that are known of `runs`
    /// @param grown hears all runs, when a merged one comes to them
    public CompareViewModel(List<RunId> runs, List<RunState> known, Runs source, Background background, InstantSource clock, ReviewOpener reviews,
                            Consumer<List<RunId>> grown) {
        this.runs = List.copyOf(runs);
        this.source = source;
        this.background = background;
        this.clock = clock;
        this.reviews = reviews;
        this.grown = grown;
        known.stream().filter(state -> runs.contains(state.id())).forEach(state -> states.put(state.id(), state));
        show();
    }

    public List<RunId> runs() {
        return runs;
    }

    public String task() {
        return states.values().stream().findFirst().map(state -> state.plan().task()).orElse("");
    }

    /// In the order of the agents; those that are known.
    public ReadOnlyObjectProperty<List<Candidate>> candidatesProperty() {
        return candidates.getReadOnlyProperty();
    }

    /// Every file that one of them changes.
    public ReadOnlyObjectProperty<List<WorkspacePath>> pathsProperty() {
        return paths.getReadOnlyProperty();
    }

    /// Why the last merge or pick was not done; empty where it was.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Why nothing can be merged, or empty text.
    public ReadOnlyStringProperty mergeReasonProperty() {
        return mergeReason.getReadOnlyProperty();
    }

    /// Takes the next state of any run.
    public void accept(RunState state) {
        if (runs.contains(state.id()) && !state.equals(states.put(state.id(), state))) {
            show();
        }
    }

    /// Times move with the clock.
    public void tick() {
        show();
    }

    /// Opens a candidate in the review.
    public void review(Candidate candidate) {
        if (candidate.reviewReason().isEmpty()) {
            reviews.review(candidate.run(), candidate.node());
        }
    }

    /// Rejects what waits of the others, and opens the picked one in the review.
    public void pick(Candidate candidate) {
        if (!candidate.pickReason().isEmpty()) {
            return;
        }
        problem.set(Optional.empty());
        background.run(texts.text("work.pick", candidate.agent()), _ -> {
            source.pick(runs, candidate.run());
            return candidate;
        }).onSuccess(this::review).onFailure(found -> problem.set(Optional.of(found)));
    }

    /// How many candidates change a file.
    public int changers(WorkspacePath path) {
        return (int) waiting().stream().filter(state -> of(state).stream().anyMatch(file -> file.change().path().equals(path))).count();
    }

    /// What can be taken of a file of a candidate; none where it leaves the file alone.
    public List<HunkChoice> choices(RunId run, WorkspacePath path) {
        return Optional.ofNullable(states.get(run)).filter(this::waits).map(this::of).orElse(List.of()).stream().filter(file -> file.change().path().equals(path))
                .flatMap(file -> choices(run, file).stream()).toList();
    }

    public boolean isChosen(HunkChoice choice) {
        return chosen.contains(choice.key());
    }

    public void choose(HunkChoice choice, boolean yes) {
        if (yes) {
            chosen.add(choice.key());
        } else {
            chosen.remove(choice.key());
        }
        problem.set(Optional.empty());
        judge();
    }

    /// How many hunks are chosen.
    public int count() {
        return chosen.size();
    }

    /// Brings what is chosen together; it is checked anew and stands here as a candidate of its own.
    public void merge() {
        if (!mergeReason.get().isEmpty()) {
            return;
        }
        problem.set(Optional.empty());
        Map<RunId, Selection> selection = selection();
        background.run(texts.text("work.merge"), _ -> source.merge(runs, selection)).onSuccess(run -> {
            var all = new ArrayList<>(runs);
            all.add(run);
            grown.accept(List.copyOf(all));
        }).onFailure(found -> problem.set(Optional.of(found)));
    }

    private Map<RunId, Selection> selection() {
        var files = new LinkedHashMap<RunId, Map<WorkspacePath, Selection.FileSelection>>();
        for (HunkChoice.Key key : chosen) {
            files.computeIfAbsent(key.run(), _ -> new TreeMap<>()).merge(key.path(), key.hunk() == HunkChoice.WHOLE ? new Selection.FileSelection.Whole()
                    : new Selection.FileSelection.Hunks(new TreeSet<>(Set.of(key.hunk()))), CompareViewModel::both);
        }
        var selection = new LinkedHashMap<RunId, Selection>();
        files.forEach((run, of) -> selection.put(run, new Selection(of)));
        return selection;
    }

    private static Selection.FileSelection both(Selection.FileSelection one, Selection.FileSelection two) {
        if (one instanceof Selection.FileSelection.Hunks a && two instanceof Selection.FileSelection.Hunks b) {
            var all = new TreeSet<>(a.accepted());
            all.addAll(b.accepted());
            return new Selection.FileSelection.Hunks(all);
        }
        return new Selection.FileSelection.Whole();
    }

    private static List<HunkChoice> choices(RunId run, Runs.Changed file) {
        FileChange change = file.change();
        if (file.diff() instanceof FileDiff.Text text && change instanceof FileChange.Modified && !text.hunks().isEmpty()) {
            return text.hunks().stream().map(hunk -> new HunkChoice(run, change.path(), hunk.index(), place(hunk), lines(text, hunk),
                    Math.max(0, hunk.beforeCount() + hunk.afterCount() - LINES))).toList();
        }
        Texts texts = Texts.of(CompareViewModel.class);
        String kind = texts.text("kind." + change.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        List<String> shown = file.diff() instanceof FileDiff.Text text ? text.hunks().stream().flatMap(hunk -> lines(text, hunk).stream()).limit(LINES).toList()
                : List.of();
        int all = file.diff() instanceof FileDiff.Text text ? text.added() + text.removed() : 0;
        return List.of(new HunkChoice(run, change.path(), HunkChoice.WHOLE, kind, shown, Math.max(0, all - LINES)));
    }

    private static String place(Hunk hunk) {
        return Texts.of(CompareViewModel.class).text("hunk.place", hunk.beforeStart() + 1, hunk.afterCount(), hunk.beforeCount());
    }

    private static List<String> lines(FileDiff.Text text, Hunk hunk) {
        var lines = new ArrayList<String>();
        text.before().lines().subList(hunk.beforeStart(), hunk.beforeEnd()).forEach(line -> lines.add("-" + line));
        text.after().lines().subList(hunk.afterStart(), hunk.afterEnd()).forEach(line -> lines.add("+" + line));
        return lines.subList(0, Math.min(LINES, lines.size()));
    }

    private List<Runs.Changed> of(RunState state) {
        return node(state).candidate().map(c -> changed.getOrDefault(c, List.of())).orElse(List.of());
    }

    private static NodeView node(RunState state) {
        return state.nodes().values().iterator().next();
    }

    private boolean waits(RunState state) {
        return node(state).state().needsHuman() && node(state).candidate().isPresent();
    }

    private List<RunState> waiting() {
        return runs.stream().map(states::get).filter(state -> state != null && waits(state)).toList();
    }

    private void show() {
        Instant now = clock.instant();
        states.values().forEach(state -> node(state).candidate().ifPresent(c -> read(state.id(), c)));
        List<Comparison.Side> sides = runs.stream().map(states::get).filter(state -> state != null)
                .map(state -> Comparison.side(state, state.endedAt().orElse(now))).toList();
        double least = sides.stream().filter(side -> side.state().needsHuman()).flatMap(side -> side.energy().stream()).mapToDouble(v -> v).min().orElse(-1);
        List<Candidate> next = sides.stream().map(side -> candidate(side, least)).toList();
        if (!next.equals(candidates.get())) {
            candidates.set(next);
        }
        var all = new TreeSet<WorkspacePath>();
        waiting().forEach(state -> of(state).forEach(file -> all.add(file.change().path())));
        if (!List.copyOf(all).equals(paths.get())) {
            paths.set(List.copyOf(all));
        }
        judge();
    }

    private Candidate candidate(Comparison.Side side, double least) {
        RunState state = states.get(side.run());
        NodeId node = node(state).node().id();
        String review = side.state().needsHuman() && side.candidate().isPresent() ? "" : texts.text("reason.nothing");
        boolean merged = side.agent().equals("patch") && runs.indexOf(side.run()) > 1;
        String size = side.candidate().filter(changed::containsKey).map(c -> size(changed.get(c))).orElse("");
        return new Candidate(side.run(), node, side.agent(), merged, Status.of(side.state()), side.energy(), side.verified(),
                side.state().needsHuman() && side.energy().filter(v -> v <= least).isPresent(), size, UsageWords.cost(side.usage()),
                UsageWords.tokens(side.usage()), Durations.clock(side.time()), side.calls(), review, review.isEmpty() ? "" : texts.text("reason.pick"));
    }

    private String size(List<Runs.Changed> files) {
        int added = files.stream().mapToInt(file -> file.diff() instanceof FileDiff.Text text ? text.added() : 0).sum();
        int removed = files.stream().mapToInt(file -> file.diff() instanceof FileDiff.Text text ? text.removed() : 0).sum();
        return texts.text("size", files.size(), added, removed);
    }

    private void read(RunId run, Changeset changeset) {
        if (!changed.containsKey(changeset) && reading.add(changeset)) {
            background.run(texts.text("work.read"), _ -> source.changed(run, changeset)).onSuccess(files -> {
                changed.put(changeset, files);
                show();
            });
        }
    }

    private void judge() {
        Set<RunId> open = new LinkedHashSet<>(waiting().stream().map(RunState::id).toList());
        chosen.removeIf(key -> !open.contains(key.run()));
        mergeReason.set(chosen.isEmpty() ? texts.text("reason.merge") : "");
    }
}
