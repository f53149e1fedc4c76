package dev.countersign.ui.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;

/// Shortcuts as they are shown.
public final class Keys {
    private static final boolean MAC = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");

    private Keys() {}

    /// `Ctrl+K`, on a Mac `⌘+K`.
    public static String text(KeyCombination key) {
        return String.join("+", parts(key));
    }

    /// Key caps side by side.
    public static HBox caps(KeyCombination key) {
        var caps = new HBox(4);
        caps.getStyleClass().add("key-caps");
        for (String part : parts(key)) {
            var cap = new Label(part);
            cap.getStyleClass().add("key-cap");
            cap.setMinWidth(Label.USE_PREF_SIZE);
            caps.getChildren().add(cap);
        }
        caps.setMinWidth(HBox.USE_PREF_SIZE);
        return caps;
    }

    private static List<String> parts(KeyCombination key) {
        var parts = new ArrayList<String>();
        if (isDown(key.getShortcut()) || isDown(key.getControl())) {
            parts.add(MAC && isDown(key.getShortcut()) ? "\u2318" : "Ctrl");
        }
        if (isDown(key.getAlt())) {
            parts.add(MAC ? "\u2325" : "Alt");
        }
        if (isDown(key.getShift())) {
            parts.add(MAC ? "\u21e7" : "Shift");
        }
        parts.add(key instanceof KeyCodeCombination code ? name(code.getCode()) : key.getDisplayText());
        return parts;
    }

    private static boolean isDown(KeyCombination.ModifierValue value) {
        return value == KeyCombination.ModifierValue.DOWN;
    }

    private static String name(KeyCode code) {
        return switch (code) {
            case ENTER -> "\u23ce";
            case SLASH -> "/";
            case COMMA -> ",";
            case BACK_QUOTE -> "`";
            case LEFT -> "\u2190";
            case RIGHT -> "\u2192";
            case UP -> "\u2191";
            case DOWN -> "\u2193";
            default -> code.getName();
        };
    }
}
