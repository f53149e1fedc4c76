package dev.countersign.ui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Theme;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import javafx.scene.control.ListCell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The timeline of 100,000 entries on a real list.
class LedgerScrollTest {
    private static final int MANY = 100_000;

    @TempDir
    Path folder;

    private LedgerStage stage(LedgerViewModelTest.Shelf shelf) {
        return Screen.on(() -> new LedgerStage(shelf, Background.sameThread(),
                () -> ZonedDateTime.of(2026, 5, 20, 12, 0, 0, 0, ZoneId.systemDefault()).toInstant(), folder.resolve("ui.json"), Theme.LIGHT, 1280, 800));
    }

    private static java.util.List<TimelineRow> shown(LedgerStage stage) {
        return Screen.on(() -> {
            stage.scene.getRoot().applyCss();
            stage.scene.getRoot().layout();
            return stage.timeline().lookupAll(".list-cell").stream().map(cell -> ((ListCell<?>) cell)).filter(cell -> !cell.isEmpty())
                    .map(cell -> (TimelineRow) cell.getItem()).toList();
        });
    }

    @Test
    void scrollingToAnyPlaceShowsWhatStandsThereAndReadsLittle() {
        var shelf = new LedgerViewModelTest.Shelf(MANY);
        LedgerStage stage = stage(shelf);
        int rows = Screen.on(() -> stage.timeline().getItems().size());
        assertThat(rows).isGreaterThan(MANY);
        for (int part = 1; part <= 20; part++) {
            int row = (int) ((rows - 1L) * part / 20);
            Screen.run(() -> stage.timeline().scrollTo(row));
            assertThat(shown(stage)).as("row " + row).isNotEmpty().noneMatch(TimelineRow.Pending.class::isInstance);
        }
        assertThat(shown(stage)).anyMatch(r -> r instanceof TimelineRow.Item item && item.entry().seq() == 0);
        assertThat(shelf.blocks.size()).isLessThan(60);
    }

    @Test
    void aLedgerWhoseIndexIsBeingBuiltIsNotCalledEmpty() {
        var shelf = new LedgerViewModelTest.Shelf(500).withoutIndex();
        LedgerStage stage = stage(shelf);
        Screen.run(stage.model::refresh);
        assertThat(Screen.on(() -> stage.scene.getRoot().lookup("#empty").isVisible())).isFalse();
        assertThat(words(stage)).contains("The index is being built").doesNotContain("Nothing countersigned yet");
        shelf.index();
        Screen.run(stage.model::refresh);
        assertThat(shown(stage)).isNotEmpty();
    }

    private static java.util.List<String> words(LedgerStage stage) {
        return Screen.on(() -> {
            stage.scene.getRoot().applyCss();
            stage.scene.getRoot().layout();
            return stage.timeline().lookupAll(".label").stream().map(label -> ((javafx.scene.control.Labeled) label).getText()).toList();
        });
    }

    @Test
    void theFilterNarrowsTheListAndIsRemembered() {
        LedgerStage stage = stage(new LedgerViewModelTest.Shelf(500));
        Screen.run(() -> {
            stage.filter().setText("entry 499");
            stage.filter().getOnAction().handle(null);
        });
        assertThat(shown(stage)).hasSize(2).anyMatch(r -> r instanceof TimelineRow.Item item && item.entry().seq() == 499);
        assertThat(Screen.on(() -> stage.model.selectedProperty().get().orElseThrow().seq())).isEqualTo(499);
        Screen.run(() -> {
            stage.filter().setText("verdict:maybe");
            stage.filter().getOnAction().handle(null);
        });
        assertThat(Screen.on(() -> stage.filter().getPseudoClassStates().toString())).contains("error");
        assertThat(Screen.on(() -> stage.model.rows().size())).isGreaterThan(500);
    }
}
