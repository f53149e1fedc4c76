package dev.countersign.ui.review;

import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.feather.Feather;

/// What stands in place of lines where there are none to show: binary, too large, a link, permissions only, an empty file.
final class PlainView extends VBox {
    private static final Texts TEXTS = Texts.of(PlainView.class);

    private PlainView(Feather icon, String title, String says) {
        super(8);
        getStyleClass().add("plain-view");
        setAlignment(Pos.CENTER);
        var head = new Label(title);
        head.getStyleClass().add("text-heading");
        var text = new Label(says);
        text.getStyleClass().addAll("text-muted", "plain-text");
        text.setWrapText(true);
        text.setTextAlignment(TextAlignment.CENTER);
        text.setAlignment(Pos.CENTER);
        text.setMaxWidth(520);
        text.setMinHeight(Region.USE_PREF_SIZE);
        getChildren().addAll(Icons.of(icon, 32), head, text);
        setAccessibleText(title + ". " + says);
    }

    static PlainView reading() {
        return new PlainView(Feather.LOADER, TEXTS.text("plain.reading"), "");
    }

    static PlainView empty() {
        return new PlainView(Feather.INBOX, TEXTS.text("plain.nothing"), TEXTS.text("plain.nothing.says"));
    }

    static PlainView fault(String why) {
        return new PlainView(Feather.ALERT_TRIANGLE, TEXTS.text("plain.fault"), why);
    }

    /// A text without a changed line.
    static PlainView unchanged(FileChange change) {
        return switch (change) {
            case FileChange.Renamed c -> new PlainView(Feather.CORNER_DOWN_RIGHT, TEXTS.text("plain.renamed"),
                    c.from() + "\n\u2193\n" + c.path());
            case FileChange.ModeChanged c -> new PlainView(Feather.LOCK, TEXTS.text("plain.mode"), TEXTS.text("plain.mode.says",
                    Integer.toOctalString(c.before().mode()), Integer.toOctalString(c.after().mode())));
            case FileChange.Added _ -> new PlainView(Feather.FILE_PLUS, TEXTS.text("plain.empty"), TEXTS.text("plain.empty.says"));
            case FileChange.Deleted _ -> new PlainView(Feather.FILE_MINUS, TEXTS.text("plain.gone"), TEXTS.text("plain.gone.says"));
            case FileChange.Modified _ -> new PlainView(Feather.FILE, TEXTS.text("plain.same"), TEXTS.text("plain.same.says"));
        };
    }

    /// Neither version is a picture that can be shown.
    static PlainView image(String before, String after) {
        return new PlainView(Feather.IMAGE, TEXTS.text("plain.image"), TEXTS.text("plain.image.says", before, after));
    }

    static PlainView of(FileDiff.Link diff) {
        String none = TEXTS.text("plain.link.none");
        return new PlainView(Feather.LINK, TEXTS.text("plain.link"), TEXTS.text("plain.link.says",
                diff.before().isEmpty() ? none : diff.before(), diff.after().isEmpty() ? none : diff.after()));
    }

    static String size(long bytes) {
        if (bytes < 1024) {
            return TEXTS.text("size.bytes", bytes);
        }
        double kib = bytes / 1024.0;
        return kib < 1024 ? String.format(Locale.ENGLISH, "%.1f KiB", kib) : String.format(Locale.ENGLISH, "%.1f MiB", kib / 1024);
    }
}
