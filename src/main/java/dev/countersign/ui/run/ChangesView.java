package dev.countersign.ui.run;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/// The files of the selected node's candidate with their line counts. Enter or a double click opens the review.
final class ChangesView extends StackPane {
    private final Texts texts = Texts.of(ChangesView.class);
    private final RunViewModel model;
    private final ListView<FileRow> list = new ListView<>();
    private final Region empty;

    ChangesView(RunViewModel model) {
        this.model = model;
        list.getStyleClass().add("bare-list");
        list.setCellFactory(_ -> new Row());
        list.setFixedCellSize(28);
        list.setAccessibleText(texts.text("tab.changes"));
        list.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                model.review();
            }
        });
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                model.review();
                event.consume();
            }
        });
        empty = Sections.empty(Feather.FILE_TEXT, texts.text("changes.none"), texts.text("changes.none.hint"));
        getChildren().addAll(list, empty);
        model.filesProperty().addListener((_, _, files) -> show(files));
        show(model.filesProperty().get());
    }

    private void show(Optional<List<FileRow>> files) {
        List<FileRow> rows = files.orElse(List.of());
        list.getItems().setAll(rows);
        list.setVisible(!rows.isEmpty());
        empty.setVisible(rows.isEmpty());
    }

    private final class Row extends ListCell<FileRow> {
        @Override
        protected void updateItem(FileRow file, boolean none) {
            super.updateItem(file, none);
            setText(null);
            if (none || file == null) {
                setGraphic(null);
                return;
            }
            var icon = Icons.of(switch (file.kind()) {
                case ADDED -> Feather.FILE_PLUS;
                case DELETED -> Feather.FILE_MINUS;
                case MODIFIED -> Feather.EDIT_2;
                case RENAMED -> Feather.CORNER_DOWN_RIGHT;
                case MODE -> Feather.KEY;
            });
            icon.getStyleClass().add(switch (file.kind()) {
                case ADDED -> "tone-success";
                case DELETED -> "tone-danger";
                case MODIFIED, RENAMED, MODE -> "tone-accent";
            });
            var kind = new Label(texts.text("file." + file.kind().name().toLowerCase()));
            kind.getStyleClass().addAll("text-small", "text-muted");
            kind.setMinWidth(64);
            var name = new Label(file.path().name());
            name.getStyleClass().add("text-medium");
            name.setMinWidth(Region.USE_PREF_SIZE);
            String where = file.from().map(f -> texts.text("file.from", f.value())).orElse(file.path().folder());
            var folder = Tips.whole(new Label(where));
            folder.getStyleClass().addAll("text-small", "text-muted");
            folder.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(folder, Priority.ALWAYS);
            var row = new HBox(8, icon, kind, name, folder);
            row.setAlignment(Pos.CENTER_LEFT);
            if (file.added().isPresent() && file.removed().isPresent()) {
                row.getChildren().addAll(count("+" + file.added().get(), "count-added"),
                        count("\u2212" + file.removed().get(), "count-removed"));
            } else {
                row.getChildren().add(count(texts.text("file.uncounted"), "text-small"));
            }
            setGraphic(row);
            setAccessibleText(kind.getText() + " " + file.path().value());
        }

        private static Label count(String text, String styleClass) {
            var label = new Label(text);
            label.getStyleClass().add(styleClass);
            label.setMinWidth(Region.USE_PREF_SIZE);
            return label;
        }
    }
}
