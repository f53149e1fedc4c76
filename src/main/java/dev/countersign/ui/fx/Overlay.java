package dev.countersign.ui.fx;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Modal layers above a window's content. Esc and a click beside the card close the topmost and decide nothing; focus stays
/// inside and goes back to where it was.
public final class Overlay extends StackPane {
    private final Deque<Layer> layers = new ArrayDeque<>();
    private final Node below;

    /// @param below the window's content, which cannot be used while a layer is open
    public Overlay(Node below) {
        this.below = below;
        getStyleClass().add("overlay");
        getChildren().add(below);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !layers.isEmpty() && layers.getLast().wants(event)) {
                event.consume();
                layers.getLast().close();
            }
        });
    }

    /// Shows `card` in the middle at its preferred size.
    public Layer show(Region card) {
        return show(card, Pos.CENTER, 0);
    }

    /// Shows `card` over `share` of the window's width and height; 0 for its preferred size.
    public Layer show(Region card, Pos where, double share) {
        var layer = new Layer(card, where, share, getScene() == null ? null : getScene().getFocusOwner());
        layers.addLast(layer);
        getChildren().add(layer.veil);
        below.setDisable(false);
        below.setFocusTraversable(false);
        layer.focusFirst();
        return layer;
    }

    public boolean isOpen() {
        return !layers.isEmpty();
    }

    /// Closes every layer, topmost first.
    public void closeAll() {
        while (!layers.isEmpty()) {
            layers.getLast().close();
        }
    }

    /// One open layer.
    public final class Layer {
        private final StackPane veil;
        private final Region card;
        private final @Nullable Node focusBefore;
        private @Nullable Runnable closed;
        private boolean open = true;
        private boolean innerEscape;

        private Layer(Region card, Pos where, double share, @Nullable Node focusBefore) {
            this.card = card;
            this.focusBefore = focusBefore;
            veil = new StackPane(card);
            veil.getStyleClass().add("overlay-veil");
            veil.setAlignment(where);
            card.getStyleClass().add("overlay-card");
            if (share > 0) {
                card.prefWidthProperty().bind(veil.widthProperty().multiply(share));
                card.prefHeightProperty().bind(veil.heightProperty().multiply(share));
                card.maxWidthProperty().bind(card.prefWidthProperty());
                card.maxHeightProperty().bind(card.prefHeightProperty());
            } else {
                card.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
            }
            veil.addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
                if (event.getTarget() == veil) {
                    close();
                }
                event.consume();
            });
            veil.addEventHandler(KeyEvent.ANY, KeyEvent::consume);
            veil.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
                if (event.getCode() == KeyCode.TAB && (event.isControlDown() || !Focus.isTakingTab(event.getTarget()))) {
                    keepFocus(event.isShiftDown());
                    event.consume();
                }
            });
        }

        /// The content handles Esc itself first (a search field, an open editor) and calls [#close] when done.
        public Layer ownEscape() {
            innerEscape = true;
            return this;
        }

        /// Called once, however it is closed.
        public Layer onClosed(Runnable action) {
            closed = action;
            return this;
        }

        public void close() {
            if (!open) {
                return;
            }
            open = false;
            layers.remove(this);
            card.prefWidthProperty().unbind();
            card.prefHeightProperty().unbind();
            getChildren().remove(veil);
            if (focusBefore != null && focusBefore.getScene() != null) {
                focusBefore.requestFocus();
            }
            if (closed != null) {
                closed.run();
            }
        }

        public boolean isOpen() {
            return open;
        }

        private boolean wants(KeyEvent event) {
            return !innerEscape;
        }

        private void focusFirst() {
            Focus.first(card).ifPresentOrElse(Node::requestFocus, () -> {
                card.setFocusTraversable(true);
                card.requestFocus();
            });
        }

        private void keepFocus(boolean backwards) {
            Focus.next(card, backwards).ifPresent(Node::requestFocus);
        }
    }
}
