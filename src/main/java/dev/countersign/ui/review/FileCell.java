package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.review.FileRisk;
import dev.countersign.review.Reason;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// A row of the file list. A changed file shows letter, name over why it deserves a look and its dimmed folder, lines, and how far it
/// is decided.
final class FileCell extends ListCell<FileRow> {
    private static final double ROOM_FOR_COUNTS = 230;

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
    private final Button why = new Button();
    private final Button fold = new Button();
    private @Nullable ReviewFile heard;
    private final InvalidationListener changed = _ -> show();
    private final WeakInvalidationListener hearer = new WeakInvalidationListener(changed);

    /// @param toggle opens or folds a folder
    /// @param reasons shows the reasons of a file at a node
    FileCell(boolean decides, Consumer<FileRow> toggle, BiConsumer<ReviewFile, javafx.scene.Node> reasons) {
        this.decides = decides;
        letter.getStyleClass().add("file-letter");
        name.getStyleClass().add("file-name");
        folder.getStyleClass().add("file-folder");
        folder.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        added.getStyleClass().add("count-added");
        removed.getStyleClass().add("count-removed");
        progress.getStyleClass().add("file-progress");
        why.getStyleClass().addAll("flat", "reason-chip");
        why.setFocusTraversable(false);
        why.setMinWidth(Region.USE_PREF_SIZE);
        folder.setMinWidth(0);
        why.setOnAction(_ -> {
            if (heard != null) {
                reasons.accept(heard, why);
            }
        });
        fold.getStyleClass().addAll("flat", "fold-row");
        fold.setFocusTraversable(false);
        fold.setMaxWidth(Double.MAX_VALUE);
        fold.setOnAction(_ -> {
            if (getItem() != null) {
                toggle.accept(getItem());
            }
        });
        var counts = new HBox(5, added, removed);
        counts.setAlignment(Pos.CENTER_RIGHT);
        counts.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMinWidth(0);
        name.setMaxWidth(Double.MAX_VALUE);
        // long names matter more than how much of them changed, which the head of the diff says again
        widthProperty().addListener((_, _, width) -> {
            boolean room = width.doubleValue() >= ROOM_FOR_COUNTS;
            counts.setVisible(room);
            counts.setManaged(room && !(added.getText().isEmpty() && removed.getText().isEmpty()));
        });
        var above = new HBox(4, name, counts);
        above.setAlignment(Pos.CENTER_LEFT);
        var between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        var below = new HBox(4, why, folder, between, progress);
        below.setAlignment(Pos.CENTER_LEFT);
        below.setMinWidth(0);
        progress.setMinWidth(Region.USE_PREF_SIZE);
        var names = new VBox(1, above, below);
        names.setMinWidth(0);
        names.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(names, Priority.ALWAYS);
        row = new HBox(8, letter, names);
        row.setAlignment(Pos.CENTER_LEFT);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable FileRow now, boolean empty) {
        super.updateItem(now, empty);
        if (heard != null) {
            heard.versionProperty().removeListener(hearer);
        }
        heard = !empty && now instanceof FileRow.Changed changed ? changed.file() : null;
        if (heard != null) {
            heard.versionProperty().addListener(hearer);
        }
        show();
        if (getScene() != null) {
            // a list fills its cells while it lays them out: what is new in them would be drawn once without its style
            applyCss();
        }
    }

    private void show() {
        switch (isEmpty() ? null : getItem()) {
            case null -> {
                setGraphic(null);
                setAccessibleText("");
                Tips.set(this, "");
                pseudoClassStateChanged(DONE, false);
            }
            case FileRow.Folder group -> group(group.path().isEmpty() ? texts.text("files.top") : group.path(), Feather.FOLDER, group.files(), group.open());
            case FileRow.Generated group -> group(texts.text("files.generated"), Feather.CPU, group.files(), group.open());
            case FileRow.Changed changed -> show(changed.file(), changed.risk(), changed.indented());
        }
    }

    private void group(String title, Feather icon, int files, boolean open) {
        pseudoClassStateChanged(DONE, false);
        fold.setText(texts.text("files.group", title, files));
        fold.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        fold.setGraphic(new HBox(4, Icons.of(open ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT, 12), Icons.of(icon, 12)));
        setGraphic(fold);
        setAccessibleText(texts.text(open ? "files.group.open" : "files.group.closed", title, files));
        Tips.set(this, title);
    }

    private void show(ReviewFile file, FileRisk risk, boolean indented) {
        setGraphic(row);
        row.setPadding(new Insets(0, 0, 0, indented ? 10 : 0));
        letter.setText(file.letter());
        style(letter, "letter-", "letter-" + file.letter());
        name.setText(file.path().name());
        folder.setText(file.path().folder());
        reason(risk);
        folder.setVisible(!file.path().folder().isEmpty() && !indented);
        folder.setManaged(folder.isVisible());
        counts(file);
        boolean done = decides && file.decided() == file.units() && file.diff().isPresent();
        pseudoClassStateChanged(DONE, done);
        progress.setGraphic(!decides ? null : file.marks().edited().isPresent() ? icon(Feather.EDIT_2, "tone-accent")
                : !done ? null : file.isWhollyRejected() ? icon(Feather.X, "tone-danger") : icon(Feather.CHECK, "tone-success"));
        progress.setText(!decides || file.diff().isEmpty() ? "" : file.marks().edited().isPresent() ? texts.text("file.edited")
                : file.decided() + "/" + file.units());
        String said = texts.text("file.said", texts.text("letter." + file.letter()), file.path().value(), file.decided(), file.units());
        String because = risk.reasons().stream().map(Reason::says).collect(Collectors.joining(" "));
        if (!file.outside().isEmpty()) {
            progress.setGraphic(icon(Feather.HARD_DRIVE, file.isOutsideOpen() ? "tone-warning" : "tone-success"));
            said += ", " + outside(file);
        }
        setAccessibleText(because.isEmpty() ? said : said + ". " + texts.text("risk." + risk.level()) + ": " + because);
        String path = file.path().value() + (file.outside().isEmpty() ? "" : "\n" + outside(file));
        Tips.set(this, because.isEmpty() ? path : path + "\n" + risk.reasons().stream().map(Reason::says).collect(Collectors.joining("\n")));
    }

    private String outside(ReviewFile file) {
        return texts.text(file.isOutsideOpen() ? "file.outside.open" : "file.outside");
    }

    private void reason(FileRisk risk) {
        boolean any = !risk.reasons().isEmpty();
        why.setVisible(any);
        why.setManaged(any);
        if (any) {
            long more = risk.reasons().stream().map(Reason::kind).distinct().count() - 1;
            Reason.Kind gravest = risk.reasons().getFirst().kind();
            why.setText(texts.text("reason." + gravest) + (more > 0 ? " +" + more : ""));
            if (why.getUserData() != gravest) {
                why.setUserData(gravest);
                why.setGraphic(icon(gravest));
            }
            style(why, "risk-", "risk-" + risk.level().name().toLowerCase(Locale.ROOT));
            why.setAccessibleText(texts.text("reason.why"));
        }
    }

    /// The one style of its kind; what has it is left alone, as styling takes a frame.
    private static void style(javafx.scene.Node node, String kind, String wanted) {
        if (!node.getStyleClass().contains(wanted)) {
            node.getStyleClass().removeIf(style -> style.startsWith(kind));
            node.getStyleClass().add(wanted);
        }
    }

    /// One icon per kind of reason.
    static javafx.scene.Node icon(Reason.Kind kind) {
        return Icons.of(switch (kind) {
            case DENIED -> Feather.SLASH;
            case OUTSIDE -> Feather.LOG_OUT;
            case RESIDUAL -> Feather.X_CIRCLE;
            case FINDING -> Feather.MESSAGE_SQUARE;
            case HOOK -> Feather.ANCHOR;
            case TEST_DELETED -> Feather.TRASH_2;
            case ASKED -> Feather.HELP_CIRCLE;
            case EXECUTABLE, SCRIPT -> Feather.TERMINAL;
            case CI -> Feather.SERVER;
            case SECURITY -> Feather.LOCK;
            case DEPENDENCY -> Feather.PACKAGE;
            case BUILD -> Feather.TOOL;
            case LINK -> Feather.LINK;
            case UNREADABLE -> Feather.ALERT_OCTAGON;
            case UNTESTED -> Feather.UMBRELLA;
            case PERMISSIONS -> Feather.KEY;
            case BINARY -> Feather.FILE;
            case LARGE -> Feather.MAXIMIZE_2;
        }, 12);
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
        added.getParent().setManaged(added.getParent().isVisible() && !(plus.isEmpty() && minus.isEmpty()));
    }

    private static javafx.scene.Node icon(Feather icon, String tone) {
        var node = Icons.of(icon, 12);
        node.getStyleClass().add(tone);
        return node;
    }
}
