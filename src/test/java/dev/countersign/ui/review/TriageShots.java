package dev.countersign.ui.review;

import dev.countersign.run.ReviewerVerdict;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Theme;
import dev.countersign.workspace.WorkspacePath;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.scene.layout.Region;

/// Pictures of where to look first, for people to look at: `-Dshots=FOLDER`.
final class TriageShots {
    private TriageShots() {}

    public static void main(String[] args) {
        Demo.start();
        try {
            for (Theme theme : List.of(Theme.LIGHT, Theme.DARK)) {
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
        var overlay = new Overlay(new Region());
        var scene = Demo.scene(overlay, width, height, theme);
        var source = DemoSource.full();
        source.reviewers = List.of("claude", "codex");
        source.view = source.view.with(new ReviewerVerdict("second-reader", source.view.candidate().orElseThrow().resultTree(),
                ReviewerVerdict.Opinion.CONDITIONAL, List.of(new ReviewerVerdict.Finding(Optional.of(WorkspacePath.of(DemoSource.CLIENT)), 60,
                ReviewerVerdict.Severity.WARNING, "A pause of nought retries at once.")), "Sound, but say how long it waits."));
        ReviewView view = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory()).open(source);
        view.summary().open();
        String size = theme.key() + "-" + width;
        Demo.picture(scene, "review-summary-" + size);
        view.summary().close();
        view.list().model().treeProperty().set(true);
        for (String folded : List.of("checks", "rulings")) {
            ((javafx.scene.control.Button) view.lookup("#section-" + folded)).fire();
        }
        Demo.picture(scene, "review-evidence-" + size);
        view.scopes().choose(dev.countersign.run.ReviewScope.TASK);
        Demo.picture(scene, "review-task-" + size);
        return size;
    }
}
