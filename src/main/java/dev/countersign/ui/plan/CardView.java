package dev.countersign.ui.plan;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.VBox;

/// One card of a [GraphView].
///
/// @param <C> what it shows
public abstract class CardView<C extends GraphCard> extends VBox {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private Optional<C> card = Optional.empty();

    protected CardView() {
        getStyleClass().add("node-card");
        setAccessibleRole(AccessibleRole.BUTTON);
        setMinSize(GraphLayout.CARD_WIDTH, GraphLayout.CARD_HEIGHT);
        setPrefSize(GraphLayout.CARD_WIDTH, GraphLayout.CARD_HEIGHT);
        setMaxSize(GraphLayout.CARD_WIDTH, GraphLayout.CARD_HEIGHT);
    }

    final Optional<C> card() {
        return card;
    }

    final void show(C next) {
        card = Optional.of(next);
        draw(next);
    }

    protected abstract void draw(C next);

    final void setSelected(boolean selected) {
        pseudoClassStateChanged(SELECTED, selected);
    }
}
