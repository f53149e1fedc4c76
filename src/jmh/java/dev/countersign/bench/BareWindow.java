package dev.countersign.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// The least that can show a window: what a start is compared with. Says `ready` once the window is drawn, and ends with its input.
public final class BareWindow {
    private BareWindow() {}

    public static void main(String[] arguments) {
        Platform.startup(() -> {
            var scene = new Scene(new StackPane(new Label("A window")), 1280, 800);
            var stage = new Stage();
            stage.setScene(scene);
            stage.show();
            scene.addPostLayoutPulseListener(() -> Platform.runLater(() -> {
                System.out.println("ready");
                try {
                    System.in.transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                System.exit(0);
            }));
            Platform.requestNextPulse();
        });
    }
}
