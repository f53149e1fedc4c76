package dev.countersign.ui.merge;

import dev.countersign.changeset.Merge;
import dev.countersign.changeset.Merge.Resolution;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import java.util.Optional;
import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// One row of a merge. What a line is, is said by a mark at its left as well as by its colour.
final class MergeCell extends ListCell<MergeRow> {
    private static final int TAB = 4;

    private final MergeViewModel model;
    private final Texts texts = Texts.of(MergeCell.class);

    MergeCell(MergeViewModel model, IntConsumer choose) {
        this.model = model;
        setPrefWidth(0);
        setOnMouseClicked(_ -> conflict().ifPresent(choose::accept));
    }

    private Optional<Integer> conflict() {
        return switch (getItem()) {
            case null -> Optional.empty();
            case MergeRow.Head head -> Optional.of(head.conflict().index());
            case MergeRow.Pair pair -> Optional.of(pair.conflict());
            case MergeRow.Base base -> Optional.of(base.conflict());
            case MergeRow.Result result -> Optional.of(result.conflict());
            case MergeRow.Fold _, MergeRow.Line _ -> Optional.empty();
        };
    }

    @Override
    protected void updateItem(MergeRow row, boolean empty) {
        super.updateItem(row, empty);
        setText(null);
        setAccessibleText("");
        if (empty || row == null) {
            setGraphic(null);
            return;
        }
        setGraphic(switch (row) {
            case MergeRow.Fold fold -> fold(fold);
            case MergeRow.Line line -> single(mark(line.origin()), line.text(), style(line.origin()));
            case MergeRow.Head head -> head(head);
            case MergeRow.Pair pair -> pair(pair);
            case MergeRow.Base base -> single("|", base.text(), "merge-base");
            case MergeRow.Result result -> single("=", result.text(), "merge-result");
        });
    }

    private Node fold(MergeRow.Fold fold) {
        var label = new Label(texts.text("fold", fold.lines()), Icons.of(Feather.MORE_HORIZONTAL, 12));
        label.getStyleClass().addAll("text-tiny", "text-muted");
        var row = row("merge-fold");
        row.getChildren().add(label);
        return row;
    }

    private Node head(MergeRow.Head head) {
        int number = head.conflict().index() + 1;
        boolean open = head.resolution().isEmpty();
        String says = head.resolution().map(this::says).orElseGet(() -> texts.text("open"));
        var title = new Label(texts.text("conflict", number, model.conflicts()) + "  \u00b7  " + says,
                Icons.of(open ? Feather.ALERT_TRIANGLE : Feather.CHECK, 14));
        title.getStyleClass().addAll("text-medium", open ? "tone-warning" : "tone-success");
        var row = row("merge-head");
        if (head.conflict().index() == model.currentProperty().get()) {
            row.getStyleClass().add("merge-current");
            var here = new Label(texts.text("here"));
            here.getStyleClass().addAll("text-tiny", "text-muted");
            var gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            row.getChildren().addAll(title, gap, here);
        } else {
            row.getChildren().add(title);
        }
        setAccessibleText(title.getText());
        return row;
    }

    private String says(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Ours _ -> texts.text("took", model.words().ours());
            case Resolution.Theirs _ -> texts.text("took", model.words().theirs());
            case Resolution.OursThenTheirs _, Resolution.TheirsThenOurs _ -> texts.text("took.both");
            case Resolution.Base _ -> texts.text("took", model.words().base());
            case Resolution.Own _ -> texts.text("took.own");
        };
    }

    private Node pair(MergeRow.Pair pair) {
        Node left = side("<", pair.ours(), pair.inOurs(), "merge-ours");
        Node right = side(">", pair.theirs(), pair.inTheirs(), "merge-theirs");
        setAccessibleText(texts.text("pair.says", pair.ours().orElse(""), pair.theirs().orElse("")));
        return new HBox(left, right);
    }

    private Node side(String mark, Optional<String> text, int number, String style) {
        var row = row(text.isPresent() ? style : "merge-nothing");
        row.setPrefWidth(0);
        HBox.setHgrow(row, Priority.ALWAYS);
        row.setMaxWidth(Double.MAX_VALUE);
        text.ifPresent(line -> {
            var at = new Label(Integer.toString(number));
            at.getStyleClass().addAll("code", "text-muted", "merge-number");
            row.getChildren().addAll(at, sign(mark), code(line));
        });
        return row;
    }

    private Node single(String mark, String text, String style) {
        HBox row = row(style);
        row.getChildren().addAll(sign(mark), code(text));
        setAccessibleText(text);
        return row;
    }

    private static HBox row(String style) {
        var row = new HBox(8);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().addAll("merge-row", style);
        return row;
    }

    private static Label sign(String mark) {
        var label = new Label(mark);
        label.getStyleClass().addAll("code", "text-muted", "merge-sign");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static Label code(String text) {
        var label = new Label(text.replace("\t", " ".repeat(TAB)));
        label.getStyleClass().addAll("code", "text-default");
        label.setTextOverrun(OverrunStyle.ELLIPSIS);
        return Tips.whole(label);
    }

    private static String mark(Merge.Origin origin) {
        return switch (origin) {
            case UNCHANGED -> " ";
            case OURS -> "<";
            case THEIRS -> ">";
            case BOTH -> "=";
        };
    }

    private static String style(Merge.Origin origin) {
        return switch (origin) {
            case UNCHANGED -> "merge-line";
            case OURS -> "merge-ours";
            case THEIRS -> "merge-theirs";
            case BOTH -> "merge-result";
        };
    }
}
