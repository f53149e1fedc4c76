package dev.countersign.ui.review;

import dev.countersign.ui.fx.Focus;
import dev.countersign.ui.fx.UsedKey;
import java.util.List;
import javafx.scene.Parent;
import javafx.scene.input.KeyEvent;

/// Obeys a list of bindings within `root`, wherever in it the focus is.
final class KeyTable {
    private final List<KeyBinding> bindings;
    private final UsedKey used;

    KeyTable(Parent root, List<KeyBinding> bindings) {
        this.bindings = List.copyOf(bindings);
        used = new UsedKey(root);
        root.addEventFilter(KeyEvent.KEY_PRESSED, event -> press(event, false));
        root.addEventHandler(KeyEvent.KEY_PRESSED, event -> press(event, true));
        root.addEventFilter(KeyEvent.KEY_TYPED, this::type);
    }

    private void press(KeyEvent event, boolean last) {
        boolean typing = Focus.isTyping(event.getTarget());
        for (KeyBinding binding : bindings) {
            boolean turn = switch (binding.when()) {
                case READING -> !last && !typing;
                case ALWAYS -> !last;
                case LAST -> last;
            };
            if (turn && binding.keys().stream().anyMatch(key -> key.match(event)) && binding.action().getAsBoolean()) {
                used.use(event);
                return;
            }
        }
    }

    private void type(KeyEvent event) {
        if (!Focus.isTyping(event.getTarget())) {
            bindings.stream().filter(binding -> binding.typed().filter(event.getCharacter()::equals).isPresent())
                    .findFirst().filter(binding -> binding.action().getAsBoolean()).ifPresent(_ -> event.consume());
        }
    }
}
