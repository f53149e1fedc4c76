package dev.countersign.ui.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.run.RunEvent;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.MadeUpRuns;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.Views;
import dev.countersign.verify.Part;
import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

class EvidenceViewTest {
    /// The least that the window leaves it.
    private static final int NARROW = 272;

    private final RunViewModel model = new RunViewModel(MadeUp.run(), new MadeUpRuns(), Background.sameThread(), () -> MadeUp.NOW, (run, node) -> {});

    private Scene scene() {
        var view = Views.styled(new EvidenceView(model, () -> MadeUp.NOW, () -> {}), RunView.class, "run.css");
        var scene = new Scene(view, NARROW, 800);
        Theme.LIGHT.apply(scene);
        return scene;
    }

    private static List<Label> labels(Scene scene) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        return scene.getRoot().lookupAll(".label").stream().filter(Label.class::isInstance).map(Label.class::cast).toList();
    }

    @Test
    void partsAndEnergyAreReadWholeWhereThePanelIsNarrow() {
        Screen.run(() -> {
            List<Label> labels = labels(scene());
            for (String start : List.of("V(x) ", "parses", "contract, compiles", "tests pass", "builds and starts", "nodes fit together")) {
                Label label = labels.stream().filter(one -> one.getText().startsWith(start) && !one.getText().startsWith("V(x) by")).findFirst().orElseThrow();
                assertThat(((Text) label.lookup(".text")).getText()).isEqualTo(label.getText());
                assertThat(label.localToScene(label.getLayoutBounds()).getMaxX()).as(start).isLessThanOrEqualTo(NARROW);
            }
        });
    }

    @Test
    void theCheckThatRunsStandsAtItsPart() {
        Screen.run(() -> {
            NodeId metrics = MadeUp.id("metrics");
            model.selectedProperty().set(Optional.of(metrics));
            Scene scene = scene();
            assertThat(labels(scene)).extracting(Label::getText).doesNotContain("Running");
            model.accept(MadeUp.run(), List.of(new RunEvent.Moved(MadeUp.NOW, metrics, new NodeState.Verifying(1)),
                    new RunEvent.CheckStarted(MadeUp.NOW, metrics, Part.LOG, "mvn -q -B test")));
            List<String> words = labels(scene).stream().map(Label::getText).toList();
            assertThat(words).containsSubsequence("tests pass", "Running", "mvn -q -B test", "builds and starts", "Waiting");
        });
    }
}
