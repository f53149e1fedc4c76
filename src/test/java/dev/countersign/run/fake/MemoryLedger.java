package dev.countersign.run.fake;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.ExportRequest;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerStats;
import dev.countersign.ledger.Sealing;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.merkle.InclusionProof;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.WitnessRequest;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// A ledger in memory that survives being closed, as a real one does. Knows no proofs.
public final class MemoryLedger implements Ledger {
    private final List<Entry> entries = new ArrayList<>();
    private final InstantSource clock;
    private final Store vault = new Store();
    private Optional<Entry> pending = Optional.empty();
    private volatile boolean failing;

    public MemoryLedger(InstantSource clock) {
        this.clock = clock;
    }

    /// From now on nothing can be begun, as on a full disk.
    public void fail(boolean yes) {
        failing = yes;
    }

    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    @Override
    public String id() {
        return "memory";
    }

    @Override
    public synchronized long size() {
        return entries.size();
    }

    @Override
    public ContentStore vault() {
        return vault;
    }

    @Override
    public synchronized Entry begin(EntryDraft draft) throws IOException {
        return begin(draft, new UUID(7, entries.size()));
    }

    @Override
    public synchronized Entry begin(EntryDraft draft, UUID txid) throws IOException {
        if (failing) {
            throw new IOException("no space left on device");
        }
        if (pending.isPresent()) {
            throw new IllegalStateException("an entry is pending");
        }
        long seq = entries.size();
        Entry entry = new Entry(seq, txid, clock.millis(), Sha256.of(new byte[0]), draft,
                Sha256.of(("leaf " + seq).getBytes(StandardCharsets.UTF_8)));
        entries.add(entry);
        pending = Optional.of(entry);
        return entry;
    }

    @Override
    public synchronized void finish(Entry intent) {
        pending = Optional.empty();
    }

    @Override
    public synchronized Optional<Entry> pending() {
        return pending;
    }

    @Override
    public synchronized Optional<Entry> entry(long seq) {
        return seq < 0 || seq >= entries.size() ? Optional.empty() : Optional.of(entries.get((int) seq));
    }

    @Override
    public synchronized List<Entry> page(EntryQuery query) {
        return entries.reversed().stream().filter(e -> query.below().isEmpty() || e.seq() < query.below().getAsLong())
                .filter(query::meets)
                .filter(e -> query.text().isEmpty() || e.what().session().contains(query.text().get()))
                .limit(query.limit()).toList();
    }

    @Override
    public Checkpoint checkpoint() {
        throw new UnsupportedOperationException("a ledger in memory signs nothing");
    }

    @Override
    public InclusionProof prove(long seq) {
        throw new UnsupportedOperationException("a ledger in memory proves nothing");
    }

    @Override
    public byte[] leaf(long seq) {
        throw new UnsupportedOperationException("a ledger in memory has no leaves");
    }

    @Override
    public LedgerStats stats() {
        throw new UnsupportedOperationException("a ledger in memory counts nothing");
    }

    @Override
    public AuditReport audit(AuditScope scope, Progress progress) {
        throw new UnsupportedOperationException("a ledger in memory cannot be audited");
    }

    @Override
    public WitnessRequest proveGrowth(long oldSize) {
        throw new UnsupportedOperationException("a ledger in memory proves nothing");
    }

    /// Nothing is signed, so nothing is copied.
    @Override
    public Sealing sealing() {
        return (Sealing) Proxy.newProxyInstance(Sealing.class.getClassLoader(), new Class<?>[] {Sealing.class}, (_, method, _) -> {
            if (method.getName().equals("copyNow")) {
                return null;
            }
            throw new UnsupportedOperationException("a ledger in memory signs nothing");
        });
    }

    @Override
    public void export(ExportRequest request, Progress progress) {
        throw new UnsupportedOperationException("a ledger in memory is not exported");
    }

    @Override
    public List<String> notices() {
        return List.of();
    }

    @Override
    public void close() {}

    private static final class Store implements ContentStore {
        private final Map<Sha256, byte[]> all = new ConcurrentHashMap<>();

        @Override
        public Sha256 put(byte[] content) {
            Sha256 hash = Sha256.of(content);
            all.put(hash, content.clone());
            return hash;
        }

        @Override
        public Sha256 put(InputStream content) throws IOException {
            return put(content.readAllBytes());
        }

        @Override
        public void sync() {}

        @Override
        public boolean has(Sha256 content) {
            return all.containsKey(content);
        }

        @Override
        public byte[] read(Sha256 content) throws IOException {
            byte[] found = all.get(content);
            if (found == null) {
                throw new MissingContentException(content, "is not in memory");
            }
            return found.clone();
        }

        @Override
        public InputStream open(Sha256 content) throws IOException {
            return new ByteArrayInputStream(read(content));
        }

        @Override
        public void close() {}
    }
}
