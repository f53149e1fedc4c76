package dev.countersign.ui.ledger;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Entry;
import dev.countersign.ledger.EntryQuery;
import dev.countersign.ledger.RollbackChoices;
import dev.countersign.ledger.RollbackPreview;
import dev.countersign.ledger.RollbackRequest;
import dev.countersign.run.RunEvent;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The ledger as it is browsed: pages of entries by day, the chosen one, the last audit, and rollback in two steps, of which the
/// first only looks. JavaFX thread.
public final class LedgerViewModel {
    static final int PAGE = 200;

    /// An audit and when it ended.
    public record Audited(AuditReport report, Instant at) {}

    private final LedgerSource source;
    private final Background background;
    private final InstantSource clock;
    private final Texts texts = Texts.of(LedgerViewModel.class);
    private final EntryWords words = new EntryWords();

    private final ObservableList<TimelineRow> rows = FXCollections.observableArrayList();
    private final ObservableList<TimelineRow> rowsView = FXCollections.unmodifiableObservableList(rows);
    private final ObjectProperty<Optional<Entry>> selected = new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty filter = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Audited>> audited = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Job<AuditReport>>> auditing = new ReadOnlyObjectWrapper<>(Optional.empty());
    private long generation;

    public LedgerViewModel(LedgerSource source, Background background, InstantSource clock) {
        this.source = source;
        this.background = background;
        this.clock = clock;
        filter.addListener((_, _, _) -> refresh());
    }

    /// Reads the newest page again whenever the ledger has grown, by whichever process, until the result is closed.
    public AutoCloseable follow() {
        return source.onGrown(() -> background.pulse().post(this::refresh));
    }

    public ObservableList<TimelineRow> rows() {
        return rowsView;
    }

    public ObjectProperty<Optional<Entry>> selectedProperty() {
        return selected;
    }

    /// Text that summary, run, node, agent or a path must hold; any characters.
    public StringProperty filterProperty() {
        return filter;
    }

    /// Whether older entries can be loaded.
    public ReadOnlyBooleanProperty moreProperty() {
        return more.getReadOnlyProperty();
    }

    /// Whether the first page was read at least once.
    public ReadOnlyBooleanProperty loadedProperty() {
        return loaded.getReadOnlyProperty();
    }

    /// The last audit; it says nothing of entries added since.
    public ReadOnlyObjectProperty<Optional<Audited>> auditedProperty() {
        return audited.getReadOnlyProperty();
    }

    /// The audit that runs.
    public ReadOnlyObjectProperty<Optional<Job<AuditReport>>> auditingProperty() {
        return auditing.getReadOnlyProperty();
    }

    public LedgerSource source() {
        return source;
    }

    public long size() {
        return source.size();
    }

    /// Reads the newest page again, keeping the selection where the entry is still shown.
    public void refresh() {
        long mine = ++generation;
        EntryQuery query = query(OptionalLong.empty());
        background.run(texts.text("job.page"), _ -> source.page(query)).onSuccess(entries -> {
            if (mine == generation) {
                Optional<Entry> kept = selected.get();
                rows.setAll(byDay(entries, Optional.empty()));
                more.set(entries.size() == PAGE);
                loaded.set(true);
                selected.set(kept.flatMap(entry -> entries.stream().filter(e -> e.seq() == entry.seq()).findFirst())
                        .or(() -> entries.stream().findFirst()));
            }
        });
    }

    /// Reads the next older page.
    public void loadMore() {
        Optional<Entry> oldest = oldest();
        if (oldest.isEmpty() || !more.get()) {
            return;
        }
        more.set(false);
        long mine = generation;
        EntryQuery query = query(OptionalLong.of(oldest.get().seq()));
        background.run(texts.text("job.page"), _ -> source.page(query)).onSuccess(entries -> {
            if (mine == generation) {
                rows.addAll(byDay(entries, Optional.of(EntryWords.date(oldest.get()))));
                more.set(entries.size() == PAGE);
            }
        });
    }

    public void select(long seq) {
        rows.stream().filter(row -> row instanceof TimelineRow.Item item && item.entry().seq() == seq).findFirst()
                .ifPresent(row -> selected.set(Optional.of(((TimelineRow.Item) row).entry())));
    }

    /// Recomputes everything. One at a time.
    public void audit() {
        if (auditing.get().isPresent()) {
            return;
        }
        Job<AuditReport> job = background.run(texts.text("job.audit"), source::audit);
        auditing.set(Optional.of(job));
        job.phaseProperty().addListener((_, _, phase) -> {
            if (phase != Job.Phase.RUNNING) {
                auditing.set(Optional.empty());
            }
        });
        if (job.phaseProperty().get() != Job.Phase.RUNNING) {
            auditing.set(Optional.empty());
        }
        job.onSuccess(report -> audited.set(Optional.of(new Audited(report, clock.instant()))));
    }

    /// Looks what a rollback would do, with what was chosen so far.
    public Job<RollbackPreview> preview(RollbackRequest request, RollbackChoices choices) {
        return background.run(texts.text("job.preview"), progress -> source.previewRollback(request, choices, progress));
    }

    /// Carries a preview out, and shows the new entry.
    public Job<dev.countersign.ledger.Committer.Outcome> apply(RollbackPreview preview) {
        return background.run(texts.text("job.rollback"), _ -> source.rollback(preview));
    }

    /// Whether a run's event may have added an entry.
    public static boolean concerns(RunEvent event) {
        return switch (event) {
            case RunEvent.Committed _, RunEvent.Moved _, RunEvent.Decided _ -> true;
            case RunEvent.Started _, RunEvent.Said _, RunEvent.Candidate _, RunEvent.Ruled _, RunEvent.CheckStarted _,
                 RunEvent.CheckOutput _, RunEvent.Checked _, RunEvent.Verified _, RunEvent.Conflicted _, RunEvent.Activity _,
                 RunEvent.Ended _ -> false;
        };
    }

    Background background() {
        return background;
    }

    Instant now() {
        return clock.instant();
    }

    private EntryQuery query(OptionalLong below) {
        Optional<String> text = Optional.of(filter.get().strip()).filter(t -> !t.isEmpty());
        return new EntryQuery(below, PAGE, text, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Optional<Entry> oldest() {
        return rows.isEmpty() || !(rows.getLast() instanceof TimelineRow.Item item) ? Optional.empty() : Optional.of(item.entry());
    }

    private List<TimelineRow> byDay(List<Entry> entries, Optional<LocalDate> shown) {
        var result = new ArrayList<TimelineRow>();
        LocalDate today = clock.instant().atZone(ZoneId.systemDefault()).toLocalDate();
        Optional<LocalDate> day = shown;
        for (Entry entry : entries) {
            LocalDate date = EntryWords.date(entry);
            if (!day.equals(Optional.of(date))) {
                day = Optional.of(date);
                result.add(new TimelineRow.Day(words.day(date, today)));
            }
            result.add(new TimelineRow.Item(entry));
        }
        return result;
    }
}
