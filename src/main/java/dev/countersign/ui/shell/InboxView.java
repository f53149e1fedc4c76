package dev.countersign.ui.shell;

import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.run.ReviewOpener;
import dev.countersign.ui.shell.ShellViewModel.InboxRow;
import java.time.InstantSource;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Everything that waits for a person, over all runs. Enter or a click opens the review.
final class InboxView extends VBox {
    private final Texts texts = Texts.of(InboxView.class);
    private final InstantSource clock;

    InboxView(ShellViewModel model, ReviewOpener reviews, InstantSource clock) {
        this.clock = clock;
        getStyleClass().addAll("page", "surface");
        var title = new Label(texts.text("nav.inbox"));
        title.getStyleClass().add("text-title");
        var list = new ListView<InboxRow>(model.inbox());
        list.getStyleClass().addAll("bare-list", "inbox-list");
        list.setFixedCellSize(64);
        list.setCellFactory(_ -> new Row());
        list.setPlaceholder(Sections.empty(Feather.INBOX, texts.text("inbox.none"), texts.text("inbox.none.hint")));
        list.setAccessibleText(texts.text("nav.inbox"));
        list.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                open(list, reviews);
                event.consume();
            }
        });
        list.setOnMouseClicked(_ -> open(list, reviews));
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(title, list);
    }

    private static void open(ListView<InboxRow> list, ReviewOpener reviews) {
        InboxRow row = list.getSelectionModel().getSelectedItem();
        if (row != null) {
            reviews.review(row.run(), row.node());
        }
    }

    private final class Row extends ListCell<InboxRow> {
        @Override
        protected void updateItem(InboxRow row, boolean empty) {
            super.updateItem(row, empty);
            setText(null);
            if (empty || row == null) {
                setGraphic(null);
                return;
            }
            var node = new Label(row.node().value());
            node.getStyleClass().add("text-strong");
            node.setMinWidth(Region.USE_PREF_SIZE);
            var goal = Tips.whole(new Label(row.why().isEmpty() ? row.goal() : row.why()));
            goal.getStyleClass().add("text-muted");
            var task = Tips.whole(new Label(row.task()));
            task.getStyleClass().addAll("text-small", "text-muted");
            var words = new VBox(2, new HBox(8, node, goal), task);
            words.setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(words, Priority.ALWAYS);
            var since = new Label(Durations.ago(row.since(), clock.instant()));
            since.getStyleClass().addAll("text-small", "text-muted");
            since.setMinWidth(Region.USE_PREF_SIZE);
            var badge = new StatusBadge(row.status());
            var line = new HBox(16, words, badge, since);
            if (row.elsewhere()) {
                var elsewhere = new Label(texts.text("inbox.elsewhere"), Icons.of(Feather.EXTERNAL_LINK));
                elsewhere.getStyleClass().addAll("text-small", "text-muted", "inbox-elsewhere");
                elsewhere.setMinWidth(Region.USE_PREF_SIZE);
                Tips.set(elsewhere, texts.text("inbox.elsewhere.tip"));
                line.getChildren().add(1, elsewhere);
            }
            line.setAlignment(Pos.CENTER_LEFT);
            setPrefWidth(0);
            setGraphic(line);
            setAccessibleText(row.node().value() + ", " + row.status().word() + ". " + row.goal() + (row.elsewhere() ? ". " + texts.text("inbox.elsewhere") : ""));
        }
    }
}
