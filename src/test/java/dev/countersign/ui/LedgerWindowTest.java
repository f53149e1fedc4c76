package dev.countersign.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.Patches;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.ledger.TimelineRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ledger's screen in a real window, over entries that the real program made: what is found, what is taken back and what stays.
@Tag("window")
class LedgerWindowTest {
    @TempDir
    Path home;

    private Patches past;
    private Hand hand;
    private ListView<?> timeline;

    @AfterEach
    void close() {
        if (hand != null && hand.app().stage().isShowing()) {
            hand.close();
        }
    }

    @Test
    void entriesAreFoundTakenBackInPartMergedAndRedone() throws Exception {
        past = Patches.in(home, Map.of("notes/plan.txt", 40, "other.txt", 3));
        past.change("Rename both ends", "notes/plan.txt", Map.of(5, "first blueberry", 30, "last of it"));
        past.change("Word the middle", "notes/plan.txt", Map.of(15, "middle"));
        past.change("Word the end again", "notes/plan.txt", Map.of(30, "last of it, again"));
        past.change("Another file", "other.txt", Map.of(2, "two"));
        List<String> last = past.lines("notes/plan.txt");

        hand = new Hand(Composition.in(home), Optional.of(past.project()), _ -> new GivenFiles(home));
        hand.await("the window", () -> hand.app().stage().isFocused());
        hand.awaitText("Another file");
        hand.robot().press(KeyCode.CONTROL).type(KeyCode.L).release(KeyCode.CONTROL);
        timeline = hand.find("#timeline", ListView.class, list -> entries(list).equals(List.of(3L, 2L, 1L, 0L)));

        find();
        exportTheTree();
        undoOneHunk(last);
        settleAConflict(last);
        ask();
        verify();
    }

    private void find() {
        filter("file:other.txt", 3);
        filter("blueberry", 0);
        filter("\"the middle\"", 1);
        filter("decision:rejected");
        hand.awaitText("No entry matches");
        filter("", 3, 2, 1, 0);
    }

    /// The tree before the end was worded again, in a folder of its own; the workspace stays as it is.
    private void exportTheTree() throws Exception {
        choose(1);
        tab(4);
        hand.find(".tree-files", TreeView.class, tree -> tree.getRoot() != null && tree.getRoot().getChildren().size() == 2);
        hand.press("#tree-export");
        hand.awaitText("paths written to");
        List<String> then = Files.readAllLines(new GivenFiles(home).saved().resolve("notes/plan.txt"));
        assertThat(then.get(14)).isEqualTo("middle");
        assertThat(then.get(29)).isEqualTo("last of it");
        assertThat(Files.readAllLines(new GivenFiles(home).saved().resolve("other.txt")).get(1)).isEqualTo("other.txt line 2");
        tab(0);
    }

    private void undoOneHunk(List<String> last) throws Exception {
        choose(0);
        hand.await("its diff", () -> !hand.all(".diff-canvas", Node.class, _ -> true).isEmpty());
        hand.press("#offer-hunk");
        hand.awaitText("Undo hunk 1 of notes/plan.txt, of entry #0");
        hand.awaitText("Will change 1 file, delete 0, leave 2 of your later edits alone; no conflicts.");
        assertThat(past.lines("notes/plan.txt")).isEqualTo(last);
        hand.press("#rollback-go");
        awaitEntries(4L, 3L, 2L, 1L, 0L);
        assertThat(past.lines("notes/plan.txt")).isEqualTo(with(last, 5, "notes/plan.txt line 5"));
    }

    /// What a later entry changed again cannot be taken back without a word; redo brings all of it back, byte by byte.
    private void settleAConflict(List<String> last) throws Exception {
        List<String> before = past.lines("notes/plan.txt");
        choose(0);
        hand.press("#undo");
        hand.find("#merge-rows", ListView.class);
        assertThat(hand.find("#rollback-go", javafx.scene.control.Button.class).isDisabled()).isTrue();
        hand.press("#merge-take");
        hand.awaitText("You settled the conflicts of this file. This is what comes of it.");
        hand.press("#rollback-go");
        awaitEntries(5L, 4L, 3L, 2L, 1L, 0L);
        assertThat(past.lines("notes/plan.txt")).isEqualTo(with(before, 30, "notes/plan.txt line 30"));
        assertThat(past.lines("notes/plan.txt").get(14)).isEqualTo("middle");

        hand.press("#toast-action");
        hand.find("#rollback-go", Node.class);
        hand.press("#rollback-go");
        awaitEntries(6L, 5L, 4L, 3L, 2L, 1L, 0L);
        assertThat(past.lines("notes/plan.txt")).isEqualTo(before);
        assertThat(last).isNotEqualTo(before);
    }

    private void ask() {
        hand.press("#section-sql");
        hand.type("#sql-editor", "SELECT entry, kind FROM entries WHERE kind IN ('rollback', 'redo') ORDER BY entry");
        hand.press("#sql-run");
        TableView<?> table = hand.find("#sql-table", TableView.class, found -> !found.getItems().isEmpty());
        assertThat(Screen.on(() -> table.getItems().toString()))
                .isEqualTo("[[Optional[4], Optional[rollback]], [Optional[5], Optional[rollback]], [Optional[6], Optional[redo]]]");
        hand.press("#section-timeline");
    }

    private void verify() {
        hand.press("#audit");
        hand.await("the seal", () -> hand.find("#seal", Labeled.class).getText().matches("Sealed: T1 \u00b7 7 entries \u00b7 verified .*"));
    }

    private static List<String> with(List<String> lines, int number, String text) {
        var changed = new ArrayList<>(lines);
        changed.set(number - 1, text);
        return changed;
    }

    private void filter(String text, long... found) {
        hand.type("#filter", text);
        var wanted = java.util.Arrays.stream(found).boxed().toList();
        hand.await("\"" + text + "\" to find " + wanted, () -> entries(timeline).equals(wanted));
    }

    private void awaitEntries(Long... wanted) {
        hand.await("entries " + List.of(wanted), () -> entries(timeline).equals(List.of(wanted)));
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

    private void tab(int index) {
        TabPane tabs = hand.find(".ledger .tab-pane", TabPane.class);
        Screen.run(() -> tabs.getSelectionModel().select(index));
    }

    private static List<Long> entries(ListView<?> list) {
        return Screen.on(() -> list.getItems().stream().filter(TimelineRow.Item.class::isInstance)
                .map(row -> ((TimelineRow.Item) row).entry().seq()).toList());
    }
}
