package dev.countersign.ui;

import dev.countersign.Patches;
import dev.countersign.ui.fx.Screen;
import java.nio.file.Path;
import javafx.scene.control.ButtonBase;

/// A process of its own: the window with a review open in it, one file decided. Says so, and stands until it is killed.
final class KilledDesktop {
    private KilledDesktop() {}

    public static void main(String[] args) throws InterruptedException {
        Path home = Path.of(args[0]);
        Screen.start();
        Hand hand = WaitingReview.open(home, new Patches(home, home.resolve("project")));
        ButtonBase accept = hand.find("#file-accept", ButtonBase.class);
        Screen.run(accept::fire);
        hand.await("a decision", () -> !WaitingReview.progress(hand).startsWith("0 of"));
        System.out.println("here");
        System.out.flush();
        Thread.currentThread().join();
    }
}
