package dev.countersign.ui.shell;

import dev.countersign.run.Workbench;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Fonts;
import dev.countersign.ui.fx.Pulse;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.settings.TriedLevel;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;

/// The desktop: starts JavaFX and opens the window.
public final class DesktopApp {
    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;

    private final DesktopContext context;
    private final UiState state;
    private final Closeable ahead;
    private final Runnable ended;
    private final Background background = Background.threads(Pulse.fx());
    private final Stage stage = new Stage();
    private final Shell shell;
    private final Timeline save;

    private DesktopApp(DesktopContext context, UiState state, Opened.Opener opener, Closeable ahead, Runnable ended) {
        this.context = context;
        this.ended = ended;
        this.state = state;
        this.ahead = ahead;
        Fonts.load();
        Workbench workbench = context.workbench();
        this.shell = new Shell(new ShellParts(opener,
                workbench.agents(), workbench.sandbox()::protection, context.sample(), context.data(), context.version(), state,
                background, context.choosers().apply(() -> stage), workbench.clock(), context.screens().ofMachine(), workbench.models(),
                workbench.servers(), () -> TriedLevel.of(workbench.sandbox())));
        this.save = new Timeline(new KeyFrame(Duration.seconds(10), _ -> background.run("", _ -> {
            state.save();
            return state;
        }).onFailure(_ -> {})));
    }

    /// Opens the window and returns when it was closed and everything is put away.
    ///
    /// @throws IOException where the workspace could not be closed cleanly
    public static void launch(DesktopContext context) throws IOException {
        var closed = new CountDownLatch(1);
        UiState state = state(context);
        // Asked for by the window a moment later: trying to escape takes most of a second.
        Thread.ofPlatform().name("sandbox-trial").daemon().start(() -> context.workbench().sandbox().protection());
        Optional<OpenedAhead> ahead = first(context, state).map(folder -> new OpenedAhead(opener(context), folder));
        Opened.Opener opener = ahead.<Opened.Opener>map(early -> early).orElseGet(() -> opener(context));
        Closeable unasked = ahead.<Closeable>map(early -> early::close).orElse(() -> {});
        Platform.startup(() -> new DesktopApp(context, state, opener, unasked, () -> {
            closed.countDown();
            Platform.exit();
        }).start());
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Opens the window where JavaFX is running already. JavaFX thread.
    ///
    /// @param ended called from a thread of its own when the window was closed and everything is put away
    public static DesktopApp show(DesktopContext context, Runnable ended) {
        var app = new DesktopApp(context, state(context), opener(context), () -> {}, ended);
        app.start();
        return app;
    }

    private static UiState state(DesktopContext context) {
        return UiState.open(context.data().resolve("ui.json"));
    }

    private static Opened.Opener opener(DesktopContext context) {
        Workbench workbench = context.workbench();
        return (folder, progress) -> new SessionWorkspace(workbench.open(folder, progress), workbench, context.screens(), context.user());
    }

    public Stage stage() {
        return stage;
    }

    public Shell shell() {
        return shell;
    }

    private void start() {
        Scene scene = shell.scene(WIDTH, HEIGHT);
        Platform.getPreferences().colorSchemeProperty().addListener((_, _, _) -> shell.dress(scene));
        stage.setTitle("Countersign");
        stage.setScene(scene);
        stage.setMinWidth(880);
        stage.setMinHeight(560);
        place();
        stage.setOnCloseRequest(event -> {
            event.consume();
            if (shell.busy() > 0) {
                shell.askToClose(this::end);
            } else {
                end();
            }
        });
        stage.show();
        save.setCycleCount(Animation.INDEFINITE);
        save.play();
        context.rehearsal().ifPresent(ready -> new Rehearsal(shell, scene, ready, this::end).begin());
        // The very first start shows the sample with its task ready; later ones what was open, or the welcome screen.
        first(context, state).ifPresentOrElse(shell::open, () -> {
            if (!state.get("greeted", false)) {
                shell.offerSample();
            }
        });
        state.put("greeted", true);
    }

    private static Optional<Path> first(DesktopContext context, UiState state) {
        return context.open().or(() -> state.get("open").map(Path::of).filter(Files::isDirectory));
    }

    /// Where the window was last, if that is still on a screen.
    private void place() {
        var x = state.number("window.x");
        var y = state.number("window.y");
        var width = state.number("window.width");
        var height = state.number("window.height");
        if (x.isPresent() && y.isPresent() && width.isPresent() && height.isPresent()) {
            var bounds = new Rectangle2D(x.getAsDouble(), y.getAsDouble(), Math.max(880, width.getAsDouble()),
                    Math.max(560, height.getAsDouble()));
            if (!Screen.getScreensForRectangle(bounds).isEmpty()) {
                stage.setX(bounds.getMinX());
                stage.setY(bounds.getMinY());
                stage.setWidth(bounds.getWidth());
                stage.setHeight(bounds.getHeight());
            }
        }
        stage.setMaximized(state.get("window.maximized", false));
    }

    private void keep() {
        state.put("window.maximized", stage.isMaximized());
        if (!stage.isMaximized() && !stage.isIconified()) {
            state.put("window.x", stage.getX());
            state.put("window.y", stage.getY());
            state.put("window.width", stage.getWidth());
            state.put("window.height", stage.getHeight());
        }
    }

    private void end() {
        save.stop();
        keep();
        // a review that is open keeps what was decided, and stops looking at the disk
        shell.kit().overlay().closeAll();
        stage.hide();
        // What ticks while it is on the screen asks the workspace no more.
        stage.getScene().setRoot(new Pane());
        Thread.ofPlatform().name("closing").start(() -> {
            try {
                shell.close();
                ahead.close();
                state.save();
            } catch (IOException | UncheckedIOException e) {
                throw new IllegalStateException("the workspace was not closed cleanly; it is put right at the next start", e);
            } finally {
                background.close();
                ended.run();
            }
        });
    }
}
