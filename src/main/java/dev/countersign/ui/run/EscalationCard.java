package dev.countersign.ui.run;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A node that needs a person: what was tried, what is still found, and what can be done. Esc does nothing.
final class EscalationCard extends VBox {
    private final Texts texts = Texts.of(EscalationCard.class);
    private final EscalationViewModel model;
    private final ToggleGroup group = new ToggleGroup();
    private final VBox choices = new VBox(4);
    private final TextArea words = new TextArea();
    private final ComboBox<String> agents = new ComboBox<>();
    private final Label hint = Sections.prose("", "text-small", "text-muted");
    private final Button go = new Button();

    private EscalationCard(EscalationViewModel model) {
        this.model = model;
        getStyleClass().addAll("consent", "escalation");
        var icon = Icons.of(Feather.USER_X, 20);
        icon.getStyleClass().add("tone-danger");
        var title = new Label(texts.text("escalation.title", model.name()));
        title.getStyleClass().add("text-heading");
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        var head = new HBox(12, icon, title, new StatusBadge(model.status()));
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, Sections.prose(model.whyProperty().get(), "text-default", "text-body"), report());
        if (!model.findings().isEmpty()) {
            var found = new TextArea(String.join("\n", model.findings()));
            found.setEditable(false);
            found.setWrapText(true);
            found.setPrefRowCount(Math.clamp(model.findings().size(), 2, 6));
            found.setFocusTraversable(false);
            found.setAccessibleText(texts.text("escalation.findings"));
            found.getStyleClass().addAll("code-area", "output-area");
            getChildren().addAll(label("escalation.findings"), found);
        }
        for (EscalationViewModel.Choice choice : EscalationViewModel.Choice.values()) {
            choices.getChildren().add(row(choice));
        }
        words.setWrapText(true);
        words.setPrefRowCount(3);
        words.getStyleClass().add("escalation-words");
        agents.getItems().setAll(model.agents());
        agents.getStyleClass().add("escalation-agent");
        getChildren().addAll(label("escalation.do"), choices, hint, words, agents);
        group.selectedToggleProperty().addListener((_, _, _) -> show());
        group.getToggles().stream().filter(t -> !((RadioButton) t).isDisabled()).findFirst().ifPresent(group::selectToggle);
        show();
    }

    private GridPane report() {
        var grid = new GridPane(16, 4);
        var values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(new ColumnConstraints(150), values);
        for (EscalationViewModel.Line line : model.report()) {
            var name = new Label(line.name());
            name.getStyleClass().addAll("text-small", "text-muted");
            grid.addRow(grid.getRowCount(), name, Sections.prose(line.value(), "text-small", "text-default"));
        }
        return grid;
    }

    private HBox row(EscalationViewModel.Choice choice) {
        String reason = model.reason(choice);
        var button = new RadioButton(texts.text("escalate." + key(choice)));
        button.setToggleGroup(group);
        button.setUserData(choice);
        button.setDisable(!reason.isEmpty());
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().add("choice-" + key(choice).replace('_', '-'));
        var why = Sections.prose(reason, "text-small", "text-muted");
        HBox.setHgrow(why, Priority.ALWAYS);
        var row = new HBox(12, button, why);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Optional<EscalationViewModel.Choice> chosen() {
        return Optional.ofNullable(group.getSelectedToggle()).map(t -> (EscalationViewModel.Choice) t.getUserData());
    }

    private static String key(EscalationViewModel.Choice choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    private void show() {
        Optional<EscalationViewModel.Choice> choice = chosen();
        go.setDisable(choice.isEmpty());
        choice.ifPresent(c -> {
            hint.setText(texts.text("escalate_hint." + key(c)));
            go.setText(texts.text("escalate_go." + key(c)));
            boolean says = c == EscalationViewModel.Choice.AGAIN || c == EscalationViewModel.Choice.GIVE_UP;
            visible(words, says);
            words.setPromptText(texts.text(c == EscalationViewModel.Choice.GIVE_UP ? "escalation.words.reason" : "escalation.words.again"));
            words.setAccessibleText(words.getPromptText());
            boolean names = c == EscalationViewModel.Choice.AGENT || c == EscalationViewModel.Choice.REPLAN;
            visible(agents, names);
            agents.setAccessibleText(button(c));
            if (names) {
                agents.getSelectionModel().select(model.agents().stream().filter(name -> c == EscalationViewModel.Choice.REPLAN || !name.equals(model.agent()))
                        .findFirst().orElse(""));
            }
        });
    }

    private String button(EscalationViewModel.Choice choice) {
        return texts.text("escalate." + key(choice));
    }

    private static void visible(Region part, boolean yes) {
        part.setVisible(yes);
        part.setManaged(yes);
    }

    private void perform() {
        chosen().ifPresent(choice -> {
            switch (choice) {
                case REVIEW -> model.review();
                case AGAIN -> model.again(words.getText());
                case AGENT -> model.by(agents.getValue());
                case SPLIT -> model.edit();
                case REPLAN -> model.planned(agents.getValue());
                case GIVE_UP -> model.giveUp(words.getText());
            }
        });
    }

    private Label label(String key) {
        var label = new Label(texts.text(key));
        label.getStyleClass().add("text-section");
        return label;
    }

    static void open(Overlay overlay, EscalationViewModel model) {
        if (model.whyProperty().get().isEmpty()) {
            return;
        }
        var card = Views.styled(new EscalationCard(model), EscalationCard.class, "run.css");
        var no = new Button(card.texts.text("escalation.later"));
        card.go.getStyleClass().addAll("accent", "escalation-go");
        var buttons = new HBox(8, no, card.go);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        card.getChildren().add(buttons);
        Overlay.Layer layer = overlay.show(card);
        no.setOnAction(_ -> layer.close());
        card.go.setOnAction(_ -> {
            layer.close();
            card.perform();
        });
    }
}
