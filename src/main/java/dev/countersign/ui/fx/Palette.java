package dev.countersign.ui.fx;

import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The command palette: type a few letters of what is wanted, Enter does it. Commands that can't be given now are listed with
/// the reason.
public final class Palette extends VBox {
    private final Texts texts = Texts.of(Palette.class);
    private final Commands commands;
    private final TextField query = new TextField();
    private final ListView<Command> list = new ListView<>();

    private Palette(Commands commands) {
        this.commands = commands;
        getStyleClass().add("palette");
        query.setPromptText(texts.text("palette.prompt"));
        query.getStyleClass().add("palette-query");
        query.textProperty().addListener((_, _, _) -> search());
        HBox.setHgrow(query, Priority.ALWAYS);
        var head = new HBox(8, Icons.of(Feather.SEARCH, 16), query);
        head.getStyleClass().add("palette-head");
        list.getStyleClass().addAll("palette-list", "bare-list");
        list.setCellFactory(_ -> new Row());
        list.setFocusTraversable(false);
        list.setFixedCellSize(36);
        list.setAccessibleText(texts.text("palette.list"));
        list.setPlaceholder(new Label(texts.text("palette.none")));
        getChildren().addAll(head, list);
        setPrefWidth(620);
        search();
    }

    /// Opens it above everything in `overlay`.
    public static Overlay.Layer open(Overlay overlay, Commands commands) {
        var palette = new Palette(commands);
        Overlay.Layer layer = overlay.show(palette, Pos.TOP_CENTER, 0);
        StackPane.setMargin(palette, new Insets(72, 0, 0, 0));
        palette.listen(layer);
        return layer;
    }

    private void listen(Overlay.Layer layer) {
        query.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            int at = list.getSelectionModel().getSelectedIndex();
            int size = list.getItems().size();
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.UP) {
                if (size > 0) {
                    int next = Math.floorMod(at + (event.getCode() == KeyCode.DOWN ? 1 : -1), size);
                    list.getSelectionModel().select(next);
                    list.scrollTo(Math.max(0, next - 4));
                }
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER) {
                perform(layer);
                event.consume();
            }
        });
        list.setOnMouseClicked(_ -> perform(layer));
    }

    private void perform(Overlay.Layer layer) {
        Command chosen = list.getSelectionModel().getSelectedItem();
        if (chosen != null && chosen.isEnabled()) {
            layer.close();
            chosen.perform();
        }
    }

    private void search() {
        List<Command> found = Fuzzy.rank(query.getText(), commands.all(), c -> c.group() + " " + c.title());
        list.getItems().setAll(found);
        list.getSelectionModel().selectFirst();
        list.setPrefHeight(Math.clamp(found.size(), 1, 10) * 36.0 + 8);
    }

    private static final class Row extends ListCell<Command> {
        @Override
        protected void updateItem(Command command, boolean empty) {
            super.updateItem(command, empty);
            setText(null);
            if (empty || command == null) {
                setGraphic(null);
                return;
            }
            var group = new Label(command.group());
            group.getStyleClass().add("palette-group");
            var title = new Label(command.title());
            title.getStyleClass().add("palette-title");
            title.setMinWidth(Region.USE_PREF_SIZE);
            var gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            var row = new HBox(12, group, title, gap);
            row.setAlignment(Pos.CENTER_LEFT);
            if (!command.isEnabled()) {
                title.getStyleClass().add("text-subtle");
                var why = Tips.whole(new Label(command.disabled().getValue()));
                why.getStyleClass().add("palette-why");
                row.getChildren().add(why);
            }
            command.key().ifPresent(key -> {
                var caps = Keys.caps(key);
                caps.setMinWidth(Region.USE_PREF_SIZE);
                row.getChildren().add(caps);
            });
            setPrefWidth(0);
            setGraphic(row);
            setAccessibleText(command.group() + ": " + command.title());
        }
    }
}
