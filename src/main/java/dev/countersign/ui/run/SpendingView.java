package dev.countersign.ui.run;

import dev.countersign.run.Measure;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.EnumMap;
import java.util.Map;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// What was used of each limit as a table; a limit can be raised at its row.
final class SpendingView extends VBox {
    private final Texts texts = Texts.of(SpendingView.class);
    private final SpendingViewModel model;
    private final Map<Measure, Line> lines = new EnumMap<>(Measure.class);

    /// What changes of a row; the field keeps what is being typed.
    private record Line(Label used, Label limit, ProgressBar bar, TextField extra, ReadOnlyStringWrapper reason) {}

    SpendingView(SpendingViewModel model) {
        this.model = model;
        setSpacing(8);
        var grid = new GridPane(16, 8);
        var wide = new ColumnConstraints();
        wide.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(new ColumnConstraints(120), right(96), right(96), wide, new ColumnConstraints());
        head(grid, 0, "spending.limit");
        head(grid, 1, "spending.used");
        head(grid, 2, "spending.of");
        for (Measure measure : Measure.values()) {
            row(grid, measure);
        }
        var fault = Sections.prose("", "text-small", "tone-danger");
        fault.textProperty().bind(model.faultProperty());
        fault.visibleProperty().bind(model.faultProperty().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        getChildren().addAll(grid, fault);
        model.rowsProperty().addListener((_, _, _) -> show());
        show();
    }

    private static ColumnConstraints right(double width) {
        var column = new ColumnConstraints(width);
        column.setHalignment(HPos.RIGHT);
        return column;
    }

    private void head(GridPane grid, int column, String key) {
        var label = new Label(texts.text(key));
        label.getStyleClass().add("text-section");
        grid.add(label, column, 0);
    }

    private void row(GridPane grid, Measure measure) {
        String words = texts.text("limits." + measure.label());
        var bar = new ProgressBar(0);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.getStyleClass().add("spending-bar");
        var extra = new TextField();
        extra.setPrefColumnCount(6);
        extra.setPromptText(texts.text("spending.more"));
        extra.setAccessibleText(texts.text("spending.more.said", words, measure.unit()));
        extra.getStyleClass().addAll("small", "spending-" + measure.label());
        var reason = new ReadOnlyStringWrapper("");
        var grant = new Button(texts.text("spending.grant"));
        grant.getStyleClass().add("small");
        grant.setMinWidth(USE_PREF_SIZE);
        Runnable give = () -> {
            model.grant(measure, extra.getText());
            if (model.faultProperty().get().isEmpty()) {
                extra.clear();
            }
        };
        grant.setOnAction(_ -> give.run());
        extra.setOnAction(_ -> give.run());
        var more = new HBox(6, extra, Tips.reasoned(grant, reason.getReadOnlyProperty(), texts.text("spending.grant.tip", measure.unit())));
        more.setAlignment(Pos.CENTER_RIGHT);
        var line = new Line(new Label(), new Label(), bar, extra, reason);
        lines.put(measure, line);
        grid.addRow(lines.size(), new Label(words), line.used(), line.limit(), bar, more);
    }

    private void show() {
        for (SpendingViewModel.Row row : model.rowsProperty().get()) {
            Line line = lines.get(row.measure());
            line.used().setText(row.used());
            line.limit().setText(row.limit().orElse(texts.text("spending.none")));
            line.limit().getStyleClass().removeAll("text-muted", "text-default");
            line.limit().getStyleClass().add(row.limit().isEmpty() ? "text-muted" : "text-default");
            line.used().getStyleClass().removeAll("tone-warning", "text-default");
            line.used().getStyleClass().add(row.near() ? "tone-warning" : "text-default");
            line.bar().setVisible(row.share().isPresent());
            line.bar().setProgress(Math.min(1, row.share().orElse(0)));
            line.bar().setAccessibleText(texts.text("spending.said", row.used(), row.limit().orElse(texts.text("spending.none"))));
            String why = model.grantReason(row.measure());
            line.reason().set(why);
            line.extra().setDisable(!why.isEmpty());
        }
    }
}
