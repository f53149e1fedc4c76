package dev.countersign.ui.ledger;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Walk;
import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.Verdict;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Facet;
import dev.countersign.ledger.query.Found;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.ledger.query.Outline;
import dev.countersign.ledger.rollback.RollbackChoices;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.run.RunEvent;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/// The ledger as it is browsed: pages of entries by day, the chosen one, the last audit, and rollback in two steps, of which the
/// first only looks. JavaFX thread.
public final class LedgerViewModel {
    private static final int COMPLETIONS = 12;

    /// An audit and when it ended.
    public record Audited(AuditReport report, Instant at) {}

    private final LedgerSource source;
    private final Background background;
    private final InstantSource clock;
    private final Texts texts = Texts.of(LedgerViewModel.class);
    private final EntryWords words = new EntryWords();

    private final TimelineRows rows = new TimelineRows(this::readBlock);
    private final ObjectProperty<Grouping> grouping = new SimpleObjectProperty<>(Grouping.DAY);
    private final ReadOnlyObjectWrapper<LedgerFilter> understood = new ReadOnlyObjectWrapper<>(LedgerFilter.of("", ZoneId.systemDefault()));
    private final ObjectProperty<Optional<Entry>> selected = new SimpleObjectProperty<>(Optional.empty());
    private final StringProperty filter = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Outline> outline = new ReadOnlyObjectWrapper<>(rows.outline());
    private final ReadOnlyObjectWrapper<Optional<Audited>> audited = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Job<AuditReport>>> auditing = new ReadOnlyObjectWrapper<>(Optional.empty());
    private long generation;
    private OptionalLong sought = OptionalLong.empty();

    public LedgerViewModel(LedgerSource source, Background background, InstantSource clock) {
        this.source = source;
        this.background = background;
        this.clock = clock;
        filter.addListener((_, _, text) -> {
            understood.set(LedgerFilter.of(text, ZoneId.systemDefault()));
            reads(true);
        });
        grouping.addListener((_, _, _) -> reads(false));
    }

    /// Reads the newest page again whenever the ledger has grown, by whichever process, until the result is closed.
    public AutoCloseable follow() {
        return source.onGrown(() -> background.pulse().post(this::refresh));
    }

    /// All rows of what the filter finds, as long as it is; a row that was not read yet is pending, and changes when it is.
    public ObservableList<TimelineRow> rows() {
        return rows;
    }

    public ObjectProperty<Grouping> groupingProperty() {
        return grouping;
    }

    /// What the filter means.
    ReadOnlyObjectProperty<LedgerFilter> understoodProperty() {
        return understood.getReadOnlyProperty();
    }

    /// What the rows are of. Where less is indexed than the ledger holds, rows are missing.
    ReadOnlyObjectProperty<Outline> outlineProperty() {
        return outline.getReadOnlyProperty();
    }

    Outline outline() {
        return outline.get();
    }

    public ObjectProperty<Optional<Entry>> selectedProperty() {
        return selected;
    }

    /// Tokens and text; see [LedgerFilter]. Any characters.
    public StringProperty filterProperty() {
        return filter;
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

    /// Entries when the timeline was read last.
    public long size() {
        return outline.get().size();
    }

    /// Reads the timeline again, keeping the selection.
    public void refresh() {
        reads(false);
    }

    private record Start(Outline outline, List<Found> first) {}

    private void reads(boolean filtered) {
        long mine = ++generation;
        EntryQuery query = understood.get().query();
        Grouping by = grouping.get();
        background.run(texts.text("job.page"), _ -> {
            Outline outline = source.outline(query, by);
            return new Start(outline, source.rows(query, by, outline.size(), 0, TimelineRows.BLOCK));
        }).onSuccess(start -> {
            if (mine == generation) {
                LocalDate today = clock.instant().atZone(ZoneId.systemDefault()).toLocalDate();
                rows.show(start.outline(), start.first(), group -> label(group, by, today));
                outline.set(start.outline());
                loaded.set(true);
                select(start, filtered);
                sought.ifPresent(this::reveal);
            }
        });
    }

    private void select(Start start, boolean filtered) {
        Optional<Entry> kept = selected.get().filter(entry -> !filtered
                || start.first().stream().anyMatch(found -> found.entry().seq() == entry.seq()));
        selected.set(start.outline().count() == 0 ? Optional.empty() : kept.or(() -> start.first().stream().map(Found::entry).findFirst()));
    }

    private String label(Outline.Group group, Grouping by, LocalDate today) {
        return switch (by) {
            case DAY -> words.day(LocalDate.parse(group.key()), today);
            case TASK -> rows.loaded(group.first()).map(Found::task).filter(task -> !task.isBlank())
                    .orElse(group.key().isEmpty() ? texts.text("group.norun") : group.key());
        };
    }

    private void readBlock(int block) {
        long mine = generation;
        EntryQuery query = understood.get().query();
        Grouping by = grouping.get();
        long size = rows.outline().size();
        background.run(texts.text("job.page"), _ -> source.rows(query, by, size, block * TimelineRows.BLOCK, TimelineRows.BLOCK))
                .onSuccess(found -> {
                    if (mine == generation) {
                        rows.put(block, found);
                    }
                });
    }

    private record Revealed(Entry entry, OptionalInt place, List<Found> block) {}

    /// Chooses an entry and reads its row, wherever it is. A filter that hides it is cleared.
    public void reveal(long seq) {
        if (!loaded.get()) {
            sought = OptionalLong.of(seq);
            return;
        }
        sought = OptionalLong.empty();
        long mine = generation;
        EntryQuery query = understood.get().query();
        Grouping by = grouping.get();
        Outline order = outline.get();
        background.run(texts.text("job.page"), progress -> {
            Optional<Entry> entry = source.entry(seq);
            if (entry.isEmpty()) {
                return Optional.<Revealed>empty();
            }
            OptionalInt place = place(entry.get(), order, query, by, progress);
            return Optional.of(new Revealed(entry.get(), place, place.isEmpty() ? List.of()
                    : source.rows(query, by, order.size(), place.getAsInt() / TimelineRows.BLOCK * TimelineRows.BLOCK, TimelineRows.BLOCK)));
        }).onSuccess(found -> {
            if (mine == generation) {
                found.ifPresent(this::revealed);
            } else {
                reveal(seq);
            }
        });
    }

    private void revealed(Revealed found) {
        selected.set(Optional.of(found.entry()));
        if (found.place().isPresent()) {
            rows.put(found.place().getAsInt() / TimelineRows.BLOCK, found.block());
        } else if (!filter.get().isBlank()) {
            sought = OptionalLong.of(found.entry().seq());
            filter.set("");
        }
    }

    /// Where an entry stands: within its group newest is first, so it is found by halving.
    private OptionalInt place(Entry entry, Outline order, EntryQuery query, Grouping by, Progress progress) throws IOException {
        String key = Walk.group(by, entry.time(), entry.what().session());
        Optional<Outline.Group> group = order.groups().stream().filter(g -> g.key().equals(key)).findFirst();
        int low = group.map(Outline.Group::first).orElse(0);
        int high = group.map(g -> g.first() + g.count() - 1).orElse(-1);
        while (low <= high) {
            progress.check();
            int middle = (low + high) >>> 1;
            List<Found> row = source.rows(query, by, order.size(), middle, 1);
            if (row.isEmpty()) {
                return OptionalInt.empty();
            }
            long at = row.getFirst().entry().seq();
            if (at == entry.seq()) {
                return OptionalInt.of(middle);
            } else if (at > entry.seq()) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return OptionalInt.empty();
    }

    /// The row of the newest group that is not after this day.
    public OptionalInt rowAt(LocalDate day) {
        List<Outline.Group> groups = rows.outline().groups();
        for (int i = 0; i < groups.size(); i++) {
            if (!Instant.ofEpochMilli(groups.get(i).newest()).atZone(ZoneId.systemDefault()).toLocalDate().isAfter(day)) {
                return OptionalInt.of(rows.rowOfGroup(i));
            }
        }
        return groups.isEmpty() ? OptionalInt.empty() : OptionalInt.of(rows.size() - 1);
    }

    /// The row of an entry, where it was read already.
    OptionalInt rowOf(long seq) {
        return rows.rowOf(seq);
    }

    /// What the word at the end of `typed` can go on to: each the whole text of the field.
    Job<List<String>> completions(String typed) {
        int start = typed.length() - LedgerFilter.split(typed).stream().reduce((_, last) -> last)
                .filter(last -> typed.endsWith(last)).map(String::length).orElse(0);
        String before = typed.substring(0, start);
        String word = typed.substring(start);
        return background.run(texts.text("job.complete"), _ -> completed(word).stream().filter(c -> !c.equals(word)).map(before::concat).toList());
    }

    private List<String> completed(String word) throws IOException {
        int colon = word.indexOf(':');
        String value = word.substring(colon + 1).replace("\"", "");
        if (colon < 0) {
            return word.isEmpty() ? List.of() : LedgerFilter.NAMES.stream().filter(n -> n.startsWith(word.toLowerCase(java.util.Locale.ROOT))).toList();
        }
        String name = word.substring(0, colon + 1).toLowerCase(java.util.Locale.ROOT);
        List<String> values = switch (name) {
            case "file:" -> source.values(Facet.FILE, value, COMPLETIONS);
            case "agent:" -> source.values(Facet.AGENT, value, COMPLETIONS);
            case "model:" -> source.values(Facet.MODEL, value, COMPLETIONS);
            case "run:" -> source.values(Facet.RUN, value, COMPLETIONS);
            case "verdict:" -> LedgerFilter.names(Verdict.class);
            case "decision:" -> LedgerFilter.names(Decided.class);
            case "kind:" -> LedgerFilter.names(EntryKind.class);
            case "after:", "before:" -> rows.outline().groups().stream().map(g -> Instant.ofEpochMilli(g.newest()).atZone(ZoneId.systemDefault())
                    .toLocalDate().toString()).distinct().limit(COMPLETIONS).toList();
            default -> List.of();
        };
        return values.stream().filter(v -> v.regionMatches(true, 0, value, 0, value.length()))
                .map(v -> name + (v.indexOf(' ') < 0 ? v : '"' + v + '"')).toList();
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
        job.onSuccess(report -> {
            audited.set(Optional.of(new Audited(report, clock.instant())));
            if (report.entries() != size()) {
                refresh();
            }
        });
    }

    /// Takes up the last audit of an earlier start.
    void remember(Audited last) {
        audited.set(Optional.of(last));
    }

    /// Looks what a rollback would do, with what was chosen so far.
    public Job<RollbackPreview> preview(RollbackRequest request, RollbackChoices choices) {
        return background.run(texts.text("job.preview"), progress -> source.previewRollback(request, choices, progress));
    }

    /// Looks which entries a run, or one node of it, changed files with.
    Job<SortedSet<Long>> entriesOf(String run, Optional<String> node) {
        return background.run(texts.text("job.preview"), _ -> source.entriesOf(run, node));
    }

    /// Carries a preview out, and shows the new entry.
    public Job<dev.countersign.ledger.Committer.Outcome> apply(RollbackPreview preview) {
        return background.run(texts.text("job.rollback"), _ -> source.rollback(preview));
    }

    /// Whether a run's event may have added an entry.
    public static boolean concerns(RunEvent event) {
        return switch (event) {
            case RunEvent.Committed _, RunEvent.Moved _, RunEvent.Decided _ -> true;
            case RunEvent.Started _, RunEvent.Called _, RunEvent.Returned _, RunEvent.Interrupted _, RunEvent.Continued _, RunEvent.Replanned _, RunEvent.Warned _,
                 RunEvent.Merged _, RunEvent.Paused _, RunEvent.Resumed _, RunEvent.Granted _, RunEvent.Said _, RunEvent.Candidate _, RunEvent.Ruled _, RunEvent.CheckStarted _,
                 RunEvent.CheckOutput _, RunEvent.Checked _, RunEvent.Verified _, RunEvent.Reviewed _, RunEvent.Conflicted _, RunEvent.Activity _, RunEvent.Asked _,
                 RunEvent.Ended _ -> false;
        };
    }

    Background background() {
        return background;
    }

    Instant now() {
        return clock.instant();
    }
}
