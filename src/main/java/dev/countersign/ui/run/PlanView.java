package dev.countersign.ui.run;

import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.Requirement;
import dev.countersign.run.RunState;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The plan as it runs: every node with its goal and its contract.
final class PlanView extends ScrollPane {
    private final Texts texts = Texts.of(PlanView.class);

    PlanView(RunViewModel model) {
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        var box = new VBox();
        box.getStyleClass().add("plan");
        var change = new Button(texts.text("plan.change"), Icons.of(Feather.EDIT_2));
        change.getStyleClass().addAll("small", "plan-change");
        change.setOnAction(_ -> model.escalation().edit());
        var bar = new HBox(Tips.reasoned(change, model.escalation().planReasonProperty(), texts.text("plan.change.tip")));
        bar.getStyleClass().add("section");
        setContent(new VBox(bar, box));
        model.stateProperty().addListener((_, was, now) -> {
            if (!was.plan().equals(now.plan())) {
                show(box, now);
            }
        });
        show(box, model.stateProperty().get());
    }

    private void show(VBox box, RunState run) {
        box.getChildren().setAll(run.plan().nodes().stream().map(node -> node(node, run.request().agent())).toList());
    }

    private VBox node(Node node, String runAgent) {
        var name = new Label(node.id().value());
        name.getStyleClass().add("text-strong");
        name.setMinWidth(Region.USE_PREF_SIZE);
        var kind = new Label(texts.text("class." + node.kind().name().toLowerCase(Locale.ROOT)));
        kind.getStyleClass().add("chip");
        kind.setMinWidth(Region.USE_PREF_SIZE);
        var head = new HBox(8, name, kind);
        head.setAlignment(Pos.CENTER_LEFT);
        var grid = new GridPane(16, 4);
        var names = new ColumnConstraints(96);
        var values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, values);
        Contract contract = node.contract();
        int row = 0;
        row = row(grid, row, "plan.agent", node.agent().orElse(runAgent), false);
        if (!node.after().isEmpty()) {
            row = row(grid, row, "plan.after", node.after().stream().map(Object::toString).collect(Collectors.joining(", ")), false);
        }
        row = row(grid, row, "plan.owns", contract.owns().isEmpty() ? texts.text("plan.owns.all")
                : String.join("   ", contract.owns()), !contract.owns().isEmpty());
        if (!contract.forbid().isEmpty()) {
            row = row(grid, row, "plan.forbid", String.join("   ", contract.forbid()), true);
        }
        if (!contract.require().isEmpty()) {
            row = row(grid, row, "plan.require", texts(contract.require()), true);
        }
        if (!contract.declares().isEmpty()) {
            row = row(grid, row, "plan.declares", texts(contract.declares()), true);
        }
        row(grid, row, "plan.checks", contract.checks().isEmpty() ? texts.text("plan.checks.found")
                : contract.checks().stream().map(argv -> String.join(" ", argv)).collect(Collectors.joining("\n")),
                !contract.checks().isEmpty());
        var box = new VBox(8, head, Sections.prose(node.goal(), "text-default"), grid);
        box.getStyleClass().add("section");
        return box;
    }

    private static String texts(List<Requirement> requirements) {
        return requirements.stream().map(Requirement::text).collect(Collectors.joining("\n"));
    }

    private int row(GridPane grid, int row, String key, String value, boolean code) {
        var name = new Label(texts.text(key));
        name.getStyleClass().addAll("text-small", "text-muted");
        grid.add(name, 0, row);
        grid.add(Sections.prose(value, List.of("text-small", code ? "code" : "text-default").toArray(String[]::new)), 1, row);
        return row + 1;
    }
}
