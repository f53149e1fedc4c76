package dev.countersign.ui.run;

import dev.countersign.run.Measure;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// What the next run may use. What is typed counts at once and is remembered; Esc closes.
final class LimitsCard extends VBox {
    private final Texts texts = Texts.of(LimitsCard.class);
    private final GridPane grid = new GridPane(12, 8);

    private LimitsCard(LimitsViewModel model) {
        getStyleClass().addAll("consent", "limits");
        var title = new Label(texts.text("limits.title"));
        title.getStyleClass().add("text-heading");
        var names = new ColumnConstraints(170);
        var amounts = new ColumnConstraints(110);
        var words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, amounts, words);
        for (Measure measure : Measure.values()) {
            field("limits." + measure.label(), model.amountProperty(measure), texts.text("limits.unlimited"));
        }
        field("limits.parallel", model.parallelProperty(), "");
        var fault = Sections.prose("", "text-small", "tone-danger");
        fault.textProperty().bind(model.faultProperty());
        getChildren().addAll(title, Sections.prose(texts.text("limits.words"), "text-small", "text-muted"), grid, fault);
    }

    private void field(String key, StringProperty text, String empty) {
        int row = grid.getRowCount();
        var name = new Label(texts.text(key));
        var field = new TextField();
        field.setPromptText(empty);
        field.textProperty().bindBidirectional(text);
        field.setAccessibleText(name.getText());
        field.getStyleClass().add(key.replace('.', '-'));
        var hint = Tips.whole(new Label(texts.text(key + ".hint")));
        hint.getStyleClass().addAll("text-small", "text-muted");
        grid.addRow(row, name, field, hint);
    }

    static void open(Overlay overlay, LimitsViewModel model) {
        var card = Views.styled(new LimitsCard(model), LimitsCard.class, "run.css");
        var none = new Button(card.texts.text("limits.clear"));
        none.setOnAction(_ -> model.clear());
        var done = new Button(card.texts.text("limits.done"));
        done.setDefaultButton(true);
        done.getStyleClass().addAll("accent", "limits-done");
        var buttons = new HBox(8, none, done);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        card.getChildren().add(buttons);
        Overlay.Layer layer = overlay.show(card);
        done.setOnAction(_ -> layer.close());
    }
}
