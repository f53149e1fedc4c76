package dev.countersign.ui;

import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.shell.MadeUpWorkspace;
import dev.countersign.ui.shell.Route;
import dev.countersign.ui.shell.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.StageStyle;

/// Takes pictures of every screen of the shell with a made-up run, in both themes: `DemoShell FOLDER WIDTH HEIGHT`,
/// in a window: the system's screen must be at least as large.
public final class DemoShell {
    private DemoShell() {}

    /// Chooses nothing.
    public static final Choosers NO_ONE = new Choosers() {
        @Override
        public Optional<Path> folder(String title) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> file(String title, String kind, List<String> globs) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> save(String title, String name) {
            return Optional.empty();
        }
    };

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        int width = Integer.parseInt(args[1]);
        int height = Integer.parseInt(args[2]);
        for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
            shoot(folder, theme, width, height);
        }
        System.exit(0);
    }

    private static void shoot(Path folder, Theme theme, int width, int height) {
        record Window(Shell shell, Scene scene, MadeUpWorkspace workspace) {}
        Window window = Screen.on(() -> {
            var workspace = MadeUpWorkspace.busy(Path.of("/home/ada/src/http-client"));
            UiState state = UiState.open(Path.of("/nonexistent/ui.json"));
            state.put("recent", List.of("/home/ada/src/http-client", "/home/ada/src/reports"));
            var stage = new Stage();
            var shell = new Shell(workspace.parts(state, Background.sameThread(), NO_ONE));
            shell.preferences().themeProperty().set(theme);
            var scene = shell.scene(width, height);
            stage.initStyle(StageStyle.UNDECORATED);
            stage.setScene(scene);
            stage.show();
            return new Window(shell, scene, workspace);
        });
        String tail = "-" + theme.key() + "-" + width + ".png";
        Screen.shoot(window.scene(), folder.resolve("shell-welcome" + tail));
        Screen.run(() -> {
            window.shell().open(window.workspace().folder());
            MadeUp.talk().forEach(event -> window.workspace().tell(MadeUp.run(), event));
        });
        Screen.settle();
        Screen.shoot(window.scene(), folder.resolve("shell-run" + tail));
        Screen.run(() -> window.shell().run(MadeUp.RUN).orElseThrow().selectedProperty().set(Optional.of(MadeUp.id("config"))));
        Screen.shoot(window.scene(), folder.resolve("shell-stopped" + tail));
        Screen.run(() -> window.workspace().tell(MadeUp.held(), new dev.countersign.run.RunEvent.Resumed(MadeUp.NOW, "Ada")));
        Screen.settle();
        Screen.shoot(window.scene(), folder.resolve("shell-held" + tail));
        for (Route route : List.of(new Route.NewTask(), new Route.Inbox(), new Route.AgentList(), new Route.Settings())) {
            Screen.run(() -> window.shell().model().go(route));
            Screen.shoot(window.scene(), folder.resolve("shell-" + route.getClass().getSimpleName().toLowerCase() + tail));
        }
        Screen.run(() -> window.shell().model().go(new Route.OfRun(MadeUp.RUN)));
        for (String tab : List.of("changes", "plan", "cost")) {
            Screen.run(() -> window.shell().commands().find("run." + tab).orElseThrow().perform());
            Screen.settle();
            Screen.shoot(window.scene(), folder.resolve("shell-" + tab + tail));
        }
        overlay(window.shell(), window.scene(), folder.resolve("shell-palette" + tail), () -> window.shell().palette());
        overlay(window.shell(), window.scene(), folder.resolve("shell-truth" + tail), () -> window.shell().truth());
        overlay(window.shell(), window.scene(), folder.resolve("shell-shortcuts" + tail),
                () -> window.shell().commands().find("window.shortcuts").orElseThrow().perform());
        overlay(window.shell(), window.scene(), folder.resolve("shell-consent" + tail), () -> {
            var composer = window.shell().composer().orElseThrow();
            composer.promptProperty().set("Retry idempotent requests");
            composer.pick("claude");
            composer.start();
        });
        overlay(window.shell(), window.scene(), folder.resolve("shell-problem" + tail), () -> {
            window.shell().composer().orElseThrow().pick("patch");
            window.shell().kit().toasts().show(new dev.countersign.fault.Problem("PLAN-001",
                "plan.toml, line 14: the nodes \"retry\" and \"metrics\" can both own src/main/java/client/Client.java.",
                "Nothing was started.", "Give the file to one of them.", "details", dev.countersign.fault.Exit.USAGE));
        });
    }

    private static void overlay(Shell shell, Scene scene, Path file, Runnable open) {
        Screen.run(open);
        Screen.settle();
        Screen.shoot(scene, file);
        Screen.run(() -> shell.kit().overlay().closeAll());
    }
}
