package dev.countersign.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.Patches;
import dev.countersign.fault.Exit;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.shell.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;

/// A workspace with one task that waits for review, made by the real program: three hunks in one file, one in another.
final class WaitingReview {
    private static final String PLAN = "notes/plan.txt";

    private WaitingReview() {}

    static Patches make(Path home) throws IOException {
        Patches past = Patches.in(home, Map.of(PLAN, 40, "other.txt", 5));
        Path patch = Files.writeString(home.resolve("waiting.patch"), file(PLAN, 5, 20, 35) + file("other.txt", 3));
        Patches.Said said = past.say("", "run", "-a", "patch", "--base", patch.toString(), "--check", "true", "Word it anew");
        assertThat(said.status()).as(said.out() + said.err()).isEqualTo(Exit.UNDECIDED.status());
        return past;
    }

    private static String file(String path, int... lines) {
        var patch = new StringBuilder("diff --git a/" + path + " b/" + path + "\n--- a/" + path + "\n+++ b/" + path + "\n");
        for (int line : lines) {
            patch.append("@@ -").append(line).append(" +").append(line).append(" @@\n-").append(path).append(" line ").append(line)
                    .append("\n+new line ").append(line).append('\n');
        }
        return patch.toString();
    }

    /// Opens the window on it and the review in it.
    static Hand open(Path home, Patches past) {
        var hand = new Hand(Composition.in(home), Optional.of(past.project()), _ -> DemoShell.NO_ONE);
        hand.await("the run", () -> !hand.app().shell().model().runs().isEmpty());
        Screen.run(() -> hand.app().shell().model().go(new Route.OfRun(hand.app().shell().model().runs().getFirst().id())));
        review(hand);
        return hand;
    }

    static void review(Hand hand) {
        hand.press(".evidence .review-button");
        hand.await("the review", () -> hand.all(".review #progress", Label.class, _ -> true).size() == 1);
        hand.await("all files read", () -> progress(hand).endsWith("hunks decided"));
        hand.await("the diff", () -> !hand.all(".review .diff-canvas", Node.class, _ -> true).isEmpty());
    }

    static String progress(Hand hand) {
        return hand.find("#progress", Labeled.class).getText();
    }
}
