package dev.countersign.ui.settings;

import dev.countersign.run.ConfigFile;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import dev.countersign.ui.settings.ConfigViewModel.Row;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// All values of the files of settings at the left, one of them in a field at the right. Enter sets, Escape puts back what is written,
/// Ctrl+Z outside of the field takes the last change back.
public final class ConfigView {
    private static final String DIVIDER = "settings.values.divider";

    private final Texts texts = Texts.of(ConfigView.class);
    private final ConfigViewModel model;
    private final UiState state;
    private final Parent root;

    @FXML private SplitPane split;
    @FXML private TextField filter;
    @FXML private ListView<Row> list;
    @FXML private Label broken;
    @FXML private VBox form;
    @FXML private Label name;
    @FXML private Label says;
    @FXML private Label source;
    @FXML private Label file;
    @FXML private Label standard;
    @FXML private TextField value;
    @FXML private Label fault;
    @FXML private Label done;
    @FXML private Button set;
    @FXML private Button unset;
    @FXML private Button undo;
    @FXML private Button refresh;

    /// @param state remembers how it was split
    public ConfigView(List<ConfigFile> files, Background background, UiState state) {
        this.model = new ConfigViewModel(files, background, texts);
        this.state = state;
        this.root = Views.styled(Views.load(this), ConfigView.class, "settings.css");
    }

    public Parent root() {
        return root;
    }

    @FXML
    private void initialize() {
        filter.textProperty().bindBidirectional(model.filterProperty());
        filter.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN) {
                list.requestFocus();
                event.consume();
            }
        });
        list.setItems(model.rows());
        list.setCellFactory(_ -> new ValueCell());
        list.setPlaceholder(Sections.empty(Feather.SEARCH, texts.text("config.none"), texts.text("config.none.hint")));
        list.getSelectionModel().selectedItemProperty().addListener((_, _, row) -> {
            if (row != null && !model.chosenProperty().get().equals(Optional.of(row))) {
                model.choose(row);
            }
        });
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER && !value.isDisabled()) {
                value.requestFocus();
                event.consume();
            }
        });
        model.chosenProperty().addListener((_, _, now) -> show(now));
        shown(broken, model.brokenProperty());
        shown(fault, model.faultProperty());
        shown(done, model.doneProperty());
        value.textProperty().bindBidirectional(model.textProperty());
        value.setOnAction(_ -> model.set());
        value.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                model.revert();
                list.requestFocus();
                event.consume();
            }
        });
        set.setOnAction(_ -> model.set());
        unset.setOnAction(_ -> model.unset());
        undo.setOnAction(_ -> model.undo());
        undo.setGraphic(Icons.of(Feather.ROTATE_CCW));
        undo.disableProperty().bind(model.undoneProperty().isEmpty().or(model.busyProperty()));
        model.undoneProperty().addListener((_, _, words) -> Tips.set(undo, words.isEmpty() ? texts.text("config.undo.none") : words));
        Tips.set(undo, texts.text("config.undo.none"));
        refresh.setGraphic(Icons.of(Feather.REFRESH_CW));
        Tips.name(refresh, texts.text("config.refresh"));
        refresh.setOnAction(_ -> model.refresh());
        split.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN).match(event) && !value.isFocused() && !filter.isFocused()) {
                model.undo();
                event.consume();
            }
        });
        split.setDividerPositions(Double.parseDouble(state.get(DIVIDER, "0.5")));
        split.getDividers().getFirst().positionProperty().addListener((_, _, at) -> state.put(DIVIDER, Double.toString(at.doubleValue())));
        show(model.chosenProperty().get());
    }

    private static void shown(Label label, ObservableValue<String> text) {
        label.textProperty().bind(text);
        label.visibleProperty().bind(Bindings.createBooleanBinding(() -> !text.getValue().isEmpty(), text));
        label.managedProperty().bind(label.visibleProperty());
    }

    private void show(Optional<Row> chosen) {
        form.setVisible(chosen.isPresent());
        chosen.ifPresent(row -> {
            if (!row.equals(list.getSelectionModel().getSelectedItem())) {
                list.getSelectionModel().select(row);
                list.scrollTo(row);
            }
            name.setText(row.name());
            says.setText(row.value().says());
            source.setText(model.source(row));
            file.setText(row.file().path().toString());
            standard.setText(row.value().standard().isEmpty() ? texts.text("config.needed") : row.value().standard());
            value.setPromptText(row.value().standard());
            value.setAccessibleText(texts.text("config.value.accessible", row.name()));
            boolean fixed = !row.value().oneLine();
            value.setDisable(fixed);
            set.setDisable(fixed);
            unset.setDisable(fixed || row.value().written().isEmpty());
            Tips.set(set, texts.text(fixed ? "config.lines" : "config.set.tip"));
            Tips.set(unset, texts.text(fixed ? "config.lines" : row.value().written().isEmpty() ? "config.unset.none" : "config.unset.tip"));
        });
    }

    private final class ValueCell extends ListCell<Row> {
        @Override
        protected void updateItem(Row row, boolean empty) {
            super.updateItem(row, empty);
            setText(null);
            if (empty || row == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            var key = Tips.whole(new Label(row.name()));
            key.getStyleClass().add("code");
            var now = Tips.whole(new Label(row.value().written().orElse(row.value().standard())));
            now.getStyleClass().addAll("code", row.value().written().isPresent() ? "text-medium" : "text-muted");
            var from = new Label(model.source(row));
            from.getStyleClass().addAll("text-small", "text-muted");
            from.setMinWidth(USE_PREF_SIZE);
            var line = new BorderPane();
            line.setLeft(now);
            line.setRight(from);
            var both = new VBox(2, key, line);
            both.setMinWidth(0);
            both.prefWidthProperty().bind(list.widthProperty().subtract(48));
            setGraphic(both);
            setAccessibleText(texts.text("config.row.accessible", row.name(), now.getText(), from.getText()));
        }
    }
}
