package dev.countersign.ui.shell;

import dev.countersign.run.RunId;
import dev.countersign.run.RunState;
import dev.countersign.ui.compare.CompareViewModel;
import dev.countersign.ui.fx.UiState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which runs are candidates for one task, remembered from one start to the next, and the one that is on the screen. JavaFX thread.
final class Comparisons {
    private static final String KEY = "compared";
    private static final int MOST = 50;

    private final UiState state;
    private Optional<CompareViewModel> shown = Optional.empty();

    Comparisons(UiState state) {
        this.state = state;
    }

    /// The comparison that a run is part of; the largest, where a merged candidate came to it.
    Optional<List<RunId>> of(RunId run) {
        return all().stream().filter(runs -> runs.contains(run)).findFirst();
    }

    /// Remembers a comparison in place of the one that it came of.
    void remember(List<RunId> runs) {
        var all = new ArrayList<>(all());
        all.removeIf(runs::containsAll);
        all.addFirst(runs);
        state.put(KEY, all.stream().limit(MOST).map(one -> one.stream().map(RunId::value).collect(Collectors.joining(" "))).toList());
    }

    void show(Optional<CompareViewModel> model) {
        shown = model;
    }

    void accept(RunState run) {
        shown.ifPresent(model -> model.accept(run));
    }

    private List<List<RunId>> all() {
        return state.list(KEY).stream().map(line -> Arrays.stream(line.split(" ")).map(RunId::new).toList()).toList();
    }
}
