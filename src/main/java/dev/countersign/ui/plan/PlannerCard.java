package dev.countersign.ui.plan;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Views;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A planner at work, what it says, and what was sent back to it. Esc hides this; the planner goes on, and its plan comes when it is made.
public final class PlannerCard extends VBox {
    private final Texts texts = Texts.of(PlannerCard.class);
    private final PlanningViewModel model;
    private final Label title = new Label();
    private final StackPane state = new StackPane();
    private final VBox words = new VBox(8);
    private final HBox buttons = new HBox(8);

    private PlannerCard(PlanningViewModel model) {
        this.model = model;
        getStyleClass().add("planner");
        title.getStyleClass().add("text-heading");
        var icon = Icons.of(Feather.GIT_BRANCH, 20);
        var head = new HBox(12, icon, title);
        head.setAlignment(Pos.CENTER_LEFT);
        words.getStyleClass().add("planner-lines");
        var scroll = new ScrollPane(words);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("planner-words");
        scroll.setAccessibleText(texts.text("planner.words"));
        scroll.vvalueProperty().bind(words.heightProperty());
        model.lines().addListener((ListChangeListener<PlanningViewModel.Line>) _ -> showLines());
        showLines();
        buttons.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(head, Sections.prose(texts.text("planner.about"), "text-small", "text-muted"), state, scroll, buttons);
    }

    /// Opens it and asks the planner. It closes by itself when there is a plan.
    ///
    /// @param without runs the task as one node, where the planner made no plan
    public static void open(Overlay overlay, PlanningViewModel model, Runnable without) {
        var card = Views.styled(new PlannerCard(model), PlannerCard.class, "plan.css");
        Overlay.Layer layer = overlay.show(card);
        model.phaseProperty().addListener((_, _, phase) -> card.show(phase, layer, without));
        card.show(model.phaseProperty().get(), layer, without);
        model.ask();
    }

    private void show(PlanningViewModel.Phase phase, Overlay.Layer layer, Runnable without) {
        switch (phase) {
            case PlanningViewModel.Phase.Asking _ -> {
                title.setText(texts.text("planner.asking", model.planner()));
                var bar = new ProgressBar();
                bar.setMaxWidth(Double.MAX_VALUE);
                bar.setAccessibleText(title.getText());
                state.getChildren().setAll(bar);
                buttons.getChildren().setAll(button("planner.hide", "planner-hide", layer::close), button("planner.cancel", "planner-cancel", model::cancel));
            }
            case PlanningViewModel.Phase.Made _, PlanningViewModel.Phase.Cancelled _ -> layer.close();
            case PlanningViewModel.Phase.Failed failed -> {
                title.setText(texts.text("planner.failed", model.planner()));
                state.getChildren().setAll(new ProblemBox(failed.problem()));
                var again = button("planner.again", "planner-again", model::ask);
                again.getStyleClass().add("accent");
                buttons.getChildren().setAll(button("planner.close", "planner-close", layer::close), button("planner.without", "planner-without", () -> {
                    layer.close();
                    without.run();
                }), again);
            }
        }
    }

    private Button button(String key, String style, Runnable action) {
        var button = new Button(texts.text(key));
        button.getStyleClass().add(style);
        button.setOnAction(_ -> action.run());
        return button;
    }

    private void showLines() {
        words.getChildren().setAll(model.lines().stream().map(line -> {
            var label = Sections.prose(line.text(), "text-small", line.back() ? "tone-warning" : "text-default");
            if (line.back()) {
                label.setGraphic(Icons.of(Feather.CORNER_UP_LEFT, 12));
            }
            return label;
        }).toList());
        if (model.lines().isEmpty()) {
            words.getChildren().add(Sections.prose(texts.text("planner.quiet"), "text-small", "text-muted"));
        }
    }
}
