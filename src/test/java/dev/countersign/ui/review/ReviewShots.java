package dev.countersign.ui.review;

import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Theme;
import java.time.InstantSource;
import java.util.List;
import javafx.scene.layout.Region;

/// Pictures of the review, for people to look at: `-Dshots=FOLDER`.
final class ReviewShots {
    private ReviewShots() {}

    public static void main(String[] args) {
        Demo.start();
        try {
            for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
                Demo.onScreen(() -> shots(theme, 1280, 800));
                Demo.onScreen(() -> shots(theme, 2560, 1440));
            }
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private static String shots(Theme theme, int width, int height) throws Exception {
        var below = new Region();
        var overlay = new Overlay(below);
        var scene = Demo.scene(overlay, width, height, theme);
        var background = Background.sameThread();
        String name = "review-" + width + "-" + theme.key();
        var reviews = new Reviews(overlay, background, InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory());
        ReviewView view = reviews.open(DemoSource.full());
        Demo.picture(scene, name);
        var model = view.model();
        ReviewFile client = model.files().stream().filter(f -> f.path().value().equals(DemoSource.CLIENT)).findFirst().orElseThrow();
        model.goTo(client, 0);
        model.decide(HunkDecision.ACCEPTED);
        model.decide(HunkDecision.REJECTED);
        model.decide(HunkDecision.ACCEPTED);
        model.goTo(client, 4);
        Demo.picture(scene, name + "-decided");
        if (width > 2000) {
            return name;
        }
        model.goTo(client, 1);
        comments(view, scene, name);
        view.pane().canvas().diffLayoutProperty().set(DiffRows.Layout.UNIFIED);
        view.pane().openFind();
        view.pane().canvas().find("response");
        Demo.picture(scene, name + "-unified");
        view.pane().canvas().diffLayoutProperty().set(DiffRows.Layout.SPLIT);
        model.goTo(file(model, "web/package.json"), 0);
        model.decideFile(HunkDecision.REJECTED);
        model.acceptRest();
        Demo.picture(scene, name + "-rejecting");
        model.goTo(file(model, "config/windows.ini"), 0);
        Demo.picture(scene, name + "-ends");
        model.goTo(file(model, "web/logo.png"), 0);
        Demo.picture(scene, name + "-binary");
        model.goTo(client, 2);
        view.edit();
        Demo.picture(scene, name + "-edit");
        return name;
    }

    /// Lines decided alone, chosen lines, a card being written, the list of comments, the preview.
    private static void comments(ReviewView view, javafx.scene.Scene scene, String name) throws Exception {
        var model = view.model();
        var canvas = view.pane().canvas();
        canvas.choice().extend(1);
        canvas.choice().extend(1);
        view.decide(HunkDecision.ACCEPTED);
        canvas.choice().extend(-1);
        view.decide(HunkDecision.REJECTED);
        canvas.choice().extend(1);
        canvas.choice().extend(1);
        Demo.picture(scene, name + "-lines");
        view.comments().write();
        ((javafx.scene.control.TextArea) view.lookup("#comment-text")).setText("A payment must never be sent twice: say which header keeps that.");
        Demo.picture(scene, name + "-comment");
        view.lookup("#comment-text").fireEvent(new javafx.scene.input.KeyEvent(javafx.scene.input.KeyEvent.KEY_PRESSED, "", "",
                javafx.scene.input.KeyCode.ENTER, false, true, false, false));
        model.comments().resolve(model.comments().all().getFirst().comment().id(), true);
        view.comments().write();
        ((javafx.scene.control.TextArea) view.lookup("#comment-text")).setText("Three pauses are enough?");
        view.lookup("#comment-text").fireEvent(new javafx.scene.input.KeyEvent(javafx.scene.input.KeyEvent.KEY_PRESSED, "", "",
                javafx.scene.input.KeyCode.ENTER, false, true, false, false));
        view.comments().toggleList();
        Demo.picture(scene, name + "-comments");
        view.comments().toggleList();
        view.preview();
        Demo.picture(scene, name + "-preview");
        view.preview();
    }

    private static ReviewFile file(ReviewViewModel model, String path) {
        return model.files().stream().filter(f -> f.path().value().equals(path)).findFirst().orElseThrow();
    }
}
