package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.MemoryStore;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Theme;
import dev.countersign.workspace.Snapshot;
import javafx.geometry.Bounds;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiffViewTest {
    @BeforeAll
    static void toolkit() {
        Demo.start();
    }

    @ParameterizedTest
    @CsvSource({"660, true", "1400, false"})
    void theFileListHasRoomForNamesHoweverNarrowTheViewIs(int width, boolean above) {
        Demo.onScreen(() -> {
            var store = new MemoryStore();
            Snapshot before = store.tree();
            Snapshot after = before;
            for (String name : new String[] {"one", "two"}) {
                after = MemoryStore.with(after, "src/main/java/com/example/" + name + ".txt", store.file("line\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            }
            var view = new DiffView(Background.sameThread());
            Demo.scene(view, width, 600, Theme.DARK);
            view.show(DemoSource.between(store, before, after).changes(), store);
            view.applyCss();
            view.layout();
            Bounds list = view.lookup(".file-list").localToScene(view.lookup(".file-list").getLayoutBounds());
            Bounds diff = view.lookup(".diff-pane").localToScene(view.lookup(".diff-pane").getLayoutBounds());
            assertThat(list.getWidth()).isGreaterThan(250);
            if (above) {
                assertThat(diff.getMinY()).isGreaterThanOrEqualTo(list.getMaxY());
                assertThat(list.getHeight()).isBetween(2 * 42.0, 0.4 * 600);
            } else {
                assertThat(diff.getMinX()).isGreaterThanOrEqualTo(list.getMaxX());
            }
            return view;
        });
    }
}
