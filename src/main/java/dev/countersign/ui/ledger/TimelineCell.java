package dev.countersign.ui.ledger;

import dev.countersign.ledger.Entry;
import dev.countersign.ui.fx.Icons;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// A day or an entry in the timeline.
final class TimelineCell extends ListCell<TimelineRow> {
    private final EntryWords words = new EntryWords();

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
            case TimelineRow.Day day -> {
                var label = new Label(day.label());
                label.getStyleClass().add("text-section");
                getStyleClass().add("timeline-day");
                setGraphic(label);
                setAccessibleText(day.label());
            }
            case TimelineRow.Item item -> {
                setGraphic(entry(item.entry()));
                setAccessibleText(item.entry().seq() + " " + words.kind(item.entry().what().kind()) + " "
                        + item.entry().what().summary() + " " + words.byline(item.entry()));
            }
        }
    }

    private HBox entry(Entry entry) {
        FontIcon icon = Icons.of(EntryWords.icon(entry.what().kind()), 16);
        icon.getStyleClass().add(EntryWords.tone(entry.what().kind()).styleClass());
        var summary = new Label(entry.what().summary());
        summary.getStyleClass().add("text-medium");
        var seq = new Label("#" + entry.seq());
        seq.getStyleClass().addAll("text-tiny", "text-muted", "code");
        seq.setMinWidth(Region.USE_PREF_SIZE);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var top = new HBox(8, summary, gap, seq);
        top.setAlignment(Pos.CENTER_LEFT);
        var byline = new Label(words.kind(entry.what().kind()) + " \u00b7 " + words.byline(entry));
        byline.getStyleClass().addAll("text-small", "text-muted");
        var time = new Label(EntryWords.minute(entry));
        time.getStyleClass().addAll("text-tiny", "text-muted");
        time.setMinWidth(Region.USE_PREF_SIZE);
        var gapBelow = new Region();
        HBox.setHgrow(gapBelow, Priority.ALWAYS);
        var bottom = new HBox(8, byline, gapBelow, time);
        bottom.setAlignment(Pos.CENTER_LEFT);
        var lines = new VBox(2, top, bottom);
        HBox.setHgrow(lines, Priority.ALWAYS);
        lines.setMinWidth(0);
        var row = new HBox(10, icon, lines);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("timeline-entry");
        return row;
    }
}
