package dev.countersign.ui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Theme;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The timeline and its filter by keyboard, in a window.
class LedgerKeysTest {
    @TempDir
    Path folder;

    private LedgerStage ledger;
    private Stage window;

    private LedgerStage opened() {
        return Screen.on(() -> new LedgerStage(new LedgerViewModelTest.Shelf(40), Background.sameThread(), () -> Instant.parse("2026-05-20T10:00:00Z"),
                folder.resolve("ui.json"), Theme.LIGHT, 1280, 800));
    }

    @BeforeEach
    void show() {
        ledger = opened();
        Screen.run(() -> {
            window = new Stage();
            window.setScene(ledger.scene);
            window.show();
            window.requestFocus();
            ledger.timeline().requestFocus();
        });
        Screen.settle();
    }

    @AfterEach
    void close() {
        Screen.run(window::close);
    }

    private void press(Node at, KeyCode key) {
        Screen.run(() -> Event.fireEvent(at, new KeyEvent(KeyEvent.KEY_PRESSED, key.getChar(), key.getName(), key, false, false, false, false)));
        Screen.settle();
    }

    private long selected() {
        return Screen.on(() -> ledger.model.selectedProperty().get().map(Entry::seq).orElse(-1L));
    }

    private Node owner() {
        return Screen.on(() -> ledger.scene.getFocusOwner());
    }

    private static Optional<ContextMenu> menu() {
        return Screen.on(() -> Window.getWindows().stream().filter(ContextMenu.class::isInstance).map(ContextMenu.class::cast).findFirst());
    }

    @Test
    void jAndKGoOverEntriesAndPassDays() {
        assertThat(selected()).isEqualTo(39);
        for (int i = 1; i <= 9; i++) {
            press(ledger.timeline(), KeyCode.J);
            assertThat(selected()).isEqualTo(39 - i);
        }
        press(ledger.timeline(), KeyCode.K);
        assertThat(selected()).isEqualTo(31);
        for (int i = 0; i < 20; i++) {
            press(ledger.timeline(), KeyCode.K);
        }
        assertThat(selected()).as("the newest is the end").isEqualTo(39);
    }

    @Test
    void enterGoesToTheEntryAndSlashToTheFilter() {
        press(ledger.timeline(), KeyCode.ENTER);
        assertThat(owner()).isNotNull().isNotSameAs(ledger.timeline());
        assertThat(owner().getStyleClass()).contains("tab-pane");
        press(ledger.timeline(), KeyCode.SLASH);
        assertThat(owner()).isSameAs(ledger.filter());
    }

    @Test
    void escapeTakesTheFilterAwayAndThenLeavesIt() {
        Screen.run(() -> {
            ledger.filter().requestFocus();
            ledger.filter().setText("entry 7");
            ledger.filter().getOnAction().handle(null);
            ledger.filter().requestFocus();
        });
        assertThat(selected()).isEqualTo(7);
        press(ledger.filter(), KeyCode.ESCAPE);
        assertThat(Screen.on(() -> ledger.filter().getText())).isEmpty();
        assertThat(Screen.on(() -> ledger.model.rows().size())).isGreaterThan(40);
        press(ledger.filter(), KeyCode.ESCAPE);
        assertThat(owner()).isSameAs(ledger.timeline());
    }

    @Test
    void theFilterIsThereAgainAtTheNextStart() {
        Screen.run(() -> {
            ledger.filter().setText("entry 7");
            ledger.filter().getOnAction().handle(null);
        });
        // As the window does when it closes.
        Screen.run(ledger.state::save);
        LedgerStage next = opened();
        assertThat(Screen.on(() -> next.filter().getText())).isEqualTo("entry 7");
        assertThat(Screen.on(() -> next.model.rows().stream().filter(TimelineRow.Item.class::isInstance).count())).isOne();
    }

    @Test
    void aNameAndThenItsValueAreCompletedFromTheMenu() {
        Screen.run(() -> {
            ledger.filter().requestFocus();
            ledger.filter().setText("entry ver");
        });
        Screen.settle();
        assertThat(menu().map(m -> m.getItems().stream().map(MenuItem::getText).toList())).contains(List.of("verdict:"));
        Screen.run(() -> menu().orElseThrow().getItems().getFirst().fire());
        Screen.settle();
        assertThat(Screen.on(() -> ledger.filter().getText())).isEqualTo("entry verdict:");
        assertThat(menu().map(m -> m.getItems().stream().map(MenuItem::getText).toList()).orElse(List.of()))
                .containsExactly("verdict:green", "verdict:red", "verdict:not-checked", "verdict:overridden");
        Screen.run(() -> menu().orElseThrow().getItems().getFirst().fire());
        assertThat(Screen.on(() -> ledger.filter().getText())).isEqualTo("entry verdict:green ");
    }
}
