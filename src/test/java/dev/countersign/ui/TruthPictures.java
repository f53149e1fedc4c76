package dev.countersign.ui;

import dev.countersign.agent.ModelDesk;
import dev.countersign.agent.mcp.McpServers;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.settings.TriedLevel;
import dev.countersign.ui.shell.MadeUpWorkspace;
import dev.countersign.ui.shell.Shell;
import dev.countersign.ui.shell.ShellParts;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.ToggleButton;
import javafx.stage.Stage;
import javafx.stage.StageStyle;

/// Takes pictures of the truth panel with what this machine's sandbox really is, each level, in both themes and two sizes: `TruthPictures FOLDER`.
public final class TruthPictures {
    private TruthPictures() {}

    public static void main(String[] args) {
        Path folder = Path.of(args[0]);
        var sandbox = new LocalSandbox(folder.resolve("scratch"), new SecureRandom());
        List<TriedLevel> levels = TriedLevel.of(sandbox);
        for (int width : new int[] {1280, 2560}) {
            for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                shoot(folder, sandbox, levels, theme, width, width == 1280 ? 800 : 1440);
            }
        }
        System.exit(0);
    }

    private static void shoot(Path folder, LocalSandbox sandbox, List<TriedLevel> levels, Theme theme, int width, int height) {
        record Window(Shell shell, Scene scene) {}
        Window window = Screen.on(() -> {
            var workspace = MadeUpWorkspace.busy(Path.of("/home/ada/src/http-client"));
            ShellParts made = workspace.parts(UiState.open(Path.of("/nonexistent/ui.json")), Background.sameThread(), DemoShell.NO_ONE);
            var shell = new Shell(new ShellParts(made.opener(), made.agents(), sandbox::protection, made.sample(), made.data(), made.version(), made.state(),
                    made.background(), made.choosers(), made.clock(), made.machine(), ModelDesk.NONE, McpServers.NONE, () -> levels));
            shell.preferences().themeProperty().set(theme);
            var stage = new Stage();
            var scene = shell.scene(width, height);
            stage.initStyle(StageStyle.UNDECORATED);
            stage.setScene(scene);
            stage.show();
            return new Window(shell, scene);
        });
        Screen.run(window.shell()::truth);
        for (TriedLevel level : levels) {
            String name = level.attempt().level().name();
            Screen.run(() -> window.scene().getRoot().lookupAll(".truth-level").stream().map(ToggleButton.class::cast)
                    .filter(button -> button.getText().startsWith(name)).forEach(ToggleButton::fire));
            Screen.settle();
            Screen.shoot(window.scene(), folder.resolve("truth-" + name + "-" + theme.key() + "-" + width + ".png"));
        }
    }
}
