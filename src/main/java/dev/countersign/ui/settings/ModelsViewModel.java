package dev.countersign.ui.settings;

import dev.countersign.agent.ModelDesk;
import dev.countersign.agent.Readiness;
import dev.countersign.fault.ProblemException;
import dev.countersign.model.Api;
import dev.countersign.model.Model;
import dev.countersign.model.Models;
import dev.countersign.model.ModelsText;
import dev.countersign.model.Price;
import dev.countersign.model.Tier;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The models that are set up, one of them in a form, and which is asked for what. What the form says becomes a text of `models.toml`; only
/// one that the reader of that file takes can be saved. JavaFX thread.
final class ModelsViewModel {
    /// What a form holds, as a person typed it.
    enum Field { NAME, ID, ADDRESS, KEY, CONTEXT, ANSWER, INPUT_PRICE, OUTPUT_PRICE }

    private final ModelDesk desk;
    private final Background background;
    private final Texts texts;
    private final ObservableList<Model> models = FXCollections.observableArrayList();
    private final ObjectProperty<Optional<Model>> edited = new SimpleObjectProperty<>(Optional.empty());
    private final ObjectProperty<Api> api = new SimpleObjectProperty<>(Api.OPENAI);
    private final Map<Field, StringProperty> fields = new EnumMap<>(Field.class);
    private final Map<Tier, StringProperty> tiers = new EnumMap<>(Tier.class);
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper broken = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper answer = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<Job<Readiness>>> asking = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Boolean>> answered = new ReadOnlyObjectWrapper<>(Optional.empty());
    private String text = "";
    private boolean filling;

    ModelsViewModel(ModelDesk desk, Background background, Texts texts) {
        this.desk = desk;
        this.background = background;
        this.texts = texts;
        for (Field field : Field.values()) {
            fields.put(field, watched());
        }
        for (Tier tier : Tier.values()) {
            tiers.put(tier, watched());
        }
        api.addListener((_, _, _) -> judge());
        read(Optional.empty());
    }

    private StringProperty watched() {
        var property = new SimpleStringProperty("");
        property.addListener((_, _, _) -> judge());
        return property;
    }

    ObservableList<Model> models() {
        return models;
    }

    /// The one in the form; empty for a new one. To be changed by [#edit] and [#add].
    ObjectProperty<Optional<Model>> editedProperty() {
        return edited;
    }

    ObjectProperty<Api> apiProperty() {
        return api;
    }

    StringProperty field(Field field) {
        return fields.get(field);
    }

    /// Names of models, first to last, with commas.
    StringProperty tier(Tier tier) {
        return tiers.get(tier);
    }

    /// Why it cannot be saved as it stands; empty where it can.
    ReadOnlyStringProperty faultProperty() {
        return fault.getReadOnlyProperty();
    }

    /// What is wrong with the file itself; empty where nothing is.
    ReadOnlyStringProperty brokenProperty() {
        return broken.getReadOnlyProperty();
    }

    /// What a test of the connection said last; empty before.
    ReadOnlyStringProperty answerProperty() {
        return answer.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Boolean>> answeredProperty() {
        return answered.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Job<Readiness>>> askingProperty() {
        return asking.getReadOnlyProperty();
    }

    String file() {
        return desk.file().toString();
    }

    private void read(Optional<String> selected) {
        try {
            text = desk.text();
            Models read = desk.models();
            broken.set("");
            filling = true;
            models.setAll(read.models());
            tiers.forEach((tier, names) -> names.set(String.join(", ", read.tiers().getOrDefault(tier, List.of()))));
            filling = false;
        } catch (ProblemException e) {
            broken.set(e.problem().sentence() + " " + e.problem().next());
        } catch (IOException e) {
            broken.set(String.valueOf(e.getMessage()));
        }
        Optional<Model> next = selected.flatMap(name -> models.stream().filter(m -> m.name().equals(name)).findFirst()).or(() -> models.stream().findFirst());
        next.ifPresentOrElse(this::edit, this::add);
    }

    /// Puts a model into the form.
    void edit(Model model) {
        fill(Optional.of(model), model.api(), Map.of(Field.NAME, model.name(), Field.ID, model.id(),
                Field.ADDRESS, model.address().equals(model.api().address()) ? "" : model.address().toString(),
                Field.KEY, model.key().filter(key -> !(model.address().equals(model.api().address()) && model.api().key().equals(Optional.of(key)))).orElse(""),
                Field.CONTEXT, String.valueOf(model.context()), Field.ANSWER, String.valueOf(model.answer()),
                Field.INPUT_PRICE, model.price().map(p -> p.input().toPlainString()).orElse(""),
                Field.OUTPUT_PRICE, model.price().map(p -> p.output().toPlainString()).orElse("")));
    }

    /// Empties the form for another model.
    void add() {
        fill(Optional.empty(), Api.ANTHROPIC, Map.of(Field.CONTEXT, String.valueOf(Model.CONTEXT), Field.ANSWER, String.valueOf(Model.ANSWER)));
    }

    private void fill(Optional<Model> model, Api spoken, Map<Field, String> values) {
        filling = true;
        edited.set(model);
        api.set(spoken);
        fields.forEach((field, property) -> property.set(values.getOrDefault(field, "")));
        answer.set("");
        answered.set(Optional.empty());
        filling = false;
        judge();
    }

    private void judge() {
        if (!filling) {
            Outcome outcome = outcome();
            fault.set(outcome.fault().orElse(""));
        }
    }

    /// @param wanted the text to be saved, where nothing is wrong
    private record Outcome(Optional<String> wanted, Optional<Model> model, Optional<String> fault) {
        static Outcome wrong(String why) {
            return new Outcome(Optional.empty(), Optional.empty(), Optional.of(why));
        }
    }

    private String value(Field field) {
        return fields.get(field).get().strip();
    }

    private Outcome outcome() {
        if (!broken.get().isEmpty()) {
            return Outcome.wrong(broken.get());
        }
        if (value(Field.NAME).isEmpty() || value(Field.ID).isEmpty()) {
            return Outcome.wrong(texts.text(value(Field.NAME).isEmpty() ? "models.needs.name" : "models.needs.id"));
        }
        Optional<Model> before = edited.get();
        if (models.stream().anyMatch(m -> m.name().equals(value(Field.NAME)) && !before.equals(Optional.of(m)))) {
            return Outcome.wrong(texts.text("models.taken", value(Field.NAME)));
        }
        try {
            Model model = model(before);
            Map<Tier, List<String>> named = new EnumMap<>(Tier.class);
            tiers.forEach((tier, names) -> named.put(tier, Arrays.stream(names.get().split(",")).map(String::strip).filter(n -> !n.isEmpty())
                    .map(n -> before.filter(m -> m.name().equals(n)).isPresent() ? model.name() : n).toList()));
            String wanted = ModelsText.tiers(ModelsText.with(text, before.map(Model::name), model), named);
            Models parsed = desk.parse(wanted);
            // Whatever a person may have written there: what is saved says what the form says, and nothing else is lost.
            boolean whole = parsed.find(model.name()).equals(Optional.of(model))
                    && models.stream().filter(m -> !before.equals(Optional.of(m))).allMatch(m -> parsed.find(m.name()).equals(Optional.of(m)));
            return whole ? new Outcome(Optional.of(wanted), Optional.of(model), Optional.empty()) : Outcome.wrong(texts.text("models.by.hand", file()));
        } catch (NumberFormatException e) {
            return Outcome.wrong(texts.text("models.number"));
        } catch (IllegalArgumentException e) {
            return Outcome.wrong(texts.text("models.unfit", String.valueOf(e.getMessage())));
        } catch (ProblemException e) {
            return Outcome.wrong(e.problem().sentence());
        }
    }

    private Model model(Optional<Model> before) {
        URI address = value(Field.ADDRESS).isEmpty() ? api.get().address() : URI.create(value(Field.ADDRESS).replaceAll("/+$", ""));
        Optional<String> named = Optional.of(value(Field.KEY)).filter(key -> !key.isEmpty());
        Optional<String> key = named.or(() -> address.equals(api.get().address()) ? api.get().key() : Optional.empty());
        if (value(Field.INPUT_PRICE).isEmpty() != value(Field.OUTPUT_PRICE).isEmpty()) {
            throw new IllegalArgumentException(texts.text("models.both.prices"));
        }
        Optional<Price> price = value(Field.INPUT_PRICE).isEmpty() ? Optional.empty() : Optional.of(new Price(new BigDecimal(value(Field.INPUT_PRICE)),
                new BigDecimal(value(Field.OUTPUT_PRICE)), before.flatMap(Model::price).flatMap(Price::cached), before.flatMap(Model::price).flatMap(Price::stored)));
        Optional<Price> plain = price.map(p -> new Price(number(p.input()), number(p.output()), p.cached(), p.stored()));
        return new Model(value(Field.NAME), api.get(), value(Field.ID), address, key, Integer.parseInt(value(Field.CONTEXT)), Integer.parseInt(value(Field.ANSWER)),
                before.map(Model::temperature).orElse(OptionalDouble.empty()), before.map(Model::silence).orElse(Duration.ofSeconds(Model.SILENCE.toSeconds())), plain);
    }

    /// As the file's reader has it.
    private static BigDecimal number(BigDecimal typed) {
        return typed.stripTrailingZeros().scale() <= 0 ? BigDecimal.valueOf(typed.longValueExact()) : BigDecimal.valueOf(typed.doubleValue());
    }

    /// Writes what the form says. Nothing where it cannot be.
    void save() {
        Outcome outcome = outcome();
        if (outcome.wanted().isPresent()) {
            write(outcome.wanted().get(), outcome.model().map(Model::name));
        }
    }

    /// Takes the model in the form out of the file, and out of all tiers.
    void remove() {
        edited.get().ifPresent(model -> {
            Map<Tier, List<String>> left = new EnumMap<>(Tier.class);
            desk.models().tiers().forEach((tier, names) -> left.put(tier, names.stream().filter(n -> !n.equals(model.name())).toList()));
            write(ModelsText.tiers(ModelsText.without(text, model.name()), left), Optional.empty());
        });
    }

    private void write(String wanted, Optional<String> selected) {
        try {
            desk.save(wanted);
            read(selected);
        } catch (ProblemException e) {
            fault.set(e.problem().sentence());
        } catch (IOException e) {
            fault.set(texts.text("models.not.written", String.valueOf(e.getMessage())));
        }
    }

    /// Asks the model in the form a short question, as the form says it, saved or not.
    void test() {
        outcome().model().ifPresent(model -> {
            answer.set(texts.text("models.testing", model.name()));
            answered.set(Optional.empty());
            Job<Readiness> job = background.run(texts.text("models.testing", model.name()), _ -> desk.check(model));
            asking.set(Optional.of(job));
            job.onSuccess(found -> over(found.says(), Optional.of(found.ready()))).onFailure(problem -> over(problem.sentence(), Optional.of(false)))
                    .onCancelled(() -> over("", Optional.empty()));
        });
    }

    private void over(String says, Optional<Boolean> ready) {
        asking.set(Optional.empty());
        answer.set(says);
        answered.set(ready);
    }
}
