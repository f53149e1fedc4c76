package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// A changed file in the list: letter, name over its dimmed folder, lines, and how far it is decided.
final class FileCell extends ListCell<ReviewFile> {
    private static final PseudoClass DONE = PseudoClass.getPseudoClass("done");

    private final Texts texts = Texts.of(FileCell.class);
    private final Label letter = new Label();
    private final Label name = new Label();
    private final Label folder = new Label();
    private final Label added = new Label();
    private final Label removed = new Label();
    private final Label progress = new Label();
    private final HBox row;
    private final boolean decides;
    private @Nullable ReviewFile heard;
    private final InvalidationListener changed = _ -> show();
    private final WeakInvalidationListener hearer = new WeakInvalidationListener(changed);

    FileCell(boolean decides) {
        this.decides = decides;
        letter.getStyleClass().add("file-letter");
        name.getStyleClass().add("file-name");
        folder.getStyleClass().add("file-folder");
        folder.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        added.getStyleClass().add("count-added");
        removed.getStyleClass().add("count-removed");
        progress.getStyleClass().add("file-progress");
        var names = new VBox(1, name, folder);
        names.setMinWidth(0);
        names.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(names, Priority.ALWAYS);
        var counts = new HBox(5, added, removed);
        counts.setAlignment(Pos.CENTER_RIGHT);
        counts.setMinWidth(Region.USE_PREF_SIZE);
        var right = new VBox(1, counts, progress);
        right.setAlignment(Pos.CENTER_RIGHT);
        right.setMinWidth(Region.USE_PREF_SIZE);
        row = new HBox(8, letter, names, right);
        row.setAlignment(Pos.CENTER_LEFT);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable ReviewFile file, boolean empty) {
        super.updateItem(file, empty);
        if (heard != null) {
            heard.versionProperty().removeListener(hearer);
        }
        heard = empty ? null : file;
        if (heard != null) {
            heard.versionProperty().addListener(hearer);
        }
        show();
    }

    private void show() {
        ReviewFile file = heard;
        setGraphic(file == null ? null : row);
        if (file == null) {
            pseudoClassStateChanged(DONE, false);
            return;
        }
        letter.setText(file.letter());
        letter.getStyleClass().removeIf(c -> c.startsWith("letter-"));
        letter.getStyleClass().add("letter-" + file.letter());
        name.setText(file.path().name());
        folder.setText(file.path().folder());
        folder.setVisible(!file.path().folder().isEmpty());
        folder.setManaged(folder.isVisible());
        counts(file);
        boolean done = decides && file.decided() == file.units() && file.diff().isPresent();
        pseudoClassStateChanged(DONE, done);
        progress.setGraphic(!decides ? null : file.marks().edited().isPresent() ? icon(Feather.EDIT_2, "tone-accent")
                : !done ? null : file.isWhollyRejected() ? icon(Feather.X, "tone-danger") : icon(Feather.CHECK, "tone-success"));
        progress.setText(!decides || file.diff().isEmpty() ? "" : file.marks().edited().isPresent() ? texts.text("file.edited")
                : file.decided() + "/" + file.units());
        if (!file.outside().isEmpty()) {
            progress.setGraphic(icon(Feather.HARD_DRIVE, file.isOutsideOpen() ? "tone-warning" : "tone-success"));
        }
        String said = texts.text("file.said", texts.text("letter." + file.letter()), file.path().value(), file.decided(), file.units())
                + (file.outside().isEmpty() ? "" : ", " + texts.text(file.isOutsideOpen() ? "file.outside.open" : "file.outside"));
        setAccessibleText(said);
        Tips.set(this, file.path().value() + (file.outside().isEmpty() ? "" : "\n" + texts.text(file.isOutsideOpen() ? "file.outside.open" : "file.outside")));
    }

    private void counts(ReviewFile file) {
        String plus = "";
        String minus = "";
        if (file.diff().orElse(null) instanceof FileDiff.Text text) {
            plus = text.added() > 0 ? "+" + text.added() : "";
            minus = text.removed() > 0 ? "\u2212" + text.removed() : "";
        } else if (file.diff().isPresent()) {
            plus = "";
            minus = "";
        } else if (file.fault().isEmpty()) {
            plus = "\u2026";
        }
        added.setText(plus);
        removed.setText(minus);
        added.setManaged(!plus.isEmpty());
        removed.setManaged(!minus.isEmpty());
        added.getParent().setManaged(!plus.isEmpty() || !minus.isEmpty());
    }

    private static javafx.scene.Node icon(Feather icon, String tone) {
        var node = Icons.of(icon, 12);
        node.getStyleClass().add(tone);
        return node;
    }
}
