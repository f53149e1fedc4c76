package dev.countersign.ui.review;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// Searches the diff in front: Enter and Shift+Enter go on and back, Esc closes.
final class FindBar extends HBox {
    private final Texts texts = Texts.of(FindBar.class);
    private final DiffCanvas canvas;
    private final TextField wanted = new TextField();
    private final Label count = new Label();

    FindBar(DiffCanvas canvas) {
        super(4);
        this.canvas = canvas;
        getStyleClass().add("find-bar");
        setAlignment(Pos.CENTER_LEFT);
        wanted.setId("find");
        wanted.setPromptText(texts.text("find.prompt"));
        wanted.getStyleClass().add("small");
        wanted.textProperty().addListener((_, _, text) -> {
            canvas.find(text);
            tell();
        });
        count.getStyleClass().addAll("text-muted", "text-small");
        count.setMinWidth(90);
        getChildren().addAll(wanted, count, button(Feather.CHEVRON_UP, "find.previous", () -> go(-1)),
                button(Feather.CHEVRON_DOWN, "find.next", () -> go(1)), button(Feather.X, "find.close", this::close));
        setMinHeight(Region.USE_PREF_SIZE);
        managedProperty().bind(visibleProperty());
        setVisible(false);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.F3) {
                go(event.isShiftDown() ? -1 : 1);
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
    }

    private Button button(Feather icon, String key, Runnable action) {
        var button = new Button("", Icons.of(icon));
        button.getStyleClass().addAll("flat", "button-icon", "tight");
        button.setFocusTraversable(false);
        button.setOnAction(_ -> action.run());
        return Tips.name(button, texts.text(key));
    }

    void open() {
        setVisible(true);
        String selected = canvas.selectedText();
        if (!selected.isEmpty() && !selected.contains("\n")) {
            wanted.setText(selected);
        }
        wanted.requestFocus();
        wanted.selectAll();
        canvas.find(wanted.getText());
        tell();
    }

    void close() {
        setVisible(false);
        canvas.find("");
        canvas.requestFocus();
    }

    /// A new diff is in front: searches it for the same.
    void again() {
        if (isVisible()) {
            canvas.find(wanted.getText());
            tell();
        }
    }

    private void go(int step) {
        canvas.nextMatch(step);
        tell();
    }

    private void tell() {
        DiffFind found = canvas.found();
        count.setText(wanted.getText().isEmpty() ? "" : found.matches().isEmpty() ? texts.text("find.none")
                : texts.text(found.more() ? "find.more" : "find.count", canvas.match() + 1, found.matches().size()));
    }
}
