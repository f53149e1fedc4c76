package dev.countersign.ui.insight;

import dev.countersign.changeset.FileChange;
import dev.countersign.fault.Problem;
import dev.countersign.ledger.blame.Annotation;
import dev.countersign.ledger.blame.Checks;
import dev.countersign.ledger.blame.Origin;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// One file with the origin of its lines, and the way back through its past. JavaFX thread.
public final class BlameViewModel {
    private static final int AGES = 5;

    /// A file at an entry; now, where there is none.
    record Place(String path, OptionalLong at) {}

    private final InsightSource source;
    private final Background background;
    private final Texts texts = Texts.of(BlameViewModel.class);
    private final StringProperty path = new SimpleStringProperty("");
    private final ObservableList<BlameRow> rows = FXCollections.observableArrayList();
    private final ObjectProperty<Optional<BlameRow>> selected = new SimpleObjectProperty<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Place>> shown = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Job<?>>> reading = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper canReturn = new ReadOnlyBooleanWrapper();
    private final Deque<Place> past = new ArrayDeque<>();

    public BlameViewModel(InsightSource source, Background background) {
        this.source = source;
        this.background = background;
    }

    /// The path as it is typed.
    StringProperty pathProperty() {
        return path;
    }

    ObservableList<BlameRow> rows() {
        return rows;
    }

    ObjectProperty<Optional<BlameRow>> selectedProperty() {
        return selected;
    }

    ReadOnlyObjectProperty<Optional<Place>> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Job<?>>> readingProperty() {
        return reading.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty canReturnProperty() {
        return canReturn.getReadOnlyProperty();
    }

    /// Reads the typed file as it is now.
    void open() {
        if (!path.get().isBlank()) {
            open(path.get().strip(), OptionalLong.empty());
        }
    }

    void open(String file, OptionalLong at) {
        shown.get().ifPresent(past::push);
        read(new Place(file, at));
    }

    /// The file as it stood before the entry of the chosen line, under the name it had then.
    void stepBack() {
        Optional<Place> from = shown.get();
        before().ifPresent(seq -> background.run(texts.text("job.step"), _ -> nameBefore(from.orElseThrow().path(), seq)).onSuccess(name -> {
            if (shown.get().equals(from)) {
                open(name, OptionalLong.of(seq - 1));
            }
        }));
    }

    private String nameBefore(String name, long seq) throws IOException {
        for (FileChange change : source.changes(seq)) {
            if (change instanceof FileChange.Renamed renamed && renamed.path().value().equals(name)) {
                return renamed.from().value();
            }
        }
        return name;
    }

    /// The entry before which the chosen line's file can be shown; empty where there is none.
    Optional<Long> before() {
        return selected.get().flatMap(BlameRow::entry).map(Entry::seq).filter(seq -> seq > 0);
    }

    /// Back to what was shown before the last step.
    void comeBack() {
        if (!past.isEmpty()) {
            read(past.pop());
        }
    }

    /// The next line with this text, in any case, round the end. @param forward or upwards
    OptionalInt find(String text, int from, boolean forward) {
        String wanted = text.toLowerCase(java.util.Locale.ROOT);
        for (int step = 1; step <= rows.size() && !wanted.isEmpty(); step++) {
            int at = Math.floorMod(from + (forward ? step : -step), rows.size());
            if (rows.get(at).line().text().toLowerCase(java.util.Locale.ROOT).contains(wanted)) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }

    private void read(Place place) {
        reading.get().ifPresent(Job::cancel);
        path.set(place.path());
        canReturn.set(!past.isEmpty());
        Job<List<BlameRow>> job = background.run(texts.text("job.blame", place.path()), progress -> rows(place, progress));
        reading.set(Optional.of(job));
        job.onSuccess(found -> {
            if (reading.get().equals(Optional.of(job))) {
                selected.set(Optional.empty());
                rows.setAll(found);
                shown.set(Optional.of(place));
                problem.set(Optional.empty());
                reading.set(Optional.empty());
            }
        });
        job.onFailure(fault -> {
            if (reading.get().equals(Optional.of(job))) {
                problem.set(Optional.of(fault));
                reading.set(Optional.empty());
            }
        });
        job.onCancelled(() -> {
            if (reading.get().equals(Optional.of(job))) {
                reading.set(Optional.empty());
            }
        });
    }

    private List<BlameRow> rows(Place place, Progress progress) throws IOException {
        Annotation annotation = source.blame(WorkspacePath.of(place.path()), place.at(), progress);
        Map<Long, Checks> checks = new HashMap<>();
        for (Entry entry : annotation.entries().values()) {
            progress.check();
            checks.put(entry.seq(), source.checks(entry));
        }
        List<Long> ages = new ArrayList<>(annotation.entries().keySet());
        var found = new ArrayList<BlameRow>(annotation.lines().size());
        for (int i = 0; i < annotation.lines().size(); i++) {
            Annotation.Line line = annotation.lines().get(i);
            boolean first = i == 0 || !annotation.lines().get(i - 1).origin().equals(line.origin());
            Optional<Entry> entry = line.origin() instanceof Origin.Recorded recorded
                    ? Optional.of(annotation.entries().get(recorded.seq())) : Optional.empty();
            int age = entry.map(e -> ages.size() == 1 ? AGES - 1 : ages.indexOf(e.seq()) * (AGES - 1) / (ages.size() - 1)).orElse(-1);
            found.add(new BlameRow(i + 1, line, entry, entry.map(e -> checks.get(e.seq())), first, age));
        }
        return found;
    }
}
