package dev.countersign.ui.review;

import dev.countersign.ui.fx.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The keys of the review.
final class KeySheet extends VBox {
    /// Name of the text, then the caps.
    private static final String[][] KEYS = {
        {"next", "F7"}, {"previous", "Shift", "F7"}, {"file", "j", "k"}, {"accept", "a"}, {"reject", "r"}, {"undo", "u"},
        {"wholefile", "Shift", "A / R"}, {"undecided", "n"}, {"edit", "e"}, {"lines", "Shift", "\u2191 / \u2193"}, {"toggle", "x"},
        {"comment", "c"}, {"comments", "Shift", "C"}, {"feedback", "f"}, {"preview", "p"}, {"summary", "i"}, {"why", "y"}, {"redo", "Ctrl", "Shift", "Z"},
        {"send", "Ctrl", "Shift", "Enter"}, {"layout", "s"}, {"space", "w"},
        {"more", "Alt", "\u2191 / \u2193"}, {"block", "b"}, {"whole", "o"}, {"whole.all", "Shift", "O"}, {"moved", "m"}, {"other", "v"},
        {"wrap", "Alt", "Z"}, {"size", "Ctrl", "+ / \u2212 / 0"}, {"find", "Ctrl", "F"}, {"apply", "Ctrl", "Enter"}, {"sheet", "?"}, {"close", "Esc"}};

    KeySheet() {
        super(12);
        Texts texts = Texts.of(KeySheet.class);
        getStyleClass().add("key-sheet");
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        var title = new Label(texts.text("keys.title"));
        title.getStyleClass().add("text-heading");
        var grid = new GridPane(32, 8);
        int half = (KEYS.length + 1) / 2;
        for (int i = 0; i < KEYS.length; i++) {
            var caps = new HBox(4);
            caps.setAlignment(Pos.CENTER_LEFT);
            for (int cap = 1; cap < KEYS[i].length; cap++) {
                var label = new Label(KEYS[i][cap]);
                label.getStyleClass().add("key-cap");
                caps.getChildren().add(label);
            }
            caps.setMinWidth(84);
            var row = new HBox(8, caps, new Label(texts.text("keys." + KEYS[i][0])));
            row.setAlignment(Pos.CENTER_LEFT);
            grid.add(row, i / half, i % half);
        }
        getChildren().addAll(title, grid);
    }
}
