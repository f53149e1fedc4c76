package dev.countersign.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.Patches;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.ledger.TimelineRow;
import dev.countersign.ui.shell.Route;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The screens over the real program, with a ledger that writes down which calls came from the JavaFX thread: an owner that is stopped
/// or a long question would stop the window there.
class NothingWaitsOnScreenTest {
    @TempDir
    Path home;

    private final LedgerCalls calls = new LedgerCalls();
    private Patches past;
    private Hand hand;

    @AfterEach
    void close() {
        if (hand != null && hand.app().stage().isShowing()) {
            hand.close();
        }
    }

    @Test
    void noScreenAsksTheLedgerWhereItIsDrawn() throws Exception {
        past = Patches.in(home, Map.of("notes/plan.txt", 40, "other.txt", 3));
        past.change("Word the middle", "notes/plan.txt", Map.of(15, "middle"));
        past.change("Another file", "other.txt", Map.of(2, "two"));
        Files.writeString(new GivenFiles(home).file(), "diff --git a/other.txt b/other.txt\n--- a/other.txt\n+++ b/other.txt\n@@ -3 +3 @@\n"
                + "-other.txt line 3\n+three\n");
        Composition real = Composition.in(home);
        hand = new Hand(new Composition(calls.watching(real.workbench()), real.sample(), real.places()), Optional.of(past.project()),
                _ -> new GivenFiles(home));
        hand.await("the workspace", () -> hand.app().shell().model().placeProperty().get().isPresent());

        entries();
        keeping();
        blame();
        statistics();
        sql();
        rollback();
        task();
        others();
        hand.close();

        assertThat(calls.elsewhere()).contains("Ledger.outline", "Ledger.rows", "Ledger.size", "Ledger.id", "Ledger.audit", "Ledger.prove", "Ledger.begin",
                "Ledger.values", "ContentStore.read", "Insight.views", "Insight.query", "Insight.statistics", "Sealing.key");
        assertThat(calls.onScreen()).isEmpty();
    }

    private void entries() {
        go(new Route.Ledger());
        ListView<?> timeline = hand.find("#timeline", ListView.class, list -> list.getItems().size() > 2);
        Screen.run(() -> timeline.getSelectionModel().clearAndSelect(timeline.getItems().size() - 1));
        hand.await("its diff", () -> !hand.all(".diff-canvas", Node.class, _ -> true).isEmpty());
        tab(1);
        hand.await("the output of its check", () -> !hand.all(".code-area", TextArea.class, _ -> true).isEmpty());
        tab(2);
        hand.awaitText("Rules in force");
        tab(3);
        hand.awaitText("Recomputed just now: this leaf leads to the signed root.");
        tab(4);
        hand.find(".tree-files", TreeView.class, tree -> tree.getRoot() != null && tree.getRoot().getChildren().size() == 2);
        hand.press("#tree-export");
        hand.awaitText("paths written to");
        tab(0);
        hand.press("#audit");
        hand.awaitText("verified");
        Screen.run(() -> hand.find("#filter", TextInputControl.class).requestFocus());
        hand.type("#filter", "file:other.txt");
        hand.await("what is found", () -> entriesOf(timeline).size() == 1 && calls.elsewhere().contains("Ledger.values"));
        hand.type("#filter", "");
        hand.await("all", () -> entriesOf(timeline).size() == 2);
        hand.press("#byTask");
        hand.await("all", () -> entriesOf(timeline).size() == 2);
        hand.press("#byDay");
    }

    private void keeping() {
        hand.press("#keeping");
        hand.find("#keeping-look", Node.class);
        hand.press("#keeping-checkpoint");
        hand.press("#keeping-look");
        hand.await("an end", () -> hand.app().shell().kit().background().running().isEmpty());
        Screen.run(() -> hand.app().shell().kit().overlay().closeAll());
    }

    private void blame() {
        hand.press("#section-blame");
        hand.type("#blame-path", "notes/plan.txt");
        Screen.run(() -> hand.find("#blame-path", javafx.scene.control.TextField.class).getOnAction().handle(null));
        hand.find("#blame-lines", ListView.class, list -> list.getItems().size() >= 40);
        Screen.run(() -> hand.find("#blame-lines", ListView.class).getSelectionModel().clearAndSelect(14));
        hand.awaitText("Word the middle");
    }

    private void statistics() {
        hand.press("#section-statistics");
        hand.awaitText("proposals decided");
    }

    private void sql() {
        hand.press("#section-sql");
        MenuButton schema = hand.find("#schema", MenuButton.class);
        Screen.run(schema::show);
        hand.await("views", () -> schema.getItems().size() > 3);
        Screen.run(schema::hide);
        hand.type("#sql-editor", "SELECT kin");
        TextInputControl editor = hand.find("#sql-editor", TextInputControl.class);
        Screen.run(() -> {
            editor.positionCaret(10);
            editor.fireEvent(key(KeyCode.SPACE));
        });
        hand.await("the only name", () -> editor.getText().equals("SELECT kind"));
        hand.type("#sql-editor", "SELECT entry, kind FROM entries");
        hand.press("#sql-run");
        hand.find("#sql-table", TableView.class, found -> !found.getItems().isEmpty());
        hand.press("#section-timeline");
    }

    private void rollback() {
        ListView<?> timeline = hand.find("#timeline", ListView.class, list -> entriesOf(list).size() == 2);
        Screen.run(() -> timeline.getSelectionModel().clearAndSelect(timeline.getItems().size() - 1));
        hand.await("its diff", () -> !hand.all(".diff-canvas", Node.class, _ -> true).isEmpty());
        hand.press("#undo");
        hand.press("#rollback-go");
        hand.await("its entry", () -> entriesOf(timeline).size() == 3);
    }

    /// From the composer to an entry.
    private void task() {
        go(new Route.NewTask());
        Screen.run(() -> hand.app().shell().choosePatch());
        hand.await("the patch", () -> hand.app().shell().composer().isPresent());
        Screen.run(() -> hand.app().shell().composer().orElseThrow().promptProperty().set("The third line"));
        Screen.run(() -> hand.app().shell().composer().orElseThrow().checkProperty().set("true"));
        Screen.run(() -> hand.app().shell().composer().orElseThrow().start());
        hand.await("a node to review", () -> !hand.app().shell().model().inbox().isEmpty());
        go(new Route.Inbox());
        hand.awaitText("The third line");
        var waiting = Screen.on(() -> hand.app().shell().model().inbox().getFirst());
        go(new Route.OfRun(waiting.run()));
        hand.find(".node-card", Node.class);
        hand.press(".evidence .review-button");
        hand.press("#summary-close");
        hand.press("#accept-rest");
        hand.press("#apply");
        hand.await("its entry", () -> hand.app().shell().model().inbox().isEmpty());
        go(new Route.Ledger());
        hand.find("#timeline", ListView.class, list -> entriesOf(list).size() == 4);
    }

    private void others() {
        for (Route route : List.of(new Route.AgentList(), new Route.Settings(), new Route.Inbox(), new Route.NewTask(), new Route.Ledger())) {
            go(route);
            Screen.settle();
        }
        Screen.on(() -> hand.app().shell().busy());
        Screen.run(() -> hand.app().shell().truth());
        Screen.run(() -> hand.app().shell().kit().overlay().closeAll());
    }

    private void go(Route route) {
        Screen.run(() -> hand.app().shell().model().go(route));
    }

    private void tab(int index) {
        TabPane tabs = hand.find(".ledger .tab-pane", TabPane.class);
        Screen.run(() -> tabs.getSelectionModel().select(index));
    }

    private static KeyEvent key(KeyCode code) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, true, false, false);
    }

    private static List<Long> entriesOf(ListView<?> list) {
        return Screen.on(() -> list.getItems().stream().filter(TimelineRow.Item.class::isInstance)
                .map(row -> ((TimelineRow.Item) row).entry().seq()).toList());
    }
}
