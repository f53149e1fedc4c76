package dev.countersign.ui.guard;

import dev.countersign.agent.Agent;
import dev.countersign.agent.Agents;
import dev.countersign.fault.Problem;
import dev.countersign.secret.Secrets;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// Stored secrets, as far as anyone may see them. A typed value is forgotten as soon as it is stored. JavaFX thread.
public final class SecretsViewModel {
    private static final int OLD_DAYS = 90;

    private final Secrets secrets;
    private final Agents agents;
    private final Background background;
    private final InstantSource clock;
    private final Texts texts = Texts.of(SecretsViewModel.class);
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ObservableList<Row> rowsView = FXCollections.unmodifiableObservableList(rows);
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty value = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper says = new ReadOnlyStringWrapper("");
    private final ObjectProperty<Optional<Problem>> problem = new SimpleObjectProperty<>(Optional.empty());

    /// @param hint  what is shown in place of the value
    /// @param place where it is kept and since when
    /// @param given the agents that get it
    /// @param old   its provider should make a new one
    record Row(String name, String hint, String place, String given, boolean old) {}

    public SecretsViewModel(Secrets secrets, Agents agents, Background background, InstantSource clock) {
        this.secrets = secrets;
        this.agents = agents;
        this.background = background;
        this.clock = clock;
    }

    ObservableList<Row> rows() {
        return rowsView;
    }

    StringProperty nameProperty() {
        return name;
    }

    StringProperty valueProperty() {
        return value;
    }

    /// What was done last.
    ReadOnlyStringProperty saysProperty() {
        return says.getReadOnlyProperty();
    }

    ObjectProperty<Optional<Problem>> problemProperty() {
        return problem;
    }

    void load() {
        background.run(texts.text("secrets.reading"), _ -> secrets.list().stream().map(this::row).toList())
                .onSuccess(rows::setAll).onFailure(this::fail);
    }

    private Row row(Secrets.Info info) {
        long days = Duration.between(info.since(), clock.instant()).toDays();
        String when = days < 1 ? texts.text("secrets.today") : days == 1 ? texts.text("secrets.yesterday") : texts.text("secrets.days", days);
        List<String> given = agents.all().stream().filter(agent -> agent.preview("").environment().containsKey(info.name())).map(Agent::name).toList();
        return new Row(info.name(), info.hint().isEmpty() ? texts.text("secrets.hidden") : texts.text("secrets.hint", info.hint()),
                texts.text("secrets.place", info.place(), when),
                given.isEmpty() ? texts.text("secrets.given.none") : texts.text("secrets.given", String.join(", ", given)), days > OLD_DAYS);
    }

    /// Stores what is typed, in place of an earlier value.
    void store() {
        String as = name.get().strip();
        String typed = value.get();
        if (as.isEmpty() || typed.isEmpty()) {
            return;
        }
        begin();
        background.run(texts.text("secrets.storing", as), _ -> secrets.set(as, typed)).onSuccess(info -> {
            name.set("");
            value.set("");
            says.set(texts.text("secrets.stored", info.name(), info.place()));
            load();
        }).onFailure(this::fail);
    }

    void remove(String of) {
        begin();
        background.run(texts.text("secrets.removing", of), _ -> secrets.remove(of)).onSuccess(_ -> load()).onFailure(this::fail);
    }

    private void begin() {
        says.set("");
        problem.set(Optional.empty());
    }

    private void fail(Problem fault) {
        problem.set(Optional.of(fault));
    }
}
