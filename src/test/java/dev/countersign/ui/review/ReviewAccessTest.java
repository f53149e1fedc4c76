package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.TabWalk;
import dev.countersign.ui.fx.Theme;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Walks every control of the review, in each of its states, as a screen reader and the Tab key meet them.
class ReviewAccessTest {
    private final DemoSource source = DemoSource.full();

    @BeforeAll
    static void toolkit() {
        Demo.start();
    }

    @Test
    void everyControlHasARoleAndSomethingToSay() {
        Demo.onScreen(() -> {
            var overlay = new Overlay(new Region());
            Scene scene = Demo.scene(overlay, 1280, 800, Theme.LIGHT);
            var reviews = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory());
            ReviewView view = reviews.open(source);
            var faults = new ArrayList<String>();
            var model = view.model();
            look(scene, view, "open", faults);
            for (ReviewFile file : List.copyOf(model.files())) {
                model.goTo(file, 0);
                look(scene, view, file.path().value(), faults);
            }
            model.goTo(model.files().stream().filter(f -> f.path().value().equals(DemoSource.CLIENT)).findFirst().orElseThrow(), 1);
            view.pane().openFind();
            look(scene, view, "find", faults);
            view.comment();
            look(scene, view, "comment", faults);
            view.comments().toggleList();
            look(scene, view, "comments", faults);
            view.lookup("#reject").fireEvent(new javafx.event.ActionEvent());
            look(scene, view, "reason", faults);
            view.decisionBar().askAgain();
            look(scene, view, "start over", faults);
            source.write(DemoSource.CLIENT, Demo.before(DemoSource.CLIENT).replaceAll("(?m)^(import java.*)$", "// $1"));
            view.nextOutside();
            look(scene, view, "merge", faults);
            model.outside().takeClean();
            view.outside().look(OutsidePane.Look.DISK);
            look(scene, view, "disk", faults);
            view.outside().look(OutsidePane.Look.AGENT);
            view.edit();
            look(scene, view, "edit", faults);
            assertThat(faults.stream().distinct().toList()).isEmpty();
            return null;
        });
    }

    /// Tab goes round the whole review and comes back to where it began; what it skips is done by a key of its own.
    @Test
    void tabReachesEveryControl() {
        Demo.onScreen(() -> {
            var overlay = new Overlay(new Button("below"));
            Scene scene = Demo.scene(overlay, 1280, 800, Theme.LIGHT);
            ReviewView view = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory()).open(source);
            var faults = new ArrayList<String>();
            ring(scene, view, "open", faults);
            view.summary().open();
            ring(scene, view, "summary", faults);
            view.summary().close();
            view.comment();
            ring(scene, view, "comment", faults);
            view.comments().toggleList();
            view.lookup("#reject").fireEvent(new javafx.event.ActionEvent());
            ring(scene, view, "reason", faults);
            view.decisionBar().askAgain();
            ring(scene, view, "start over", faults);
            source.write(DemoSource.CLIENT, Demo.before(DemoSource.CLIENT).replaceAll("(?m)^(import java.*)$", "// $1"));
            view.nextOutside();
            ring(scene, view, "merge", faults);
            view.scopes().choose(dev.countersign.run.ReviewScope.TASK);
            ring(scene, view, "scope", faults);
            assertThat(faults.stream().distinct().toList()).isEmpty();
            return null;
        });
    }

    private static void ring(Scene scene, ReviewView view, String state, List<String> faults) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        TabWalk.round(scene, view, state, faults, at -> at.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.TAB,
                false, at instanceof CodeEditor, false, false)));
    }

    private static void look(Scene scene, ReviewView view, String state, List<String> faults) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        TabWalk.silent(view, state, faults);
    }
}
