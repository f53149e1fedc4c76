package dev.countersign.ledger.lucene;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.ExportRequest;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerStats;
import dev.countersign.ledger.Reclaimed;
import dev.countersign.ledger.Sealing;
import dev.countersign.ledger.Walk;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryReading;
import dev.countersign.ledger.insight.Insight;
import dev.countersign.ledger.merkle.InclusionProof;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Facet;
import dev.countersign.ledger.query.Found;
import dev.countersign.ledger.query.Grouping;
import dev.countersign.ledger.query.Outline;
import dev.countersign.ledger.query.Span;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.WitnessRequest;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/// A ledger that answers questions of its entries from an index. The index finds, the ledger tells: every entry in an answer is
/// read from the ledger and looked at again. Where the index is missing, behind or broken, the ledger itself answers what it can.
final class IndexedLedger implements Ledger {
    private static final int ORDERS = 6;
    /// How long a question waits for the entries that were just added.
    private static final long PATIENCE = 2_000;
    /// How long the rows of the unfiltered timeline wait for an index that is being opened.
    private static final long GLANCE = 400;

    private final Ledger ledger;
    private final IndexThread index;
    private final EntryReading reading;
    private final Map<Asked, Order> orders = new LinkedHashMap<>(16, 0.75f, true);

    private record Asked(EntryQuery query, Grouping grouping, long size) {}

    IndexedLedger(Ledger ledger, Path folder) {
        this(ledger, folder, IndexThread.Pace.USUAL);
    }

    IndexedLedger(Ledger ledger, Path folder, IndexThread.Pace pace) {
        this.ledger = ledger;
        this.index = new IndexThread(ledger, folder, pace);
        this.reading = new EntryReading(ledger.vault());
    }

    @Override
    public void finish(Entry intent) throws IOException {
        ledger.finish(intent);
        index.grown();
    }

    @Override
    public Entry begin(EntryDraft draft) throws IOException {
        Entry entry = ledger.begin(draft);
        index.grown();
        return entry;
    }

    @Override
    public Optional<Turn> turn(Duration patience, Progress progress) throws IOException {
        return ledger.turn(patience, progress);
    }

    @Override
    public Entry begin(EntryDraft draft, UUID transaction) throws IOException {
        // The recovery entry of an intent gives that one its row.
        Entry entry = ledger.begin(draft, transaction);
        index.grown();
        return entry;
    }

    @Override
    public List<Entry> page(EntryQuery query) throws IOException {
        if (query.isOpen()) {
            return ledger.page(query);
        }
        if (query.limit() < 1 || query.limit() > 1_000) {
            throw new IllegalArgumentException("a page has 1 to 1,000 entries, not " + query.limit());
        }
        long size = ledger.size();
        boolean whole = index.await(size, PATIENCE);
        Coverage held = index.visible();
        Optional<List<Entry>> found = index.ask(i -> checked(query, ledger.entries(i.questions().page(query))));
        if (found.isEmpty()) {
            return ledger.page(query);
        }
        if (whole || held.until() >= size && full(query, found.get(), held.newestFrom())) {
            return found.get();
        }
        List<Entry> rest = ledger.page(query);
        // Without an index texts are looked for in leaves alone: what the index has found by now counts too.
        return query.text().isEmpty() ? rest : Stream.concat(found.get().stream(), rest.stream()).distinct()
                .sorted(Comparator.comparing(Entry::seq).reversed()).limit(query.limit()).toList();
    }

    /// Whether nothing that is still to be added can belong to this page.
    private static boolean full(EntryQuery query, List<Entry> found, long from) {
        return found.size() == query.limit() && found.getLast().seq() >= from;
    }

    /// An index that names an entry which does not meet the question is not to be believed in anything.
    private List<Entry> checked(EntryQuery query, List<Entry> entries) throws IOException {
        for (Entry entry : entries) {
            if (!query.meets(entry)) {
                throw new IOException("the search index is wrong about entry " + entry.seq());
            }
        }
        return entries;
    }

    @Override
    public Outline outline(EntryQuery query, Grouping grouping) throws IOException {
        long size = ledger.size();
        if (index.isGone()) {
            return new Walk(ledger).outline(query, grouping);
        }
        return order(query, grouping, size).map(Order::outline).orElseGet(() -> new Outline(size, 0, 0, List.of()));
    }

    @Override
    public List<Span> spans(long size) throws IOException {
        return ledger.spans(size);
    }

    @Override
    public List<Found> rows(EntryQuery query, Grouping grouping, long size, int from, int count) throws IOException {
        if (index.isGone()) {
            return new Walk(ledger).rows(query, grouping, size, from, count);
        }
        List<Long> seqs = order(query, grouping, size).map(order -> order.slice(from, count)).orElseGet(List::of);
        Optional<SearchText> text = query.text().map(SearchText::of);
        List<Entry> entries = checked(query, ledger.entries(seqs));
        index.await(size, isByDay(query, grouping) ? GLANCE : PATIENCE);
        Map<Long, Fields.Row> kept = index.ask(found -> found.questions().rows(seqs)).orElseGet(Map::of);
        var rows = new ArrayList<Found>();
        for (Entry entry : entries) {
            Fields.Row row = kept.get(entry.seq());
            boolean undone = row == null && index.isUndone(entry);
            Optional<EntryReading.Read> read = text.isPresent() ? Optional.of(reading.read(entry))
                    : row == null ? Optional.of(reading.brief(entry)) : Optional.empty();
            rows.add(new Found(entry, row != null ? row.traits() : read.orElseThrow().traits().withRolledBack(undone),
                    row != null ? row.task() : read.orElseThrow().task(),
                    text.map(t -> t.in(read.orElseThrow().lines())).orElse(List.of())));
        }
        return rows;
    }

    private static boolean isByDay(EntryQuery query, Grouping grouping) {
        return grouping == Grouping.DAY && query.below(OptionalLong.empty()).isOpen();
    }

    private Optional<Order> order(EntryQuery query, Grouping grouping, long size) throws IOException {
        var asked = new Asked(query.limit(1).below(OptionalLong.empty()), grouping, size);
        synchronized (orders) {
            Order known = orders.get(asked);
            // While entries are still missing, the next question may find more.
            if (known != null && known.outline().indexed() == size) {
                return Optional.of(known);
            }
        }
        index.prepare();
        Optional<Order> order = isByDay(query, grouping) ? Order.days(ledger.spans(size), size) : Optional.empty();
        if (order.isEmpty()) {
            index.await(size, PATIENCE);
            order = index.ask(found -> found.questions().order(asked.query(), grouping, size, found.seen().below(size)));
        }
        synchronized (orders) {
            order.ifPresent(o -> orders.put(asked, o));
            while (orders.size() > ORDERS) {
                orders.remove(orders.keySet().iterator().next());
            }
        }
        return order;
    }

    @Override
    public List<String> values(Facet facet, String prefix, int limit) throws IOException {
        return index.isGone() ? new Walk(ledger).values(facet, prefix, limit)
                : index.ask(found -> found.questions().values(facet, prefix, limit)).orElseGet(List::of);
    }

    @Override
    public void close() throws IOException {
        try {
            index.close();
        } finally {
            ledger.close();
        }
    }

    @Override
    public String id() {
        return ledger.id();
    }

    @Override
    public long size() {
        return ledger.size();
    }

    @Override
    public ContentStore vault() {
        return ledger.vault();
    }

    @Override
    public Optional<Entry> pending() {
        return ledger.pending();
    }

    @Override
    public Optional<Entry> entry(long seq) throws IOException {
        return ledger.entry(seq);
    }

    @Override
    public List<Entry> entries(List<Long> seqs) throws IOException {
        return ledger.entries(seqs);
    }

    @Override
    public Checkpoint checkpoint() throws IOException {
        return ledger.checkpoint();
    }

    @Override
    public InclusionProof prove(long seq) throws IOException {
        return ledger.prove(seq);
    }

    @Override
    public byte[] leaf(long seq) throws IOException {
        return ledger.leaf(seq);
    }

    @Override
    public LedgerStats stats() throws IOException {
        return ledger.stats();
    }

    @Override
    public AuditReport audit(AuditScope scope, Progress progress) throws IOException {
        return ledger.audit(scope, progress);
    }

    @Override
    public WitnessRequest proveGrowth(long oldSize) throws IOException {
        return ledger.proveGrowth(oldSize);
    }

    @Override
    public Sealing sealing() {
        return ledger.sealing();
    }

    @Override
    public void export(ExportRequest request, Progress progress) throws IOException {
        ledger.export(request, progress);
    }

    @Override
    public Insight insight() {
        return ledger.insight();
    }

    @Override
    public Reclaimed collect(boolean dry, Progress progress) throws IOException {
        return ledger.collect(dry, progress);
    }

    @Override
    public List<String> notices() {
        return ledger.notices();
    }

    @Override
    public Optional<String> stalled() {
        return ledger.stalled();
    }
}
