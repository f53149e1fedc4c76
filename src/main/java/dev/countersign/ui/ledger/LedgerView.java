package dev.countersign.ui.ledger;

import atlantafx.base.controls.CustomTextField;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.ledger.query.Outline;
import dev.countersign.ledger.rollback.RollbackChoices;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Command;
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
import dev.countersign.workspace.WorkspacePath;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/// The ledger's screen: timeline at the left, the chosen entry at the right, the seal above.
public final class LedgerView {
    private static final Duration INDEXING = Duration.seconds(2);

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
    @FXML private ToggleButton byDay;
    @FXML private ToggleButton byTask;
    @FXML private DatePicker jump;
    @FXML private Label count;
    @FXML private ProgressBar auditBar;
    @FXML private Button auditCancel;
    @FXML private Button seal;
    @FXML private Button keeping;
    @FXML private Button audit;
    @FXML private SplitPane split;
    @FXML private ListView<TimelineRow> timeline;
    @FXML private VBox detail;
    @FXML private VBox empty;

    private final Node unmatched = Sections.empty(Feather.SEARCH, texts.text("nomatch"), texts.text("nomatch.hint"));
    private final Node reading = Sections.prose(texts.text("row.reading"), "text-muted", "text-centred");
    private final Node building = Sections.empty(Feather.LAYERS, texts.text("indexing"), texts.text("indexing.hint"));
    private final Parent view;
    private final PauseTransition again = new PauseTransition(INDEXING);
    private BiConsumer<WorkspacePath, Long> blame = (_, _) -> { };
    private Seal sealed;
    private int wanted = -1;
    private boolean showing;
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
                again.playFromStart();
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

    /// Hears which file, right after which entry, somebody wants to see with the origin of its lines.
    public void onBlame(BiConsumer<WorkspacePath, Long> show) {
        blame = show;
    }

    /// Shows key, witnesses, copies, export and room.
    public void keeping() {
        new KeepingCard(model, choosers).show(overlay);
    }

    /// What can be done while this is in front.
    public List<Command> commands() {
        String ledger = texts.text("group.ledger");
        return List.of(Command.of("ledger.verify", ledger, texts.text("command.verify"), model::audit),
                Command.of("ledger.filter", ledger, texts.text("command.filter"), this::focusFilter),
                Command.of("ledger.keeping", ledger, texts.text("command.keeping"), this::keeping));
    }

    /// Puts the cursor into the filter.
    public void focusFilter() {
        filter.requestFocus();
        filter.selectAll();
    }

    @FXML
    private void initialize() {
        model.groupingProperty().set(state.get("ledger.by.task", false) ? Grouping.TASK : Grouping.DAY);
        new FilterBar(model, state, filter, timeline::requestFocus);
        timeline.setItems(model.rows());
        count.visibleProperty().bind(count.textProperty().isNotEmpty());
        count.managedProperty().bind(count.visibleProperty());
        timeline.setFixedCellSize(TimelineCell.HEIGHT);
        timeline.setCellFactory(_ -> new TimelineCell());
        timeline.getSelectionModel().selectedIndexProperty().addListener((_, before, row) -> selectRow(before.intValue(), row.intValue()));
        timeline.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        byDay.setOnAction(_ -> group(Grouping.DAY));
        byTask.setOnAction(_ -> group(Grouping.TASK));
        model.groupingProperty().addListener((_, _, _) -> showGrouping());
        showGrouping();
        jump.valueProperty().addListener((_, _, day) -> {
            if (day != null) {
                jumpTo(day);
            }
        });
        Splitters.remember(split, state, "ledger");
        var entryView = new EntryView(model, diffs.get(), choosers, this::confirm, (path, seq) -> blame.accept(path, seq));
        VBox.setVgrow(entryView, Priority.ALWAYS);
        detail.getChildren().add(entryView);
        empty.getChildren().add(Sections.empty(Feather.BOOK_OPEN, texts.text("empty.title"), texts.text("empty.hint")));
        model.selectedProperty().addListener((_, _, entry) -> showSelected(entry));
        model.loadedProperty().addListener((_, _, _) -> showEmpty());
        model.outlineProperty().addListener((_, _, _) -> showEmpty());
        model.rows().addListener((ListChangeListener<TimelineRow>) change -> {
            while (change.next()) {
                if (!change.wasUpdated()) {
                    showEmpty();
                }
            }
            showSelected(model.selectedProperty().get());
        });
        sealed = new Seal(model, state, seal);
        model.auditedProperty().addListener((_, _, last) -> last.filter(l -> !l.report().intact())
                .ifPresent(l -> new AuditCard(l.report()).show(overlay)));
        model.auditingProperty().addListener((_, _, job) -> showAudit(job));
        audit.setGraphic(Icons.of(Feather.SHIELD));
        audit.setOnAction(_ -> model.audit());
        keeping.setGraphic(Icons.of(Feather.KEY));
        Tips.name(keeping, texts.text("keeping.title"));
        keeping.setOnAction(_ -> keeping());
        seal.setOnAction(_ -> model.auditedProperty().get().ifPresentOrElse(last -> new TrustCard(last.report(), this::keeping).show(seal), model::audit));
        auditCancel.setOnAction(_ -> model.auditingProperty().get().ifPresent(Job::cancel));
        again.setOnFinished(_ -> {
            if (view.getScene() != null && model.outline().indexed() < model.outline().size()) {
                model.refresh();
                again.playFromStart();
            }
        });
        showAudit(Optional.empty());
        showSeal();
        showEmpty();
    }

    private void group(Grouping grouping) {
        model.groupingProperty().set(grouping);
        state.put("ledger.by.task", grouping == Grouping.TASK);
        showGrouping();
    }

    private void showGrouping() {
        byDay.setSelected(model.groupingProperty().get() == Grouping.DAY);
        byTask.setSelected(model.groupingProperty().get() == Grouping.TASK);
    }

    /// Shows the newest entries that are not after this day.
    void jumpTo(LocalDate day) {
        model.rowAt(day).ifPresent(row -> {
            timeline.scrollTo(row);
            timeline.getSelectionModel().clearAndSelect(Math.min(row + 1, timeline.getItems().size() - 1));
            timeline.requestFocus();
        });
    }

    private void key(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        int at = timeline.getSelectionModel().getSelectedIndex();
        switch (event.getCode()) {
            case J -> move(at, at + 1);
            case K -> move(at, at - 1);
            case ENTER -> detail.lookupAll(".tab-header-area").stream().findFirst()
                    .ifPresentOrElse(_ -> detail.lookup(".tab-pane").requestFocus(), () -> { });
            case SLASH -> focusFilter();
            case ESCAPE -> {
                if (filter.getText().isEmpty()) {
                    return;
                }
                filter.clear();
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void move(int from, int to) {
        if (to >= 0 && to < timeline.getItems().size()) {
            timeline.getSelectionModel().clearAndSelect(to);
            int now = timeline.getSelectionModel().getSelectedIndex();
            timeline.getFocusModel().focus(now);
            if (!isShown(now)) {
                timeline.scrollTo(to > from ? Math.max(0, now - 4) : now);
            }
        }
    }

    private boolean isShown(int row) {
        return timeline.lookupAll(".list-cell").stream().anyMatch(cell -> cell instanceof ListCell<?> c && c.getIndex() == row
                && timeline.getBoundsInLocal().contains(timeline.sceneToLocal(c.localToScene(c.getBoundsInLocal()))));
    }

    private void selectRow(int before, int row) {
        if (row < 0 || row >= timeline.getItems().size() || showing) {
            return;
        }
        wanted = -1;
        switch (timeline.getItems().get(row)) {
            case TimelineRow.Item item -> model.selectedProperty().set(Optional.of(item.entry()));
            case TimelineRow.Pending _ -> wanted = row;
            // A day is no entry: the selection moves on over it, in the direction it came from.
            case TimelineRow.Group _ -> timeline.getSelectionModel().clearAndSelect(before > row && row > 0 ? row - 1 : row + 1);
        }
    }

    private void showSelected(Optional<Entry> entry) {
        if (wanted >= 0 && wanted < timeline.getItems().size() && timeline.getItems().get(wanted) instanceof TimelineRow.Item item) {
            wanted = -1;
            model.selectedProperty().set(Optional.of(item.entry()));
            return;
        }
        if (wanted < 0) {
            OptionalInt row = entry.isPresent() ? model.rowOf(entry.get().seq()) : OptionalInt.empty();
            showing = true;
            if (row.isEmpty()) {
                timeline.getSelectionModel().clearSelection();
            } else if (timeline.getSelectionModel().getSelectedIndex() != row.getAsInt()) {
                timeline.getSelectionModel().clearAndSelect(row.getAsInt());
                if (!isShown(row.getAsInt())) {
                    timeline.scrollTo(Math.max(0, row.getAsInt() - 3));
                }
            }
            showing = false;
        }
    }

    private void showEmpty() {
        boolean nothing = model.loadedProperty().get() && model.outline().size() == 0;
        boolean indexing = model.outline().indexed() < model.outline().size();
        timeline.setPlaceholder(!model.loadedProperty().get() ? reading : indexing ? building : unmatched);
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
            sealed.show();
        });
        if (!runs) {
            showSeal();
        }
    }

    private void showSeal() {
        sealed.show();
        Outline outline = model.outline();
        boolean part = outline.indexed() < outline.size();
        boolean filtered = !model.filterProperty().get().isBlank();
        count.setText(part ? texts.text("count.indexing", outline.indexed(), outline.size())
                : filtered ? texts.text("count.found", outline.count(), outline.size()) : "");
        if (part && !again.getStatus().equals(Animation.Status.RUNNING)) {
            again.playFromStart();
        }
    }

    private void confirm(RollbackAsk ask) {
        model.preview(ask.request(), RollbackChoices.NONE)
                .onSuccess(preview -> new RollbackCard(model, preview, ask.title(), diffs.get(), this::rolledBack).show(overlay));
    }

    private void rolledBack(Entry entry) {
        model.refresh();
        toasts.offer(Status.DONE, texts.text("rollback.done", Long.toString(entry.seq())), texts.text("rollback.offer"),
                () -> confirm(new RollbackAsk.Maker().undo(entry)));
    }
}
