package dev.countersign.ui.review;

import dev.countersign.ui.fx.Texts;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The changed files, with a filter. Generated ones stand at the end.
final class FileList extends VBox {
    private final FilteredList<ReviewFile> shown;
    private final ListView<ReviewFile> list;
    private final TextField filter = new TextField();

    FileList(ObservableList<ReviewFile> files, boolean decides, Consumer<ReviewFile> chosen) {
        Texts texts = Texts.of(FileList.class);
        getStyleClass().add("file-list");
        shown = new FilteredList<>(files);
        list = new ListView<>(shown);
        list.setId("files");
        list.getStyleClass().add("bare-list");
        list.setFixedCellSize(42);
        list.setCellFactory(_ -> new FileCell(decides));
        list.setPlaceholder(new Label(texts.text("files.none")));
        list.setAccessibleText(texts.text("files.title"));
        list.getSelectionModel().selectedItemProperty().addListener((_, _, file) -> {
            if (file != null) {
                chosen.accept(file);
            }
        });
        filter.setId("file-filter");
        filter.setPromptText(texts.text("files.filter"));
        filter.getStyleClass().add("small");
        filter.textProperty().addListener((_, _, wanted) -> {
            String text = wanted.toLowerCase(Locale.ROOT).strip();
            shown.setPredicate(file -> file.path().value().toLowerCase(Locale.ROOT).contains(text));
        });
        var head = new StackPane(filter);
        head.getStyleClass().add("file-list-head");
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(head, list);
        setMinWidth(0);
    }

    void select(@Nullable ReviewFile file) {
        int at = shown.indexOf(file);
        if (at >= 0 && at != list.getSelectionModel().getSelectedIndex()) {
            list.getSelectionModel().select(at);
            list.scrollTo(Math.max(0, at - 3));
        }
    }
}
