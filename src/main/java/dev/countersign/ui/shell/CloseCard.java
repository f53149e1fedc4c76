package dev.countersign.ui.shell;

import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Asks before closing the window ends work under way. Esc keeps it open.
final class CloseCard {
    private CloseCard() {}

    static void open(Overlay overlay, long busy, Runnable close) {
        Texts texts = Texts.of(CloseCard.class);
        var stay = new Button(texts.text("close.stay"));
        var go = new Button(texts.text("close.go"));
        go.getStyleClass().add("danger");
        var buttons = new HBox(8, stay, go);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        Overlay.Layer layer = Cards.card(overlay, texts.text("close.title"), new VBox(16,
                Sections.prose(texts.text("close.words", busy), "text-default", "text-body"), buttons));
        stay.setOnAction(_ -> layer.close());
        go.setOnAction(_ -> {
            layer.close();
            close.run();
        });
    }
}
