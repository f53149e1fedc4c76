package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.run.OutsideAnswer.How;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.merge.MergeView;
import java.time.InstantSource;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A file that changes on disk while its review is open, by keys and buttons.
class OutsideViewTest {
    private final DemoSource source = DemoSource.full();

    @BeforeAll
    static void toolkit() {
        Demo.start();
    }

    private record Open(Scene scene, ReviewView view) {
        void key(KeyCode code) {
            Node target = scene.getFocusOwner() == null ? view : scene.getFocusOwner();
            target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
        }

        Node node(String id) {
            view.applyCss();
            view.layout();
            return view.lookup("#" + id);
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

    private Open open(int width, Theme theme) {
        var overlay = new Overlay(new Region());
        Scene scene = Demo.scene(overlay, width, width * 5 / 8, theme);
        var reviews = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory());
        ReviewView view = reviews.open(source);
        overlay.applyCss();
        overlay.layout();
        return new Open(scene, view);
    }

    private void conflict() {
        source.write(DemoSource.CLIENT, Demo.before(DemoSource.CLIENT).replaceAll("(?m)^(import java.*)$", "// $1")
                .replaceFirst("(?m)^.*HttpClient.*$", "    // mine\n$0").replaceAll("\\bsend\\b", "post"));
    }

    @Test
    void conflictsAreResolvedByKeysAndTheFocusStays() {
        Demo.onScreen(() -> {
            Open open = open(1280, Theme.LIGHT);
            assertThat(open.node("outside").isVisible()).isFalse();
            conflict();
            assertThat(((Button) open.node("outside")).getText()).isEqualTo("1 file changed on disk");
            ((Button) open.node("outside")).fire();
            assertThat(open.view().outside().isMerging()).isTrue();
            var merge = (MergeView) open.view().lookup(".merge");
            merge.focus();
            int conflicts = open.view().model().outside().all().getFirst().conflicts();
            assertThat(conflicts).isPositive();
            assertThat(((Label) open.node("outside-says")).getText()).contains("0 of " + (conflicts == 1 ? "1 conflict" : conflicts + " conflicts") + " resolved");
            Demo.picture(open.scene(), "outside-conflict-light");
            for (int i = 0; i < conflicts; i++) {
                open.key(i % 2 == 0 ? KeyCode.DIGIT1 : KeyCode.DIGIT2);
                assertThat(open.focusIsInside()).isTrue();
            }
            assertThat(open.view().model().outside().open()).isEmpty();
            assertThat(open.view().outside().isMerging()).isFalse();
            assertThat(open.view().pane().showsLines()).isTrue();
            assertThat(open.focusIsInside()).isTrue();
            Demo.picture(open.scene(), "outside-settled-light");
            ((Button) open.node("outside-reopen")).fire();
            assertThat(open.view().model().outside().open()).hasSize(1);
            assertThat(open.focusIsInside()).isTrue();
            return null;
        });
    }

    @Test
    void theThreeVersionsFollowEachOtherAndHunksAreDecidedOnlyWhereTheyAreSeen() {
        Demo.onScreen(() -> {
            Open open = open(1280, Theme.DARK);
            conflict();
            ReviewViewModel model = open.view().model();
            model.goTo(model.files().stream().filter(f -> f.path().value().equals(DemoSource.CLIENT)).findFirst().orElseThrow(), 0);
            open.view().pane().focus();
            open.key(KeyCode.D);
            assertThat(open.view().outside().look()).isEqualTo(OutsidePane.Look.DISK);
            Demo.picture(open.scene(), "outside-disk-dark");
            open.key(KeyCode.A);
            assertThat(model.fileProperty().get().decided()).isZero();
            open.key(KeyCode.D);
            assertThat(open.view().outside().look()).isEqualTo(OutsidePane.Look.MERGE);
            Demo.picture(open.scene(), "outside-conflict-dark");
            open.key(KeyCode.D);
            assertThat(open.view().outside().look()).isEqualTo(OutsidePane.Look.AGENT);
            open.key(KeyCode.A);
            assertThat(model.fileProperty().get().decided()).isEqualTo(1);
            return null;
        });
    }

    @Test
    void aFileIsLeftAsItIsOnDiskByAButton() {
        Demo.onScreen(() -> {
            Open open = open(1280, Theme.LIGHT);
            source.write("web/logo.png", "no picture");
            open.view().nextOutside();
            Demo.picture(open.scene(), "outside-whole-light");
            ((Button) open.node("outside-disk-whole")).fire();
            assertThat(open.view().model().outside().answers().values()).extracting(a -> a.how()).isEqualTo(List.of(new How.Disk()));
            assertThat(((Label) open.node("outside-says")).getText()).endsWith("Settled: it stays as it is on disk.");
            assertThat(open.focusIsInside()).isTrue();
            return null;
        });
    }
}
