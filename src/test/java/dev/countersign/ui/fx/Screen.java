package dev.countersign.ui.fx;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/// The JavaFX thread, for tests of screens: starts the toolkit once and runs things on it.
public final class Screen {
    // a machine that is busy with other work takes half a minute for what otherwise takes one second
    private static final int PATIENCE_SECONDS = 150;

    private Screen() {}

    /// Starts JavaFX if it is not running, with our fonts.
    public static synchronized void start() {
        var up = new CountDownLatch(1);
        try {
            Platform.startup(up::countDown);
            if (!up.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("JavaFX does not start");
            }
        } catch (IllegalStateException running) {
            if (!running.getMessage().contains("already")) {
                throw running;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Platform.setImplicitExit(false);
        Fonts.load();
    }

    /// Computes on the JavaFX thread and waits.
    public static <T> T on(Supplier<T> work) {
        start();
        if (Platform.isFxApplicationThread()) {
            return work.get();
        }
        var task = new FutureTask<T>(work::get);
        Platform.runLater(task);
        try {
            return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void run(Runnable work) {
        on(() -> {
            work.run();
            return true;
        });
    }

    /// Waits until all that was posted before, and what that posted, was done.
    public static void settle() {
        for (int i = 0; i < 4; i++) {
            run(() -> {});
        }
    }

    /// Waits for the next frame.
    public static void frame() {
        var drawn = new CountDownLatch(1);
        run(() -> new AnimationTimer() {
            @Override
            public void handle(long now) {
                stop();
                drawn.countDown();
            }
        }.start());
        try {
            drawn.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A picture of a scene, as a PNG file. Any size, in the Headless platform too.
    public static void shoot(Scene scene, Path file) {
        settle();
        WritableImage image = on(() -> {
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            scene.snapshot(null);
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            return scene.snapshot(null);
        });
        write(image, file);
    }

    /// A picture of what the screen shows where a scene's window is, with what floats above it.
    public static void grab(Scene scene, Path file) {
        settle();
        write(on(() -> {
            var window = scene.getWindow();
            var at = new javafx.geometry.Rectangle2D(window.getX() + scene.getX(), window.getY() + scene.getY(), scene.getWidth(), scene.getHeight());
            return new javafx.scene.robot.Robot().getScreenCapture(null, at);
        }), file);
    }

    private static void write(WritableImage image, Path file) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, image.getPixelReader().getArgb(x, y));
            }
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
