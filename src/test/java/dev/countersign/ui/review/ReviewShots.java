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
                Demo.onScreen(() -> meanwhile(theme));
                Demo.onScreen(() -> shots(theme, 1280, 800));
                if (System.getProperty("glass.gtk.uiScale") == null) {
                    Demo.onScreen(() -> shots(theme, 2560, 1440));
                }
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
        view.lookupAll(".place").stream().filter(javafx.scene.control.Hyperlink.class::isInstance).map(javafx.scene.control.Hyperlink.class::cast)
                .filter(link -> link.getText().contains(":67")).forEach(javafx.scene.control.Hyperlink::fire);
        Demo.picture(scene, name + "-mark");
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
        var editor = view.edits().editor().orElseThrow().editor();
        editor.rest();
        Demo.picture(scene, name + "-edit");
        editor.insertText(editor.getCaretPosition(), "if (attempt >\n");
        editor.rest();
        ((javafx.scene.control.ToggleButton) view.lookup("#edit-against-agent")).fire();
        Demo.picture(scene, name + "-edit-fault");
        Demo.twice(scene, name + "-edit-fault-200");
        editor.undo();
        ((javafx.scene.control.Button) view.lookup("#discard-edit")).fire();
        view.editHunk();
        Demo.picture(scene, name + "-edit-hunk");
        ((javafx.scene.control.Button) view.lookup("#discard-edit")).fire();
        Demo.twice(scene, name + "-200");
        view.list().why();
        Demo.picture(scene, name + "-why");
        return name;
    }

    /// Files that change on disk, and a decision elsewhere.
    private static String meanwhile(Theme theme) throws Exception {
        var overlay = new Overlay(new Region());
        var scene = Demo.scene(overlay, 1280, 800, theme);
        var source = DemoSource.full();
        ReviewView view = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory()).open(source);
        String name = "review-1280-" + theme.key();
        source.write(DemoSource.CLIENT, Demo.before(DemoSource.CLIENT).replaceAll("(?m)^(import java.*)$", "// $1")
                .replaceFirst("(?m)^.*HttpClient.*$", "    // mine\n$0").replaceAll("\\bsend\\b", "post"));
        view.nextOutside();
        Demo.picture(scene, name + "-outside");
        Demo.twice(scene, name + "-outside-200");
        view.outside().look(OutsidePane.Look.DISK);
        Demo.picture(scene, name + "-outside-disk");
        view.outside().look(OutsidePane.Look.AGENT);
        source.view = DemoSource.moved(source.view, new dev.countersign.plan.NodeState.Committing(), java.util.Optional.empty());
        source.tell();
        Demo.picture(scene, name + "-elsewhere");
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
