package dev.countersign.ui.review;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private List<Button> decisions = List.of();

    /// A bar of other buttons than those of a decision.
    HunkBar(Choice... choices) {
        this();
        for (Choice choice : choices) {
            getChildren().add(button(choice.icon, choice.text, choice.letter, choice.id, choice.action));
        }
    }

    /// @param text what it does @param letter its key
    record Choice(Feather icon, String text, String letter, String id, Runnable action) {}

    HunkBar(Runnable onAccept, Runnable onReject, Runnable onEdit, Runnable onComment) {
        this();
        Button accept = button(Feather.CHECK, "hunk.accept", "a", onAccept);
        Button reject = button(Feather.X, "hunk.reject", "r", onReject);
        decisions = List.of(accept, reject);
        getChildren().addAll(accept, reject, button(Feather.EDIT_2, "hunk.edit", "e", onEdit),
                button(Feather.MESSAGE_SQUARE, "hunk.comment", "c", onComment));
    }

    private HunkBar() {
        super(2);
        getStyleClass().add("hunk-bar");
        setAlignment(Pos.CENTER_LEFT);
        title.getStyleClass().addAll("text-muted", "hunk-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().add(title);
        setManaged(false);
        setVisible(false);
    }

    private Button button(Feather icon, String key, String letter, Runnable action) {
        return button(icon, texts.text(key), letter, key.replace('.', '-'), action);
    }

    private Button button(Feather icon, String text, String letter, String id, Runnable action) {
        var cap = new Label(letter);
        cap.getStyleClass().add("key-cap");
        var word = new Label(text);
        words.add(word);
        var graphic = new HBox(5, Icons.of(icon, 12), word, cap);
        graphic.setAlignment(Pos.CENTER_LEFT);
        var button = new Button("", graphic);
        button.setId(id);
        button.getStyleClass().addAll("flat", "hunk-button");
        button.setFocusTraversable(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(text + " (" + letter + ")");
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

    /// Whether its buttons decide; else they offer something else that can be done with a hunk.
    boolean decides() {
        return !decisions.isEmpty();
    }

    /// @param decision empty where there is none to take
    void show(int hunk, int of, Optional<HunkDecision> decision) {
        title.setText(texts.text("hunk.title", hunk + 1, of));
        if (decides()) {
            mark(decisions.getFirst(), "chosen-accept", decision.filter(d -> d == HunkDecision.ACCEPTED).isPresent());
            mark(decisions.get(1), "chosen-reject", decision.filter(d -> d == HunkDecision.REJECTED).isPresent());
        }
    }

    /// Says that the buttons are about chosen lines.
    void lines(int chosen) {
        title.setText(texts.text("hunk.lines", chosen));
    }

    private static void mark(Button button, String styleClass, boolean on) {
        if (!on) {
            button.getStyleClass().remove(styleClass);
        } else if (!button.getStyleClass().contains(styleClass)) {
            button.getStyleClass().add(styleClass);
        }
    }
}
