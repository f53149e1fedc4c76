package dev.countersign.ui.checks;

import dev.countersign.ui.fx.Ansi;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Smoke;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The commands that check the workspace: each with what it said, one being written, and the weights.
public final class ChecksView extends ScrollPane {
    private final Texts texts = Texts.of(ChecksView.class);
    private final ChecksViewModel model;
    private final VBox cards = new VBox(12);
    private final Map<String, TextArea> outputs = new HashMap<>();

    public ChecksView(ChecksViewModel model) {
        this.model = model;
        getStyleClass().add("checks-scroll");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        var fault = Sections.prose("", "tone-danger");
        fault.setId("checks-fault");
        fault.textProperty().bind(model.faultProperty());
        fault.visibleProperty().bind(model.faultProperty().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        var form = new CheckForm(model);
        form.visibleProperty().bind(model.editingProperty());
        form.managedProperty().bind(form.visibleProperty());
        var page = new VBox(head(), Sections.prose(texts.text("words"), "text-muted", "text-body"), bar(), fault, form, cards, new WeightsForm(model));
        page.getStyleClass().addAll("page", "page-column", "surface");
        setContent(page);
        model.rows().addListener((ListChangeListener<ChecksViewModel.Row>) _ -> show());
        model.loadedProperty().addListener(_ -> show());
        model.chosenProperty().addListener(_ -> show());
        show();
        Views.styled(this, ChecksView.class, "checks.css");
    }

    private HBox head() {
        var title = new Label(texts.text("title"));
        title.getStyleClass().add("text-title");
        var origin = new Label();
        origin.getStyleClass().add("chip");
        origin.setMinWidth(Region.USE_PREF_SIZE);
        origin.textProperty().bind(Bindings.when(model.chosenProperty()).then(texts.text("chosen")).otherwise(texts.text("found")));
        model.chosenProperty().subscribe(chosen -> Tips.set(origin, texts.text(chosen ? "chosen.tip" : "found.tip")));
        var says = Tips.whole(new Label());
        says.textProperty().bind(model.saysProperty());
        says.getStyleClass().addAll("text-small", "text-muted");
        says.setId("checks-says");
        var row = new HBox(12, title, origin, gap(), says);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private HBox bar() {
        Button all = button("run.all", Feather.PLAY, () -> model.run(Optional.empty()));
        all.setId("checks-run");
        all.getStyleClass().add("accent");
        Button stop = button("stop", Feather.SQUARE, model::stop);
        Button add = button("add", Feather.PLUS, model::add);
        add.setId("checks-add");
        Button keep = button("keep", Feather.LOCK, model::keep);
        keep.setId("checks-keep");
        Button forget = button("forget", Feather.SEARCH, model::forget);
        return new HBox(8, Tips.reasoned(all, model.runReasonProperty(), ""), Tips.reasoned(stop, model.stopReasonProperty(), ""), gap(), add,
                Tips.reasoned(keep, model.keepReasonProperty(), texts.text("keep.tip")),
                Tips.reasoned(forget, model.forgetReasonProperty(), texts.text("forget.tip")));
    }

    private Button button(String key, Feather icon, Runnable action) {
        var button = new Button(texts.text(key), Icons.of(icon));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private static Region gap() {
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }

    private void show() {
        if (model.rows().isEmpty() && model.loadedProperty().get()) {
            outputs.clear();
            cards.getChildren().setAll(Sections.empty(Feather.CHECK_SQUARE, texts.text("none"), texts.text(model.chosenProperty().get() ? "none.chosen" : "none.found")));
            return;
        }
        outputs.keySet().retainAll(model.rows().stream().map(row -> row.check().name()).toList());
        cards.getChildren().setAll(model.rows().stream().map(this::card).toList());
    }

    private VBox card(ChecksViewModel.Row row) {
        CheckCommand check = row.check();
        var part = new Label(check.part().symbol());
        part.getStyleClass().addAll("code", "part-symbol");
        part.setMinWidth(Region.USE_PREF_SIZE);
        var name = Tips.whole(new Label(check.name()));
        name.getStyleClass().add("text-heading");
        var head = new HBox(12, part, name, gap());
        head.setAlignment(Pos.CENTER_LEFT);
        if (row.running()) {
            head.getChildren().add(new StatusBadge(Status.VERIFYING));
        } else {
            row.result().ifPresent(result -> head.getChildren().add(new StatusBadge(Status.of(result.state()))));
        }
        var run = small("run.one", check.name(), () -> model.run(Optional.of(check.name())));
        head.getChildren().addAll(Tips.reasoned(run, model.runReasonProperty(), ""), small("edit", check.name(), () -> model.edit(check.name())),
                small("remove", check.name(), () -> model.remove(check.name())));
        var about = (check.foundBy().equals("chosen") ? texts.text("by.chosen") : texts.text("by", check.foundBy())) + " \u00b7 " + texts.text("limit", Durations.took(check.limit()))
                + check.smoke().map(smoke -> " \u00b7 " + words(smoke)).orElse("");
        var card = new VBox(head, Sections.prose(CheckDraft.line(check.argv()), "code", "text-default"), Sections.prose(about, "text-small", "text-muted"));
        card.getStyleClass().add("check-card");
        row.result().ifPresent(result -> card.getChildren().add(Sections.prose(words(result), "text-small")));
        if (!row.output().isEmpty()) {
            TextArea area = outputs.computeIfAbsent(check.name(), this::output);
            String text = Ansi.strip(row.output());
            if (!area.getText().equals(text)) {
                area.setText(text);
                area.end();
                area.setPrefRowCount((int) Math.clamp(text.lines().count() + 1, 2, 12));
            }
            card.getChildren().add(area);
        }
        return card;
    }

    private TextArea output(String name) {
        var area = new TextArea();
        area.setEditable(false);
        area.setAccessibleText(texts.text("output", name));
        area.getStyleClass().addAll("code-area", "output-area", "check-output");
        return area;
    }

    private Button small(String key, String name, Runnable action) {
        var button = new Button(texts.text(key));
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(texts.text(key + ".accessible", name));
        button.setOnAction(_ -> action.run());
        return button;
    }

    private String words(Smoke smoke) {
        return smoke.says().map(says -> texts.text("ends.says", says)).orElseGet(() -> texts.text("ends.stays", Durations.took(smoke.stays())));
    }

    private static String words(SensorResult result) {
        return switch (result.state()) {
            case SensorResult.State.Passed passed -> passed.what();
            case SensorResult.State.Failed failed -> failed.residuals().stream().limit(5).map(r -> r.path().map(p -> p + (r.line() > 0 ? ":" + r.line() : "") + "  ")
                    .orElse("") + r.message().lines().findFirst().orElse("")).reduce((a, b) -> a + "\n" + b).orElse("");
            case SensorResult.State.NotChecked not -> not.why();
            case SensorResult.State.Stale stale -> stale.why();
        };
    }

    /// The name of a part on screen.
    static String part(Texts texts, Part part) {
        return texts.text("part." + part.name().toLowerCase(Locale.ROOT));
    }
}
