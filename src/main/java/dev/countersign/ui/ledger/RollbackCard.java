package dev.countersign.ui.ledger;

import dev.countersign.ledger.Committer;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.rollback.RollbackFile;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.ProblemBox;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Views;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A rollback before it happens: exactly the files it will touch, each with its diff or its conflicts, each to be left out by its
/// box.
final class RollbackCard {
    private final RollbackViewModel model;
    private final String title;
    private final RollbackDetail detail;
    private final Consumer<Entry> done;
    private final Texts texts = Texts.of(RollbackCard.class);
    private final ListView<RollbackFile> list = new ListView<>();
    private final Label counts = Sections.prose("", "text-default");
    private final Button go = new Button();
    private final HBox goTip = new HBox(go);
    private final HBox busy = new HBox(8);
    private final VBox foot = new VBox(8);

    RollbackCard(LedgerViewModel ledger, RollbackPreview preview, String title, DiffPane diff, Consumer<Entry> done) {
        this.model = new RollbackViewModel(ledger, preview);
        this.title = title;
        this.detail = new RollbackDetail(model, diff);
        this.done = done;
    }

    void show(Overlay overlay) {
        var head = new Label(title, Icons.of(Feather.ROTATE_CCW, 20));
        head.getStyleClass().add("text-heading");
        counts.setId("rollback-counts");
        var card = new VBox(12, head, counts);
        card.getStyleClass().add("ledger-card");
        Views.styled(card, RollbackCard.class, "ledger.css");
        var cancel = new Button(texts.text("rollback.cancel"));
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        go.setId("rollback-go");
        go.getStyleClass().add("accent");
        go.setMinWidth(Region.USE_PREF_SIZE);
        goTip.setAlignment(Pos.CENTER);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        busy.setAlignment(Pos.CENTER_LEFT);
        var buttons = new HBox(8, Sections.prose(texts.text("rollback.redo"), "text-small", "text-muted"), busy, gap, cancel, goTip);
        buttons.setAlignment(Pos.CENTER_LEFT);
        Overlay.Layer layer;
        if (model.previewProperty().get().files().isEmpty()) {
            card.setPrefWidth(520);
            card.getChildren().addAll(foot, buttons);
            layer = overlay.show(card);
        } else {
            SplitPane files = files();
            VBox.setVgrow(files, Priority.ALWAYS);
            card.getChildren().addAll(files, foot, buttons);
            layer = overlay.show(card, Pos.CENTER, 0.9);
            list.requestFocus();
        }
        model.previewProperty().addListener((_, _, _) -> tell());
        model.workingProperty().addListener((_, _, job) -> work(job));
        model.noteProperty().addListener((_, _, note) -> foot.getChildren().setAll(Sections.prose(note, "tone-danger")));
        cancel.setOnAction(_ -> layer.close());
        layer.onClosed(() -> model.workingProperty().get().ifPresent(Job::cancel));
        go.setOnAction(_ -> apply(layer));
        tell();
    }

    private SplitPane files() {
        list.setId("rollback-files");
        list.getStyleClass().add("bare-list");
        list.setFixedCellSize(30);
        list.setCellFactory(_ -> new RollbackCell(model));
        list.setAccessibleText(texts.text("rollback.files"));
        list.getSelectionModel().selectedItemProperty().addListener((_, _, file) -> {
            if (file != null) {
                detail.show(file);
            }
        });
        list.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            RollbackFile file = list.getSelectionModel().getSelectedItem();
            if (event.getCode() == KeyCode.SPACE && file != null && !(file instanceof RollbackFile.Same)
                    && !(file instanceof RollbackFile.Blocked)) {
                model.leaveOut(file.path(), !(file instanceof RollbackFile.LeftOut));
                event.consume();
            }
        });
        list.setMinWidth(260);
        var split = new SplitPane(list, detail);
        split.setDividerPositions(0.3);
        split.getStyleClass().add("quiet-split");
        return split;
    }

    /// Brings card and model together, with the same file in front as before. An open conflict comes first.
    private void tell() {
        counts.setText(model.counts());
        RollbackPreview preview = model.previewProperty().get();
        Optional<WorkspacePath> front = Optional.ofNullable(list.getSelectionModel().getSelectedItem()).map(RollbackFile::path);
        list.getItems().setAll(preview.files());
        Optional<RollbackFile> open = preview.conflicts().stream().map(RollbackFile.class::cast).findFirst();
        Optional<RollbackFile> same = preview.files().stream().filter(file -> front.filter(file.path()::equals).isPresent()).findFirst();
        same.or(() -> open).or(() -> preview.files().stream().findFirst()).ifPresent(file -> {
            list.getSelectionModel().select(file);
            detail.show(file);
        });
        tellGo();
    }

    private void tellGo() {
        int files = model.previewProperty().get().edits().size();
        go.setText(files == 0 ? texts.text("rollback.none") : texts.text("rollback.go", files));
        Optional<String> fault = model.fault();
        go.setDisable(fault.isPresent());
        // A disabled button hears no mouse: the reason is told by what holds it.
        Tips.set(goTip, fault.orElseGet(() -> texts.text("rollback.redo")));
        go.setAccessibleHelp(fault.orElse(""));
    }

    private void work(Optional<Job<?>> job) {
        busy.getChildren().clear();
        job.ifPresent(now -> {
            var ring = new ProgressIndicator();
            ring.setPrefSize(16, 16);
            ring.progressProperty().bind(now.fractionProperty());
            var says = new Label();
            says.getStyleClass().addAll("text-small", "text-muted");
            says.textProperty().bind(now.stepProperty());
            var stop = new Button(texts.text("rollback.stop"));
            stop.getStyleClass().addAll("small", "flat");
            stop.setOnAction(_ -> now.cancel());
            busy.getChildren().setAll(ring, says, stop);
        });
        tellGo();
    }

    private void apply(Overlay.Layer layer) {
        model.apply()
                .onSuccess(outcome -> {
                    switch (outcome) {
                        case Committer.Outcome.Done committed -> {
                            layer.close();
                            done.accept(committed.entry());
                        }
                        case Committer.Outcome.Conflicted conflicted -> {
                            List<WorkspacePath> paths = conflicted.conflicts().stream().map(c -> c.edit().path()).toList();
                            model.moved(paths);
                        }
                    }
                })
                .onFailure(problem -> {
                    model.failed();
                    foot.getChildren().setAll(new ProblemBox(problem));
                });
    }
}
