package dev.countersign.ui.run;

import dev.countersign.agent.Usage;
import dev.countersign.run.NodeView;
import dev.countersign.run.RunState;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// What each node used. What is not known says so, and makes the sum unknown.
final class CostView extends ScrollPane {
    private final Texts texts = Texts.of(CostView.class);
    private final GridPane grid = new GridPane(24, 8);
    private List<Usage> shown = List.of();

    CostView(RunViewModel model) {
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        var first = new ColumnConstraints();
        first.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().add(first);
        for (int i = 0; i < 4; i++) {
            var column = new ColumnConstraints(88);
            column.setHalignment(HPos.RIGHT);
            grid.getColumnConstraints().add(column);
        }
        var box = new VBox(16, new SpendingView(model.spending()), grid, Sections.prose(texts.text("cost.note"), "text-small", "text-muted"));
        box.getStyleClass().add("section");
        setContent(box);
        model.stateProperty().addListener((_, _, state) -> show(state));
        show(model.stateProperty().get());
    }

    private void show(RunState state) {
        var usages = state.nodes().values().stream().map(NodeView::usage).toList();
        if (usages.equals(shown) && !grid.getChildren().isEmpty()) {
            return;
        }
        shown = usages;
        grid.getChildren().clear();
        row(0, "text-section", texts.text("cost.node"), texts.text("cost.calls"), texts.text("usage.input"),
                texts.text("usage.output"), texts.text("usage.cost"));
        int at = 1;
        for (NodeView node : state.nodes().values()) {
            Usage usage = node.usage();
            row(at++, "text-default", node.node().id().value(), Integer.toString(node.attempt()),
                    UsageText.tokens(usage.inputTokens()), UsageText.tokens(usage.outputTokens()), UsageText.cost(usage.costUsd()));
        }
        Usage sum = UsageText.sum(usages);
        row(at, "text-strong", texts.text("cost.sum"),
                Integer.toString(state.nodes().values().stream().mapToInt(NodeView::attempt).sum()),
                UsageText.tokens(sum.inputTokens()), UsageText.tokens(sum.outputTokens()), UsageText.cost(sum.costUsd()));
    }

    private void row(int row, String styleClass, String... cells) {
        for (int i = 0; i < cells.length; i++) {
            var label = new Label(cells[i]);
            label.getStyleClass().add(styleClass);
            if (row > 0 && cells[i].equals(texts.text("usage.unknown"))) {
                label.getStyleClass().add("text-muted");
            }
            grid.add(label, i, row);
        }
    }
}
