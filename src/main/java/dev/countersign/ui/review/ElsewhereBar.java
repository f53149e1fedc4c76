package dev.countersign.ui.review;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import javafx.beans.value.ObservableStringValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// Says that the node was decided elsewhere while its review is open; gone while there is nothing to say.
final class ElsewhereBar extends HBox {
    /// @param words what happened; empty while the node waits
    ElsewhereBar(ObservableStringValue words, Runnable close) {
        super(12);
        Texts texts = Texts.of(ElsewhereBar.class);
        getStyleClass().add("outside-bar");
        setAlignment(Pos.CENTER_LEFT);
        setId("elsewhere");
        var says = new Label("", Icons.of(Feather.INFO));
        says.setId("elsewhere-says");
        says.textProperty().bind(words);
        says.setWrapText(true);
        says.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(says, Priority.ALWAYS);
        var button = new Button(texts.text("elsewhere.close"));
        button.setId("elsewhere-close");
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> close.run());
        getChildren().addAll(says, button);
        visibleProperty().bind(javafx.beans.binding.Bindings.isNotEmpty(says.textProperty()));
        managedProperty().bind(visibleProperty());
    }
}
