package dev.countersign.ui.review;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.input.KeyCombination;

/// Something that a key does. What is not in a table of these has no key: they are installed, listed on the sheet and offered in
/// the palette from one list.
///
/// @param name   of its text, `keys.NAME`
/// @param keys   the first is the one that is shown
/// @param typed  a character that does it wherever the keyboard has it
/// @param action false where it had nothing to do, so that the key is left to others
record KeyBinding(String name, List<KeyCombination> keys, Optional<String> typed, When when, BooleanSupplier action) {
    /// When a key counts.
    enum When {
        /// Not while a text field has the keys.
        READING,
        /// Also while typing.
        ALWAYS,
        /// Where nothing inside has used it.
        LAST
    }

    KeyBinding {
        keys = List.copyOf(keys);
    }

    static KeyBinding of(String name, When when, BooleanSupplier action, String... keys) {
        return new KeyBinding(name, Arrays.stream(keys).map(KeyCombination::valueOf).toList(), Optional.empty(), when, action);
    }

    static KeyBinding reading(String name, Runnable action, String... keys) {
        return of(name, When.READING, done(action), keys);
    }

    static KeyBinding always(String name, Runnable action, String... keys) {
        return of(name, When.ALWAYS, done(action), keys);
    }

    /// The same, with nothing to do while `busy` says so.
    KeyBinding unless(BooleanSupplier busy) {
        return new KeyBinding(name, keys, typed, when, () -> !busy.getAsBoolean() && action.getAsBoolean());
    }

    /// The same with something done before.
    KeyBinding after(Runnable first) {
        return new KeyBinding(name, keys, typed, when, () -> {
            first.run();
            return action.getAsBoolean();
        });
    }

    private static BooleanSupplier done(Runnable action) {
        return () -> {
            action.run();
            return true;
        };
    }

    /// Whether it takes neither Ctrl nor Alt nor a function key, so that a slip of the hand can press it.
    boolean isBare() {
        return typed.isPresent() || keys.stream().anyMatch(key -> key.getControl() != KeyCombination.ModifierValue.DOWN
                && key.getShortcut() != KeyCombination.ModifierValue.DOWN && key.getAlt() != KeyCombination.ModifierValue.DOWN
                && !key.getName().matches("(Shift\\+)?F\\d+"));
    }
}
