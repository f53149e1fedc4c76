package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.run.ReviewerVerdict;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.UiState;
import dev.countersign.verify.JunitReport;
import dev.countersign.verify.SarifReport;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rail, the summary and the reasons, as they open over a review.
class EvidenceRailTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void toolkit() {
        Demo.start();
    }

    private static ReviewView open(UiState state) {
        var overlay = new Overlay(new Region());
        Demo.scene(overlay, 1280, 800, Theme.LIGHT);
        ReviewView view = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory()).remember(state)
                .open(DemoSource.full());
        overlay.applyCss();
        overlay.layout();
        return view;
    }

    private static List<String> texts(Node in) {
        return in.lookupAll(".label").stream().filter(Label.class::isInstance).map(n -> ((Label) n).getText()).toList();
    }

    private static void key(ReviewView view, KeyCode code) {
        Node target = view.getScene().getFocusOwner() == null ? view : view.getScene().getFocusOwner();
        target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }

    @Test
    void sectionsStayFolded() {
        Demo.onScreen(() -> {
            UiState state = UiState.open(folder.resolve("ui.json"));
            Button title = (Button) open(state).lookup("#section-rulings");
            assertThat(title.getAccessibleText()).isEqualTo("Rulings, open");
            title.fire();
            assertThat(title.getAccessibleText()).isEqualTo("Rulings, folded");
            assertThat(((javafx.scene.layout.VBox) title.getParent().getParent()).getChildren().getLast().isManaged()).isFalse();
            assertThat(((Button) open(state).lookup("#section-rulings")).getAccessibleText()).isEqualTo("Rulings, folded");
            assertThat(((Button) open(state).lookup("#section-checks")).getAccessibleText()).isEqualTo("Verification, open");
            return null;
        });
    }

    @Test
    void whatTheChecksSaidIsSavedForOtherTools() {
        Demo.onScreen(() -> {
            var names = new ArrayList<String>();
            Choosers choosers = new Choosers() {
                @Override
                public Optional<Path> folder(String title) {
                    return Optional.empty();
                }

                @Override
                public Optional<Path> file(String title, String kind, List<String> globs) {
                    return Optional.empty();
                }

                @Override
                public Optional<Path> save(String title, String name) {
                    names.add(name);
                    return Optional.of(folder.resolve(name));
                }
            };
            ReviewView view = open(UiState.open(folder.resolve("ui.json")));
            assertThat(view.lookup("#report-sarif")).isNull();
            view.reports(new CheckReports(choosers, Background.sameThread(), "1.2.3"));
            ((Button) view.lookup("#report-sarif")).fire();
            ((Button) view.lookup("#report-junit")).fire();
            assertThat(names).containsExactly("checks.sarif", "checks.xml");
            var verification = DemoSource.full().view.verification().orElseThrow();
            assertThat(folder.resolve("checks.sarif")).hasContent(SarifReport.text(verification, "1.2.3"));
            assertThat(folder.resolve("checks.xml")).hasContent(JunitReport.text(verification));
            assertThat(texts(view)).contains("Saved as " + folder.resolve("checks.xml"));
            return null;
        });
    }

    @Test
    void whatIsFoldedOpenAndFocusedStaysSoWhenTheNodeIsToldAnew() {
        Demo.onScreen(() -> {
            var overlay = new Overlay(new Region());
            var scene = Demo.scene(overlay, 1280, 800, Theme.LIGHT);
            DemoSource source = DemoSource.full();
            ReviewView view = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory()).open(source);
            for (String id : List.of("checks", "rulings")) {
                ((Button) view.lookup("#section-" + id)).fire();
                assertThat(((Button) view.lookup("#section-" + id)).getAccessibleText()).endsWith("folded");
            }
            Hyperlink layers = (Hyperlink) view.lookup("#detail-layers");
            layers.fire();
            layers.requestFocus();
            source.view = source.view.with(new ReviewerVerdict("second", source.view.candidate().orElseThrow().resultTree(),
                    ReviewerVerdict.Opinion.APPROVE, List.of(), "Sound."));
            source.tell();
            assertThat(view.lookup("#detail-layers")).as("it was made anew").isNotSameAs(layers);
            assertThat(scene.getFocusOwner()).isSameAs(view.lookup("#detail-layers"));
            assertThat(view.lookup("#detail-layers").getAccessibleText()).isEqualTo("2 layers, each, open");
            assertThat(((Button) view.lookup("#section-checks")).getAccessibleText()).isEqualTo("Verification, folded");
            assertThat(((Button) view.lookup("#section-rulings")).getAccessibleText()).isEqualTo("Rulings, folded");
            return null;
        });
    }

    @Test
    void commandEnvironmentAndEachLayerAreThere() {
        Demo.onScreen(() -> {
            ReviewView view = open(UiState.open(folder.resolve("ui.json")));
            assertThat(texts(view)).contains("--output-format", "ANTHROPIC_API_KEY=[REDACTED:anthropic]", "HOME=/var/lib/countersign/home/claude",
                    "Files, writing", "best effort", "$0.11 \u00b7 18,204 tokens in, 2,311 out", "2 attempts");
            return null;
        });
    }

    @Test
    void aWholeLogIsSearchedAndClosedByEscapeAlone() {
        Demo.onScreen(() -> {
            ReviewView view = open(UiState.open(folder.resolve("ui.json")));
            view.summary().close();
            view.lookupAll(".button").stream().filter(n -> n instanceof Button b && b.getText() != null && b.getText().equals("Whole log")).map(Button.class::cast)
                    .findFirst().orElseThrow().fire();
            Node log = view.lookup("#log");
            var area = (TextArea) log.lookup(".code-area");
            assertThat(area.getText()).startsWith("[ERROR] ClientRetryTest.paysOnce:31");
            ((TextField) log.lookup("#log-find")).setText("payments");
            assertThat(area.getSelectedText()).isEqualTo("payments");
            log.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false));
            assertThat(view.lookup("#log")).isNull();
            assertThat(view.getScene()).as("the review stays open").isNotNull();
            return null;
        });
    }

    @Test
    void aKeyThatDecidesPutsTheSummaryAwayAndDecidesNothingOfWhatItHid() {
        Demo.onScreen(() -> {
            ReviewView view = open(UiState.open(folder.resolve("ui.json")));
            String before = view.model().progressProperty().get();
            assertThat(before).startsWith("0 of ");
            for (KeyCode decides : List.of(KeyCode.A, KeyCode.R, KeyCode.X)) {
                view.summary().open();
                key(view, decides);
                assertThat(view.summary().isOpen()).as(decides + " puts it away").isFalse();
                assertThat(view.model().progressProperty().get()).as(decides + " decides nothing").isEqualTo(before);
            }
            key(view, KeyCode.A);
            assertThat(view.model().progressProperty().get()).startsWith("1 of ");
            return null;
        });
    }

    @Test
    void theSummaryOpensFirstUntilItIsSwitchedOff() {
        Demo.onScreen(() -> {
            UiState state = UiState.open(folder.resolve("ui.json"));
            ReviewView view = open(state);
            assertThat(view.summary().isOpen()).isTrue();
            assertThat(texts(view.lookup("#summary"))).contains("What changed", "What was not checked", "New libraries: p-retry 6.2.1");
            ((Hyperlink) view.lookupAll(".place").stream().filter(n -> n instanceof Hyperlink h && h.getText().equals("web/package.json")).findFirst().orElseThrow()).fire();
            assertThat(view.summary().isOpen()).isFalse();
            assertThat(view.model().fileProperty().get().path().value()).isEqualTo("web/package.json");
            key(view, KeyCode.I);
            ((ButtonBase) view.lookup("#summary").lookup(".check-box")).fire();
            key(view, KeyCode.ESCAPE);
            assertThat(view.summary().isOpen()).isFalse();
            assertThat(open(state).summary().isOpen()).isFalse();
            return null;
        });
    }

    @Test
    void theGravestFileIsInFrontAndSaysWhy() {
        Demo.onScreen(() -> {
            ReviewView view = open(UiState.open(folder.resolve("ui.json")));
            assertThat(view.model().fileProperty().get().path().value()).isEqualTo("web/package.json");
            assertThat(view.lookupAll(".list-cell").stream().map(Node::getAccessibleText).toList())
                    .contains("Modified web/package.json, 0 of 3 decided. Needs a close look: The rule dependencies asks: web/package.json adds p-retry 6.2.1, "
                            + "which nobody asked for. It says which libraries come in.");
            return null;
        });
    }
}
