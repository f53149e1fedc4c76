package dev.countersign.ui.fx;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Pieces that side panels are made of.
public final class Sections {
    private Sections() {}

    /// A heading with what stands below it, apart from the next by a divider.
    public static VBox section(String title, Node... content) {
        var head = new Label(title);
        head.getStyleClass().add("text-section");
        var box = new VBox(8);
        box.getStyleClass().add("section");
        box.getChildren().add(head);
        box.getChildren().addAll(content);
        return box;
    }

    /// A name at the left and its value at the right.
    public static HBox pair(String name, String value) {
        return pair(name, new Label(value));
    }

    /// The same with a value that changes.
    public static HBox pair(String name, Label value) {
        var left = new Label(name);
        left.getStyleClass().add("text-muted");
        left.setMinWidth(Region.USE_PREF_SIZE);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var right = Tips.whole(value);
        right.getStyleClass().add("text-default");
        var row = new HBox(8, left, gap, right);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /// Text over as many lines as it needs.
    public static Label prose(String text, String... styleClasses) {
        var label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.setMaxWidth(Double.MAX_VALUE);
        label.getStyleClass().addAll(styleClasses);
        return label;
    }

    /// What an empty screen says: an icon, a sentence, what to do first.
    public static VBox empty(org.kordamp.ikonli.feather.Feather icon, String title, String hint, Node... actions) {
        var head = new Label(title);
        head.getStyleClass().add("text-heading");
        var words = prose(hint, "text-muted");
        words.setMaxWidth(420);
        words.getStyleClass().add("text-centred");
        var box = new VBox(8, Icons.of(icon, 32), head, words);
        box.getChildren().addAll(actions);
        box.getStyleClass().add("empty-state");
        box.setAlignment(Pos.CENTER);
        return box;
    }
}
