package dev.countersign.ui;

import dev.countersign.fault.Problem;
import dev.countersign.ui.fx.Fonts;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Theme;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/// What a person sees in place of the window where the program cannot start: who starts it from a menu has no terminal to read.
final class Refusal {
    private Refusal() {}

    /// Shows `problem`, and returns when its window was closed.
    static void show(Problem problem) {
        var closed = new CountDownLatch(1);
        Platform.startup(() -> {
            Fonts.load();
            var stage = new Stage();
            stage.setTitle("Countersign");
            stage.setScene(scene(problem, stage::close));
            stage.setOnHidden(_ -> {
                closed.countDown();
                Platform.exit();
            });
            stage.show();
        });
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Scene scene(Problem problem, Runnable close) {
        var quit = new Button(Texts.of(Refusal.class).text("refusal.quit"));
        quit.setDefaultButton(true);
        quit.setCancelButton(true);
        quit.setOnAction(_ -> close.run());
        var buttons = new HBox(quit);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        var box = new VBox(20, new ProblemBox(problem), buttons);
        box.setPadding(new Insets(24));
        box.setPrefWidth(560);
        var scene = new Scene(box);
        Theme.SYSTEM.apply(scene);
        return scene;
    }
}
