package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.ExportRequest;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerStats;
import dev.countersign.ledger.Reclaimed;
import dev.countersign.ledger.Sealing;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.insight.Insight;
import dev.countersign.ledger.merkle.InclusionProof;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Span;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.ledger.seal.WitnessRequest;
import dev.countersign.ledger.store.LeafLog;
import dev.countersign.ledger.store.Vault;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A ledger whose database is being opened, by a thread of its own. Entries are read from the leaf log meanwhile; whatever needs the database, a
/// key or the tree waits for it. Where it cannot be opened, every call but [#close] says so, also one that did well before.
final class EarlyLedger implements Ledger {
    private final LedgerId id;
    private final LeafLog log;
    private final Vault vault;
    private final long size;
    private final FutureTask<DuckLedger> opening;

    /// @param log   whole, all its entries finished
    /// @param whole opens the rest; closes everything where it fails
    EarlyLedger(LedgerId id, LeafLog log, Vault vault, Callable<DuckLedger> whole) {
        this.id = id;
        this.log = log;
        this.vault = vault;
        this.size = log.count();
        this.opening = new FutureTask<>(whole);
        Thread.ofPlatform().daemon().name("ledger-opening").start(opening);
    }

    /// Waits for the whole ledger. An interrupt does not cut the waiting short.
    DuckLedger whole() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return opening.get();
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    switch (e.getCause()) {
                        case IOException told -> throw told;
                        case RuntimeException told -> throw told;
                        case Error told -> throw told;
                        default -> throw new IllegalStateException(e.getCause());
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// The same where nothing but a problem can be told.
    private DuckLedger known() {
        try {
            return whole();
        } catch (IOException e) {
            throw new IllegalStateException("opening tells of problems", e);
        }
    }

    /// Entries by number, from the log; empty where the whole ledger is to be asked.
    private Optional<List<Entry>> early(List<Long> seqs) throws IOException {
        if (opening.isDone()) {
            return Optional.empty();
        }
        List<Long> there = seqs.stream().filter(seq -> seq >= 0 && seq < size).toList();
        try {
            Map<Long, byte[]> leaves = log.leaves(there);
            if (leaves.size() < there.stream().distinct().count()) {
                return Optional.empty();
            }
            var entries = new ArrayList<Entry>(there.size());
            for (long seq : there) {
                entries.add(EntryCodec.decode(leaves.get(seq), content -> vault.length(content).orElse(0)).entry());
            }
            return Optional.of(List.copyOf(entries));
        } catch (IOException | RuntimeException e) {
            // What failed to open has closed the files by now, and says why.
            if (opening.isDone()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public String id() {
        return id.hex();
    }

    @Override
    public long size() {
        return opening.isDone() ? known().size() : size;
    }

    @Override
    public ContentStore vault() {
        return vault;
    }

    @Override
    public Entry begin(EntryDraft draft) throws IOException {
        return whole().begin(draft);
    }

    @Override
    public Entry begin(EntryDraft draft, UUID txid) throws IOException {
        return whole().begin(draft, txid);
    }

    @Override
    public void finish(Entry intent) throws IOException {
        whole().finish(intent);
    }

    @Override
    public Entry record(EntryDraft draft) throws IOException {
        return whole().record(draft);
    }

    /// None, as long as all entries are known to be finished.
    @Override
    public Optional<Entry> pending() {
        return opening.isDone() ? known().pending() : Optional.empty();
    }

    @Override
    public Optional<Entry> entry(long seq) throws IOException {
        Optional<List<Entry>> early = early(List.of(seq));
        return early.isPresent() ? early.get().stream().findFirst() : whole().entry(seq);
    }

    @Override
    public List<Entry> entries(List<Long> seqs) throws IOException {
        Optional<List<Entry>> early = early(seqs);
        return early.isPresent() ? early.get() : whole().entries(seqs);
    }

    @Override
    public List<Entry> page(EntryQuery query) throws IOException {
        Optional<List<Entry>> early = query.isOpen() ? early(EntryPages.newest(query, size)) : Optional.empty();
        return early.isPresent() ? early.get() : whole().page(query);
    }

    @Override
    public List<Span> spans(long size) throws IOException {
        return whole().spans(size);
    }

    @Override
    public Checkpoint checkpoint() throws IOException {
        return whole().checkpoint();
    }

    @Override
    public InclusionProof prove(long seq) throws IOException {
        return whole().prove(seq);
    }

    @Override
    public WitnessRequest proveGrowth(long oldSize) throws IOException {
        return whole().proveGrowth(oldSize);
    }

    @Override
    public byte[] leaf(long seq) throws IOException {
        return whole().leaf(seq);
    }

    @Override
    public LedgerStats stats() throws IOException {
        return whole().stats();
    }

    @Override
    public Insight insight() {
        return known().insight();
    }

    @Override
    public AuditReport audit(AuditScope scope, Progress progress) throws IOException {
        return whole().audit(scope, progress);
    }

    @Override
    public Sealing sealing() {
        return known().sealing();
    }

    @Override
    public void export(ExportRequest request, Progress progress) throws IOException {
        whole().export(request, progress);
    }

    @Override
    public Reclaimed collect(boolean dry, Progress progress) throws IOException {
        return whole().collect(dry, progress);
    }

    /// Waits: what was mended is known only when all is open.
    @Override
    public List<String> notices() {
        return known().notices();
    }

    /// Waits until all is open, then closes it. What could not be opened is closed.
    @Override
    public void close() throws IOException {
        DuckLedger open;
        try {
            open = whole();
        } catch (IOException | RuntimeException _) {
            return;
        }
        open.close();
    }
}
