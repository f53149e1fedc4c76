package dev.countersign.ui.review;

import dev.countersign.changeset.TextFile;
import dev.countersign.ui.fx.Texts;
import java.util.Optional;
import java.util.function.Function;
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

/// Edits the after side of a file in place. Ctrl+S saves, Esc asks nothing and discards only what was not typed: with changes it
/// stays open.
final class EditPane extends VBox {
    private final TextArea area = new TextArea();
    private final Label says = new Label();
    private final String first;
    private final Texts texts = Texts.of(EditPane.class);

    /// @param line  0-based line to start at
    /// @param save  takes the text; says why it can't
    /// @param leave called when the editor is to go
    EditPane(TextFile file, String text, int line, Function<String, Optional<String>> save, Runnable leave) {
        getStyleClass().add("edit-pane");
        first = text;
        area.setId("editor");
        area.setText(text);
        area.getStyleClass().addAll("code", "editor");
        area.setAccessibleText(texts.text("edit.role"));
        VBox.setVgrow(area, Priority.ALWAYS);
        says.setText(texts.text("edit.says"));
        says.getStyleClass().addAll("text-default", "text-small");
        says.setWrapText(true);
        HBox.setHgrow(says, Priority.ALWAYS);
        says.setMaxWidth(Double.MAX_VALUE);
        var keep = new Button(texts.text("edit.save"));
        keep.setId("save-edit");
        keep.getStyleClass().addAll("accent", "small");
        keep.setMinWidth(Region.USE_PREF_SIZE);
        var discard = new Button(texts.text("edit.discard"));
        discard.getStyleClass().add("small");
        discard.setMinWidth(Region.USE_PREF_SIZE);
        Runnable saving = () -> save.apply(area.getText()).ifPresentOrElse(this::refuse, leave);
        keep.setOnAction(_ -> saving.run());
        discard.setOnAction(_ -> leave.run());
        var bar = new HBox(8, says, discard, keep);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("edit-bar");
        getChildren().addAll(bar, area);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.isShortcutDown() && event.getCode() == KeyCode.S) {
                saving.run();
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                if (area.getText().equals(first)) {
                    leave.run();
                } else {
                    refuse(texts.text("edit.unsaved"));
                }
            }
        });
        int at = 0;
        for (int i = 0; i < Math.min(line, file.lines().size()); i++) {
            at += file.lines().get(i).length() + 1;
        }
        area.positionCaret(Math.min(at, text.length()));
    }

    private void refuse(String why) {
        says.setText(why);
        says.getStyleClass().remove("text-default");
        if (!says.getStyleClass().contains("tone-danger")) {
            says.getStyleClass().add("tone-danger");
        }
    }

    void focus() {
        area.requestFocus();
    }
}
