package dev.countersign.ui.review;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// Floats at the current hunk: what can be done with it, each with its key.
final class HunkBar extends HBox {
    private final Texts texts = Texts.of(HunkBar.class);
    private final Label title = new Label();
    private final List<Label> words = new ArrayList<>();
    private final Button accept;
    private final Button reject;

    HunkBar(Runnable onAccept, Runnable onReject, Runnable onEdit) {
        super(2);
        getStyleClass().add("hunk-bar");
        setAlignment(Pos.CENTER_LEFT);
        title.getStyleClass().addAll("text-muted", "hunk-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        accept = button(Feather.CHECK, "hunk.accept", "a", onAccept);
        reject = button(Feather.X, "hunk.reject", "r", onReject);
        getChildren().addAll(title, accept, reject, button(Feather.EDIT_2, "hunk.edit", "e", onEdit));
        setManaged(false);
        setVisible(false);
    }

    private Button button(Feather icon, String key, String letter, Runnable action) {
        var cap = new Label(letter);
        cap.getStyleClass().add("key-cap");
        var word = new Label(texts.text(key));
        words.add(word);
        var graphic = new HBox(5, Icons.of(icon, 12), word, cap);
        graphic.setAlignment(Pos.CENTER_LEFT);
        var button = new Button("", graphic);
        button.setId(key.replace('.', '-'));
        button.getStyleClass().addAll("flat", "hunk-button");
        button.setFocusTraversable(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(texts.text(key));
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// Icons and keys only, where the text below is narrow.
    void compact(boolean narrow) {
        words.forEach(word -> {
            word.setVisible(!narrow);
            word.setManaged(!narrow);
        });
    }

    void show(int hunk, int of, HunkDecision decision) {
        title.setText(texts.text("hunk.title", hunk + 1, of));
        mark(accept, "chosen-accept", decision == HunkDecision.ACCEPTED);
        mark(reject, "chosen-reject", decision == HunkDecision.REJECTED);
    }

    private static void mark(Button button, String styleClass, boolean on) {
        button.getStyleClass().remove(styleClass);
        if (on) {
            button.getStyleClass().add(styleClass);
        }
    }
}
