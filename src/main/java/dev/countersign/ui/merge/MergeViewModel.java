package dev.countersign.ui.merge;

import dev.countersign.changeset.LineRange;
import dev.countersign.changeset.Merge;
import dev.countersign.changeset.Merge.Resolution;
import dev.countersign.changeset.TextFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// One file's merge while a person settles it: rows to show, the conflict in front, and how each is settled so far.
public final class MergeViewModel {
    /// Lines shown above and below a conflict.
    private static final int CONTEXT = 3;

    private final Merge merge;
    private final MergeWords words;
    private final Consumer<Map<Integer, Resolution>> settled;
    private final Map<Integer, Resolution> resolutions = new TreeMap<>();
    private final ObservableList<MergeRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyIntegerWrapper resolved = new ReadOnlyIntegerWrapper();
    private final IntegerProperty current = new SimpleIntegerProperty();
    private final BooleanProperty base = new SimpleBooleanProperty();

    /// @param chosen  how conflicts were settled before
    /// @param settled hears every change of that; complete when it has an answer for each conflict
    public MergeViewModel(Merge merge, MergeWords words, Map<Integer, Resolution> chosen,
                          Consumer<Map<Integer, Resolution>> settled) {
        this.merge = merge;
        this.words = words;
        this.settled = settled;
        resolutions.putAll(chosen);
        base.addListener((_, _, _) -> lay());
        lay();
        nextOpen();
    }

    Merge merge() {
        return merge;
    }

    MergeWords words() {
        return words;
    }

    ObservableList<MergeRow> rows() {
        return rows;
    }

    /// Index of the conflict in front.
    public IntegerProperty currentProperty() {
        return current;
    }

    /// How many are settled.
    public ReadOnlyIntegerProperty resolvedProperty() {
        return resolved.getReadOnlyProperty();
    }

    /// Whether what both sides began with is shown too.
    public BooleanProperty baseProperty() {
        return base;
    }

    public int conflicts() {
        return merge.conflicts().size();
    }

    public boolean isSettled() {
        return resolved.get() == conflicts();
    }

    Optional<Resolution> resolution(int conflict) {
        return Optional.ofNullable(resolutions.get(conflict));
    }

    /// Settles the conflict in front and goes to the next open one.
    public void resolve(Resolution resolution) {
        resolutions.put(current.get(), resolution);
        lay();
        nextOpen();
        settled.accept(Map.copyOf(resolutions));
    }

    /// Opens the conflict in front again.
    public void reopen() {
        if (resolutions.remove(current.get()) != null) {
            lay();
            settled.accept(Map.copyOf(resolutions));
        }
    }

    /// Goes to the next or previous conflict, settled or not, and stays at the ends.
    public void step(int by) {
        current.set(Math.clamp(current.get() + by, 0, Math.max(0, conflicts() - 1)));
    }

    private void nextOpen() {
        for (int i = 0; i < conflicts(); i++) {
            int at = (current.get() + i) % conflicts();
            if (!resolutions.containsKey(at)) {
                current.set(at);
                return;
            }
        }
    }

    /// What an editor starts with for the conflict in front: its settled lines, else those of both sides.
    public String draft() {
        Merge.Conflict conflict = merge.conflicts().get(current.get());
        TextFile lines = merge.resolved(conflict, resolution(conflict.index()).orElse(new Resolution.OursThenTheirs()));
        var text = new StringBuilder();
        for (int i = 0; i < lines.lines().size(); i++) {
            text.append(lines.lines().get(i)).append(lines.ends().get(i).isEmpty() ? "" : "\n");
        }
        return text.toString();
    }

    /// The row of the conflict in front.
    int headRow() {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i) instanceof MergeRow.Head head && head.conflict().index() == current.get()) {
                return i;
            }
        }
        return 0;
    }

    private void lay() {
        var laid = new ArrayList<MergeRow>();
        var standing = new ArrayList<MergeRow.Line>();
        boolean first = true;
        for (Merge.Chunk chunk : merge.chunks()) {
            switch (chunk) {
                case Merge.Settled stands -> {
                    boolean theirs = stands.origin() == Merge.Origin.THEIRS;
                    lines(theirs ? merge.theirs() : merge.ours(), theirs ? stands.theirs() : stands.ours())
                            .forEach(line -> standing.add(new MergeRow.Line(line, stands.origin())));
                }
                case Merge.Conflict conflict -> {
                    flush(laid, standing, first, false);
                    first = false;
                    lay(laid, conflict);
                }
            }
        }
        flush(laid, standing, first, true);
        resolved.set(resolutions.size());
        rows.setAll(laid);
    }

    private static void flush(List<MergeRow> laid, List<MergeRow.Line> standing, boolean first, boolean last) {
        int above = first ? 0 : CONTEXT;
        int below = last ? 0 : CONTEXT;
        int from = 0;
        while (from < standing.size()) {
            // What one side changed is seen; what nobody changed is folded away from conflicts.
            int to = from;
            boolean same = standing.get(from).origin() == Merge.Origin.UNCHANGED;
            while (to < standing.size() && (standing.get(to).origin() == Merge.Origin.UNCHANGED) == same) {
                to++;
            }
            int head = from == 0 ? above : CONTEXT;
            int foot = to == standing.size() ? below : CONTEXT;
            int hidden = to - from - head - foot;
            if (same && hidden > 1) {
                laid.addAll(standing.subList(from, from + head));
                laid.add(new MergeRow.Fold(hidden));
                laid.addAll(standing.subList(to - foot, to));
            } else {
                laid.addAll(standing.subList(from, to));
            }
            from = to;
        }
        standing.clear();
    }

    private void lay(List<MergeRow> laid, Merge.Conflict conflict) {
        Optional<Resolution> resolution = resolution(conflict.index());
        laid.add(new MergeRow.Head(conflict, resolution));
        if (resolution.isPresent()) {
            merge.resolved(conflict, resolution.get()).lines().forEach(line -> laid.add(new MergeRow.Result(conflict.index(), line)));
            return;
        }
        if (base.get()) {
            lines(merge.base(), conflict.base()).forEach(line -> laid.add(new MergeRow.Base(conflict.index(), line)));
        }
        List<String> ours = lines(merge.ours(), conflict.ours());
        List<String> theirs = lines(merge.theirs(), conflict.theirs());
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            laid.add(new MergeRow.Pair(conflict.index(), at(ours, i), conflict.ours().from() + i + 1, at(theirs, i),
                    conflict.theirs().from() + i + 1));
        }
    }

    private static Optional<String> at(List<String> lines, int index) {
        return index < lines.size() ? Optional.of(lines.get(index)) : Optional.empty();
    }

    private static List<String> lines(TextFile file, LineRange range) {
        return range.isEmpty() ? Collections.emptyList() : file.lines().subList(range.from(), range.to());
    }
}
