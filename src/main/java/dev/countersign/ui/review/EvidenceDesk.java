package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.run.NodeView;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import dev.countersign.ui.run.ConsoleModel;
import dev.countersign.ui.run.ConsoleView;
import dev.countersign.workspace.WorkspacePath;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Keeps the evidence rail true, and leads from the diff to what is said of it; opens what is too long for the rail.
final class EvidenceDesk {
    private final Texts texts = Texts.of(EvidenceDesk.class);
    private final StackPane over;
    private final ReviewViewModel model;
    private final DiffPane pane;
    private final Background background;
    private final EvidenceRail rail;
    private final Timeline age;

    /// @param over what logs and the transcript open over
    /// @param jump shows a line (0-based, -1 for none) of a file
    EvidenceDesk(StackPane over, ReviewViewModel model, DiffPane pane, Background background, InstantSource clock,
                 BiConsumer<WorkspacePath, Integer> jump) {
        this.over = over;
        this.model = model;
        this.pane = pane;
        this.background = background;
        rail = new EvidenceRail(clock, new ReviewerModel(model.source(), background), jump, () -> model.source().verifyAgain(),
                (title, text) -> LogCard.open(over, title, LogCard.text(text), pane::focus), this::transcript);
        age = new Timeline(new KeyFrame(Duration.seconds(1), _ -> rail.tick()));
        age.setCycleCount(Timeline.INDEFINITE);
        over.sceneProperty().addListener((_, _, scene) -> {
            if (scene == null) {
                age.stop();
            } else {
                age.play();
            }
        });
        model.nodeProperty().addListener((_, _, node) -> show(node));
        show(model.nodeProperty().get());
    }

    EvidenceRail rail() {
        return rail;
    }

    /// What is folded stays so.
    void remember(UiState state) {
        rail.remember(state);
        show(model.nodeProperty().get());
    }

    void reports(CheckReports offered) {
        rail.reports(offered);
        show(model.nodeProperty().get());
    }

    private void show(NodeView node) {
        rail.show(node, model.source().protection(), Optional.empty());
        background.run(texts.text("reading.command"), _ -> model.source().command())
                .onSuccess(command -> rail.show(node, model.source().protection(), command))
                .onFailure(_ -> {});
    }

    /// Shows what is said of these lines of a file. @return whether anything is
    boolean show(@Nullable ReviewFile file, int from, int to) {
        return file != null && rail.reveal(file.path(), from, to);
    }

    /// Shows what a check or a rule says of the chosen lines, or of the current hunk.
    ///
    /// @return whether anything does
    boolean show(@Nullable ReviewFile file) {
        if (file == null || !(file.diff().orElse(null) instanceof FileDiff.Text text) || !pane.showsLines()) {
            return show(file, 0, Integer.MAX_VALUE);
        }
        int framed = pane.canvas().framedLine();
        if (framed >= 0 && show(file, framed, framed)) {
            return true;
        }
        ChosenLines chosen = pane.canvas().choice().lines();
        if (!chosen.after().isEmpty()) {
            return show(file, chosen.after().first(), chosen.after().last());
        }
        int hunk = pane.canvas().currentHunkProperty().get();
        boolean near = hunk >= 0 && show(file, text.hunks().get(hunk).afterStart(), text.hunks().get(hunk).afterEnd() - 1);
        return near || show(file, 0, Integer.MAX_VALUE);
    }

    /// Shows what the agent said and did, tools folded, with search.
    void transcript() {
        background.run(texts.text("reading.command"), _ -> model.source().transcript()).onSuccess(said -> {
            var console = new ConsoleModel();
            console.add(said);
            LogCard.open(over, texts.text("transcript.title"), Views.styled(new ConsoleView(new SimpleObjectProperty<>(console)), ConsoleView.class, "run.css"),
                    pane::focus);
        });
    }
}
