package dev.countersign.ui.ledger;

import dev.countersign.changeset.FileChange;
import dev.countersign.ui.DemoShell;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.Toasts;
import dev.countersign.ui.fx.UiState;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.WorkspacePath;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;

/// The ledger's screen in a scene of its own. Make it on the JavaFX thread.
final class LedgerStage {
    final LedgerViewModel model;
    final Scene scene;
    final UiState state;

    LedgerStage(LedgerSource source, Background background, InstantSource clock, Path remembered, Theme theme, int width, int height) {
        state = UiState.open(remembered);
        var below = new BorderPane();
        var overlay = new Overlay(below);
        scene = new Scene(overlay, width, height);
        theme.apply(scene);
        model = new LedgerViewModel(source, background, clock);
        below.setCenter(new LedgerView(model, state, overlay, new Toasts(), DemoShell.NO_ONE, NoDiff::new).root());
        scene.getRoot().applyCss();
        scene.getRoot().layout();
    }

    @SuppressWarnings("unchecked")
    ListView<TimelineRow> timeline() {
        return (ListView<TimelineRow>) scene.getRoot().lookup(".timeline");
    }

    TextField filter() {
        return (TextField) scene.getRoot().lookup(".ledger-filter");
    }

    private static final class NoDiff implements DiffPane {
        private final Region node = new Region();

        @Override
        public Region node() {
            return node;
        }

        @Override
        public void show(List<FileChange> changes, Contents contents) {}

        @Override
        public void offer(String line, BiConsumer<WorkspacePath, Integer> ofLine, String file, Consumer<WorkspacePath> ofFile) {}

        @Override
        public void offerOrigin(String what, Consumer<WorkspacePath> show) {}
    }
}
