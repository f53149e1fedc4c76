package dev.countersign.ui.fx;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/// Loads FXML: `RunView` belongs to `RunView.fxml` in the same package, with the texts of that package.
public final class Views {
    private Views() {}

    /// Loads the FXML named like the controller's class. The controller comes ready-made, its own needs given by constructor;
    /// included controllers are asked of `others` by type.
    ///
    /// @throws IllegalStateException where the FXML names no controller, or an included view asks for one that nobody gave
    public static Parent load(Object controller, Object... others) {
        Class<?> type = controller.getClass();
        var loader = new FXMLLoader(resource(type, type.getSimpleName() + ".fxml"), Texts.of(type).bundle());
        loader.setControllerFactory(wanted -> {
            if (wanted.isInstance(controller)) {
                return controller;
            }
            for (Object other : others) {
                if (wanted.isInstance(other)) {
                    return other;
                }
            }
            throw new IllegalStateException("no controller of " + wanted.getName() + " was given");
        });
        try {
            Parent root = loader.load();
            if (loader.getController() != controller) {
                throw new IllegalStateException(type.getSimpleName() + ".fxml names no controller, so nothing in it would work");
            }
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds the package's own style sheet to a view: `run.css` beside its texts.
    public static <P extends Parent> P styled(P view, Class<?> type, String sheet) {
        view.getStylesheets().add(resource(type, sheet).toExternalForm());
        return view;
    }

    private static URL resource(Class<?> type, String name) {
        return Objects.requireNonNull(type.getResource(name), () -> name + " is not beside " + type.getName());
    }
}
