package dev.countersign.ui.fx;

import java.util.Optional;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCombination;

/// Something that can be done from here, by key, palette or button.
///
/// @param id       unique, `run.cancel`
/// @param group    where it belongs, for the palette and the shortcut sheet: "Run"
/// @param title    what it does, in sentence case
/// @param disabled why it can't be done now; empty text while it can
public record Command(String id, String group, String title, Optional<KeyCombination> key, ObservableValue<String> disabled,
                      Runnable action) {

    /// A command that can always be done.
    public static Command of(String id, String group, String title, Runnable action) {
        return new Command(id, group, title, Optional.empty(), new ReadOnlyStringWrapper("").getReadOnlyProperty(), action);
    }

    /// @param combination as [KeyCombination#valueOf] reads it: `Shortcut+Enter`
    public Command key(String combination) {
        return new Command(id, group, title, Optional.of(KeyCombination.valueOf(combination)), disabled, action);
    }

    public Command disabledWhile(ObservableValue<String> reason) {
        return new Command(id, group, title, key, reason, action);
    }

    public boolean isEnabled() {
        return disabled.getValue().isEmpty();
    }

    /// Does it if it can be done now. @return whether it was done
    public boolean perform() {
        if (!isEnabled()) {
            return false;
        }
        action.run();
        return true;
    }
}
