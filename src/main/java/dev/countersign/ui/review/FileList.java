package dev.countersign.ui.review;

import dev.countersign.review.Reason;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The changed files, each with why it deserves a look; ordered, filtered, in folders or flat.
final class FileList extends VBox {
    private final Texts texts = Texts.of(FileList.class);
    private final FileListModel model;
    private final ListView<FileRow> list;
    private final TextField filter = new TextField();
    private final MenuButton arrange = new MenuButton("", Icons.of(Feather.FILTER));
    private final ContextMenu reasons = new ContextMenu();
    private final boolean decides;
    private BiConsumer<ReviewFile, Integer> jump = (_, _) -> { };

    FileList(FileListModel model, boolean decides, Consumer<ReviewFile> chosen) {
        this.model = model;
        this.decides = decides;
        getStyleClass().add("file-list");
        list = new ListView<>(model.rows());
        list.setId("files");
        list.getStyleClass().add("bare-list");
        list.setFixedCellSize(42);
        list.setCellFactory(_ -> new FileCell(decides, model::toggle, this::why));
        list.setPlaceholder(new Label(texts.text("files.none")));
        list.setAccessibleText(texts.text("files.title"));
        list.getSelectionModel().selectedItemProperty().addListener((_, _, row) -> {
            if (row instanceof FileRow.Changed changed) {
                chosen.accept(changed.file());
            }
        });
        list.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            FileRow row = list.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.SPACE && row != null && !(row instanceof FileRow.Changed)) {
                model.toggle(row);
                event.consume();
            }
        });
        filter.setId("file-filter");
        filter.setPromptText(texts.text("files.filter"));
        filter.getStyleClass().add("small");
        filter.textProperty().bindBidirectional(model.filterProperty());
        HBox.setHgrow(filter, Priority.ALWAYS);
        arrange.setId("file-arrange");
        arrange.getStyleClass().addAll("flat", "button-icon", "tight", "no-arrow");
        arrange.setAccessibleText(texts.text("files.arrange"));
        arrange.setOnShowing(_ -> menu());
        menu();
        model.sortProperty().addListener((_, _, _) -> said());
        model.reasonProperty().addListener((_, _, _) -> said());
        said();
        var head = new HBox(4, filter, arrange);
        head.getStyleClass().add("file-list-head");
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(head, list);
        setMinWidth(0);
    }

    /// What shows a line (from 1, 0 for none) of a file that a reason is about.
    void onReason(BiConsumer<ReviewFile, Integer> action) {
        jump = action;
    }

    FileListModel model() {
        return model;
    }

    void select(@Nullable ReviewFile file) {
        if (file != null) {
            model.reveal(file);
        }
        for (int at = 0; at < model.rows().size(); at++) {
            if (model.rows().get(at) instanceof FileRow.Changed changed && changed.file() == file) {
                if (at != list.getSelectionModel().getSelectedIndex()) {
                    list.getSelectionModel().select(at);
                    list.scrollTo(Math.max(0, at - 3));
                }
                return;
            }
        }
    }

    /// Lists the reasons of a file, each a way to its line.
    void why(ReviewFile file, Node at) {
        reasons.getItems().clear();
        for (Reason reason : model.risk(file).reasons()) {
            var item = new MenuItem(reason.says() + (reason.line() > 0 ? " " + texts.text("reason.line", reason.line()) : ""), FileCell.icon(reason.kind()));
            item.setOnAction(_ -> jump.accept(file, reason.line()));
            reasons.getItems().add(item);
        }
        if (reasons.getItems().isEmpty()) {
            var none = new MenuItem(texts.text("reason.none"));
            none.setDisable(true);
            reasons.getItems().add(none);
        }
        Point2D where = at.localToScreen(0, at.getBoundsInLocal().getHeight());
        if (where != null) {
            reasons.show(at, where.getX(), where.getY());
        }
    }

    /// The same for the file that is chosen.
    void why() {
        if (list.getSelectionModel().getSelectedItem() instanceof FileRow.Changed changed) {
            if (cell(changed).isEmpty()) {
                list.scrollTo(changed);
                layout();
            }
            why(changed.file(), cell(changed).orElse(this));
        }
    }

    private Optional<Node> cell(FileRow row) {
        return list.lookupAll(".list-cell").stream().filter(node -> node instanceof ListCell<?> cell && cell.getItem() == row).findFirst();
    }

    /// The menu of reasons; empty while none is shown.
    ContextMenu reasons() {
        return reasons;
    }

    private void said() {
        String sorted = texts.text("files.sort." + model.sortProperty().get());
        Tips.set(arrange, texts.text("files.arrange") + ": " + sorted + model.reasonProperty().get().map(kind -> ", " + texts.text("reason." + kind)).orElse(""));
        arrange.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("filtered"), model.reasonProperty().get().isPresent());
    }

    private void menu() {
        arrange.getItems().clear();
        var sorts = new ToggleGroup();
        for (FileListModel.Sort sort : FileListModel.Sort.values()) {
            if (!decides && (sort == FileListModel.Sort.RISK || sort == FileListModel.Sort.UNDECIDED)) {
                continue;
            }
            var item = new RadioMenuItem(texts.text("files.sort." + sort));
            item.setToggleGroup(sorts);
            item.setSelected(model.sortProperty().get() == sort);
            item.setOnAction(_ -> model.sortProperty().set(sort));
            arrange.getItems().add(item);
        }
        var tree = new CheckMenuItem(texts.text("files.tree"));
        tree.setSelected(model.treeProperty().get());
        tree.setOnAction(_ -> model.treeProperty().set(tree.isSelected()));
        arrange.getItems().addAll(new SeparatorMenuItem(), tree);
        if (decides) {
            arrange.getItems().add(new SeparatorMenuItem());
            var kinds = new ToggleGroup();
            only(kinds, texts.text("files.all"), Optional.empty());
            model.kinds().forEach(kind -> only(kinds, texts.text("files.only", texts.text("reason." + kind)), Optional.of(kind)));
        }
    }

    private void only(ToggleGroup group, String text, Optional<Reason.Kind> kind) {
        var item = new RadioMenuItem(text, kind.map(FileCell::icon).orElse(null));
        item.setToggleGroup(group);
        item.setSelected(model.reasonProperty().get().equals(kind));
        item.setOnAction(_ -> model.reasonProperty().set(kind));
        arrange.getItems().add(item);
    }
}
