package dev.countersign.ui.ledger;

import dev.countersign.ledger.rollback.RollbackFile;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.workspace.PathEdit;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// One file of a rollback: its box, and in a word what becomes of it.
final class RollbackCell extends ListCell<RollbackFile> {
    private final RollbackViewModel model;
    private final Texts texts = Texts.of(RollbackCell.class);
    private final CheckBox box = new CheckBox();
    private final Label says = new Label();
    private final Label path = Tips.whole(new Label());
    private final HBox row = new HBox(8, box, path, says);

    RollbackCell(RollbackViewModel model) {
        this.model = model;
        setPrefWidth(0);
        row.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(path, Priority.ALWAYS);
        path.setMaxWidth(Double.MAX_VALUE);
        path.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        path.setMinWidth(40);
        says.setMinWidth(Region.USE_PREF_SIZE);
        box.setFocusTraversable(false);
        box.setOnAction(_ -> toggle(getItem()));
    }

    private void toggle(RollbackFile file) {
        model.leaveOut(file.path(), !(file instanceof RollbackFile.LeftOut));
    }

    @Override
    protected void updateItem(RollbackFile file, boolean empty) {
        super.updateItem(file, empty);
        if (empty || file == null) {
            setGraphic(null);
            setAccessibleText("");
            return;
        }
        path.setText(file.path().value());
        box.setSelected(file instanceof RollbackFile.Change || file instanceof RollbackFile.Open);
        box.setDisable(file instanceof RollbackFile.Same || file instanceof RollbackFile.Blocked);
        says.getStyleClass().setAll("label", "text-tiny");
        says.setGraphic(null);
        switch (file) {
            case RollbackFile.Change change -> {
                says.getStyleClass().add("text-muted");
                says.setText(change.kept() > 0 ? texts.text("rollback.keeps", texts.text(action(change.edit())), change.kept())
                        : texts.text(action(change.edit())));
            }
            case RollbackFile.Open _ -> tell("rollback.conflicts", Feather.ALERT_TRIANGLE, "tone-warning");
            case RollbackFile.Same _ -> tell("rollback.same", Feather.CHECK, "text-muted");
            case RollbackFile.Blocked _ -> tell("rollback.blocked", Feather.SLASH, "tone-danger");
            case RollbackFile.LeftOut _ -> {
                says.getStyleClass().add("text-muted");
                says.setText(texts.text("rollback.out"));
            }
        }
        box.setAccessibleText(file.path().value() + ", " + says.getText());
        setAccessibleText(box.getAccessibleText());
        setGraphic(row);
    }

    private void tell(String key, Feather icon, String style) {
        says.getStyleClass().add(style);
        says.setText(texts.text(key));
        says.setGraphic(Icons.of(icon, 12));
    }

    static String action(PathEdit edit) {
        return edit.after().isEmpty() ? "rollback.delete" : edit.before().isEmpty() ? "rollback.restore" : "rollback.change";
    }
}
