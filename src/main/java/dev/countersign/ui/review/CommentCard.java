package dev.countersign.ui.review;

import dev.countersign.changeset.LineRange;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Where a comment is written: a card below the last line it is about. Ctrl+Enter keeps it, Esc leaves without a change.
final class CommentCard extends VBox {
    private static final double WIDTH = 460;
    private static final double HEIGHT = 132;

    private final Texts texts = Texts.of(CommentCard.class);
    private final DiffCanvas canvas;
    private final Label title = new Label("", Icons.of(Feather.MESSAGE_SQUARE, 12));
    private final TextArea words = new TextArea();
    private final Runnable left;
    private Consumer<String> keep = text -> {};
    private Side side = Side.AFTER;
    private int line;

    /// @param left told when it closes, to put the focus back
    CommentCard(DiffCanvas canvas, Runnable left) {
        super(6);
        this.canvas = canvas;
        this.left = left;
        getStyleClass().add("comment-card");
        title.getStyleClass().add("text-muted");
        words.setId("comment-text");
        words.setWrapText(true);
        words.setPromptText(texts.text("comment.prompt"));
        VBox.setVgrow(words, Priority.ALWAYS);
        var save = new Button(texts.text("comment.keep"));
        save.setId("comment-keep");
        save.getStyleClass().addAll("accent", "small");
        save.disableProperty().bind(Bindings.createBooleanBinding(() -> words.getText().isBlank(), words.textProperty()));
        save.setOnAction(_ -> keep());
        var cancel = new Button(texts.text("comment.leave"));
        cancel.getStyleClass().add("small");
        cancel.setOnAction(_ -> close());
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var foot = new HBox(8, gap, cancel, save);
        foot.setAlignment(Pos.CENTER_RIGHT);
        getChildren().addAll(title, words, foot);
        setManaged(false);
        setVisible(false);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            } else if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
                keep();
                event.consume();
            }
        });
    }

    /// Opens below these lines (0-based).
    void open(Side of, LineRange range, String text, Consumer<String> then) {
        side = of;
        line = Math.max(range.from(), range.to() - 1);
        keep = then;
        String key = of == Side.BEFORE ? "comment.on.removed" : "comment.on";
        title.setText(texts.text(key, range.count(), Integer.toString(range.from() + 1), Integer.toString(range.to())));
        words.setAccessibleText(title.getText());
        words.setText(text);
        setVisible(true);
        place();
        words.requestFocus();
        words.end();
    }

    private void keep() {
        if (!words.getText().isBlank()) {
            Consumer<String> then = keep;
            String text = words.getText();
            close();
            then.accept(text);
        }
    }

    void close() {
        if (isVisible()) {
            setVisible(false);
            left.run();
        }
    }

    /// Puts it where its line is now, or at the nearest edge where that is out of sight.
    void place() {
        if (isVisible() && canvas.page().rows().size() > 0) {
            int row = canvas.page().rows().rowOf(side, line);
            double y = (double) (canvas.heights().start(row) + canvas.heights().height(row)) * canvas.geometry().rowHeight() - canvas.scroll().top();
            double room = canvas.getWidth() - DiffGeometry.MAP - 16;
            double x = canvas.geometry().panes().size() == 2 && side == Side.AFTER ? canvas.geometry().panes().getLast().x() + 12 : 12;
            double width = Math.min(WIDTH, room);
            resizeRelocate(Math.clamp(x, 8, Math.max(8, room - width)), Math.clamp(y + 2, 4, Math.max(4, canvas.getHeight() - HEIGHT - 4)), width, HEIGHT);
        }
    }
}
