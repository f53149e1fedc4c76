package dev.countersign.ui.shell;

import dev.countersign.ui.run.ComposerViewModel;
import java.util.Iterator;
import java.util.List;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.util.Duration;

/// A start without a person: tells when the first workspace stands drawn in the window, starts the task that was offered with it,
/// waits until no run works, goes once through the screens and ends. So the JVM learns what a start and the first minutes load, and a start can be timed.
/// JavaFX thread.
final class Rehearsal {
    /// Seconds without a run at work, so that a task that is only just being planned is not cut off.
    private static final int QUIET = 3;

    private final Shell shell;
    private final Scene scene;
    private final Runnable ready;
    private final Iterator<Runnable> steps;
    private final Timeline watch = new Timeline(new KeyFrame(Duration.seconds(1), _ -> look()));
    private final Runnable drawn = this::drawn;
    private boolean begun;
    private int quiet;

    /// @param ready heard once, with the workspace drawn
    /// @param end   closes the window
    Rehearsal(Shell shell, Scene scene, Runnable ready, Runnable end) {
        this.shell = shell;
        this.scene = scene;
        this.ready = ready;
        steps = List.<Runnable>of(
                () -> shell.commands().find("run.review").ifPresent(review -> review.perform()),
                () -> shell.kit().overlay().closeAll(),
                () -> shell.model().go(new Route.Ledger()),
                () -> shell.model().go(new Route.NewTask()),
                () -> {
                    watch.stop();
                    end.run();
                }).iterator();
        watch.setCycleCount(Animation.INDEFINITE);
    }

    /// Begins to watch. Call before anything is opened.
    void begin() {
        shell.model().placeProperty().addListener((_, _, place) -> {
            if (place.isPresent() && !begun) {
                begun = true;
                scene.addPostLayoutPulseListener(drawn);
                Platform.requestNextPulse();
            }
        });
    }

    private void drawn() {
        scene.removePostLayoutPulseListener(drawn);
        // The pulse that laid it out also hands it over for drawing; what is posted now comes after that.
        shell.kit().pulse().post(() -> {
            ready.run();
            // The sample's task, where that was opened; without a task this does nothing.
            shell.composer().ifPresent(ComposerViewModel::start);
            watch.play();
        });
    }

    private void look() {
        quiet = shell.busy() > 0 ? 0 : quiet + 1;
        if (quiet > QUIET && steps.hasNext()) {
            steps.next().run();
        }
    }
}
