package dev.countersign.ui.checks;

import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.verify.Part;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Epsilon, the weight of each part, and those of single sensors.
final class WeightsForm extends VBox {
    private final Texts texts = Texts.of(WeightsForm.class);

    WeightsForm(ChecksViewModel model) {
        super(12);
        WeightsDraft draft = model.weights();
        var title = new Label(texts.text("weights"));
        title.getStyleClass().add("text-heading");
        var numbers = new FlowPane(16, 8, weight(texts.text("weights.epsilon"), draft.epsilonProperty()));
        for (Part part : Part.values()) {
            numbers.getChildren().add(weight(part.symbol(), draft.partProperty(part)));
        }
        var sensors = new TextArea();
        sensors.setId("sensor-weights");
        sensors.textProperty().bindBidirectional(draft.sensorsProperty());
        sensors.setPrefRowCount(3);
        sensors.setPromptText(texts.text("weights.sensors.prompt"));
        sensors.setAccessibleText(texts.text("weights.sensors"));
        sensors.getStyleClass().add("code-area");
        var save = new Button(texts.text("weights.save"));
        save.setId("weights-save");
        save.setMinWidth(Region.USE_PREF_SIZE);
        save.setOnAction(_ -> model.saveWeights());
        getChildren().addAll(title, Sections.prose(texts.text("weights.words"), "text-muted"), numbers,
                Sections.prose(texts.text("weights.sensors"), "text-small", "text-muted"), sensors,
                new HBox(Tips.reasoned(save, draft.reasonProperty(), "")));
    }

    private static HBox weight(String name, StringProperty text) {
        var label = new Label(name);
        label.getStyleClass().addAll("code", "text-muted");
        label.setMinWidth(Region.USE_PREF_SIZE);
        var field = new TextField();
        field.getStyleClass().add("weight-field");
        field.textProperty().bindBidirectional(text);
        field.setAccessibleText(name);
        label.setLabelFor(field);
        var row = new HBox(8, label, field);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }
}
