package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Theme;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Separator;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TextInputControl;
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

    /// Something in its way: no role, or nothing to be said.
    private static void walk(Node node, String state, List<String> faults) {
        if (!node.isVisible()) {
            return;
        }
        boolean frame = node instanceof ScrollPane || node instanceof SplitPane || node instanceof ScrollBar || node instanceof Separator;
        if (node instanceof Control control && !(node instanceof Label) && !frame && !node.getStyleClass().contains("list-cell")) {
            String name = state + ": " + node.getClass().getSimpleName() + "#" + node.getId() + " " + node.getStyleClass();
            if (control.getAccessibleRole() == null || control.getAccessibleRole() == AccessibleRole.NODE) {
                faults.add(name + " has no role");
            }
            if (said(control).isBlank()) {
                faults.add(name + " says nothing");
            }
        }
        if (node.isFocusTraversable() && !(node instanceof Control) && (node.getAccessibleText() == null || node.getAccessibleText().isBlank())
                && !node.getStyleClass().contains("diff-pane")) {
            faults.add(state + ": " + node.getClass().getSimpleName() + " takes the focus and says nothing");
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> walk(child, state, faults));
        }
    }

    private static String said(Control control) {
        String text = control.getAccessibleText();
        if (text != null && !text.isBlank()) {
            return text;
        }
        if (control instanceof Labeled labeled && labeled.getText() != null && !labeled.getText().isBlank()) {
            return labeled.getText();
        }
        if (control instanceof TextInputControl field && field.getPromptText() != null) {
            return field.getPromptText();
        }
        Tooltip tip = control.getTooltip();
        return tip == null ? "" : tip.getText();
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

    private static void look(Scene scene, ReviewView view, String state, List<String> faults) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        walk(view, state, faults);
    }
}
