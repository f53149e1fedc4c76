package dev.countersign.ui.ledger;

import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.query.Found;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Texts;
import java.math.RoundingMode;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// A day, a task or an entry in the timeline.
final class TimelineCell extends ListCell<TimelineRow> {
    private static final int LONGEST_NODE = 14;
    /// All rows are of this height, so that the scroll bar tells the truth.
    static final double HEIGHT = 52;
    private static final double ROOM_FOR_HASH = 460;

    private final EntryWords words = new EntryWords();
    private final Texts texts = Texts.of(TimelineCell.class);

    TimelineCell() {
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(TimelineRow row, boolean empty) {
        super.updateItem(row, empty);
        setText(null);
        getStyleClass().remove("timeline-day");
        if (empty || row == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        switch (row) {
            case TimelineRow.Group group -> {
                var label = new Label(group.label());
                label.getStyleClass().add("text-section");
                var count = quiet(texts.text("group.count", group.count()), "text-tiny");
                count.setMinWidth(Region.USE_PREF_SIZE);
                var line = new HBox(8, label, count);
                line.setAlignment(Pos.BOTTOM_LEFT);
                getStyleClass().add("timeline-day");
                setGraphic(line);
                setAccessibleText(group.label() + " " + count.getText());
            }
            case TimelineRow.Item item -> {
                setGraphic(entry(item.found()));
                setAccessibleText(spoken(item.found()));
            }
            case TimelineRow.Pending _ -> {
                var reading = quiet(texts.text("row.reading"), "text-small");
                setGraphic(reading);
                setAccessibleText(reading.getText());
            }
        }
    }

    private String spoken(Found found) {
        Entry entry = found.entry();
        return entry.seq() + " " + words.kind(entry.what().kind()) + " " + entry.what().summary() + " " + byline(found)
                + (found.traits().rolledBack() ? " " + texts.text("row.undone") : "");
    }

    private HBox entry(Found found) {
        Entry entry = found.entry();
        FontIcon icon = Icons.of(EntryWords.icon(entry.what().kind()), 16);
        icon.getStyleClass().add(EntryWords.tone(entry.what().kind()).styleClass());
        var seq = quiet(Long.toString(entry.seq()), "text-small", "code");
        seq.setMinWidth(Region.USE_PREF_SIZE);
        var summary = new Label(entry.what().summary());
        summary.getStyleClass().add("text-medium");
        var top = new HBox(8, seq);
        if (!entry.what().node().isEmpty()) {
            var node = new Label(shortened(entry.what().node()));
            node.getStyleClass().addAll("text-small", "timeline-node");
            node.setMinWidth(Region.USE_PREF_SIZE);
            top.getChildren().add(node);
        }
        top.getChildren().addAll(summary, gap());
        if (found.traits().rolledBack()) {
            var undone = quiet(texts.text("row.undone"), "text-tiny");
            undone.setGraphic(Icons.of(Feather.ROTATE_CCW));
            undone.setMinWidth(Region.USE_PREF_SIZE);
            top.getChildren().add(undone);
        }
        var hash = quiet(entry.leafHash().brief(), "text-tiny", "code");
        hash.setMinWidth(Region.USE_PREF_SIZE);
        hash.visibleProperty().bind(widthProperty().greaterThan(ROOM_FOR_HASH));
        hash.managedProperty().bind(hash.visibleProperty());
        top.getChildren().add(hash);
        top.setAlignment(Pos.CENTER_LEFT);
        var time = quiet(EntryWords.minute(entry), "text-tiny");
        time.setMinWidth(Region.USE_PREF_SIZE);
        var bottom = new HBox(8, found.passages().isEmpty() ? quiet(byline(found), "text-small") : passage(found.passages().getFirst()),
                gap(), time);
        bottom.setAlignment(Pos.CENTER_LEFT);
        var lines = new VBox(2, top, bottom);
        HBox.setHgrow(lines, Priority.ALWAYS);
        lines.setMinWidth(0);
        lines.setAlignment(Pos.CENTER_LEFT);
        var row = new HBox(10, icon, lines);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("timeline-entry");
        return row;
    }

    /// A label shrinks all its neighbours first; a long name is cut here, and stands whole in the details.
    private static String shortened(String node) {
        return node.length() <= LONGEST_NODE ? node : node.substring(0, LONGEST_NODE - 1) + "\u2026";
    }

    /// `claude · you · 3 files +41 −6 · $0.11`, as far as it is known.
    private String byline(Found found) {
        var traits = found.traits();
        var line = new StringBuilder(words.byline(found.entry()));
        if (traits.added().isPresent() && traits.removed().isPresent()) {
            line.append("  +").append(traits.added().getAsLong()).append(" \u2212").append(traits.removed().getAsLong());
        }
        traits.verdict().ifPresent(verdict -> line.append(" \u00b7 ").append(words.verdict(verdict)));
        traits.decided().filter(d -> d == Decided.PART || d == Decided.EDITED)
                .ifPresent(decided -> line.append(" \u00b7 ").append(words.decided(decided)));
        traits.costUsd().ifPresent(cost -> line.append(" \u00b7 $").append(cost.signum() == 0 ? "0" : cost.setScale(2, RoundingMode.HALF_UP).toPlainString()));
        return line.toString();
    }

    /// Where the text was found, the hits marked.
    private HBox passage(Found.Passage passage) {
        var line = new HBox(quiet(words.where(passage.where()) + "  ", "text-small"));
        line.setAlignment(Pos.CENTER_LEFT);
        line.setMinWidth(0);
        int at = 0;
        for (Found.Mark mark : passage.marks()) {
            piece(line, passage.text().substring(at, mark.start()), "text-muted");
            piece(line, passage.text().substring(mark.start(), mark.end()), "search-hit");
            at = mark.end();
        }
        piece(line, passage.text().substring(at), "text-muted");
        return line;
    }

    private static void piece(HBox line, String text, String style) {
        if (!text.isEmpty()) {
            var label = new Label(text.replace('\t', ' '));
            label.getStyleClass().addAll("text-small", style);
            if (style.equals("search-hit")) {
                label.setMinWidth(Region.USE_PREF_SIZE);
            }
            line.getChildren().add(label);
        }
    }

    private static Label quiet(String text, String... styles) {
        var label = new Label(text);
        label.getStyleClass().add("text-muted");
        label.getStyleClass().addAll(styles);
        return label;
    }

    private static Node gap() {
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }
}
