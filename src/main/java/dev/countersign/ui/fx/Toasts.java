package dev.countersign.ui.fx;

import dev.countersign.fault.Problem;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/// Notices in the lower right corner. Problems stay until they are closed; other notices go by themselves.
public final class Toasts extends VBox {
    private static final int MOST = 4;

    public Toasts() {
        super(8);
        getStyleClass().add("toasts");
        setAlignment(Pos.BOTTOM_RIGHT);
        setPickOnBounds(false);
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    }

    /// Shows a problem until it is closed.
    public void show(Problem problem) {
        add(new ProblemBox(problem));
    }

    /// Says that something was done; goes after a few seconds.
    public void say(Status status, String text) {
        say(status, text, 6);
    }

    /// Says that something was done, and offers to do `action` about it; goes after a while.
    public void offer(Status status, String text, String action, Runnable run) {
        var button = new Button(action);
        button.setId("toast-action");
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        HBox toast = say(status, text, 20, button);
        button.setOnAction(_ -> {
            getChildren().remove(toast);
            run.run();
        });
    }

    private HBox say(Status status, String text, int seconds, Button... actions) {
        var label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(label, Priority.ALWAYS);
        var content = new HBox(8, new StatusBadge(status).compact(), label);
        content.getChildren().addAll(actions);
        HBox toast = add(content);
        var pause = new PauseTransition(Duration.seconds(seconds));
        pause.setOnFinished(_ -> getChildren().remove(toast));
        pause.play();
        return toast;
    }

    private HBox add(Region content) {
        var close = Tips.name(new Button(null, Icons.of(Feather.X)), Texts.of(Toasts.class).text("toast.close"));
        close.getStyleClass().addAll("flat", "button-icon", "small");
        var toast = new HBox(8, content, close);
        toast.getStyleClass().add("toast");
        toast.setPrefWidth(420);
        HBox.setHgrow(content, Priority.ALWAYS);
        close.setOnAction(_ -> getChildren().remove(toast));
        if (getChildren().size() >= MOST) {
            getChildren().removeFirst();
        }
        getChildren().add(toast);
        return toast;
    }
}
