package dev.countersign.ui.run;

import dev.countersign.ui.fx.Ansi;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.feather.Feather;

/// What the agent and the checks of the selected node said. Follows the newest line until the reader scrolls up.
public final class ConsoleView extends VBox {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Texts texts = Texts.of(ConsoleView.class);
    private final ListView<ConsoleLine> list = new ListView<>();
    private final TextField search = new TextField();
    private final ToggleButton follow = new ToggleButton();
    private final ListChangeListener<ConsoleLine> arrivals = change -> {
        boolean added = false;
        while (change.next()) {
            added |= change.wasAdded();
        }
        if (added) {
            toEnd();
        }
    };
    private ConsoleModel model;

    public ConsoleView(ObservableValue<ConsoleModel> models) {
        getStyleClass().add("console");
        model = models.getValue();
        search.setPromptText(texts.text("console.search"));
        search.getStyleClass().addAll("small", "console-search");
        search.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
                search.clear();
                event.consume();
            }
        });
        list.heightProperty().addListener((_, _, _) -> toEnd());
        follow.setText(texts.text("console.follow"));
        follow.setGraphic(Icons.of(Feather.ARROW_DOWN_CIRCLE));
        follow.getStyleClass().addAll("flat", "small", "console-follow");
        Tips.set(follow, texts.text("console.follow.tip"));
        var copy = Tips.name(new Button(null, Icons.of(Feather.COPY)), texts.text("console.copy"));
        copy.getStyleClass().addAll("flat", "button-icon", "small");
        copy.setOnAction(_ -> copy(model.text()));
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var words = new Label(texts.text("console.words"));
        words.getStyleClass().addAll("text-tiny", "text-muted");
        var bar = new HBox(4, words, gap, search, follow, copy);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("console-bar");

        list.getStyleClass().addAll("bare-list", "console-list");
        list.setCellFactory(_ -> new Row());
        list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        list.setPlaceholder(placeholder());
        list.setAccessibleText(texts.text("console.accessible"));
        list.addEventFilter(ScrollEvent.SCROLL, event -> {
            if (event.getDeltaY() > 0) {
                model.followProperty().set(false);
            }
        });
        list.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(bar, list);
        models.addListener((_, old, next) -> swap(old, next));
        swap(model, model);
    }

    private Label placeholder() {
        var none = new Label(texts.text("console.empty"));
        none.getStyleClass().add("text-muted");
        return none;
    }

    private void swap(ConsoleModel old, ConsoleModel next) {
        old.lines().removeListener(arrivals);
        search.textProperty().unbindBidirectional(old.searchProperty());
        follow.selectedProperty().unbindBidirectional(old.followProperty());
        model = next;
        list.setItems(next.lines());
        next.lines().addListener(arrivals);
        search.textProperty().bindBidirectional(next.searchProperty());
        follow.selectedProperty().bindBidirectional(next.followProperty());
        follow.setOnAction(_ -> toEnd());
        toEnd();
    }

    private void toEnd() {
        if (model.followProperty().get() && !list.getItems().isEmpty()) {
            int last = list.getItems().size() - 1;
            list.scrollTo(last);
            // Heights of rows that were never shown are guesses: the first jump can fall short by a few lines.
            list.layout();
            list.scrollTo(last);
        }
    }

    private void key(KeyEvent event) {
        if (event.isShortcutDown() && event.getCode() == KeyCode.C) {
            copy(list.getSelectionModel().getSelectedItems().stream().map(line -> Ansi.strip(line.text()))
                    .collect(Collectors.joining("\n")));
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
            Optional.ofNullable(list.getSelectionModel().getSelectedItem()).filter(model::hasDetail).ifPresent(model::toggle);
            event.consume();
        } else if (event.getCode() == KeyCode.UP || event.getCode() == KeyCode.PAGE_UP || event.getCode() == KeyCode.HOME) {
            model.followProperty().set(false);
        }
    }

    private static void copy(String text) {
        var content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private final class Row extends ListCell<ConsoleLine> {
        private final Label time = new Label();
        private final Label mark = new Label();
        private final TextFlow text = new TextFlow();
        private final HBox row = new HBox(8, time, mark, text);

        private Row() {
            time.getStyleClass().add("console-time");
            mark.getStyleClass().add("console-mark");
            time.setMinWidth(Region.USE_PREF_SIZE);
            mark.setMinWidth(16);
            row.setAlignment(Pos.TOP_LEFT);
            HBox.setHgrow(text, Priority.ALWAYS);
            setPrefWidth(0);
            setOnMouseClicked(_ -> {
                if (getItem() != null && model.hasDetail(getItem())) {
                    model.toggle(getItem());
                }
            });
        }

        /// A labelled control asks its graphic for the height of one line; these wrap.
        @Override
        protected double computePrefHeight(double width) {
            if (isEmpty()) {
                return super.computePrefHeight(width);
            }
            double inner = Math.max(200, (width > 0 ? width : list.getWidth() - 28) - snappedLeftInset() - snappedRightInset());
            return row.prefHeight(inner) + snappedTopInset() + snappedBottomInset();
        }

        @Override
        protected void updateItem(ConsoleLine line, boolean empty) {
            super.updateItem(line, empty);
            setText(null);
            if (empty || line == null) {
                setGraphic(null);
                return;
            }
            int at = getIndex();
            boolean first = at <= 0 || at > list.getItems().size() || list.getItems().get(at - 1).entry() != line.entry();
            time.setText(first ? CLOCK.format(line.at().atZone(ZoneId.systemDefault())) : "        ");
            mark.setGraphic(first ? icon(line) : null);
            text.getChildren().setAll(Ansi.spans(line.text()).stream().map(span -> {
                var piece = new Text(span.text());
                piece.getStyleClass().addAll("console-text", "console-" + line.kind().name().toLowerCase().replace('_', '-'));
                span.colour().ifPresent(colour -> piece.getStyleClass().add("ansi-" + colour));
                if (span.bold()) {
                    piece.getStyleClass().add("ansi-bold");
                }
                return piece;
            }).toList());
            if (!line.state().isEmpty() && line.kind() == ConsoleLine.Kind.TOOL) {
                var state = new Text("  " + line.state());
                state.getStyleClass().addAll("console-text", "console-note");
                text.getChildren().add(state);
            }
            setGraphic(row);
            setAccessibleText(Ansi.strip(line.text()));
        }

        private org.kordamp.ikonli.javafx.FontIcon icon(ConsoleLine line) {
            Optional<Status> status = Arrays.stream(Status.values()).filter(s -> s.name().equals(line.state())).findFirst();
            var icon = switch (line.kind()) {
                case STATE -> Icons.of(status.map(Status::icon).orElse(Feather.FLAG), 12);
                case SAID -> Icons.of(Feather.MESSAGE_SQUARE, 12);
                case THOUGHT -> Icons.of(Feather.CLOUD, 12);
                case TOOL -> Icons.of(model.hasDetail(line)
                        ? model.isOpen(line) ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT : Feather.TOOL, 12);
                case PLAN -> Icons.of(model.isOpen(line) ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT, 12);
                case ASK -> Icons.of(status.map(Status::icon).orElse(Feather.HELP_CIRCLE), 12);
                case OTHER -> Icons.of(Feather.INFO, 12);
                case DETAIL -> Icons.of(Feather.CORNER_DOWN_RIGHT, 12);
                case OUT, CHECK_OUT -> Icons.of(Feather.TERMINAL, 12);
                case ERR -> Icons.of(Feather.ALERT_CIRCLE, 12);
                case COMMAND -> Icons.of(Feather.PLAY, 12);
                case CHECK -> Icons.of(status.map(Status::icon).orElse(Feather.ACTIVITY), 12);
                case USAGE -> Icons.of(Feather.PIE_CHART, 12);
            };
            status.ifPresent(s -> icon.getStyleClass().add(s.tone().styleClass()));
            return icon;
        }
    }
}
