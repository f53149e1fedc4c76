package dev.countersign.ui.checks;

import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The commands that check a workspace: which there are, one being written, what they say now. JavaFX thread.
public final class ChecksViewModel {
    private static final int LINES = 400;

    /// A command with what it said here last, if it was run.
    public record Row(CheckCommand check, Optional<SensorResult> result, boolean running, String output) {}

    private final Texts texts = Texts.of(ChecksViewModel.class);
    private final ChecksSource source;
    private final Background background;
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper chosen = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper editing = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper runReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper stopReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper keepReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper forgetReason = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper says = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<String>> edited = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final CheckDraft draft = new CheckDraft();
    private final WeightsDraft weights = new WeightsDraft();
    private final Map<String, SensorResult> results = new HashMap<>();
    private final Map<String, Deque<String>> outputs = new HashMap<>();
    private final Set<String> running = new HashSet<>();
    private Optional<Job<Verification>> job = Optional.empty();
    private List<CheckCommand> checks = List.of();

    public ChecksViewModel(ChecksSource source, Background background) {
        this.source = source;
        this.background = background;
        load();
    }

    public ObservableList<Row> rows() {
        return rows;
    }

    /// Whether the commands were chosen; else the build files gave them.
    public ReadOnlyBooleanProperty chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty loadedProperty() {
        return loaded.getReadOnlyProperty();
    }

    /// Whether a check is being written.
    public ReadOnlyBooleanProperty editingProperty() {
        return editing.getReadOnlyProperty();
    }

    /// The check that is being changed; empty for a new one.
    public ReadOnlyObjectProperty<Optional<String>> editedProperty() {
        return edited.getReadOnlyProperty();
    }

    public CheckDraft draft() {
        return draft;
    }

    public WeightsDraft weights() {
        return weights;
    }

    /// What went wrong last, or empty text.
    public ReadOnlyStringProperty faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /// Why nothing can be run now, or empty text.
    public ReadOnlyStringProperty runReasonProperty() {
        return runReason.getReadOnlyProperty();
    }

    /// Why nothing can be stopped, or empty text.
    public ReadOnlyStringProperty stopReasonProperty() {
        return stopReason.getReadOnlyProperty();
    }

    /// Why what is run now can't be chosen, or empty text.
    public ReadOnlyStringProperty keepReasonProperty() {
        return keepReason.getReadOnlyProperty();
    }

    /// Why the build files can't decide again, or empty text.
    public ReadOnlyStringProperty forgetReasonProperty() {
        return forgetReason.getReadOnlyProperty();
    }

    /// What came of the last run as a whole, or what is being done.
    public ReadOnlyStringProperty saysProperty() {
        return says.getReadOnlyProperty();
    }

    public void load() {
        ask(() -> {});
    }

    public void add() {
        draft.clear();
        edited.set(Optional.empty());
        editing.set(true);
    }

    public void edit(String name) {
        checks.stream().filter(check -> check.name().equals(name)).findFirst().ifPresent(check -> {
            draft.show(check);
            edited.set(Optional.of(name));
            editing.set(true);
        });
    }

    public void cancelEdit() {
        editing.set(false);
    }

    public void save() {
        if (!draft.reasonProperty().get().isEmpty()) {
            return;
        }
        CheckCommand check = draft.check();
        Optional<String> was = edited.get();
        ask(() -> source.save(was, check), () -> editing.set(false));
    }

    public void remove(String name) {
        ask(() -> source.remove(name));
    }

    /// Chooses what is run now.
    public void keep() {
        ask(source::keep);
    }

    /// Back to what the build files give.
    public void forget() {
        ask(source::forget);
    }

    public void saveWeights() {
        if (weights.reasonProperty().get().isEmpty()) {
            var scale = weights.scale();
            ask(() -> source.weigh(scale));
        }
    }

    private void ask(Runnable asked) {
        ask(asked, () -> {});
    }

    private void ask(Runnable asked, Runnable done) {
        fault.set("");
        background.run(texts.text("work.checks"), _ -> {
            asked.run();
            return source.read();
        }).onSuccess(listed -> {
            checks = listed.checks();
            chosen.set(listed.chosen());
            weights.show(listed.scale());
            loaded.set(true);
            done.run();
            show();
        }).onFailure(problem -> {
            loaded.set(true);
            fault.set(problem.sentence() + " " + problem.next());
        });
    }

    /// Runs one command, or all, on the workspace as it stands.
    public void run(Optional<String> only) {
        if (!runReason.get().isEmpty()) {
            return;
        }
        fault.set("");
        checks.stream().map(CheckCommand::name).filter(name -> only.isEmpty() || only.get().equals(name)).forEach(name -> {
            results.remove(name);
            outputs.remove(name);
        });
        says.set(texts.text("run.begins"));
        Job<Verification> begun = background.run(only.map(name -> texts.text("work.run", name)).orElseGet(() -> texts.text("work.run.all")),
                progress -> source.run(only, new Hearer(), progress));
        job = Optional.of(begun);
        show();
        begun.onSuccess(found -> ended(texts.text("run.done", found.measured().text(), found.tree().brief())))
                .onFailure(problem -> {
                    fault.set(problem.sentence() + " " + problem.next());
                    ended("");
                }).onCancelled(() -> ended(texts.text("run.cancelled")));
    }

    /// Ends what runs.
    public void stop() {
        job.ifPresent(Job::cancel);
    }

    private void ended(String words) {
        job = Optional.empty();
        running.clear();
        says.set(words);
        show();
    }

    private final class Hearer implements Verifier.Listener {
        @Override
        public void started(Part part, String sensor) {
            background.pulse().post(() -> {
                says.set(texts.text("run.at", part.symbol(), sensor));
                running.add(sensor);
                show();
            });
        }

        @Override
        public void output(String sensor, String line) {
            background.pulse().post(() -> {
                Deque<String> lines = outputs.computeIfAbsent(sensor, _ -> new ArrayDeque<>());
                lines.add(line);
                while (lines.size() > LINES) {
                    lines.remove();
                }
                show();
            });
        }

        @Override
        public void finished(SensorResult result) {
            background.pulse().post(() -> {
                running.remove(result.sensor());
                results.put(result.sensor(), result);
                show();
            });
        }
    }

    private void show() {
        stopReason.set(job.isPresent() ? "" : texts.text("stop.none"));
        keepReason.set(chosen.get() ? texts.text("keep.done") : checks.isEmpty() ? texts.text("run.none") : "");
        forgetReason.set(chosen.get() ? "" : texts.text("forget.none"));
        runReason.set(job.isPresent() ? texts.text("run.busy") : checks.isEmpty() ? texts.text("run.none") : "");
        List<Row> next = checks.stream().map(check -> new Row(check, Optional.ofNullable(results.get(check.name())),
                job.isPresent() && running.contains(check.name()),
                String.join("\n", outputs.getOrDefault(check.name(), new ArrayDeque<>())))).toList();
        if (next.size() == rows.size()) {
            for (int i = 0; i < next.size(); i++) {
                if (!rows.get(i).equals(next.get(i))) {
                    rows.set(i, next.get(i));
                }
            }
        } else {
            rows.setAll(next);
        }
    }
}
