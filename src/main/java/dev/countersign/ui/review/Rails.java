package dev.countersign.ui.review;

import dev.countersign.ui.review.DiffRows.Layout;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;

/// Room for the file list at the left and the evidence at the right, by the width of the window, until a divider is dragged.
/// Where two columns of code would not fit between them the diff is unified, until a layout is chosen.
final class Rails {
    private static final double NARROW = 1320;

    private boolean dragged;
    private boolean chosen;
    private boolean own;

    Rails(SplitPane split, DiffCanvas canvas) {
        split.addEventFilter(MouseEvent.MOUSE_DRAGGED, event -> dragged |= event.getTarget() instanceof javafx.scene.Node node
                && node.getStyleClass().contains("split-pane-divider"));
        canvas.diffLayoutProperty().addListener((_, _, _) -> chosen |= !own);
        split.widthProperty().addListener((_, _, now) -> {
            double width = now.doubleValue();
            if (width <= 0) {
                return;
            }
            if (!dragged) {
                split.setDividerPositions(Math.clamp(width * 0.17, 200, 320) / width, 1 - Math.clamp(width * 0.2, 250, 380) / width);
            }
            if (!chosen) {
                own = true;
                canvas.diffLayoutProperty().set(width < NARROW ? Layout.UNIFIED : Layout.SPLIT);
                own = false;
            }
        });
    }
}
