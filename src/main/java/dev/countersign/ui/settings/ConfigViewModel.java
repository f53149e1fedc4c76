package dev.countersign.ui.settings;

import dev.countersign.fault.Problem;
import dev.countersign.fault.ProblemException;
import dev.countersign.run.ConfigFile;
import dev.countersign.run.ConfigValue;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;

/// Every value that `config set` knows, one of them in a field. What is set here is read as the command line would, and written as it would;
/// what was changed here can be taken back in order. JavaFX thread.
final class ConfigViewModel {
    /// One value, by the name that `config set` takes.
    record Row(ConfigFile file, ConfigValue value) {
        String name() {
            return file.name() + "." + value.key();
        }
    }

    /// What was there before a change.
    private record Change(ConfigFile file, String key, Optional<String> before) {
        String name() {
            return file.name() + "." + key;
        }
    }

    /// What comes of reading all files.
    private record Read(List<Row> rows, String broken) {}

    private final List<ConfigFile> files;
    private final Background background;
    private final Texts texts;
    private final ObservableList<Row> all = FXCollections.observableArrayList();
    private final FilteredList<Row> rows = new FilteredList<>(all);
    private final Deque<Change> changes = new ArrayDeque<>();
    private final StringProperty filter = new SimpleStringProperty("");
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Optional<Row>> chosen = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper broken = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper undone = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

    ConfigViewModel(List<ConfigFile> files, Background background, Texts texts) {
        this.files = List.copyOf(files);
        this.background = background;
        this.texts = texts;
        filter.addListener((_, _, words) -> rows.setPredicate(row -> matches(row, words.strip().toLowerCase(Locale.ROOT))));
        text.addListener((_, _, _) -> {
            fault.set("");
            done.set("");
        });
        read(Optional.empty());
    }

    private static boolean matches(Row row, String words) {
        return row.name().toLowerCase(Locale.ROOT).contains(words) || row.value().says().toLowerCase(Locale.ROOT).contains(words);
    }

    ObservableList<Row> rows() {
        return rows;
    }

    StringProperty filterProperty() {
        return filter;
    }

    /// What is in the field; what is set is this.
    StringProperty textProperty() {
        return text;
    }

    ReadOnlyObjectProperty<Optional<Row>> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /// Why what is in the field was refused; empty where it was not.
    ReadOnlyStringProperty faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /// Files that cannot be used, and so are not among the rows; empty for none.
    ReadOnlyStringProperty brokenProperty() {
        return broken.getReadOnlyProperty();
    }

    /// What was done last.
    ReadOnlyStringProperty doneProperty() {
        return done.getReadOnlyProperty();
    }

    /// What taking back would do; empty where there is nothing.
    ReadOnlyStringProperty undoneProperty() {
        return undone.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// Where a value comes from: `ledger.toml, line 3`, or that it is the default.
    String source(Row row) {
        return row.value().line().isPresent() ? texts.text("config.line", row.file().path().getFileName(), row.value().line().getAsInt())
                : texts.text(row.value().standard().isEmpty() ? "config.needed" : "config.standard");
    }

    void choose(Row row) {
        chosen.set(Optional.of(row));
        text.set(row.value().written().filter(_ -> row.value().oneLine()).orElse(""));
        fault.set("");
        done.set("");
    }

    /// Puts what is written into the field again.
    void revert() {
        chosen.get().ifPresent(this::choose);
    }

    /// Writes what is in the field; with nothing in it, what holds without it holds.
    void set() {
        chosen.get().filter(row -> row.value().oneLine()).ifPresent(row -> {
            String value = text.get().strip();
            if (value.isEmpty()) {
                unset();
            } else if (!row.value().written().equals(Optional.of(value))) {
                change(row.file(), row.value().key(), Optional.of(value), Optional.of(before(row)), texts.text("config.done.set", row.name()));
            }
        });
    }

    /// Takes the value out of its file.
    void unset() {
        chosen.get().filter(row -> row.value().oneLine() && row.value().written().isPresent()).ifPresent(row ->
                change(row.file(), row.value().key(), Optional.empty(), Optional.of(before(row)), texts.text("config.done.unset", row.name())));
    }

    /// Takes the last change back.
    void undo() {
        Change last = changes.peek();
        if (last != null) {
            change(last.file, last.key, last.before, Optional.empty(), texts.text("config.done.undone", last.name()));
        }
    }

    /// Looks at the files again.
    void refresh() {
        read(chosen.get().map(Row::name));
    }

    private static Change before(Row row) {
        return new Change(row.file(), row.value().key(), row.value().written());
    }

    /// @param before what is remembered of it; empty where it is itself taking something back
    private void change(ConfigFile file, String key, Optional<String> value, Optional<Change> before, String words) {
        if (busy.get()) {
            return;
        }
        busy.set(true);
        background.run(words, _ -> {
            if (value.isPresent()) {
                file.set(key, value.get());
            } else {
                file.unset(key);
            }
            return readAll();
        }).onSuccess(read -> {
            busy.set(false);
            before.ifPresentOrElse(changes::push, changes::pop);
            Change next = changes.peek();
            undone.set(next == null ? "" : texts.text(next.before.isPresent() ? "config.undo.to" : "config.undo.out", next.name(), next.before.orElse("")));
            show(read, Optional.of(file.name() + "." + key));
            done.set(words);
        }).onFailure(problem -> {
            busy.set(false);
            done.set("");
            fault.set(words(problem));
        });
    }

    private void read(Optional<String> selected) {
        busy.set(true);
        background.run(texts.text("config.title"), _ -> readAll()).onSuccess(read -> {
            busy.set(false);
            show(read, selected);
        }).onFailure(problem -> {
            busy.set(false);
            broken.set(words(problem));
        });
    }

    private Read readAll() {
        var found = new ArrayList<Row>();
        var wrong = new ArrayList<String>();
        for (ConfigFile file : files) {
            try {
                ConfigFile.Found state = file.examine();
                if (state.problem().isPresent()) {
                    wrong.add(words(state.problem().get()));
                } else {
                    file.values().forEach(value -> found.add(new Row(file, value)));
                }
            } catch (ProblemException e) {
                wrong.add(words(e.problem()));
            } catch (IOException e) {
                wrong.add(file.path() + ": " + e.getMessage());
            }
        }
        return new Read(found, String.join("\n", wrong));
    }

    private void show(Read read, Optional<String> selected) {
        all.setAll(read.rows);
        broken.set(read.broken);
        all.stream().filter(row -> selected.equals(Optional.of(row.name()))).findFirst().or(() -> all.stream().findFirst())
                .ifPresentOrElse(this::choose, () -> chosen.set(Optional.empty()));
    }

    private static String words(Problem problem) {
        return problem.sentence() + " " + problem.next();
    }
}
