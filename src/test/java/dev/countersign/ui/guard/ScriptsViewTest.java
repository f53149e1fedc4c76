package dev.countersign.ui.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.run.Scripts;
import dev.countersign.run.Scripts.Listed;
import dev.countersign.script.ScriptFolder;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.UiState;
import dev.countersign.workspace.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptsViewTest {
    private static final Problem UNREAD = Problem.of("SCRIPT-001", Exit.USAGE, "The folder cannot be read.", "Nothing was changed.", "Look at its permissions.");

    @TempDir
    Path folder;

    private List<Listed> listed = List.of();
    private boolean fails;

    private Scene open() {
        var source = new ScriptsSource() {
            @Override
            public List<Listed> list() {
                if (fails) {
                    throw new UserException(UNREAD);
                }
                return listed;
            }

            @Override
            public Scripts.Difference difference(String name) {
                return new Scripts.Difference(Changeset.NONE, new MemoryStore());
            }

            @Override
            public void approve(String name, Sha256 hash) {
                throw new AssertionError(name);
            }

            @Override
            public void revoke(String name) {
                throw new AssertionError(name);
            }
        };
        return Screen.on(() -> {
            var view = new ScriptsView(new ScriptsViewModel(source, Background.sameThread(), ZoneOffset.UTC), Background.sameThread(),
                    new Overlay(new StackPane()), UiState.open(folder.resolve("ui.json")));
            var scene = new Scene(view.root(), 1280, 800);
            Theme.LIGHT.apply(scene);
            laidOut(scene);
            return scene;
        });
    }

    private static void laidOut(Scene scene) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
    }

    private static List<String> words(Scene scene) {
        return scene.lookup("#scripts-nothing").lookupAll(".label").stream().map(Label.class::cast).map(Label::getText).toList();
    }

    @Test
    void withoutAScriptTheEmptyPageTakesTheWholePlaceOfListAndText() {
        Scene scene = open();
        Screen.run(() -> {
            var nothing = (Region) scene.lookup("#scripts-nothing");
            assertThat(nothing.isVisible()).isTrue();
            assertThat(nothing.getWidth()).isEqualTo(1280);
            assertThat(scene.lookup("#scripts-list").getParent().getParent().isVisible()).isFalse();
            assertThat(words(scene)).anyMatch(text -> text.contains(".countersign/scripts"));

            listed = List.of(new Listed("word", Scripts.Standing.PENDING, Optional.of(ScriptFolder.of("word",
                    "script(description = 'x')\ndef run():\n    return 'one'\n".getBytes(StandardCharsets.UTF_8))), Optional.empty(), Optional.empty()));
            ((Button) scene.lookup("#scripts-again")).fire();
            laidOut(scene);
            assertThat(nothing.isVisible()).isFalse();
            assertThat(scene.lookup("#scripts-list").getParent().getParent().isVisible()).isTrue();
            assertThat(((Label) scene.lookup("#scripts-standing")).getText()).startsWith("Pending");
        });
    }

    @Test
    void aFolderThatCannotBeReadIsSaidAndReadAnewOnDemand() {
        fails = true;
        Scene scene = open();
        Screen.run(() -> {
            assertThat(words(scene)).anyMatch(text -> text.contains("The folder cannot be read."));
            fails = false;
            ((Button) scene.lookup("#scripts-again")).fire();
            laidOut(scene);
            assertThat(words(scene)).noneMatch(text -> text.contains("The folder cannot be read.")).anyMatch(text -> text.contains(".countersign/scripts"));
        });
    }
}
