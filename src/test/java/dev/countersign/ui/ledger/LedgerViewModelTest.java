package dev.countersign.ui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.FileChange;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.ExportRequest;
import dev.countersign.ledger.LedgerStats;
import dev.countersign.ledger.Reclaimed;
import dev.countersign.ledger.Sealing;
import dev.countersign.ledger.Walk;
import dev.countersign.ledger.entry.Decided;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.Traits;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Facet;
import dev.countersign.ledger.query.Found;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.ledger.query.Outline;
import dev.countersign.ledger.rollback.RollbackChoices;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.LogProof;
import dev.countersign.ui.fx.Background;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.DigestStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LedgerViewModelTest {
    private static final Sha256 HASH = Sha256.of(new byte[0]);
    private static final Instant NOW = ZonedDateTime.of(2026, 5, 20, 12, 0, 0, 0, ZoneId.systemDefault()).toInstant();

    /// Entries in memory; one every six hours, the newest now.
    static class Shelf implements LedgerSource {
        private final List<Entry> entries = new ArrayList<>();
        private final List<EntryQuery> asked = new ArrayList<>();
        final List<Integer> blocks = new ArrayList<>();
        List<AuditReport.Finding> findings = List.of();

        Shelf(int size) {
            LongStream.range(0, size).forEach(seq -> add("entry " + seq, NOW.minus(Duration.ofHours(6 * (size - 1 - seq)))));
        }

        void add(String summary, Instant at) {
            var draft = new EntryDraft(EntryKind.COMMIT, "run", "node", new EntryDraft.Actor("agent", "sample", ""), Optional.empty(),
                    summary, HASH, HASH, List.of(), List.of(), OptionalLong.empty());
            entries.add(new Entry(entries.size(), new UUID(0, entries.size()), at.toEpochMilli(), HASH, draft, HASH));
        }

        private boolean indexed = true;

        /// Answers as a ledger whose index is still empty.
        Shelf withoutIndex() {
            indexed = false;
            return this;
        }

        void index() {
            indexed = true;
        }

        @Override
        public String id() {
            return "shelf";
        }

        @Override
        public long size() {
            return entries.size();
        }

        @Override
        public List<Entry> page(EntryQuery query) {
            asked.add(query);
            return entries.reversed().stream().filter(e -> e.seq() < query.below().orElse(Long.MAX_VALUE))
                    .filter(e -> e.what().summary().contains(query.text().orElse(""))).limit(query.limit()).toList();
        }

        @Override
        public AuditReport audit(Progress progress) {
            return new AuditReport(entries.size(), 0, 0, HASH, "T1", "says", findings, Duration.ZERO);
        }

        @Override
        public AuditReport audit(AuditScope scope, Progress progress) throws IOException {
            return audit(progress);
        }

        @Override
        public LedgerStats stats() throws IOException {
            throw new AssertionError("not asked for here");
        }

        @Override
        public void export(ExportRequest request, Progress progress) throws IOException {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Reclaimed collect(boolean dry, Progress progress) throws IOException {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Entry rotate() throws IOException {
            throw new AssertionError("not asked for here");
        }

        private List<Entry> all(EntryQuery query) {
            return entries.reversed().stream().filter(query::meets)
                    .filter(e -> e.what().summary().contains(query.text().orElse(""))).toList();
        }

        @Override
        public Outline outline(EntryQuery query, Grouping grouping) {
            asked.add(query);
            var groups = new LinkedHashMap<String, List<Entry>>();
            all(query).forEach(e -> groups.computeIfAbsent(Walk.group(grouping, e.time(), e.what().session()), _ -> new ArrayList<>()).add(e));
            var outline = new ArrayList<Outline.Group>();
            int first = 0;
            for (var group : groups.entrySet()) {
                outline.add(new Outline.Group(group.getKey(), first, group.getValue().size(), group.getValue().getFirst().time()));
                first += group.getValue().size();
            }
            return indexed ? new Outline(entries.size(), entries.size(), first, outline) : new Outline(entries.size(), 0, 0, List.of());
        }

        @Override
        public List<Found> rows(EntryQuery query, Grouping grouping, long size, int from, int count) {
            blocks.add(from);
            return all(query).stream().filter(e -> e.seq() < size).skip(from).limit(count)
                    .map(e -> new Found(e, new Traits(Optional.empty(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty(),
                            Optional.empty(), false), "", List.of())).toList();
        }

        @Override
        public List<String> values(Facet facet, String prefix, int limit) {
            return List.of("sample", "src/Main.java").stream().filter(v -> v.startsWith(prefix)).toList();
        }

        @Override
        public Optional<Entry> entry(long seq) {
            return seq < entries.size() ? Optional.of(entries.get((int) seq)) : Optional.empty();
        }

        @Override
        public List<FileChange> changes(long seq) {
            return List.of();
        }

        @Override
        public Contents contents() {
            throw new AssertionError("not asked for here");
        }

        @Override
        public LogProof prove(long seq) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Sealing sealing() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Checkpoint checkpoint() {
            throw new AssertionError("not asked for here");
        }

        @Override
        public RollbackPreview previewRollback(RollbackRequest request, RollbackChoices choices, Progress progress) {
            return new RollbackPreview(request, choices, List.of(), List.of(), new DigestStore());
        }

        @Override
        public java.util.SortedSet<Long> entriesOf(String run, Optional<String> node) {
            throw new AssertionError("not asked for here");
        }

        @Override
        public Committer.Outcome rollback(RollbackPreview preview) {
            throw new AssertionError("a preview alone applies nothing");
        }
    }

    private static LedgerViewModel model(Shelf shelf) {
        return new LedgerViewModel(shelf, Background.sameThread(), () -> NOW);
    }

    private static List<String> shown(LedgerViewModel model) {
        return model.rows().stream().map(row -> switch (row) {
            case TimelineRow.Group group -> "[" + group.label() + "]";
            case TimelineRow.Item item -> Long.toString(item.entry().seq());
            case TimelineRow.Pending pending -> "pending " + pending.place();
        }).toList();
    }

    @Test
    void entriesStandByDayNewestFirst() {
        var model = model(new Shelf(6));
        model.refresh();
        assertThat(shown(model)).containsExactly("[Today]", "5", "4", "3", "[Yesterday]", "2", "1", "0");
        assertThat(model.selectedProperty().get().map(Entry::seq)).contains(5L);
    }

    @Test
    void anEmptyLedgerIsLoadedAndHasNothingSelected() {
        var model = model(new Shelf(0));
        model.refresh();
        assertThat(model.loadedProperty().get()).isTrue();
        assertThat(model.rows()).isEmpty();
        assertThat(model.selectedProperty().get()).isEmpty();
    }

    @Test
    void theListIsAsLongAsTheLedgerAndReadsOnlyWhatIsLookedAt() {
        var shelf = new Shelf(1_000);
        var model = model(shelf);
        model.refresh();
        assertThat(model.rows().size()).isEqualTo(1_000 + model.outline().groups().size());
        assertThat(shelf.blocks).containsExactly(0);
        int last = model.rows().size() - 1;
        model.rows().get(last);
        assertThat(model.rows().get(last)).isInstanceOfSatisfying(TimelineRow.Item.class, item -> assertThat(item.entry().seq()).isZero());
        assertThat(shelf.blocks).containsExactly(0, 900);
    }

    @Test
    void aDateIsFoundWithoutReadingWhatLiesBetween() {
        var shelf = new Shelf(1_000);
        var model = model(shelf);
        model.refresh();
        var day = NOW.minus(Duration.ofDays(100)).atZone(ZoneId.systemDefault()).toLocalDate();
        int row = model.rowAt(day).orElseThrow();
        assertThat(model.rows().get(row)).isInstanceOf(TimelineRow.Group.class);
        model.rows().get(row + 1);
        assertThat(model.rows().get(row + 1)).isInstanceOfSatisfying(TimelineRow.Item.class,
                item -> assertThat(EntryWords.date(item.entry())).isEqualTo(day));
        assertThat(shelf.blocks).hasSize(2);
        assertThat(model.rowAt(day.minusYears(50))).hasValue(model.rows().size() - 1);
    }

    @Test
    void byTaskAllEntriesOfARunStandUnderItsName() {
        var model = model(new Shelf(6));
        model.refresh();
        model.groupingProperty().set(Grouping.TASK);
        assertThat(shown(model)).containsExactly("[run]", "5", "4", "3", "2", "1", "0");
    }

    @Test
    void tokensBecomeConditionsAndWhatMeansNothingIsNamed() {
        var shelf = new Shelf(3);
        var model = model(shelf);
        model.filterProperty().set("file:src/ agent:sample verdict:not-checked decision:rolled-back kind:commit after:2026-05-01 verdict:maybe entry 1 model:\"a b\"");
        EntryQuery query = model.understoodProperty().get().query();
        assertThat(query).isEqualTo(new EntryQuery(OptionalLong.empty(), 1, Optional.of("entry 1"), Optional.of("src/"), Optional.of("sample"),
                Optional.of(EntryKind.COMMIT), Optional.of("a b"), Optional.empty(), Optional.of(Decided.ROLLED_BACK), Optional.empty(),
                OptionalLong.of(java.time.LocalDate.of(2026, 5, 1).atStartOfDay(ZoneId.systemDefault()).toInstant().toEpochMilli()), OptionalLong.empty()));
        assertThat(model.understoodProperty().get().faults()).containsExactly("verdict:maybe");
        assertThat(shelf.asked.getLast()).isEqualTo(query);
    }

    @Test
    void valuesAreCompletedInPlace() {
        var model = model(new Shelf(3));
        var seen = new ArrayList<List<String>>();
        model.completions("retry ver").onSuccess(seen::add);
        model.completions("retry verdict:g").onSuccess(seen::add);
        model.completions("file:src/").onSuccess(seen::add);
        model.completions("text").onSuccess(seen::add);
        assertThat(seen).containsExactly(List.of("retry verdict:"), List.of("retry verdict:green"), List.of("file:src/Main.java"), List.of());
    }

    @Test
    void aNewEntryKeepsTheSelection() {
        var shelf = new Shelf(3);
        var model = model(shelf);
        model.refresh();
        model.reveal(1);
        shelf.add("newer", NOW);
        model.refresh();
        assertThat(model.selectedProperty().get().map(Entry::seq)).contains(1L);
        assertThat(shown(model)).contains("3");
    }

    @Test
    void anEntryFarFromWhatWasReadIsFoundWithItsRow() {
        for (Grouping by : Grouping.values()) {
            var model = model(new Shelf(20_000));
            model.refresh();
            model.groupingProperty().set(by);
            assertThat(model.rowOf(123)).isEmpty();
            model.reveal(123);
            assertThat(model.selectedProperty().get().map(Entry::seq)).contains(123L);
            assertThat(model.rows().get(model.rowOf(123).orElseThrow())).isInstanceOfSatisfying(TimelineRow.Item.class,
                    item -> assertThat(item.entry().seq()).isEqualTo(123));
        }
    }

    @Test
    void aFilterThatHidesTheEntryIsCleared() {
        var model = model(new Shelf(20_000));
        model.filterProperty().set("entry 77");
        model.reveal(123);
        assertThat(model.filterProperty().get()).isEmpty();
        assertThat(model.selectedProperty().get().map(Entry::seq)).contains(123L);
        assertThat(model.rowOf(123)).isPresent();
    }

    @Test
    void aFilterThatFindsTheEntryStays() {
        var model = model(new Shelf(20_000));
        model.filterProperty().set("entry 12");
        model.reveal(123);
        assertThat(model.filterProperty().get()).isEqualTo("entry 12");
        assertThat(model.rowOf(123)).isPresent();
    }

    @Test
    void anEntryAskedForBeforeTheFirstPageIsShownAfterIt() {
        var model = model(new Shelf(2_000));
        model.reveal(5);
        model.refresh();
        assertThat(model.selectedProperty().get().map(Entry::seq)).contains(5L);
        assertThat(model.rowOf(5)).isPresent();
    }

    @Test
    void theFilterAsksTheLedgerAndSelectsWhatIsLeft() {
        var model = model(new Shelf(12));
        model.refresh();
        model.filterProperty().set("  entry 7 ");
        assertThat(shown(model)).filteredOn(row -> !row.startsWith("[")).containsExactly("7");
        assertThat(model.selectedProperty().get().map(Entry::seq)).contains(7L);
        model.filterProperty().set("");
        assertThat(shown(model)).contains("11");
    }

    @Test
    void anAuditIsKeptWithItsTimeAndSaysHowManyEntriesItSaw() {
        var shelf = new Shelf(2);
        var model = model(shelf);
        model.refresh();
        model.audit();
        assertThat(model.auditingProperty().get()).isEmpty();
        assertThat(model.auditedProperty().get()).contains(new LedgerViewModel.Audited(
                new AuditReport(2, 0, 0, HASH, "T1", "says", List.of(), Duration.ZERO), NOW));
        shelf.add("later", NOW);
        model.refresh();
        assertThat(model.auditedProperty().get().orElseThrow().report().entries()).isNotEqualTo(model.size());
    }

    @Test
    void lookingAtARollbackAppliesNothing() {
        var model = model(new Shelf(2));
        var seen = new ArrayList<RollbackPreview>();
        model.preview(new RollbackRequest(new RollbackRequest.To(0), Set.of()), RollbackChoices.NONE).onSuccess(seen::add);
        model.preview(new RollbackRequest(RollbackRequest.Undo.of(1), Set.of()), RollbackChoices.NONE).onSuccess(seen::add);
        assertThat(seen).extracting(RollbackPreview::seq).containsExactly(0L, 1L);
    }
}
