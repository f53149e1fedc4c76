package dev.countersign.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ui.DemoShell;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.UiState;
import java.nio.file.Path;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageWidthTest {
    @TempDir
    Path folder;

    @Test
    void pagesOfOneKindAreEquallyWide() {
        Screen.run(() -> {
            MadeUpWorkspace workspace = MadeUpWorkspace.busy(Path.of("/home/ada/src/http-client"));
            var shell = new Shell(workspace.parts(UiState.open(folder.resolve("ui.json")), Background.sameThread(), DemoShell.NO_ONE));
            var scene = shell.scene(1600, 900);
            shell.open(workspace.folder());
            for (Route route : new Route[] {new Route.Settings(), new Route.AgentList()}) {
                shell.model().go(route);
                scene.getRoot().applyCss();
                scene.getRoot().layout();
                assertThat(((Region) scene.lookup(".page-column")).getWidth()).as(route.toString()).isEqualTo(880);
            }
        });
    }
}
