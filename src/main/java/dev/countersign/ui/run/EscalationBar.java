package dev.countersign.ui.run;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/// Says why the selected node does not go on by itself, with the way to the choices. Not there while it does.
final class EscalationBar extends HBox {
    EscalationBar(EscalationViewModel model, Runnable choose) {
        Texts texts = Texts.of(EscalationBar.class);
        getStyleClass().add("escalation-bar");
        setSpacing(12);
        setAlignment(Pos.CENTER_LEFT);
        var icon = Icons.of(Feather.USER_X, 16);
        icon.getStyleClass().add("tone-danger");
        var why = Tips.whole(new Label());
        why.getStyleClass().add("text-default");
        why.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(why, Priority.ALWAYS);
        var go = new Button(texts.text("escalation.choices"));
        go.getStyleClass().addAll("small", "escalation-choices");
        go.setMinWidth(USE_PREF_SIZE);
        go.setOnAction(_ -> choose.run());
        Tips.set(go, texts.text("escalation.choices.tip"));
        getChildren().addAll(icon, why, go);
        Runnable show = () -> why.setText(texts.text("escalation.why", model.name(), model.whyProperty().get().lines().findFirst().orElse("")));
        model.whyProperty().addListener((_, _, _) -> show.run());
        show.run();
        visibleProperty().bind(model.whyProperty().isNotEmpty());
        managedProperty().bind(visibleProperty());
    }
}
