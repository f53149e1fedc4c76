package dev.countersign.ui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.Button;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
    private static final Instant NOON = Instant.parse("2026-05-20T10:00:00Z");

    @TempDir
    Path folder;

    private final LedgerViewModelTest.Shelf shelf = new LedgerViewModelTest.Shelf(3);
    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

    private UiState state;

    @BeforeEach
    void empty() {
        state = UiState.open(folder.resolve("ui.json"));
    }

    private record Shown(Seal seal, Button button, LedgerViewModel model) {
        String text() {
            return Screen.on(() -> {
                seal.show();
                return button.getText();
            });
        }

        boolean has(Status status) {
            return Screen.on(() -> button.getStyleClass().stream().filter(style -> style.startsWith("tone-")).toList())
                    .equals(List.of(status.tone().styleClass()));
        }

        String tip() {
            return Screen.on(() -> Tips.of(button));
        }
    }

    private Shown shown() {
        return Screen.on(() -> {
            // As the window does when it closes.
            state.save();
            state = UiState.open(folder.resolve("ui.json"));
            var model = new LedgerViewModel(shelf, Background.sameThread(), now::get);
            model.refresh();
            var button = new Button();
            return new Shown(new Seal(model, state, button), button, model);
        });
    }

    @Test
    void itAgesWhileItIsLookedAt() {
        Shown shown = shown();
        assertThat(shown.text()).contains("3 entries");
        assertThat(shown.has(Status.NOT_CHECKED)).isTrue();
        Screen.run(shown.model()::audit);
        assertThat(shown.text()).contains("T1", "just now");
        assertThat(shown.has(Status.VERIFIED)).isTrue();
        now.set(NOON.plusSeconds(72));
        assertThat(shown.text()).contains("1:12 ago");
        now.set(NOON.plus(Duration.ofHours(3)));
        assertThat(shown.text()).contains("3 h ago");
    }

    @Test
    void anEntryThatTheAuditDidNotSeeMakesItStale() {
        Shown shown = shown();
        Screen.run(shown.model()::audit);
        Screen.run(() -> {
            shelf.add("later", NOON);
            shown.model().refresh();
        });
        assertThat(shown.text()).contains("4 entries");
        assertThat(shown.has(Status.STALE)).isTrue();
        assertThat(shown.has(Status.VERIFIED)).isFalse();
    }

    @Test
    void damageTurnsItRedAndSaysWhereAndStaysSoAtTheNextStart() {
        shelf.findings = List.of(new AuditReport.Finding("leaves/0.seg", "the checksum does not fit.", "Entry 2 was changed."));
        Shown shown = shown();
        Screen.run(shown.model()::audit);
        assertThat(shown.text()).contains("leaves/0.seg");
        assertThat(shown.has(Status.FAILED)).isTrue();
        assertThat(shown.tip()).contains("the checksum does not fit.", "Entry 2 was changed.", "just now");
        now.set(NOON.plusSeconds(600));
        Shown next = shown();
        assertThat(next.text()).contains("leaves/0.seg");
        assertThat(next.has(Status.FAILED)).isTrue();
        assertThat(next.tip()).contains("10:00 ago");
    }
}
