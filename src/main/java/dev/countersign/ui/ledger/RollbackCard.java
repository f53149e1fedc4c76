package dev.countersign.ui.ledger;

import dev.countersign.changeset.FileChange;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Entry;
import dev.countersign.ledger.RollbackPreview;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import dev.countersign.workspace.PathEdit;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A rollback before it happens: exactly the files it will touch, each with its diff, each to be left out by its box.
final class RollbackCard {
    private final LedgerViewModel model;
    private final RollbackPreview preview;
    private final String title;
    private final DiffPane diff;
    private final Consumer<Entry> done;
    private final Texts texts = Texts.of(RollbackCard.class);
    private final java.util.Set<PathEdit> chosen;
    private final Button go = new Button();
    private final VBox foot = new VBox(8);

    RollbackCard(LedgerViewModel model, RollbackPreview preview, String title, DiffPane diff, Consumer<Entry> done) {
        this.model = model;
        this.preview = preview;
        this.title = title;
        this.diff = diff;
        this.done = done;
        chosen = new java.util.LinkedHashSet<>(preview.edits());
    }

    void show(Overlay overlay) {
        var head = new Label(title, Icons.of(Feather.ROTATE_CCW, 20));
        head.getStyleClass().add("text-heading");
        String counts = texts.text("rollback.counts", preview.edits().size() - preview.deletions(), preview.deletions(),
                preview.conflicts().size());
        var card = new VBox(12, head, Sections.prose(counts, "text-default"));
        card.getStyleClass().add("ledger-card");
        Views.styled(card, RollbackCard.class, "ledger.css");
        var cancel = new Button(texts.text("rollback.cancel"));
        cancel.setCancelButton(true);
        go.setId("rollback-go");
        go.getStyleClass().add("accent");
        label();
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var buttons = new HBox(8, Sections.prose(texts.text("rollback.redo"), "text-small", "text-muted"), gap, cancel, go);
        buttons.setAlignment(Pos.CENTER_LEFT);
        Overlay.Layer layer;
        if (preview.edits().isEmpty() && preview.conflicts().isEmpty()) {
            card.getChildren().add(Sections.prose(texts.text("rollback.nothing"), "text-muted"));
            card.setPrefWidth(520);
            card.getChildren().addAll(foot, buttons);
            layer = overlay.show(card);
        } else {
            SplitPane files = files();
            VBox.setVgrow(files, Priority.ALWAYS);
            card.getChildren().addAll(files, foot, buttons);
            layer = overlay.show(card, Pos.CENTER, 0.86);
        }
        cancel.setOnAction(_ -> layer.close());
        go.setOnAction(_ -> apply(layer));
    }

    private SplitPane files() {
        var list = new ListView<PathEdit>();
        list.getItems().setAll(preview.edits());
        list.getStyleClass().add("bare-list");
        list.setFixedCellSize(30);
        list.setCellFactory(_ -> new EditCell());
        list.setAccessibleText(texts.text("rollback.files"));
        list.getSelectionModel().selectedItemProperty().addListener((_, _, edit) -> {
            if (edit != null) {
                diff.show(List.of(change(edit)), model.source().contents());
            }
        });
        var left = new VBox(8, list);
        VBox.setVgrow(list, Priority.ALWAYS);
        left.setMinWidth(260);
        if (!preview.conflicts().isEmpty()) {
            var notes = new VBox(4);
            preview.conflicts().forEach(conflict -> notes.getChildren().add(
                    Sections.prose(conflict.path() + " \u2013 " + conflict.why(), "text-small", "text-muted")));
            left.getChildren().add(Sections.section(texts.text("rollback.left", preview.conflicts().size()), notes));
        }
        var split = new SplitPane(left, diff.node());
        split.setDividerPositions(0.3);
        split.getStyleClass().add("thin-split");
        list.getSelectionModel().selectFirst();
        return split;
    }

    private static FileChange change(PathEdit edit) {
        if (edit.before().isEmpty()) {
            return new FileChange.Added(edit.path(), edit.after().orElseThrow());
        }
        if (edit.after().isEmpty()) {
            return new FileChange.Deleted(edit.path(), edit.before().orElseThrow());
        }
        return new FileChange.Modified(edit.path(), edit.before().orElseThrow(), edit.after().orElseThrow());
    }

    private void label() {
        go.setText(chosen.isEmpty() ? texts.text("rollback.none") : texts.text("rollback.go", chosen.size()));
        go.setDisable(chosen.isEmpty());
    }

    private void apply(Overlay.Layer layer) {
        go.setDisable(true);
        var choices = preview.choices();
        for (PathEdit edit : preview.edits()) {
            choices = choices.leaving(edit.path(), !chosen.contains(edit));
        }
        for (var conflict : preview.conflicts()) {
            choices = choices.leaving(conflict.path(), true);
        }
        model.preview(preview.request(), choices).onSuccess(part -> apply(layer, part)).onFailure(this::failed);
    }

    private void apply(Overlay.Layer layer, RollbackPreview part) {
        model.apply(part)
                .onSuccess(outcome -> {
                    switch (outcome) {
                        case Committer.Outcome.Done committed -> {
                            layer.close();
                            done.accept(committed.entry());
                        }
                        case Committer.Outcome.Conflicted conflicted -> {
                            label();
                            foot.getChildren().setAll(Sections.prose(texts.text("rollback.conflict",
                                    String.join(", ", conflicted.conflicts().stream().map(c -> c.edit().path().value()).toList())),
                                    "tone-danger"));
                        }
                    }
                })
                .onFailure(this::failed);
    }

    private void failed(dev.countersign.fault.Problem problem) {
        label();
        foot.getChildren().setAll(new ProblemBox(problem));
    }

    private final class EditCell extends ListCell<PathEdit> {
        private final CheckBox box = new CheckBox();
        private final Label action = new Label();
        private final Label path = Tips.whole(new Label());
        private final HBox row = new HBox(8, box, path, action);

        EditCell() {
            setPrefWidth(0);
            row.setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(path, Priority.ALWAYS);
            path.setMaxWidth(Double.MAX_VALUE);
            path.setTextOverrun(javafx.scene.control.OverrunStyle.LEADING_ELLIPSIS);
            action.getStyleClass().addAll("text-tiny", "text-muted");
            action.setMinWidth(Region.USE_PREF_SIZE);
            box.setOnAction(_ -> {
                if (box.isSelected()) {
                    chosen.add(getItem());
                } else {
                    chosen.remove(getItem());
                }
                label();
            });
        }

        @Override
        protected void updateItem(PathEdit edit, boolean empty) {
            super.updateItem(edit, empty);
            if (empty || edit == null) {
                setGraphic(null);
                return;
            }
            box.setSelected(chosen.contains(edit));
            box.setAccessibleText(edit.path().value());
            path.setText(edit.path().value());
            action.setText(texts.text(edit.after().isEmpty() ? "rollback.delete" : edit.before().isEmpty() ? "rollback.restore"
                    : "rollback.change"));
            setGraphic(row);
        }
    }
}
