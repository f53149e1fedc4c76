package dev.countersign.ui.fx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;

/// The commands that can be given now: those of the window, and those of the screen that is in front. JavaFX thread.
public final class Commands {
    private final List<List<Command>> scopes = new ArrayList<>();
    private Consumer<Command> refused = command -> {};

    /// Adds commands until the result is closed. Later scopes win where keys or ids are the same.
    public Scope add(Collection<Command> commands) {
        List<Command> scope = List.copyOf(commands);
        scopes.add(scope);
        return () -> scopes.removeIf(known -> known == scope);
    }

    public Scope add(Command... commands) {
        return add(List.of(commands));
    }

    /// Takes its commands away again.
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /// Newest scope first.
    public List<Command> all() {
        var found = new java.util.LinkedHashMap<String, Command>();
        for (List<Command> scope : scopes.reversed()) {
            scope.forEach(command -> found.putIfAbsent(command.id(), command));
        }
        return List.copyOf(found.values());
    }

    public Optional<Command> find(String id) {
        return all().stream().filter(command -> command.id().equals(id)).findFirst();
    }

    /// Hears that a shortcut was pressed whose command can't be given now.
    public void onRefused(Consumer<Command> hearer) {
        refused = hearer;
    }

    /// Obeys the shortcuts in `scene`, once nothing inside has used the key. Keys without a modifier are left to text fields.
    public void install(Scene scene) {
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (!event.isConsumed() && press(event)) {
                event.consume();
            }
        });
    }

    private boolean press(KeyEvent event) {
        boolean bare = !event.isShortcutDown() && !event.isAltDown() && !event.getCode().isFunctionKey();
        if (bare && Focus.isTyping(event.getTarget())) {
            return false;
        }
        for (Command command : all()) {
            if (command.key().isPresent() && command.key().get().match(event)) {
                if (!command.perform()) {
                    refused.accept(command);
                }
                return true;
            }
        }
        return false;
    }
}
