package dev.countersign.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Patches;
import dev.countersign.fault.Exit;
import dev.countersign.run.ReviewScope;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.review.DiffCanvas;
import dev.countersign.ui.review.DiffRows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done with the review of a real candidate in a real window, by keys; the bytes in the workspace are looked at.
@Tag("window")
class ReviewWindowTest {
    @TempDir
    Path home;

    private Patches past;
    private Hand hand;
    private List<String> plan;
    private List<String> other;

    @AfterEach
    void close() {
        if (hand != null && hand.app().stage().isShowing()) {
            hand.close();
        }
    }

    private void candidate(Patches waiting) throws IOException {
        past = waiting;
        plan = new ArrayList<>(past.lines(WaitingReview.PLAN));
        other = new ArrayList<>(past.lines(WaitingReview.OTHER));
    }

    private void open() {
        hand = WaitingReview.open(home, past);
        hand.await("the window", () -> hand.app().stage().isFocused());
    }

    @Test
    void everythingIsDecidedByKeysLeftFoundAgainAndAppliedInPart() throws Exception {
        candidate(WaitingReview.make(home, true));
        open();
        walksOverFilesAndHunks();
        jumpsFromACheckToItsLineAndMendsIt();
        decidesHunksAndLines();
        showsKeysAndCommands();
        comments();
        readsOtherScopes();

        hand.robot().type(KeyCode.ESCAPE);
        closed();
        untouched();
        WaitingReview.review(hand);
        awaitProgress("3 of 5 hunks decided");
        assertThat(hand.find("#show-comments", Labeled.class).getText()).isEqualTo("1 comment");

        settlesAChangeOnDisk();
        hand.press("#accept-rest");
        assertThat(hand.find("#apply", ButtonBase.class).isDisabled()).as(hand.find("#says", Labeled.class).getText()).isFalse();
        with(KeyCode.CONTROL, KeyCode.ENTER);
        hand.awaitText("Committed");
        closed();
        plan.set(9, "mine 10");
        plan.add(20, "new line 20");
        plan.set(35, "mine 35");
        other.set(2, "new line 3");
        untouched();
        assertThat(past.lines(WaitingReview.DATA)).containsExactly("{", "  \"rate\": 20", "}");
    }

    /// From the gravest file, which is in front, to the last hunk and back.
    private void walksOverFilesAndHunks() {
        assertThat(front()).isEqualTo("data.json");
        hand.robot().type(KeyCode.J);
        awaitFront("plan.txt");
        awaitHunk("hunk 1 of 3");
        hand.robot().type(KeyCode.J);
        awaitFront("other.txt");
        hand.robot().type(KeyCode.K);
        awaitFront("plan.txt");
        hand.robot().type(KeyCode.F7);
        awaitHunk("hunk 2 of 3");
        hand.robot().type(KeyCode.F7, KeyCode.F7);
        awaitFront("other.txt");
        with(KeyCode.SHIFT, KeyCode.F7);
        awaitFront("plan.txt");
        awaitHunk("hunk 3 of 3");
    }

    private void jumpsFromACheckToItsLineAndMendsIt() {
        Hyperlink place = hand.find(".evidence-rail .place", Hyperlink.class, link -> link.getText().startsWith("data.json:2"));
        hand.robot().clickOn(place);
        awaitFront("data.json");
        hand.robot().type(KeyCode.E);
        CodeArea editor = hand.find("#editor", CodeArea.class);
        hand.await("keys go to the editor", editor::isFocused);
        hand.await("the fault", () -> !hand.all("#edit-faults", Label.class, label -> label.getText().startsWith("1 syntax error; the first in line 2")).isEmpty());
        assertThat(Screen.<String>on(() -> editor.getText())).as("the key that opened it typed nothing").isEqualTo("{\n  \"rate\": 19,,\n}\n");
        hand.robot().type(KeyCode.END);
        hand.robot().type(KeyCode.BACK_SPACE, KeyCode.BACK_SPACE, KeyCode.BACK_SPACE, KeyCode.BACK_SPACE);
        hand.robot().write("20");
        hand.await("no fault", () -> hand.all("#edit-faults", Label.class, Node::isManaged).isEmpty());
        hand.robot().type(KeyCode.ESCAPE);
        hand.awaitText("Not saved yet");
        with(KeyCode.CONTROL, KeyCode.S);
        awaitProgress("1 of 5 hunks decided");
        keysGoToTheDiff();
    }

    private void decidesHunksAndLines() {
        hand.robot().type(KeyCode.J);
        awaitFront("plan.txt");
        awaitHunk("hunk 1 of 3");
        hand.robot().type(KeyCode.R);
        awaitProgress("2 of 5 hunks decided");
        hand.robot().type(KeyCode.U);
        awaitProgress("1 of 5 hunks decided");
        awaitHunk("hunk 1 of 3");
        hand.robot().type(KeyCode.R);
        awaitProgress("2 of 5 hunks decided");
        awaitHunk("hunk 2 of 3");
        with(KeyCode.SHIFT, KeyCode.DOWN);
        hand.robot().type(KeyCode.R);
        with(KeyCode.SHIFT, KeyCode.UP);
        hand.robot().type(KeyCode.A);
        awaitProgress("3 of 5 hunks decided");
    }

    private void showsKeysAndCommands() {
        hand.robot().write("?");
        hand.find(".key-sheet", Node.class);
        hand.robot().type(KeyCode.ESCAPE);
        gone(".key-sheet");
        keysGoToTheDiff();
        with(KeyCode.CONTROL, KeyCode.K);
        hand.find(".palette", Node.class);
        hand.robot().write("summary");
        hand.robot().type(KeyCode.ENTER);
        gone(".palette");
        hand.find("#summary", Node.class);
        hand.robot().type(KeyCode.ESCAPE);
        gone("#summary");
        keysGoToTheDiff();
    }

    private void comments() {
        hand.robot().type(KeyCode.C);
        TextInputControl card = hand.find("#comment-text", TextInputControl.class);
        hand.await("keys go to the comment", card::isFocused);
        hand.robot().write("why");
        with(KeyCode.CONTROL, KeyCode.ENTER);
        hand.await("the comment", () -> hand.find("#show-comments", Labeled.class).getText().equals("1 comment"));
        keysGoToTheDiff();
    }

    private void readsOtherScopes() {
        scope(ReviewScope.TREE);
        hand.awaitText("Workspace against its last commit");
        hand.robot().type(KeyCode.R, KeyCode.A);
        hand.robot().type(KeyCode.ESCAPE);
        gone("#scope-pane");
        awaitProgress("3 of 5 hunks decided");
        keysGoToTheDiff();
    }

    /// Chips, the bar of a hunk, the overview, a drag over lines, the buttons of a file, the wheel and the list.
    @Test
    void everythingThatKeysDoTheMouseDoesToo() throws Exception {
        candidate(WaitingReview.make(home, false));
        open();
        hand.robot().clickOn(hand.find(".review .file-name", Label.class, name -> name.getText().equals("plan.txt")));
        awaitFront("plan.txt");
        hand.robot().clickOn("#hunk-accept");
        awaitProgress("1 of 4 hunks decided");
        awaitHunk("hunk 2 of 3");
        hand.robot().clickOn("#hunk-reject");
        awaitProgress("2 of 4 hunks decided");
        hand.robot().clickOn("#file-reject");
        awaitProgress("3 of 4 hunks decided");
        awaitFront("other.txt");
        DiffCanvas canvas = hand.find(".review .diff-canvas", DiffCanvas.class);
        Screen.run(() -> canvas.diffLayoutProperty().set(DiffRows.Layout.UNIFIED));
        Screen.settle();
        var bounds = Screen.<Bounds>on(() -> canvas.localToScreen(canvas.getLayoutBounds()));
        hand.robot().drag(bounds.getMinX() + 150, bounds.getMinY() + 10).dropTo(bounds.getMinX() + 500, bounds.getMinY() + 75);
        with(KeyCode.CONTROL, KeyCode.C);
        assertThat(clipboard()).as("neither numbers nor marks").contains("other.txt line 2\n", "other.txt line 3\nnew line 3").doesNotContain("+", "-");
        hand.robot().clickOn("#file-accept");
        awaitProgress("4 of 4 hunks decided");
        hand.robot().type(KeyCode.U, KeyCode.U);
        awaitProgress("2 of 4 hunks decided");
        awaitFront("plan.txt");
        with(KeyCode.SHIFT, KeyCode.O);
        Screen.settle();
        hand.robot().clickOn(bounds.getMaxX() - 6, bounds.getMaxY() - 6);
        hand.robot().drag(bounds.getMinX() + 150, bounds.getMinY() + 10).dropTo(bounds.getMinX() + 500, bounds.getMinY() + 30);
        with(KeyCode.CONTROL, KeyCode.C);
        assertThat(clipboard()).as("the overview led to the end").containsPattern("(?m)line (1[2-9]|[2-4][0-9])$");
        untouched();
    }

    private String clipboard() {
        return Screen.on(() -> Clipboard.getSystemClipboard().getString());
    }

    private void scope(ReviewScope wanted) {
        hand.robot().type(KeyCode.T);
        MenuButton menu = hand.find("#review-scope", MenuButton.class);
        hand.await("the choice of scopes", menu::isShowing);
        MenuItem item = menu.getItems().stream().filter(one -> wanted == one.getUserData()).findFirst().orElseThrow();
        hand.await("which there are", () -> !item.isDisable());
        Screen.run(() -> {
            menu.hide();
            item.fire();
        });
        hand.await("its diff", () -> !hand.all("#scope-pane .diff-canvas", Node.class, _ -> true).isEmpty());
    }

    /// One conflict with a hunk that is still open, and one change beside it.
    private void settlesAChangeOnDisk() throws IOException {
        plan.set(9, "mine 10");
        plan.set(34, "mine 35");
        Files.write(past.project().resolve(WaitingReview.PLAN), plan);
        hand.press(".outside-chip");
        awaitFront("plan.txt");
        hand.find("#merge-count", Label.class);
        hand.robot().clickOn("#merge-rows");
        hand.robot().type(KeyCode.DIGIT1);
        hand.awaitText("Settled: both are merged, and verified again before commit.");
    }

    /// Check, rule and reviewer: each leads to its line by a click, and `g` leads back.
    @Test
    void eachResidualRulingAndFindingLeadsToItsLineAndBack() throws Exception {
        candidate(WaitingReview.judged(home));
        open();
        for (List<String> place : List.of(List.of("data.json", "2"), List.of("other.txt", "3"), List.of("plan.txt", "20"))) {
            String words = place.getFirst() + ":" + place.getLast();
            Hyperlink link = hand.find(".evidence-rail .place", Hyperlink.class, one -> one.getText().equals(words));
            hand.robot().interact(link::requestFocus);
            hand.robot().type(KeyCode.SPACE);
            awaitFront(place.getFirst());
            awaitHunk("line " + place.getLast() + ",");
            keysGoToTheDiff();
            hand.robot().type(KeyCode.G);
            hand.await("the keys go back to " + words, () -> hand.scene().getFocusOwner() instanceof Hyperlink at && at.getText().equals(words));
        }
        untouched();
    }

    @Test
    void theAgentStartsOverFromTheReview() throws Exception {
        candidate(WaitingReview.revisable(home));
        open();
        front("plan.txt");
        hand.robot().type(KeyCode.R);
        hand.robot().press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.R).release(KeyCode.SHIFT, KeyCode.CONTROL);
        hand.await("its question", () -> hand.find("#again-not", ButtonBase.class).isFocused());
        hand.robot().type(KeyCode.ESCAPE);
        keysGoToTheDiff();
        hand.press("#start-over");
        hand.press("#again-give");
        closed();
        hand.awaitText("attempt 2");
        hand.await("it waits again", () -> !hand.all(".evidence .review-button", ButtonBase.class, b -> !b.isDisabled()).isEmpty());
        untouched();
        WaitingReview.review(hand);
        awaitProgress("1 of 4 hunks decided");
        hand.close();

        Patches.Said said = past.say("t\nno\nt\nagain\na\n", "review");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.DONE.status());
        assertThat(said.out() + said.err()).contains("Type \"again\" to start over", "attempt 3");
        assertThat(past.lines(WaitingReview.OTHER).get(2)).isEqualTo("new line 3");
        said = past.say("", "resume", "--again", "nobody");
        assertThat(said.status()).isEqualTo(Exit.USAGE.status());
        assertThat(said.err()).contains("has no node \"nobody\"");
        said = past.say("", "resume", "--again", "task");
        assertThat(said.err()).contains("RUN-002");
    }

    /// By keys alone, nothing decided.
    @Test
    void eachKindOfFileIsReadInEachOfItsWays() throws Exception {
        past = WaitingReview.various(home);
        hand = WaitingReview.run(home, past);
        hand.await("the window", () -> hand.app().stage().isFocused());
        WaitingReview.look(hand);
        seek("badge.png");
        hand.find(".image-pane", Node.class, pane -> pane.getAccessibleText().contains("40 \u00d7 30 pixels") && pane.getAccessibleText().contains("60 \u00d7 30 pixels"));
        for (var way : Map.of(KeyCode.DIGIT2, "Swipe", KeyCode.DIGIT3, "Onion skin", KeyCode.DIGIT1, "Beside each other").entrySet()) {
            hand.robot().type(way.getKey());
            hand.await(way.getValue(), () -> !hand.all(".image-pane .toggle-button", ToggleButton.class, one -> one.isSelected() && one.getText().startsWith(way.getValue())).isEmpty());
        }
        hand.robot().type(KeyCode.V);
        hand.find(".bytes-pane", Node.class, pane -> pane.getAccessibleText().contains("SHA-256"));
        seek("rates.csv");
        hand.robot().type(KeyCode.V);
        hand.find("#table-diff", TableView.class, table -> table.getItems().size() == 2);
        hand.robot().type(KeyCode.V);
        gone("#table-diff");
        seek("config.json");
        hand.robot().type(KeyCode.V);
        hand.find(".review .tree-view", Node.class);
        hand.robot().type(KeyCode.V);
        gone(".review .tree-view");
        seek("Bill.java");
        hand.robot().type(KeyCode.M);
        awaitFront("Totals.java");
        hand.robot().type(KeyCode.M);
        awaitFront("Bill.java");
        looksAtLines();
        assertThat(WaitingReview.progress(hand)).startsWith("0 of ");
    }

    private void looksAtLines() {
        seek("spaces.txt");
        hand.robot().type(KeyCode.W, KeyCode.W, KeyCode.W);
        hand.awaitText("1 hunk of white space only, shown quiet");
        awaitEnding("white space only");
        DiffCanvas canvas = hand.find(".review .diff-canvas", DiffCanvas.class);
        DiffRows.Layout before = Screen.on(() -> canvas.diffLayoutProperty().get());
        hand.robot().type(KeyCode.S);
        hand.await("the other layout", () -> canvas.diffLayoutProperty().get() != before);
        with(KeyCode.ALT, KeyCode.Z);
        chosen("Wrap long lines");
        with(KeyCode.SHIFT, KeyCode.O);
        chosen("Whole files");
        with(KeyCode.CONTROL, KeyCode.F);
        hand.await("keys go to the search", () -> hand.find("#find", TextInputControl.class).isFocused());
        hand.robot().write("second");
        hand.awaitText("1 of ");
        hand.robot().type(KeyCode.ESCAPE);
        keysGoToTheDiff();
        hand.robot().type(KeyCode.DOWN);
        awaitHunk("line ");
        hand.robot().type(KeyCode.I);
        hand.find("#summary", Node.class);
        hand.awaitText("What was not checked");
        hand.robot().type(KeyCode.ESCAPE);
        gone("#summary");
        hand.robot().type(KeyCode.Y);
        hand.await("the reasons", () -> Window.getWindows().stream().anyMatch(ContextMenu.class::isInstance));
        hand.robot().type(KeyCode.ESCAPE);
        hand.await("no reasons", () -> Window.getWindows().stream().noneMatch(ContextMenu.class::isInstance));
        keysGoToTheDiff();
    }

    private void chosen(String toggle) {
        hand.await(toggle, () -> !hand.all(".diff-controls .toggle-button", ToggleButton.class,
                one -> one.isSelected() && one.getAccessibleText() != null && one.getAccessibleText().startsWith(toggle)).isEmpty());
    }

    private void awaitEnding(String words) {
        hand.await(words, () -> hand.all(".review .diff-canvas", Node.class, c -> c.getAccessibleText().endsWith(words)).size() == 1);
    }

    /// Goes on from file to file until one is in front.
    private void seek(String name) {
        for (KeyCode key : List.of(KeyCode.J, KeyCode.K)) {
            for (int i = 0; i < 8 && !front().equals(name); i++) {
                hand.robot().type(key);
                Screen.settle();
            }
        }
        assertThat(front()).isEqualTo(name);
    }

    @Test
    void aRevisionTakesItsCommentsAlongAndTheTerminalMayAnswerMeanwhile() throws Exception {
        candidate(WaitingReview.revisable(home));
        open();
        front("plan.txt");
        hand.robot().type(KeyCode.A, KeyCode.C);
        hand.find("#comment-text", TextInputControl.class);
        hand.robot().write("why");
        with(KeyCode.CONTROL, KeyCode.ENTER);
        keysGoToTheDiff();
        hand.robot().press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.ENTER).release(KeyCode.SHIFT, KeyCode.CONTROL);
        closed();
        hand.awaitText("attempt 2");
        hand.await("it waits again", () -> !hand.all(".evidence .review-button", ButtonBase.class, b -> !b.isDisabled()).isEmpty());
        untouched();
        WaitingReview.review(hand);
        awaitProgress("1 of 4 hunks decided");
        hand.robot().press(KeyCode.SHIFT).type(KeyCode.C).release(KeyCode.SHIFT);
        hand.await("its comment, sent", () -> hand.all("#comments .label", Label.class, label -> label.getText().equals("Sent")).size() == 1);
        assertThat(hand.all("#comments .label", Label.class, label -> label.getText().equals("why"))).hasSize(1);

        Patches.Said said = past.say("a\n", "review");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.DONE.status());
        hand.awaitText("This was approved elsewhere while you looked at it.");
        assertThat(hand.find("#apply", ButtonBase.class).isDisabled()).isTrue();
        hand.press("#elsewhere-close");
        closed();
        hand.awaitText("Committed");
        assertThat(past.lines(WaitingReview.OTHER).get(2)).isEqualTo("new line 3");
    }

    /// The whole task by its nodes, and after a revision what changed since.
    @Test
    void theWholeTaskAndWhatChangedSinceTheLastReviewAreReadBesideTheNode() throws Exception {
        candidate(WaitingReview.second(home));
        assertThat(plan.get(4)).isEqualTo("new line 5");
        hand = WaitingReview.run(home, past);
        hand.await("the window", () -> hand.app().stage().isFocused());
        WaitingReview.select(hand, "second");
        WaitingReview.review(hand);
        scope(ReviewScope.TASK);
        ListView<?> nodes = hand.find("#scope-groups", ListView.class, list -> list.getItems().size() == 2);
        var outline = new ArrayList<>(past.lines(WaitingReview.PLAN));
        outline.add(4, "notes/plan.txt line 5");
        scopeShows(outline.toArray(String[]::new));
        Screen.run(() -> nodes.getSelectionModel().select(1));
        scopeShows("other.txt line 1", "other.txt line 2", "other.txt line 3", "new line 3", "other.txt line 4", "other.txt line 5");
        hand.robot().type(KeyCode.R, KeyCode.A);
        hand.robot().type(KeyCode.ESCAPE);
        gone("#scope-pane");
        awaitProgress("0 of 1 hunk decided");

        hand.robot().type(KeyCode.F);
        hand.robot().write("shorter");
        hand.robot().press(KeyCode.CONTROL, KeyCode.SHIFT).type(KeyCode.ENTER).release(KeyCode.SHIFT, KeyCode.CONTROL);
        closed();
        hand.awaitText("attempt 2");
        hand.await("it waits again", () -> !hand.all(".evidence .review-button", ButtonBase.class, b -> !b.isDisabled()).isEmpty());
        WaitingReview.review(hand);
        scope(ReviewScope.SINCE);
        scopeShows("other.txt line 1", "other.txt line 2", "new line 3", "other.txt line 4", "short line 4", "other.txt line 5");
        hand.robot().type(KeyCode.ESCAPE);
        gone("#scope-pane");
        untouched();
    }

    /// The file that is read beside the node's own, line by line: what went, then what came.
    private void scopeShows(String... lines) {
        DiffCanvas canvas = hand.find("#scope-pane .diff-canvas", DiffCanvas.class);
        Screen.run(() -> canvas.diffLayoutProperty().set(DiffRows.Layout.UNIFIED));
        hand.await(List.of(lines).toString(), () -> {
            canvas.requestFocus();
            canvas.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.A, false, true, false, false));
            return canvas.selectedText().equals(String.join("\n", lines));
        });
    }

    @Test
    void aDesktopKilledWithItsReviewOpenLeavesItToTheTerminalAndToTheNextWindow() throws Exception {
        candidate(WaitingReview.make(home, false));
        Process desktop = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "--module-path", System.getProperty("jdk.module.path"), "--add-modules", "javafx.controls,javafx.fxml", "--enable-native-access=ALL-UNNAMED",
                "-Dglass.platform=Headless", "-Dprism.order=sw", "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"),
                "dev.countersign.ui.KilledDesktop", home.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var said = new BufferedReader(new InputStreamReader(desktop.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.lines().filter("here"::equals).findFirst()).isPresent();
        } finally {
            desktop.destroyForcibly();
            assertThat(desktop.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
       untouched();
        plan.set(4, "mine 5");
        Files.write(past.project().resolve(WaitingReview.PLAN), plan);
        Patches.Said said = past.say("a\nq\nl\n", "review");
        assertThat(said.out()).as(said.err()).contains("changed on disk");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.CONFLICT.status());
       untouched();

        hand = WaitingReview.run(home, past);
        hand.await("the window", () -> hand.app().stage().isFocused());
        WaitingReview.review(hand);
        assertThat(WaitingReview.progress(hand)).isNotEqualTo("0 of 4 hunks decided");
        assertThat(hand.find("#send", ButtonBase.class).isDisabled()).isTrue();
        assertThat(hand.toBeRead()).contains("1 file changed on disk");
        hand.press("#reject");
        hand.await("its reason", () -> hand.find("#reason", TextInputControl.class).isFocused());
        hand.robot().type(KeyCode.ESCAPE);
        keysGoToTheDiff();
        hand.press("#reject");
        hand.robot().write("not now");
        hand.press("#reject-give");
        closed();
        hand.awaitText("Rejected");
        untouched();
    }

    private void awaitProgress(String words) {
        hand.await(words, () -> hand.all("#progress", Labeled.class, l -> l.getText().equals(words)).size() == 1);
    }

    private void awaitHunk(String words) {
        hand.await(words, () -> hand.all(".review .diff-canvas", Node.class, c -> c.getAccessibleText().startsWith(words)).size() == 1);
    }

    private void keysGoToTheDiff() {
        hand.await("keys go to the diff", () -> hand.scene().getFocusOwner() != null
                && hand.scene().getFocusOwner().getStyleClass().contains("diff-canvas"));
    }

    private String front() {
        return hand.find(".review .diff-head .title-name", Label.class).getText();
    }

    private void awaitFront(String name) {
        hand.await(name + " in front", () -> hand.all(".review .diff-head .title-name", Label.class, l -> l.getText().equals(name)).size() == 1);
    }

    private void front(String name) {
        for (KeyCode key : List.of(KeyCode.J, KeyCode.K)) {
            if (!front().equals(name)) {
                hand.robot().type(key);
                Screen.settle();
            }
        }
        assertThat(front()).isEqualTo(name);
    }

    private void with(KeyCode modifier, KeyCode... keys) {
        hand.robot().press(modifier);
        hand.robot().type(keys);
        hand.robot().release(modifier);
    }

    private void gone(String query) {
        hand.await(query + " to go", () -> hand.all(query, Node.class, _ -> true).isEmpty());
    }

    private void closed() {
        gone(".review");
    }

    private void untouched() throws IOException {
        assertThat(past.lines(WaitingReview.PLAN)).isEqualTo(plan);
        assertThat(past.lines(WaitingReview.OTHER)).isEqualTo(other);
    }
}
