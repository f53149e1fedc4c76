package dev.countersign.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Patches;
import dev.countersign.fault.Exit;
import dev.countersign.ui.fx.Screen;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

    @BeforeEach
    void candidate() throws Exception {
        past = WaitingReview.make(home);
        plan = past.lines("notes/plan.txt");
        other = past.lines("other.txt");
    }

    @AfterEach
    void close() {
        if (hand != null && hand.app().stage().isShowing()) {
            hand.close();
        }
    }

    private void open() {
        hand = WaitingReview.open(home, past);
        hand.await("the window", () -> hand.app().stage().isFocused());
        hand.await("keys go to the diff", () -> hand.scene().getFocusOwner() != null
                && hand.scene().getFocusOwner().getStyleClass().contains("diff-canvas"));
    }

    private void awaitProgress(String words) {
        hand.await(words, () -> hand.all("#progress", Labeled.class, _ -> true).stream().anyMatch(l -> l.getText().equals(words)));
    }

    private void awaitHunk(String words) {
        hand.await(words, () -> hand.all(".review .diff-canvas", Node.class, _ -> true).stream().anyMatch(c -> c.getAccessibleText().startsWith(words)));
    }

    private String front() {
        return hand.find(".review .diff-head .title-name", Label.class).getText();
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

    private void closed() {
        hand.await("the review to close", () -> hand.all(".review", Node.class, _ -> true).isEmpty());
    }

    private void untouched() throws Exception {
        assertThat(past.lines("notes/plan.txt")).isEqualTo(plan);
        assertThat(past.lines("other.txt")).isEqualTo(other);
    }

    @Test
    void everythingIsDecidedByKeysLeftFoundAgainAndAppliedInPart() throws Exception {
        open();
        front("other.txt");
        front("plan.txt");
        awaitHunk("hunk 1 of 3");
        hand.robot().type(KeyCode.F7);
        awaitHunk("hunk 2 of 3");
        with(KeyCode.SHIFT, KeyCode.F7);
        awaitHunk("hunk 1 of 3");

        hand.robot().type(KeyCode.R);
        awaitProgress("1 of 4 hunks decided");
        hand.robot().type(KeyCode.U);
        awaitProgress("0 of 4 hunks decided");
        hand.robot().type(KeyCode.R);
        awaitProgress("1 of 4 hunks decided");
        awaitHunk("hunk 2 of 3");
        with(KeyCode.SHIFT, KeyCode.DOWN, KeyCode.DOWN);
        hand.robot().type(KeyCode.A);
        awaitProgress("2 of 4 hunks decided");

        hand.robot().write("?");
        hand.await("the sheet of keys", () -> !hand.all(".key-sheet", Node.class, _ -> true).isEmpty());
        hand.robot().type(KeyCode.ESCAPE);
        hand.await("it goes", () -> hand.all(".key-sheet", Node.class, _ -> true).isEmpty());
        with(KeyCode.CONTROL, KeyCode.K);
        hand.find(".palette", Node.class);
        hand.robot().type(KeyCode.ESCAPE);
        hand.await("it goes", () -> hand.all(".palette", Node.class, _ -> true).isEmpty());

        hand.robot().type(KeyCode.C);
        hand.type("#comment-text", "Say why");
        with(KeyCode.CONTROL, KeyCode.ENTER);
        hand.await("the comment", () -> hand.find("#show-comments", Labeled.class).getText().equals("1 comment"));

        front("other.txt");
        hand.robot().type(KeyCode.E);
        CodeArea editor = hand.find("#editor", CodeArea.class);
        hand.await("keys go to the editor", editor::isFocused);
        hand.robot().write("my ");
        hand.await("typed text", () -> editor.getText().contains("my new line 3"));
        hand.robot().type(KeyCode.ESCAPE);
        hand.awaitText("Not saved yet");
        with(KeyCode.CONTROL, KeyCode.S);
        awaitProgress("3 of 4 hunks decided");

        hand.robot().type(KeyCode.ESCAPE);
        closed();
        untouched();
        WaitingReview.review(hand);
        awaitProgress("3 of 4 hunks decided");
        assertThat(hand.find("#show-comments", Labeled.class).getText()).isEqualTo("1 comment");
        front("plan.txt");
        hand.press("#accept-rest");
        assertThat(hand.find("#apply", ButtonBase.class).isDisabled()).isFalse();
        with(KeyCode.CONTROL, KeyCode.ENTER);
        hand.await("the commit", () -> hand.toBeRead().contains("Committed"));
        closed();
        plan.set(19, "new line 20");
        plan.set(34, "new line 35");
        other.set(2, "my new line 3");
        untouched();
    }

    @Test
    void aRevisionTakesItsCommentsAlongAndOpensNothingThatStayedAsItWas() throws Exception {
        open();
        front("plan.txt");
        hand.robot().type(KeyCode.A, KeyCode.C);
        hand.type("#comment-text", "Say why");
        with(KeyCode.CONTROL, KeyCode.ENTER);
        hand.press("#send");
        closed();
        hand.await("the second attempt", () -> hand.toBeRead().contains("attempt 2"));
        hand.await("it waits again", () -> !hand.all(".evidence .review-button", ButtonBase.class, b -> !b.isDisabled()).isEmpty());
        untouched();
        WaitingReview.review(hand);
        awaitProgress("1 of 4 hunks decided");
    }

    @Test
    void whatTheCommandLineDecidesMeanwhileIsSaidInTheOpenReview() throws Exception {
        open();
        hand.robot().type(KeyCode.R);
        Patches.Said said = past.say("a\n", "review");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.DONE.status());
        hand.awaitText("This was approved elsewhere while you looked at it.");
        assertThat(hand.find("#apply", ButtonBase.class).isDisabled()).isTrue();
        hand.press("#elsewhere-close");
        closed();
        hand.await("the commit", () -> hand.toBeRead().contains("Committed"));
        assertThat(past.lines("other.txt").get(2)).isEqualTo("new line 3");
    }

    @Test
    void whatWasRejectedIsNotTouchedAndTheRunEnds() throws Exception {
        open();
        hand.press("#reject");
        hand.await("its reason", () -> hand.find("#reason", TextInputControl.class).isFocused());
        hand.robot().write("not now");
        hand.press("#reject-give");
        closed();
        hand.await("the rejection", () -> hand.toBeRead().contains("Rejected"));
        untouched();
    }

    @Test
    void aDesktopKilledWithItsReviewOpenLeavesItToTheCommandLine() throws Exception {
        Process desktop = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--module-path",
                System.getProperty("jdk.module.path"), "--add-modules", "javafx.controls,javafx.fxml", "--enable-native-access=ALL-UNNAMED",
                "-Dglass.platform=Headless", "-Dprism.order=sw", "-Djava.awt.headless=true", "-cp", System.getProperty("java.class.path"),
                "dev.countersign.ui.KilledDesktop", home.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var said = new BufferedReader(new InputStreamReader(desktop.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.lines().filter("here"::equals).findFirst()).isPresent();
        } finally {
            desktop.destroyForcibly();
            assertThat(desktop.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        untouched();
        Patches.Said said = past.say("a\n", "review");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.DONE.status());
        assertThat(past.lines("notes/plan.txt").get(4)).isEqualTo("new line 5");
    }
}
