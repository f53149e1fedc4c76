package dev.countersign.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.run.Session;
import dev.countersign.ui.DemoShell;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Kit;
import dev.countersign.ui.fx.Pulse;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.run.ReviewOpener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The screen of the checks in the window, on the whole program. Pictures go into the folder `-Dshots=FOLDER`.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
@Timeout(120)
class ChecksScreenTest {
    @TempDir
    private Path folder;

    private record Window(Shell shell, Scene scene) {}

    private Window open(Path live, int width, int height) {
        Composition program = Composition.in(folder.resolve("home" + width));
        return Screen.on(() -> {
            var made = new Shell(new ShellParts((path, progress) -> new SessionWorkspace(program.workbench().open(path, progress), program.workbench(), screens(),
                    "ada"), program.workbench().agents(), program.workbench().sandbox()::protection, _ -> {
                        throw new IllegalStateException("not asked for here");
                    }, folder.resolve("data"), "0.1.0", UiState.open(folder.resolve("ui.json")), Background.threads(Pulse.fx()), DemoShell.NO_ONE,
                    InstantSource.system(), MadeUpWorkspace.machine()));
            Scene scene = made.scene(width, height);
            made.open(live);
            return new Window(made, scene);
        });
    }

    @Test
    void checkIsAddedAndAllAreRunFromTheScreen() throws Exception {
        addAndRun(1280, 800);
        if (!System.getProperty("shots", "").isEmpty()) {
            addAndRun(2560, 1440);
        }
    }

    private void addAndRun(int width, int height) throws Exception {
        Path live = Files.createDirectories(folder.resolve("project" + width));
        Files.writeString(live.resolve("Makefile"), "test:\n\t@echo ok 1 - adds up; echo not ok 2 - subtracts; echo '# at calc.sh:2'; echo 1..2; exit 1\n");
        Files.writeString(live.resolve("calc.sh"), "echo $(($1 + $2))\necho $(($1 + $2))\n");
        Files.writeString(live.resolve("pyproject.toml"), "[tool.pytest.ini_options]\naddopts = \"-p no:benchmark\"\n");
        Window window = open(live, width, height);
        Scene scene = window.scene();
        until(() -> window.shell().composer().isPresent());
        Screen.run(() -> window.shell().model().go(new Route.Checks()));
        until(() -> words(scene.getRoot()).contains("make test") || words(scene.getRoot()).contains("pytest"));
        Screen.run(() -> ((Button) scene.lookup("#checks-add")).fire());
        Screen.run(() -> {
            ((TextField) scene.lookup("#check-name")).setText("start of the server");
            ((TextField) scene.lookup("#check-command")).setText("sh -c 'echo Listening on 8080; sleep 1'");
        });
        shots(window, "checks-edit");
        Screen.run(() -> ((Button) scene.lookup("#check-save")).fire());
        until(() -> words(scene.getRoot()).contains("start of the server") && !scene.lookup("#check-save").getParent().getParent().getParent().isVisible());
        Screen.run(() -> ((Button) scene.lookup("#checks-run")).fire());
        until(() -> words(scene.getRoot()).contains("on tree"));
        shots(window, "checks-run");
        assertThat(words(scene.getRoot())).contains("Chosen", "Listening on 8080");
    }

    private static void shots(Window window, String name) {
        String into = System.getProperty("shots", "");
        for (Theme theme : into.isEmpty() ? List.<Theme>of() : List.of(Theme.LIGHT, Theme.DARK)) {
            Screen.run(() -> window.shell().preferences().themeProperty().set(theme));
            Screen.settle();
            Screen.shoot(window.scene(), Path.of(into).resolve(name + "-" + theme.key() + "-" + (int) window.scene().getWidth() + ".png"));
        }
    }

    private static String words(Parent node) {
        node.applyCss();
        node.layout();
        var words = new StringBuilder();
        collect(node, words);
        return words.toString();
    }

    private static void collect(Node node, StringBuilder words) {
        if (node instanceof Labeled labeled) {
            words.append(labeled.getText()).append('\n');
        } else if (node instanceof javafx.scene.control.TextInputControl text) {
            words.append(text.getText()).append('\n');
        }
        if (node instanceof javafx.scene.control.ScrollPane scroll) {
            collect(scroll.getContent(), words);
        } else if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, words));
        }
    }

    private static void until(BooleanSupplier so) throws InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!Screen.on(so::getAsBoolean)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it never came");
            }
            Thread.sleep(20);
        }
    }

    private static Screens screens() {
        return new Screens() {
            @Override
            public ReviewOpener review(Session session, Kit kit) {
                return (_, _) -> { };
            }

            @Override
            public Parent ledger(Session session, Kit kit) {
                return new StackPane();
            }

            @Override
            public Parent rules(Session session, Kit kit) {
                return new StackPane();
            }

            @Override
            public Parent scripts(Session session, Kit kit) {
                return new StackPane();
            }

            @Override
            public OfMachine ofMachine() {
                return MadeUpWorkspace.machine();
            }
        };
    }
}
