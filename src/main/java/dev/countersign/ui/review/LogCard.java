package dev.countersign.ui.review;

import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The whole of an output or a transcript in a view of its own over the review.
final class LogCard extends VBox {
    private final Texts texts = Texts.of(LogCard.class);

    private LogCard(String name, Node content, Runnable close) {
        super(8);
        setId("log");
        getStyleClass().add("summary-card");
        var title = Tips.whole(new Label(name));
        title.getStyleClass().add("text-heading");
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var shut = Tips.name(new Button("", Icons.of(Feather.X, 16)), texts.text("log.close"));
        shut.getStyleClass().addAll("flat", "button-icon", "tight");
        shut.setOnAction(_ -> close.run());
        var head = new HBox(8, title, gap, shut);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(content, Priority.ALWAYS);
        getChildren().addAll(head, content);
    }

    /// Shows `content` under a title over `over`; Esc closes it.
    static void open(StackPane over, String name, Node content, Runnable focus) {
        LogCard[] card = new LogCard[1];
        Runnable close = () -> {
            over.getChildren().remove(card[0]);
            focus.run();
        };
        card[0] = new LogCard(name, content, close);
        card[0].maxWidthProperty().bind(over.widthProperty().multiply(0.85));
        card[0].maxHeightProperty().bind(over.heightProperty().multiply(0.85));
        card[0].addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close.run();
                event.consume();
            }
        });
        over.getChildren().add(card[0]);
        content.requestFocus();
    }

    /// A text to read, with find and copy.
    static Node text(String text) {
        Texts texts = Texts.of(LogCard.class);
        var area = new TextArea(text);
        area.setEditable(false);
        area.getStyleClass().add("code-area");
        var find = new TextField();
        find.setId("log-find");
        find.setPromptText(texts.text("log.find"));
        find.getStyleClass().add("small");
        var count = new Label();
        count.getStyleClass().addAll("text-small", "text-muted");
        String low = text.toLowerCase(Locale.ROOT);
        Runnable next = () -> {
            String wanted = find.getText().toLowerCase(Locale.ROOT);
            if (wanted.isEmpty()) {
                count.setText("");
                return;
            }
            int at = low.indexOf(wanted, area.getSelection().getEnd());
            int found = at < 0 ? low.indexOf(wanted) : at;
            count.setText(found < 0 ? texts.text("find.none") : "");
            if (found >= 0) {
                area.selectRange(found, found + wanted.length());
            }
        };
        find.setOnAction(_ -> next.run());
        find.textProperty().addListener((_, _, _) -> {
            area.selectRange(0, 0);
            next.run();
        });
        var copy = Tips.name(new Button("", Icons.of(Feather.COPY)), texts.text("log.copy"));
        copy.setId("log-copy");
        copy.getStyleClass().addAll("flat", "button-icon", "small");
        copy.setOnAction(_ -> {
            var content = new ClipboardContent();
            content.putString(text);
            Clipboard.getSystemClipboard().setContent(content);
        });
        var bar = new HBox(8, find, count, copy);
        bar.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(area, Priority.ALWAYS);
        area.setPrefSize(900, 600);
        return new VBox(8, bar, area);
    }
}
