package dev.countersign.ui.fx;

import java.util.OptionalDouble;
import javafx.scene.control.SplitPane;

/// Splitters that stand where they were left.
public final class Splitters {
    private Splitters() {}

    /// Puts the dividers of `pane` where `state` has them, and remembers where they are moved to.
    public static void remember(SplitPane pane, UiState state, String key) {
        for (int i = 0; i < pane.getDividers().size(); i++) {
            String name = "splitter." + key + "." + i;
            SplitPane.Divider divider = pane.getDividers().get(i);
            OptionalDouble kept = state.number(name);
            if (kept.isPresent() && kept.getAsDouble() > 0.02 && kept.getAsDouble() < 0.98) {
                divider.setPosition(kept.getAsDouble());
            }
            divider.positionProperty().addListener((_, _, position) -> state.put(name, position.doubleValue()));
        }
    }
}
