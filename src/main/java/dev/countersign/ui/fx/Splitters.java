package dev.countersign.ui.fx;

import java.util.OptionalDouble;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;

/// Splitters that stand where they were left.
public final class Splitters {
    private Splitters() {}

    /// Puts the dividers of `pane` where `state` has them, and remembers where they are dragged to. Layout moves dividers too, and a place that it
    /// found in a window half built is nobody's wish.
    public static void remember(SplitPane pane, UiState state, String key) {
        for (int i = 0; i < pane.getDividers().size(); i++) {
            OptionalDouble kept = state.number(name(key, i));
            if (kept.isPresent() && kept.getAsDouble() > 0.02 && kept.getAsDouble() < 0.98) {
                pane.setDividerPosition(i, kept.getAsDouble());
            }
        }
        if (pane.getProperties().putIfAbsent(Splitters.class, key) == null) {
            pane.addEventFilter(MouseEvent.MOUSE_RELEASED, event -> {
                if (event.getTarget() instanceof Node node && isDivider(node, pane)) {
                    for (int i = 0; i < pane.getDividers().size(); i++) {
                        state.put(name(key, i), pane.getDividerPositions()[i]);
                    }
                }
            });
        }
    }

    private static String name(String key, int divider) {
        return "splitter." + key + "." + divider;
    }

    private static boolean isDivider(Node node, SplitPane pane) {
        return node.getStyleClass().contains("split-pane-divider") ? node.getParent() == pane : node.getParent() != null && isDivider(node.getParent(), pane);
    }
}
