package dev.countersign.ui.review;

import dev.countersign.ui.fx.Texts;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// A table of text, with what changed in its cells.
final class TablePane extends BorderPane {
    private final Texts texts = Texts.of(TablePane.class);
    private final TableView<TableDiff.Row> table;

    TablePane(TableDiff diff) {
        getStyleClass().addAll("other-view", "table-pane");
        var rows = new FilteredList<>(FXCollections.observableList(diff.rows()));
        table = new TableView<>(rows);
        table.setId("table-diff");
        table.getStyleClass().add("table-diff");
        table.getSelectionModel().setCellSelectionEnabled(true);
        var number = new TableColumn<TableDiff.Row, TableDiff.Row>(texts.text("table.record"));
        number.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
        number.setCellFactory(_ -> new NumberCell());
        number.setSortable(false);
        number.setPrefWidth(72);
        table.getColumns().add(number);
        for (int i = 0; i < diff.columns().size(); i++) {
            int at = i;
            var column = new TableColumn<TableDiff.Row, TableDiff.Row>(diff.columns().get(i));
            column.setCellValueFactory(data -> new ReadOnlyObjectWrapper<>(data.getValue()));
            column.setCellFactory(_ -> new ValueCell(at));
            column.setSortable(false);
            column.setPrefWidth(150);
            table.getColumns().add(column);
        }
        var only = new CheckBox(texts.text("table.only"));
        only.setId("table-only");
        only.selectedProperty().addListener((_, _, on) -> rows.setPredicate(row -> !on || row.kind() != TableDiff.Kind.SAME));
        only.setSelected(diff.changed() > 0 && diff.rows().size() > 30);
        var count = new Label(texts.text("table.count", diff.changed(), diff.rows().size())
                + (diff.more() > 0 ? texts.text("table.more", diff.more()) : ""));
        count.getStyleClass().addAll("text-small", "text-muted");
        table.setAccessibleText(count.getText());
        var bar = new HBox(16, only, count);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("other-bar");
        setTop(bar);
        setCenter(table);
    }

    private static String sign(TableDiff.Kind kind) {
        return switch (kind) {
            case SAME -> "";
            case CHANGED -> "~";
            case ADDED -> "+";
            case REMOVED -> "\u2212";
        };
    }

    private final class NumberCell extends TableCell<TableDiff.Row, TableDiff.Row> {
        @Override
        protected void updateItem(TableDiff.@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().removeIf(c -> c.startsWith("cell-is-"));
            setText(empty || row == null ? "" : (sign(row.kind()) + "  " + row.record()).strip());
            if (!empty && row != null) {
                getStyleClass().add("cell-is-" + row.kind().name());
                setAccessibleText(texts.text("kind." + row.kind().name()) + " " + row.record());
            }
        }
    }

    private final class ValueCell extends TableCell<TableDiff.Row, TableDiff.Row> {
        private final int at;

        ValueCell(int at) {
            this.at = at;
        }

        @Override
        protected void updateItem(TableDiff.@Nullable Row row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().removeIf(c -> c.startsWith("cell-is-"));
            setText("");
            if (empty || row == null) {
                return;
            }
            TableDiff.Cell cell = row.cells().get(at);
            boolean both = cell.before().isPresent() && cell.after().isPresent() && cell.isChanged();
            setText(both ? cell.before().get() + " \u2192 " + cell.after().get() : cell.after().or(cell::before).orElse(""));
            TableDiff.Kind kind = !cell.isChanged() ? TableDiff.Kind.SAME : cell.before().isEmpty() ? TableDiff.Kind.ADDED
                    : cell.after().isEmpty() ? TableDiff.Kind.REMOVED : TableDiff.Kind.CHANGED;
            getStyleClass().add("cell-is-" + kind.name());
            setAccessibleText(kind == TableDiff.Kind.SAME ? getText() : texts.text("kind." + kind.name()) + " " + getText());
        }
    }
}
