package dev.countersign.ui.insight;

import dev.countersign.ledger.insight.SqlTable;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Splitters;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.fxml.FXML;
import javafx.geometry.Side;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The console: a question above, its answer below. Ctrl+Enter asks, Ctrl+Space completes, Enter on a row opens its entry.
public final class SqlView {
    private static final int MOST_OFFERED = 12;
    private static final int LONGEST_NAME = 90;

    private final SqlViewModel model;
    private final LongConsumer openEntry;
    private final UiState state;
    private final Texts texts = Texts.of(SqlView.class);
    private final ContextMenu offers = new ContextMenu();
    private final Parent view;

    @FXML private SplitPane split;
    @FXML private TextArea editor;
    @FXML private Button run;
    @FXML private Button cancel;
    @FXML private MenuButton samples;
    @FXML private MenuButton history;
    @FXML private MenuButton schema;
    @FXML private Button copy;
    @FXML private Label says;
    @FXML private VBox problem;
    @FXML private TableView<List<Optional<String>>> table;

    /// @param openEntry shows an entry in the timeline
    SqlView(SqlViewModel model, LongConsumer openEntry, UiState state) {
        this.model = model;
        this.openEntry = openEntry;
        this.state = state;
        view = Views.load(this);
    }

    Parent root() {
        return view;
    }

    @FXML
    private void initialize() {
        editor.textProperty().bindBidirectional(model.textProperty());
        editor.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        run.setGraphic(Icons.of(Feather.PLAY));
        run.setOnAction(_ -> model.run());
        run.disableProperty().bind(model.textProperty().isEmpty());
        Tips.set(run, texts.text("sql.run.tip"));
        cancel.setOnAction(_ -> model.cancel());
        for (SqlViewModel.Sample sample : SqlViewModel.Sample.values()) {
            samples.getItems().add(item(texts.text("sample." + sample.name().toLowerCase(Locale.ROOT)), sample.sql()));
        }
        history.setOnShowing(_ -> history.getItems().setAll(model.history().isEmpty() ? List.of(nothing())
                : model.history().stream().map(sql -> item(shortened(sql), sql)).toList()));
        history.getItems().add(nothing());
        schema.setOnShowing(_ -> showSchema());
        schema.getItems().add(nothing());
        copy.setOnAction(_ -> copy());
        table.setPlaceholder(Sections.empty(Feather.DATABASE, texts.text("sql.empty"), texts.text("sql.empty.hint")));
        table.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                openRow();
            } else if (event.isShortcutDown() && event.getCode() == KeyCode.C) {
                copy();
            }
        });
        table.setOnMouseClicked(event -> {
            if (event.getClickCount() == 2) {
                openRow();
            }
        });
        Splitters.remember(split, state, "ledger.sql");
        model.answerProperty().addListener((_, _, answer) -> answer.ifPresent(this::show));
        model.problemProperty().addListener((_, _, fault) -> {
            problem.getChildren().setAll(fault.map(ProblemBox::new).stream().toList());
            problem.setManaged(fault.isPresent());
            problem.setVisible(fault.isPresent());
        });
        model.askingProperty().addListener((_, _, job) -> showAsking(job.isPresent()));
        problem.setManaged(false);
        copy.setDisable(true);
        showAsking(false);
    }

    private void key(KeyEvent event) {
        if (event.isShortcutDown() && event.getCode() == KeyCode.ENTER) {
            model.run();
            event.consume();
        } else if (event.isControlDown() && event.getCode() == KeyCode.SPACE) {
            complete();
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE && model.askingProperty().get().isPresent()) {
            model.cancel();
            event.consume();
        }
    }

    private void complete() {
        int caret = editor.getCaretPosition();
        String before = editor.getText();
        model.views().onSuccess(views -> {
            // What was typed meanwhile asks for other words.
            if (editor.getCaretPosition() == caret && editor.getText().equals(before)) {
                complete(views, caret);
            }
        });
    }

    private void complete(List<dev.countersign.ledger.insight.SqlView> views, int caret) {
        int word = model.word(caret).length();
        List<String> found = model.completions(views, caret);
        if (found.size() == 1) {
            editor.replaceText(caret - word, caret, found.getFirst());
            return;
        }
        offers.getItems().setAll(found.stream().limit(MOST_OFFERED).map(name -> {
            var item = new MenuItem(name);
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> editor.replaceText(caret - word, caret, name));
            return item;
        }).toList());
        offers.show(editor, Side.BOTTOM, 16, -8);
    }

    private MenuItem item(String name, String sql) {
        var item = new MenuItem(name);
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> {
            editor.setText(sql);
            editor.requestFocus();
            editor.positionCaret(sql.length());
        });
        return item;
    }

    private MenuItem nothing() {
        var item = new MenuItem(texts.text("sql.nothing"));
        item.setDisable(true);
        return item;
    }

    private void showSchema() {
        model.views().onSuccess(this::showSchema);
    }

    private void showSchema(List<dev.countersign.ledger.insight.SqlView> views) {
        schema.getItems().setAll(views.stream().map(view -> {
            var menu = new javafx.scene.control.Menu(view.name());
            menu.setMnemonicParsing(false);
            view.columns().forEach(column -> {
                var item = new MenuItem(column.name() + "   " + column.type().toLowerCase(Locale.ROOT) + "   " + column.says());
                item.setMnemonicParsing(false);
                item.setOnAction(_ -> editor.insertText(editor.getCaretPosition(), column.name()));
                menu.getItems().add(item);
            });
            return (MenuItem) menu;
        }).toList());
    }

    private static String shortened(String sql) {
        String line = sql.replaceAll("\\s+", " ");
        return line.length() <= LONGEST_NAME ? line : line.substring(0, LONGEST_NAME) + "\u2026";
    }

    private void showAsking(boolean runs) {
        cancel.setVisible(runs);
        cancel.setManaged(runs);
        if (runs) {
            says.setText(texts.text("sql.asking"));
        } else {
            says.setText(model.answerProperty().get().map(this::said).orElse(""));
        }
    }

    private String said(SqlTable answer) {
        return texts.text(answer.more() ? "sql.more" : "sql.rows", answer.rows().size(), answer.tookMillis());
    }

    private void show(SqlTable answer) {
        table.getColumns().clear();
        for (int i = 0; i < answer.columns().size(); i++) {
            int at = i;
            SqlTable.Column shape = answer.columns().get(i);
            var column = new TableColumn<List<Optional<String>>, String>(heading(shape));
            column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue().get(at).orElse("\u2205")));
            column.setSortable(false);
            column.setReorderable(false);
            column.setPrefWidth(width(answer, at));
            if (shape.numeric()) {
                column.getStyleClass().add("number-column");
            }
            table.getColumns().add(column);
        }
        table.getItems().setAll(answer.rows());
        copy.setDisable(answer.columns().isEmpty());
        says.setText(said(answer));
    }

    /// Times without a zone are UTC in all views; that is said where they are read.
    private String heading(SqlTable.Column column) {
        return column.type().equals("TIMESTAMP") ? texts.text("sql.utc", column.name()) : column.name();
    }

    private double width(SqlTable answer, int column) {
        int longest = answer.rows().stream().limit(100).mapToInt(row -> row.get(column).map(String::length).orElse(1)).max().orElse(4);
        return Math.clamp(8.0 * Math.max(longest, heading(answer.columns().get(column)).length()) + 24, 64, 420);
    }

    private void openRow() {
        SqlTable answer = model.answerProperty().get().orElse(null);
        List<Optional<String>> row = table.getSelectionModel().getSelectedItem();
        if (answer == null || row == null) {
            return;
        }
        for (int i = 0; i < answer.columns().size(); i++) {
            if (answer.columns().get(i).name().equals("entry") && answer.columns().get(i).type().equals("BIGINT")) {
                row.get(i).map(Long::parseLong).ifPresent(openEntry::accept);
                return;
            }
        }
    }

    private void copy() {
        model.answerProperty().get().ifPresent(answer -> {
            var text = new StringBuilder(Tables.line(answer.columns().stream().map(SqlTable.Column::name).toList()));
            answer.rows().forEach(row -> text.append(Tables.line(row.stream().map(cell -> cell.orElse("")).toList())));
            var content = new ClipboardContent();
            content.putString(text.toString());
            Clipboard.getSystemClipboard().setContent(content);
        });
    }
}
