package dev.countersign.ui.fx;

import javafx.scene.Parent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/// Keeps a key that did something from being typed as well: a press that opens a text field is followed by its letter, and by
/// more of them while it is held, which would land in that field. Make it before the handlers that use keys.
public final class UsedKey {
    private @Nullable KeyCode held;

    public UsedKey(Parent root) {
        root.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != held) {
                held = null;
            } else if (Focus.isTyping(event.getTarget())) {
                event.consume();
            }
        });
        root.addEventFilter(KeyEvent.KEY_TYPED, event -> {
            if (held != null) {
                event.consume();
            }
        });
        root.addEventFilter(KeyEvent.KEY_RELEASED, event -> {
            if (event.getCode() == held) {
                held = null;
            }
        });
    }

    /// The key that is down did something: its letter is nobody's until it is let go.
    public void use(KeyEvent event) {
        held = event.getCode();
        event.consume();
    }
}
