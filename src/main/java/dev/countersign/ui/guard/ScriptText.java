package dev.countersign.ui.guard;

import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;

/// The text of a script, to be read.
final class ScriptText {
    private final TextArea area;

    ScriptText(String text, String accessible) {
        area = new TextArea(text);
        area.setEditable(false);
        area.setAccessibleText(accessible);
        area.getStyleClass().addAll("code", "script-text");
    }

    Region root() {
        return area;
    }
}
