package dev.countersign.ui;

import dev.countersign.Composition;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.SystemChoosers;
import dev.countersign.ui.shell.DesktopApp;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.testfx.api.FxRobot;

/// The real program in a window, and somebody who looks at it and presses its buttons. Looks on the JavaFX thread; waits for
/// what is to be seen, never for a time.
final class Hand {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final FxRobot robot = new FxRobot();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final DesktopApp app;

    /// Opens the window on what is kept in `home`.
    Hand(Path home) {
        this(Composition.in(home), Optional.empty(), SystemChoosers::new);
    }

    /// Opens the window on a folder. @param open empty for the last one
    Hand(Composition program, Optional<Path> open, Function<Supplier<Window>, Choosers> choosers) {
        app = Screen.on(() -> Desktop.show(program.workbench(), program.sample(), program.config(), Composition.USER, Composition.version(),
                open, choosers, ended::countDown));
    }

    DesktopApp app() {
        return app;
    }

    FxRobot robot() {
        return robot;
    }

    Scene scene() {
        return app.stage().getScene();
    }

    /// Waits until something is so, as seen by the JavaFX thread.
    void await(String what, Supplier<Boolean> isSo) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!Screen.on(isSo)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for: " + what + "\nto be read:\n" + Screen.on(this::toBeRead));
            }
            for (int i = 0; i < 4; i++) {
                Screen.frame();
            }
        }
    }

    /// Nodes on the screen that match, in drawing order.
    <T extends Node> List<T> all(String query, Class<T> type, Predicate<T> which) {
        return Screen.on(() -> app.stage().getScene().getRoot().lookupAll(query).stream().filter(type::isInstance).map(type::cast)
                .filter(Hand::isSeen).filter(which).toList());
    }

    /// Waits for a node and returns it; the last where several match, which is the one on top.
    <T extends Node> T find(String query, Class<T> type, Predicate<T> which) {
        await(query, () -> !all(query, type, which).isEmpty());
        return all(query, type, which).getLast();
    }

    <T extends Node> T find(String query, Class<T> type) {
        return find(query, type, _ -> true);
    }

    /// Waits until a button can be pressed, and presses it.
    void press(String query) {
        ButtonBase button = find(query, ButtonBase.class, b -> !b.isDisabled());
        Screen.run(button::fire);
    }

    /// Waits until a text stands somewhere on the screen.
    void awaitText(String text) {
        await("\"" + text + "\"", () -> toBeRead().contains(text));
    }

    void type(String query, String text) {
        TextInputControl field = find(query, TextInputControl.class);
        Screen.run(() -> field.setText(text));
    }

    /// The card of a node in the graph.
    Node card(String node) {
        return find(".node-card", Parent.class, card -> card.lookupAll(".text-strong").stream()
                .anyMatch(name -> name instanceof Label label && label.getText().equals(node)));
    }

    /// Whether a card says this status.
    boolean says(String node, String status) {
        return all(".node-card", Parent.class, card -> {
            var labels = card.lookupAll(".label").stream().map(l -> ((Label) l).getText()).toList();
            return labels.contains(node) && labels.contains(status);
        }).size() == 1;
    }

    void awaitStatus(String node, String status) {
        await(node + ": " + status, () -> says(node, status));
    }

    /// Everything that can be read on the screen now.
    String toBeRead() {
        var text = new StringBuilder();
        app.stage().getScene().getRoot().lookupAll("*").stream().filter(Hand::isSeen).forEach(node -> {
            if (node instanceof Labeled labeled && labeled.getText() != null && !labeled.getText().isBlank()) {
                text.append(labeled.getText()).append('\n');
            } else if (node instanceof TextInputControl input && !input.getText().isBlank()) {
                text.append(input.getText()).append('\n');
            }
        });
        return text.toString();
    }

    /// Closes the window as its frame's button does, and waits until everything is put away.
    void close() {
        Screen.run(() -> app.stage().fireEvent(new WindowEvent(app.stage(), WindowEvent.WINDOW_CLOSE_REQUEST)));
        try {
            if (!ended.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the window does not close");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isSeen(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }
}
