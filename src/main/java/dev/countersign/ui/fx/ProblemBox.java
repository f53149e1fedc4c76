package dev.countersign.ui.fx;

import dev.countersign.fault.Problem;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A problem as a person needs it: the sentence, what was left unchanged, what to do, the code, and the details on demand.
public final class ProblemBox extends VBox {

    public ProblemBox(Problem problem) {
        Texts texts = Texts.of(ProblemBox.class);
        getStyleClass().add("problem-box");
        var icon = Icons.of(Feather.ALERT_CIRCLE, 16);
        icon.getStyleClass().add("tone-danger");
        var sentence = wrapped(problem.sentence(), "text-strong");
        var code = new Label(problem.code());
        code.getStyleClass().add("code-chip");
        code.setMinWidth(Region.USE_PREF_SIZE);
        var head = new HBox(8, icon, sentence, code);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        getChildren().add(head);
        var rest = new VBox(4);
        rest.getStyleClass().add("problem-rest");
        if (!problem.unchanged().isBlank()) {
            rest.getChildren().add(wrapped(problem.unchanged(), "text-muted"));
        }
        if (!problem.next().isBlank()) {
            rest.getChildren().add(wrapped(problem.next(), "text-default"));
        }
        if (!problem.details().isBlank()) {
            rest.getChildren().add(details(problem, texts));
        }
        getChildren().add(rest);
        setAccessibleText(problem.code() + ": " + problem.sentence());
    }

    private static VBox details(Problem problem, Texts texts) {
        var area = new TextArea(problem.details());
        area.setEditable(false);
        area.getStyleClass().add("code-area");
        area.setPrefRowCount(8);
        var copy = new Button(texts.text("problem.copy"), Icons.of(Feather.COPY));
        copy.getStyleClass().addAll("flat", "small");
        copy.setOnAction(_ -> {
            var content = new ClipboardContent();
            content.putString(problem.code() + ": " + problem.sentence() + "\n\n" + problem.details());
            Clipboard.getSystemClipboard().setContent(content);
        });
        var hidden = new VBox(4, area, copy);
        hidden.setManaged(false);
        hidden.setVisible(false);
        var more = new Hyperlink(texts.text("problem.details"));
        more.setOnAction(_ -> {
            boolean shown = !hidden.isVisible();
            hidden.setManaged(shown);
            hidden.setVisible(shown);
            more.setText(texts.text(shown ? "problem.hide" : "problem.details"));
        });
        return new VBox(4, more, hidden);
    }

    private static Label wrapped(String text, String styleClass) {
        var label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.setMaxWidth(Double.MAX_VALUE);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
