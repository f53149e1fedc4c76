package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.MemoryStore;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Theme;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The one table of keys: what is bound is what is shown and what is offered.
class ReviewKeyTableTest {
    private final DemoSource source = DemoSource.full();
    /// With a hunk in its first line, around which there is no block.
    private final DemoSource small = DemoSource.of(new MemoryStore(), new String[] {"a.txt", "1\n2\n3\n", "b.txt", "one\n"},
            new String[] {"a.txt", "X\n2\n3\n", "b.txt", "two\n"});

    @BeforeAll
    static void toolkit() {
        Demo.start();
    }

    private record Open(Scene scene, Overlay overlay, Reviews reviews, ReviewView view) {
        void press(KeyCode code, boolean shift, boolean control, boolean alt) {
            Node target = scene.getFocusOwner() == null ? view : scene.getFocusOwner();
            target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, control, alt, false));
        }

        boolean focusIsInside() {
            for (Node at = scene.getFocusOwner(); at != null; at = at.getParent()) {
                if (at == view) {
                    return true;
                }
            }
            return false;
        }
    }

    private Open open() {
        return open(source);
    }

    private Open open(DemoSource source) {
        var overlay = new Overlay(new Region());
        Scene scene = Demo.scene(overlay, 1280, 800, Theme.LIGHT);
        var reviews = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory());
        ReviewView view = reviews.open(source);
        overlay.applyCss();
        overlay.layout();
        return new Open(scene, overlay, reviews, view);
    }

    @Test
    void everyBindingIsOnTheSheetOnceAndNoKeyMeansTwoThings() {
        Demo.onScreen(() -> {
            Open open = open();
            List<KeyBinding> bindings = open.view().bindings();
            assertThat(bindings).extracting(KeyBinding::name).doesNotHaveDuplicates();
            assertThat(bindings.stream().flatMap(b -> b.keys().stream()).map(KeyCombination::getName).toList()).doesNotHaveDuplicates();
            var rows = (FlowPane) ((javafx.scene.control.ScrollPane) open.view().lookup(".key-sheet-rows")).getContent();
            assertThat(rows.getChildren()).extracting(Node::getId).containsExactlyElementsOf(bindings.stream().map(b -> "key-" + b.name()).toList());
            assertThat(rows.lookupAll(".label")).allSatisfy(label -> assertThat(((Label) label).getText()).isNotBlank());
            assertThat(ReviewCommands.of(bindings).all()).extracting(c -> c.id())
                    .containsExactlyElementsOf(bindings.stream().filter(b -> !b.name().equals("palette")).map(b -> "review." + b.name()).toList());
            return null;
        });
    }

    @Test
    void noBareKeyAnswersTheRunOrLosesTheFocus() {
        Demo.onScreen(() -> {
            Open open = open(small);
            for (KeyBinding binding : open.view().bindings()) {
                if (!binding.isBare() || binding.name().equals("close")) {
                    continue;
                }
                for (KeyCombination key : binding.keys()) {
                    open.view().pane().focus();
                    var code = (KeyCodeCombination) key;
                    open.press(code.getCode(), code.getShift() == KeyCombination.ModifierValue.DOWN, false, false);
                    assertThat(small.decided).as(binding.name()).isEmpty();
                    assertThat(open.reviews().isOpen()).as(binding.name()).isTrue();
                    assertThat(open.focusIsInside()).as("focus after " + binding.name()).isTrue();
                    open.press(KeyCode.ESCAPE, false, false, false);
                    if (!open.reviews().isOpen()) {
                        open = open(small);
                    }
                }
            }
            return null;
        });
    }

    @Test
    void thePaletteOffersTheReviewsActionsWhileItIsOpen() {
        Demo.onScreen(() -> {
            Open open = open();
            open.press(KeyCode.K, false, true, false);
            Set<String> offered = open.overlay().lookupAll(".palette-title").stream().map(n -> ((Label) n).getText()).collect(Collectors.toSet());
            open.overlay().applyCss();
            open.overlay().layout();
            offered.addAll(open.overlay().lookupAll(".palette-title").stream().map(n -> ((Label) n).getText()).toList());
            assertThat(offered).contains("Next hunk", "Accept the hunk or chosen lines");
            open.press(KeyCode.ESCAPE, false, false, false);
            assertThat(open.reviews().isOpen()).isTrue();
            assertThat(open.focusIsInside()).isTrue();
            return null;
        });
    }

    @Test
    void linesAreReadOneByOneAndHunksTellTheirResiduals() {
        Demo.onScreen(() -> {
            Open open = open();
            ReviewViewModel model = open.view().model();
            ReviewFile client = model.files().stream().filter(f -> f.path().value().equals(DemoSource.CLIENT)).findFirst().orElseThrow();
            model.goTo(client, 0);
            open.view().pane().focus();
            DiffCanvas canvas = open.view().pane().canvas();
            var hunks = new java.util.ArrayList<String>();
            for (int i = 0; i < client.units(); i++) {
                canvas.goTo(i);
                hunks.add(canvas.getAccessibleText());
            }
            assertThat(hunks).allMatch(said -> said.matches("hunk \\d of 7, .* removed, \\d+ added, undecided.*"));
            assertThat(hunks).anyMatch(said -> said.contains("residual on line 67"));
            canvas.goTo(0);
            open.press(KeyCode.DOWN, false, false, false);
            assertThat(canvas.getAccessibleText()).matches("line \\d+.*(added|removed|was).*undecided.*");
            String first = canvas.getAccessibleText();
            open.press(KeyCode.DOWN, false, false, false);
            assertThat(canvas.getAccessibleText()).startsWith("line").isNotEqualTo(first);
            open.press(KeyCode.UP, false, false, false);
            assertThat(canvas.getAccessibleText()).isEqualTo(first);
            return null;
        });
    }
}
