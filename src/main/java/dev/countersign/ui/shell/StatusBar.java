package dev.countersign.ui.shell;

import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// The line at the bottom: what is being done, how far it is, and how to stop it.
final class StatusBar extends HBox {
    private final Texts texts = Texts.of(StatusBar.class);
    private final Background background;
    private final Label work = Tips.whole(new Label());
    private final ProgressBar bar = new ProgressBar();
    private final Button cancel = Tips.name(new Button(null, Icons.of(Feather.X, 12)), Texts.of(StatusBar.class).text("status.cancel"));

    StatusBar(ShellViewModel model, Background background, String version) {
        super(8);
        this.background = background;
        getStyleClass().add("status-bar");
        setAlignment(Pos.CENTER_LEFT);
        var activity = Tips.whole(new Label());
        activity.getStyleClass().addAll("text-small", "text-muted");
        activity.textProperty().bind(model.activityProperty().map(text -> text.isEmpty() ? texts.text("status.ready") : text));
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        work.getStyleClass().addAll("text-small", "text-muted");
        bar.getStyleClass().add("small-progress");
        bar.setPrefWidth(120);
        cancel.getStyleClass().addAll("flat", "button-icon", "tiny-button");
        var built = new Label(version);
        built.getStyleClass().addAll("text-small", "text-muted");
        built.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().addAll(activity, gap, work, bar, cancel, built);
        background.running().addListener((ListChangeListener<Job<?>>) _ -> show());
        show();
    }

    private void show() {
        boolean busy = !background.running().isEmpty();
        for (var part : new Node[] {work, bar, cancel}) {
            part.setVisible(busy);
            part.setManaged(busy);
        }
        work.textProperty().unbind();
        bar.progressProperty().unbind();
        if (busy) {
            Job<?> job = background.running().getFirst();
            work.textProperty().bind(job.stepProperty().map(step -> step.isEmpty() ? job.label() : job.label() + ": " + step));
            bar.progressProperty().bind(job.fractionProperty());
            cancel.setOnAction(_ -> job.cancel());
        } else {
            work.setText("");
            bar.setProgress(0);
        }
    }
}
