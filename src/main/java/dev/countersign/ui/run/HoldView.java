package dev.countersign.ui.run;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A bar that says what holds a run, with the way on. Not there while nothing does.
final class HoldView extends HBox {
    HoldView(HoldViewModel model) {
        Texts texts = Texts.of(HoldView.class);
        getStyleClass().add("hold-bar");
        setSpacing(12);
        setAlignment(Pos.CENTER_LEFT);
        var icon = Icons.of(Feather.PAUSE_CIRCLE, 16);
        icon.getStyleClass().add("tone-warning");
        var why = new Label();
        why.textProperty().bind(model.whyProperty());
        why.getStyleClass().add("text-strong");
        why.setWrapText(true);
        var fault = new Label();
        fault.textProperty().bind(model.faultProperty());
        fault.getStyleClass().addAll("text-small", "tone-danger");
        fault.setWrapText(true);
        fault.visibleProperty().bind(model.faultProperty().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        var words = new VBox(2, why, fault);
        words.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(words, Priority.ALWAYS);
        var extra = new TextField();
        extra.setPrefColumnCount(7);
        extra.textProperty().bindBidirectional(model.extraProperty());
        var raises = Bindings.createBooleanBinding(() -> model.measureProperty().get().isPresent(), model.measureProperty());
        var label = new Label();
        label.getStyleClass().addAll("text-small", "text-muted");
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.textProperty().bind(Bindings.createStringBinding(() -> model.measureProperty().get()
                .map(measure -> texts.text("hold.extra", measure.unit())).orElse(""), model.measureProperty()));
        extra.accessibleTextProperty().bind(label.textProperty());
        extra.setOnAction(_ -> model.goOn());
        for (var one : new Region[] {extra, label}) {
            one.visibleProperty().bind(raises);
            one.managedProperty().bind(raises);
        }
        var go = new Button("", Icons.of(Feather.PLAY));
        go.getStyleClass().addAll("small", "accent", "resume-button");
        go.setMinWidth(Region.USE_PREF_SIZE);
        go.textProperty().bind(Bindings.when(raises).then(texts.text("hold.grant")).otherwise(Bindings.when(model.togetherProperty())
                .then(texts.text("hold.again")).otherwise(texts.text("hold.resume"))));
        go.setOnAction(_ -> model.goOn());
        getChildren().addAll(icon, words, label, extra, Tips.reasoned(go, model.goOnReasonProperty(), texts.text("hold.resume.tip")));
        visibleProperty().bind(model.whyProperty().isNotEmpty());
        managedProperty().bind(visibleProperty());
    }
}
