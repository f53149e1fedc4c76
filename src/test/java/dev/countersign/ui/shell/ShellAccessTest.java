package dev.countersign.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ui.DemoShell;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Fonts;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.TabWalk;
import dev.countersign.ui.fx.UiState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.TraversalDirection;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// Walks every control of the shell's screens and of the cards over them, as a screen reader and the Tab key meet them.
@ExtendWith(ApplicationExtension.class)
class ShellAccessTest {
    @TempDir
    static Path folder;

    private final List<String> faults = new ArrayList<>();
    private Shell shell;
    private Scene scene;
    private MadeUpWorkspace workspace;

    @Start
    void start(Stage stage) {
        Fonts.load();
        workspace = MadeUpWorkspace.busy(Path.of("/home/ada/src/http-client"));
        shell = new Shell(workspace.parts(UiState.open(folder.resolve("none.json")), Background.sameThread(), DemoShell.NO_ONE));
        scene = shell.scene(1280, 800);
        stage.setScene(scene);
        stage.show();
    }

    @Test
    void tabGoesRoundEveryScreen() {
        walk("welcome");
        Screen.run(() -> {
            shell.open(workspace.folder());
            MadeUp.talk().forEach(event -> workspace.tell(MadeUp.run(), event));
        });
        for (Route route : List.of(new Route.NewTask(), new Route.Inbox(), new Route.AgentList(), new Route.Settings(), new Route.OfRun(MadeUp.RUN))) {
            Screen.run(() -> shell.model().go(route));
            walk(route.getClass().getSimpleName());
        }
        for (String tab : List.of("changes", "plan", "cost")) {
            Screen.run(() -> shell.commands().find("run." + tab).orElseThrow().perform());
            walk(tab);
        }
        assertThat(faults.stream().distinct().toList()).isEmpty();
    }

    @Test
    void aCardKeepsTheFocusAndGivesItBack() {
        Screen.run(() -> shell.open(workspace.folder()));
        Screen.run(() -> shell.model().go(new Route.NewTask()));
        Screen.settle();
        Screen.run(shell::focusComposer);
        Screen.settle();
        Node before = Screen.on(scene::getFocusOwner);
        assertThat(before).isNotNull();
        card("palette", shell::palette, before);
        card("truth", shell::truth, before);
        card("shortcuts", () -> shell.commands().find("window.shortcuts").orElseThrow().perform(), before);
        card("about", shell::about, before);
        assertThat(faults.stream().distinct().toList()).isEmpty();
    }

    private void walk(String state) {
        Screen.settle();
        Screen.frame();
        Screen.run(() -> {
            TabWalk.silent(scene.getRoot(), state, faults);
            if (scene.getFocusOwner() == null) {
                faults.add(state + ": nothing has the focus");
            }
            TabWalk.round(scene, scene.getRoot(), state, faults, at -> at.requestFocusTraversal(TraversalDirection.NEXT));
        });
    }

    private void card(String state, Runnable open, Node before) {
        Screen.run(open);
        Screen.settle();
        Screen.run(() -> {
            var veil = (javafx.scene.Parent) shell.kit().overlay().lookup(".overlay-veil");
            TabWalk.silent(veil, state, faults);
            TabWalk.round(scene, veil, state, faults, at -> at.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, false, false, false, false)));
            shell.kit().overlay().closeAll();
            if (scene.getFocusOwner() != before) {
                faults.add(state + ": the focus went to " + scene.getFocusOwner() + " in place of " + before);
            }
        });
    }
}
