package dev.countersign.ui.review;

import dev.countersign.run.ReviewComment;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// One comment in the list: where, who, when, how it stands, its words, and the old code where that is gone.
final class CommentCell extends VBox {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT);

    private final Texts texts = Texts.of(CommentCell.class);

    /// What can be done with it.
    interface Actions {
        void jump(ReviewComments.Shown comment);

        void edit(ReviewComments.Shown comment);

        void delete(ReviewComments.Shown comment);

        void resolve(ReviewComments.Shown comment);
    }

    CommentCell(ReviewComments.Shown shown, Actions actions, ZoneId zone) {
        super(2);
        ReviewComment comment = shown.comment();
        getStyleClass().add("comment");
        String at = shown.place().map(range -> comment.path() + ":" + (range.from() + 1) + (range.count() > 1 ? "-" + range.to() : ""))
                .orElse(comment.place());
        var place = new Hyperlink(at);
        place.getStyleClass().add("place");
        place.setDisable(shown.file().isEmpty());
        place.setOnAction(_ -> actions.jump(shown));
        var who = new Label(texts.text("comment.who." + comment.author().kind().name(), comment.author().name(), TIME.format(comment.at().atZone(zone))));
        who.getStyleClass().addAll("text-small", "text-muted");
        var head = new HBox(8, place, state(shown), who);
        head.setAlignment(Pos.CENTER_LEFT);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        head.getChildren().add(gap);
        boolean own = comment.author().kind() == ReviewComment.Author.Kind.PERSON;
        if (own) {
            head.getChildren().addAll(tool(Feather.EDIT_2, "comment.edit", () -> actions.edit(shown)),
                    tool(Feather.TRASH_2, "comment.delete", () -> actions.delete(shown)));
        }
        head.getChildren().add(tool(comment.resolved() ? Feather.ROTATE_CCW : Feather.CHECK,
                comment.resolved() ? "comment.reopen" : "comment.resolve", () -> actions.resolve(shown)));
        var words = new Label(comment.text());
        words.setWrapText(true);
        getChildren().addAll(head, words);
        if (shown.isOutdated()) {
            var old = new Label(String.join("\n", comment.anchor().quote()));
            old.getStyleClass().addAll("code", "argv", "text-muted");
            old.setAccessibleText(texts.text("comment.old", old.getText()));
            getChildren().add(old);
        }
    }

    private Label state(ReviewComments.Shown shown) {
        String key = shown.comment().resolved() ? "resolved" : shown.isOutdated() ? "outdated" : shown.kept().sent() ? "sent" : "open";
        var chip = new Label(texts.text("comment.state." + key));
        chip.getStyleClass().add("chip");
        chip.setMinWidth(Region.USE_PREF_SIZE);
        return chip;
    }

    private Button tool(Feather icon, String key, Runnable action) {
        var button = new Button("", Icons.of(icon, 12));
        button.getStyleClass().addAll("flat", "button-icon", "tight");
        button.setId(key.replace('.', '-'));
        button.setOnAction(_ -> action.run());
        return Tips.name(button, texts.text(key));
    }
}
