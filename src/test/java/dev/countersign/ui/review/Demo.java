package dev.countersign.ui.review;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.TextFile;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Theme;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import javafx.stage.StageStyle;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// What the tests and the pictures of this package share: files that look like real ones, and the way to a picture.
final class Demo {
    private Demo() {}

    static String before(String path) {
        return resource("demo/before/" + path);
    }

    static String after(String path) {
        return resource("demo/after/" + path);
    }

    static FileDiff.Text diff(String before, String after) {
        return new Differ().diff(text(before), text(after), Differ.Options.EXACT);
    }

    static TextFile text(String content) {
        return TextFile.read(content.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    /// A Java file of `lines` lines, and one in which every `step`th is another.
    static FileDiff.Text large(int lines, int step) {
        var before = new StringBuilder();
        var after = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            String line = "    private static final int VALUE_" + i + " = " + i * 7 + "; // the " + i + "th\n";
            before.append(line);
            after.append(i % step == step / 2 ? line.replace("int", "long").replace(";", "L;") : line);
        }
        return diff(before.toString(), after.toString());
    }

    private static String resource(String name) {
        try (InputStream in = Demo.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void start() {
        Screen.start();
    }

    static <T> T onScreen(Callable<T> work) {
        return Screen.on(() -> {
            try {
                return work.call();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    static Scene scene(Parent root, int width, int height, Theme theme) {
        var scene = new Scene(root, width, height);
        theme.apply(scene);
        root.applyCss();
        root.layout();
        return scene;
    }

    private static @Nullable Stage shown;

    /// Shows it in a window and lets frames go by: a second snapshot in one turn of the JavaFX thread shows part of the first again.
    private static void frames(Scene scene) {
        if (scene.getWindow() == null) {
            if (shown != null) {
                shown.hide();
            }
            shown = new Stage();
            shown.initStyle(StageStyle.UNDECORATED);
            shown.setScene(scene);
            shown.show();
        }
        var key = new Object();
        new AnimationTimer() {
            private int left = 4;

            @Override
            public void handle(long now) {
                if (left-- == 0) {
                    stop();
                    Platform.exitNestedEventLoop(key, null);
                }
            }
        }.start();
        Platform.enterNestedEventLoop(key);
    }

    /// A picture at 200 % scale.
    static void twice(Scene scene, String name) throws IOException {
        frames(scene);
        var twice = new javafx.scene.SnapshotParameters();
        twice.setTransform(javafx.scene.transform.Transform.scale(2, 2));
        write(scene.getRoot().snapshot(twice, null), name);
    }

    /// On a screen that is scaled (`-Dglass.gtk.uiScale=2`, in a window), what the screen shows of it, pixel by pixel.
    static void picture(Scene scene, String name) throws IOException {
        if (scene.getWindow() == null) {
            frames(scene);
        }
        frames(scene);
        if (System.getProperty("glass.gtk.uiScale") == null) {
            write(scene.snapshot(null), name);
        } else {
            var window = scene.getWindow();
            write(new Robot().getScreenCapture(null, new Rectangle2D(window.getX() + scene.getX(), window.getY() + scene.getY(),
                    scene.getWidth(), scene.getHeight()), false), name);
        }
    }

    private static void write(WritableImage image, String name) throws IOException {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        var pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        var out = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        out.setRGB(0, 0, width, height, pixels, 0, width);
        var file = new File(System.getProperty("shots", "target/shots"), name + ".png");
        file.getParentFile().mkdirs();
        ImageIO.write(out, "png", file);
    }
}
