package dev.countersign.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.Patches;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.TabWalk;
import dev.countersign.ui.ledger.TimelineRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.TraversalDirection;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Walks every control of the ledger's screens and of the cards over them, on entries that the real program made, as a screen
/// reader and the Tab key meet them.
class LedgerAccessTest {
    @TempDir
    Path home;

    private final List<String> faults = new ArrayList<>();
    private Hand hand;
    private ListView<?> timeline;

    @AfterEach
    void close() {
        if (hand != null && hand.app().stage().isShowing()) {
            hand.close();
        }
    }

    @Test
    void tabGoesRoundEveryScreenAndCardOfTheLedger() throws Exception {
        Patches past = Patches.in(home, Map.of("plan.txt", 20, "other.txt", 3));
        past.change("Both ends", "plan.txt", Map.of(3, "three", 18, "eighteen"));
        past.change("The end again", "plan.txt", Map.of(18, "eighteen again"));
        past.change("Another file", "other.txt", Map.of(2, "two"));
        hand = new Hand(Composition.in(home), Optional.of(past.project()), _ -> DemoShell.NO_ONE);
        hand.awaitText("Another file");
        Screen.run(() -> hand.app().shell().model().go(new dev.countersign.ui.shell.Route.Ledger()));
        timeline = hand.find("#timeline", ListView.class, list -> entries(list) == 3);
        walk("timeline");
        tabs();
        sections();
        cards();
        audit();
        assertThat(faults.stream().distinct().toList()).isEmpty();
    }

    private void tabs() {
        choose(1);
        TabPane tabs = hand.find(".ledger .tab-pane", TabPane.class);
        for (int i = 0; i < tabs.getTabs().size(); i++) {
            int index = i;
            Screen.run(() -> tabs.getSelectionModel().select(index));
            if (index == 3) {
                hand.awaitText("Recomputed just now: this leaf leads to the signed root.");
            }
            if (index == 4) {
                hand.find(".tree-files", TreeView.class, tree -> tree.getRoot() != null && !tree.getRoot().getChildren().isEmpty());
            }
            walk("tab " + tabs.getTabs().get(i).getText());
        }
        Screen.run(() -> tabs.getSelectionModel().select(0));
        hand.type("#filter", "nothing is called so");
        hand.awaitText("No entry matches");
        walk("no match");
        hand.type("#filter", "");
        hand.await("all entries", () -> entries(timeline) == 3);
    }

    private void sections() {
        for (String section : List.of("blame", "statistics", "sql")) {
            hand.press("#section-" + section);
            if (section.equals("statistics")) {
                hand.awaitText("decided");
            }
            if (section.equals("sql")) {
                hand.type("#sql-editor", "SELECT entry FROM entries");
                hand.press("#sql-run");
                hand.awaitText("3 rows");
            }
            walk(section);
        }
        hand.press("#section-timeline");
        choose(1);
        hand.press("#offer-origin");
        hand.await("lines", () -> !hand.all(".blame-lines", ListView.class, list -> list.getItems().size() > 3).isEmpty());
        walk("blame of a file");
        hand.press("#section-timeline");
    }

    private void cards() {
        choose(2);
        hand.press("#undo");
        hand.find("#rollback-go", Node.class);
        card("rollback");
        choose(0);
        hand.press("#undo");
        hand.find("#merge-rows", ListView.class);
        card("rollback with a conflict");
        hand.press("#keeping");
        hand.find("#keeping-look", Node.class);
        card("keeping");
    }

    /// The card of an audit that found something.
    private void audit() throws IOException {
        hand.close();
        try (var packs = Files.walk(home)) {
            Path pack = packs.filter(file -> file.getParent().endsWith("vault") && file.toString().endsWith(".pack")).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(pack);
            bytes[bytes.length / 2] ^= 1;
            Files.write(pack, bytes);
        }
        hand = new Hand(Composition.in(home), Optional.of(home.resolve("project")), _ -> DemoShell.NO_ONE);
        hand.await("the workspace", () -> hand.app().shell().model().placeProperty().get().isPresent());
        Screen.run(() -> hand.app().shell().model().go(new dev.countersign.ui.shell.Route.Ledger()));
        hand.press("#audit");
        hand.find("#audit-findings", Node.class);
        card("audit");
    }

    private void walk(String state) {
        Screen.settle();
        Screen.frame();
        Screen.run(() -> {
            var scene = hand.scene();
            TabWalk.silent(scene.getRoot(), state, faults);
            if (scene.getFocusOwner() == null) {
                faults.add(state + ": nothing has the focus");
            }
            TabWalk.round(scene, scene.getRoot(), state, faults, at -> at.requestFocusTraversal(TraversalDirection.NEXT));
        });
    }

    private void card(String state) {
        Screen.settle();
        Screen.frame();
        Screen.run(() -> {
            var scene = hand.scene();
            var veil = (Parent) hand.app().shell().kit().overlay().lookup(".overlay-veil");
            TabWalk.silent(veil, state, faults);
            TabWalk.round(scene, veil, state, faults, at -> at.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB, false, false, false, false)));
            hand.app().shell().kit().overlay().closeAll();
            if (scene.getFocusOwner() == null) {
                faults.add(state + ": nothing has the focus after it");
            }
        });
    }

    private static long entries(ListView<?> list) {
        return list.getItems().stream().filter(TimelineRow.Item.class::isInstance).count();
    }

    private void choose(long seq) {
        Screen.run(() -> {
            for (int i = 0; i < timeline.getItems().size(); i++) {
                if (timeline.getItems().get(i) instanceof TimelineRow.Item item && item.entry().seq() == seq) {
                    timeline.getSelectionModel().clearAndSelect(i);
                }
            }
        });
        hand.awaitText("#" + seq + " \u00b7");
    }
}
