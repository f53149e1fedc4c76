package dev.countersign.ui.fx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.ui.MadeUp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleStringProperty;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallPartsTest {
    @Test
    void aFewLettersFindTheCommandThatWasMeant() {
        List<String> titles = List.of("Go to the ledger", "Show or hide the sidebar", "Go to settings", "Open a folder");
        assertThat(Fuzzy.rank("gset", titles, t -> t)).containsExactly("Go to settings");
        assertThat(Fuzzy.rank("led", titles, t -> t)).first().isEqualTo("Go to the ledger");
        assertThat(Fuzzy.rank("", titles, t -> t)).isEqualTo(titles);
        assertThat(Fuzzy.rank("xyz", titles, t -> t)).isEmpty();
    }

    @Test
    void timesAreAsShortAsTheyCanBe() {
        assertThat(Durations.clock(Duration.ofSeconds(102))).isEqualTo("1:42");
        assertThat(Durations.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
        assertThat(Durations.clock(Duration.ofSeconds(-5))).isEqualTo("0:00");
        assertThat(Durations.took(Duration.ofMillis(340))).isEqualTo("340 ms");
        assertThat(Durations.took(Duration.ofMillis(2430))).isEqualTo("2.4 s");
        Instant now = Instant.parse("2026-11-21T09:00:00Z");
        assertThat(Durations.ago(now.minusSeconds(2), now)).isEqualTo("just now");
        assertThat(Durations.ago(now.minusSeconds(72), now)).isEqualTo("1:12 ago");
        assertThat(Durations.ago(now.minusSeconds(3 * 3600 + 5), now)).isEqualTo("3 h ago");
    }

    @Test
    void aSplitterStandsWhereItWasDraggedAndNotWhereLayoutPutIt(@TempDir Path folder) {
        Screen.start();
        UiState state = UiState.open(folder.resolve("ui.json"));
        Screen.run(() -> {
            var pane = new SplitPane(new StackPane(), new StackPane());
            new Scene(pane, 1000, 100);
            pane.setDividerPositions(0.7);
            Splitters.remember(pane, state, "it");
            pane.applyCss();
            pane.layout();
            pane.resize(300, 100);
            pane.layout();
            pane.setDividerPositions(0.9);
            assertThat(state.number("splitter.it.0")).isEmpty();

            pane.setDividerPositions(0.4);
            Node divider = pane.lookup(".split-pane-divider");
            release(pane.getItems().getFirst());
            assertThat(state.number("splitter.it.0")).isEmpty();
            release(divider);
            assertThat(state.number("splitter.it.0")).hasValueCloseTo(0.4, within(0.01));

            var again = new SplitPane(new StackPane(), new StackPane());
            Splitters.remember(again, state, "it");
            assertThat(again.getDividerPositions()[0]).isCloseTo(0.4, within(0.01));
        });
    }

    private static void release(Node node) {
        Event.fireEvent(node, new MouseEvent(MouseEvent.MOUSE_RELEASED, 0, 0, 0, 0, MouseButton.PRIMARY, 1, false, false, false, false, false, false, false, true, false, true, null));
    }

    @Test
    void everyNodeStateHasAStatus() {
        assertThat(Status.of(new NodeState.AwaitingReview(""))).isEqualTo(Status.READY);
        assertThat(Status.of(new NodeState.AwaitingReview("attempts used up"))).isEqualTo(Status.ESCALATED);
        assertThat(Status.of(new NodeState.Blocked(List.of(new NodeId("a"))))).isEqualTo(Status.BLOCKED);
    }

    @Test
    void resultsOfAnotherTreeAreStaleAndNothingCheckedIsNeverVerified() {
        var changes = MadeUp.changes("a.txt");
        var verification = MadeUp.verification(changes, true);
        assertThat(Status.of(Optional.of(verification), changes.resultTree())).isEqualTo(Status.VERIFIED);
        assertThat(Status.of(Optional.of(verification), MadeUp.tree("other"))).isEqualTo(Status.STALE);
        assertThat(Status.of(Optional.of(MadeUp.verification(changes, false)), changes.resultTree())).isEqualTo(Status.FAILED);
        assertThat(Status.of(Optional.empty(), changes.resultTree())).isEqualTo(Status.NOT_CHECKED);
        var unchecked = new dev.countersign.verify.Verification(changes.resultTree(), List.of(), MadeUp.tree("env"), MadeUp.NOW,
                Duration.ZERO);
        assertThat(Status.of(Optional.of(unchecked), changes.resultTree())).isEqualTo(Status.NOT_CHECKED);
    }

    @Test
    void aCommandThatCannotBeGivenIsNotDone() {
        var done = new ArrayList<String>();
        var reason = new SimpleStringProperty("Not now.");
        Command command = Command.of("a", "Group", "Do it", () -> done.add("a")).disabledWhile(reason);
        assertThat(command.perform()).isFalse();
        reason.set("");
        assertThat(command.perform()).isTrue();
        assertThat(done).containsExactly("a");
    }

    @Test
    void theScreenInFrontWinsAndIsGoneWhenItsScopeIsClosed() {
        var commands = new Commands();
        Command window = Command.of("x", "Window", "One", () -> {});
        Command screen = Command.of("x", "Screen", "Two", () -> {});
        commands.add(window);
        var scope = commands.add(screen);
        assertThat(commands.all()).containsExactly(screen);
        scope.close();
        assertThat(commands.all()).containsExactly(window);
    }

    @Test
    void shortcutsAreWrittenAsOnTheKeys() {
        assertThat(Keys.text(KeyCombination.valueOf("Ctrl+Shift+K"))).isEqualTo("Ctrl+Shift+K");
        assertThat(Keys.text(KeyCombination.valueOf("Ctrl+Enter"))).isEqualTo("Ctrl+\u23ce");
    }

    @Test
    void anUnknownThemeIsTheSystems() {
        assertThat(Theme.parse("dark")).isEqualTo(Theme.DARK);
        assertThat(Theme.parse("pink")).isEqualTo(Theme.SYSTEM);
    }
}
