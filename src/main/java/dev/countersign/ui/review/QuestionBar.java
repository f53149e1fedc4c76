package dev.countersign.ui.review;

import dev.countersign.ui.fx.Icons;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// A question before something that is not taken back, in the line where it was asked for. The keys go to "no" first; Esc is no.
final class QuestionBar extends HBox {
    private final Label question = new Label("", Icons.of(Feather.ALERT_TRIANGLE));
    private final Button not;
    private final Runnable focus;

    /// @param id    the buttons are `ID-give` and `ID-not`
    /// @param focus gives the keys back after the question is gone
    QuestionBar(String id, String give, String leave, Runnable action, Runnable focus) {
        super(8);
        this.focus = focus;
        question.getStyleClass().add("tone-warning");
        question.setWrapText(true);
        question.setMaxWidth(Double.MAX_VALUE);
        question.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(question, Priority.ALWAYS);
        var yes = new Button(give);
        yes.setId(id + "-give");
        yes.getStyleClass().add("danger");
        yes.setMinWidth(Region.USE_PREF_SIZE);
        yes.setOnAction(_ -> {
            close();
            action.run();
        });
        not = new Button(leave);
        not.setId(id + "-not");
        not.setMinWidth(Region.USE_PREF_SIZE);
        not.setOnAction(_ -> close());
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                close();
                event.consume();
            }
        });
        getChildren().addAll(question, not, yes);
        setAlignment(Pos.CENTER_LEFT);
        put(false);
    }

    /// What is asked.
    StringProperty saysProperty() {
        return question.textProperty();
    }

    void ask() {
        put(true);
        not.requestFocus();
    }

    private void close() {
        put(false);
        focus.run();
    }

    /// Shows it, or takes it away without an answer.
    void put(boolean shown) {
        setVisible(shown);
        setManaged(shown);
    }
}
