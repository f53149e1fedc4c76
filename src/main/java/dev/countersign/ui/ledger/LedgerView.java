package dev.countersign.ui.ledger;

import atlantafx.base.controls.CustomTextField;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Entry;
import dev.countersign.ledger.RollbackChoices;
import dev.countersign.ledger.RollbackRequest;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Durations;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Splitters;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.Toasts;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/// The ledger's screen: timeline at the left, the chosen entry at the right, the seal above.
public final class LedgerView {
    private static final Duration TYPING = Duration.millis(180);

    private final LedgerViewModel model;
    private final UiState state;
    private final Overlay overlay;
    private final Toasts toasts;
    private final Choosers choosers;
    private final Supplier<DiffPane> diffs;
    private final Texts texts = Texts.of(LedgerView.class);

    @FXML private StackPane root;
    @FXML private BorderPane content;
    @FXML private CustomTextField filter;
    @FXML private ProgressBar auditBar;
    @FXML private Button auditCancel;
    @FXML private Button seal;
    @FXML private Button audit;
    @FXML private SplitPane split;
    @FXML private ListView<TimelineRow> timeline;
    @FXML private VBox detail;
    @FXML private VBox empty;

    private final Parent view;
    private Optional<AutoCloseable> following = Optional.empty();

    /// @param diffs makes a read-only diff view; called a few times
    public LedgerView(LedgerViewModel model, UiState state, Overlay overlay, Toasts toasts, Choosers choosers, Supplier<DiffPane> diffs) {
        this.model = model;
        this.state = state;
        this.overlay = overlay;
        this.toasts = toasts;
        this.choosers = choosers;
        this.diffs = diffs;
        view = Views.styled(Views.load(this), LedgerView.class, "ledger.css");
        view.sceneProperty().addListener((_, _, scene) -> {
            following.ifPresent(LedgerView::close);
            following = Optional.empty();
            if (scene != null) {
                following = Optional.of(model.follow());
                model.refresh();
            }
        });
    }

    private static void close(AutoCloseable following) {
        try {
            following.close();
        } catch (Exception e) {
            throw new IllegalStateException("a listener could not be taken away", e);
        }
    }

    public Parent root() {
        return view;
    }

    /// Puts the cursor into the filter.
    public void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }

    @FXML
    private void initialize() {
        filter.setLeft(Icons.of(Feather.SEARCH));
        var typed = new PauseTransition(TYPING);
        typed.setOnFinished(_ -> model.filterProperty().set(filter.getText()));
        filter.textProperty().addListener((_, _, _) -> typed.playFromStart());
        filter.setOnAction(_ -> model.filterProperty().set(filter.getText()));
        timeline.setItems(model.rows());
        timeline.setCellFactory(_ -> new TimelineCell());
        timeline.setPlaceholder(Sections.empty(Feather.SEARCH, texts.text("nomatch"), texts.text("nomatch.hint")));
        timeline.getSelectionModel().selectedItemProperty().addListener((_, before, row) -> selectRow(before, row));
        timeline.setOnScroll(_ -> nearEnd());
        timeline.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.PAGE_DOWN || event.getCode() == KeyCode.END) {
                nearEnd();
            }
        });
        Splitters.remember(split, state, "ledger");
        var entryView = new EntryView(model, diffs.get(), choosers, this::confirmRollback, this::confirmUndo);
        VBox.setVgrow(entryView, Priority.ALWAYS);
        detail.getChildren().add(entryView);
        empty.getChildren().add(Sections.empty(Feather.BOOK_OPEN, texts.text("empty.title"), texts.text("empty.hint")));
        model.selectedProperty().addListener((_, _, entry) -> showSelected(entry));
        model.loadedProperty().addListener((_, _, _) -> showEmpty());
        model.rows().addListener((javafx.collections.ListChangeListener<TimelineRow>) _ -> showEmpty());
        model.auditedProperty().addListener((_, _, _) -> showSeal());
        model.auditingProperty().addListener((_, _, job) -> showAudit(job));
        audit.setGraphic(Icons.of(Feather.SHIELD));
        audit.setOnAction(_ -> model.audit());
        seal.setOnAction(_ -> model.auditedProperty().get().ifPresentOrElse(last -> new TrustCard(last.report(), model, choosers).show(seal), model::audit));
        auditCancel.setOnAction(_ -> model.auditingProperty().get().ifPresent(Job::cancel));
        showAudit(Optional.empty());
        showSeal();
        showEmpty();
    }

    private void selectRow(TimelineRow before, TimelineRow row) {
        switch (row) {
            case null -> { }
            case TimelineRow.Item item -> model.selectedProperty().set(Optional.of(item.entry()));
            // A day is no entry: the selection moves on over it, in the direction it came from.
            case TimelineRow.Day _ -> {
                int at = timeline.getItems().indexOf(row);
                boolean up = before != null && timeline.getItems().indexOf(before) > at && at > 0;
                javafx.scene.control.MultipleSelectionModel<TimelineRow> selection = timeline.getSelectionModel();
                int next = up ? at - 1 : at + 1;
                selection.clearAndSelect(next);
            }
        }
    }

    private void showSelected(Optional<Entry> entry) {
        entry.ifPresent(shown -> {
            for (int i = 0; i < timeline.getItems().size(); i++) {
                if (timeline.getItems().get(i) instanceof TimelineRow.Item item && item.entry().seq() == shown.seq()
                        && timeline.getSelectionModel().getSelectedIndex() != i) {
                    timeline.getSelectionModel().select(i);
                    timeline.scrollTo(Math.max(0, i - 3));
                }
            }
        });
    }

    private void nearEnd() {
        if (model.moreProperty().get()) {
            model.loadMore();
        }
    }

    private void showEmpty() {
        boolean nothing = model.loadedProperty().get() && model.rows().isEmpty() && model.filterProperty().get().isBlank();
        empty.setVisible(nothing);
        content.setVisible(!nothing);
        showSeal();
    }

    private void showAudit(Optional<Job<AuditReport>> job) {
        boolean runs = job.isPresent();
        auditBar.setVisible(runs);
        auditBar.setManaged(runs);
        auditCancel.setVisible(runs);
        auditCancel.setManaged(runs);
        audit.setDisable(runs);
        auditBar.progressProperty().unbind();
        job.ifPresent(running -> {
            auditBar.progressProperty().bind(running.fractionProperty());
            seal.setText(texts.text("seal.running"));
        });
        if (!runs) {
            showSeal();
        }
    }

    private void showSeal() {
        seal.getStyleClass().removeIf(style -> style.startsWith("tone-"));
        String entries = texts.text("seal.entries", model.size());
        Optional<LedgerViewModel.Audited> last = model.auditedProperty().get();
        if (last.isEmpty()) {
            seal.setGraphic(Icons.of(Status.NOT_CHECKED.icon()));
            seal.setText(entries + " \u00b7 " + texts.text("seal.never"));
            seal.getStyleClass().add(Status.Tone.QUIET.styleClass());
            Tips.set(seal, texts.text("seal.never.tip"));
            return;
        }
        AuditReport report = last.get().report();
        boolean stale = report.entries() != model.size();
        Status status = !report.intact() ? Status.FAILED : stale ? Status.STALE : Status.VERIFIED;
        seal.setGraphic(Icons.of(status.icon()));
        seal.getStyleClass().add(status.tone().styleClass());
        seal.setText(report.intact()
                ? entries + " \u00b7 " + report.trust() + " \u00b7 "
                        + texts.text(stale ? "seal.stale" : "seal.verified", Durations.ago(last.get().at(), model.now()), report.entries())
                : texts.text("seal.broken", report.findings().getFirst().where()));
        Tips.set(seal, report.trust() + ": " + report.trustSays());
        if (!report.intact()) {
            new AuditCard(report).show(overlay);
        }
    }

    private void confirmRollback(Entry entry) {
        model.preview(new RollbackRequest(new RollbackRequest.To(entry.seq()), java.util.Set.of()), RollbackChoices.NONE)
                .onSuccess(preview -> confirm(entry, preview, texts.text("rollback.title", Long.toString(entry.seq()))));
    }

    private void confirmUndo(Entry entry) {
        model.preview(new RollbackRequest(RollbackRequest.Undo.of(entry.seq()), java.util.Set.of()), RollbackChoices.NONE)
                .onSuccess(preview -> confirm(entry, preview, texts.text("undo.title", Long.toString(entry.seq()))));
    }

    private void confirm(Entry entry, dev.countersign.ledger.RollbackPreview preview, String title) {
        new RollbackCard(model, preview, title, diffs.get(), outcome -> {
            model.refresh();
            toasts.say(Status.DONE, texts.text("rollback.done", Long.toString(outcome.seq())));
        }).show(overlay);
    }

}
