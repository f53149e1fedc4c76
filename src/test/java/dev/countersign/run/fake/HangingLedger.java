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
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A real ledger that stops for ever at one point, so that its process can be killed there.
public record HangingLedger(Ledger real, Point point, Runnable hang) implements Ledger {
    /// Where: before an intent is written, once it is, once its changes are applied, and once its entry is finished.
    public enum Point { BEFORE_INTENT, AFTER_INTENT, AFTER_APPLY, AFTER_FINISH }

    private void at(Point here) {
        if (here == point) {
            hang.run();
        }
    }

    @Override
    public String id() {
        return real.id();
    }

    @Override
    public long size() {
        return real.size();
    }

    @Override
    public ContentStore vault() {
        return real.vault();
    }

    @Override
    public Entry begin(EntryDraft draft) throws IOException {
        at(Point.BEFORE_INTENT);
        Entry intent = real.begin(draft);
        at(Point.AFTER_INTENT);
        return intent;
    }

    @Override
    public Entry begin(EntryDraft draft, UUID txid) throws IOException {
        at(Point.BEFORE_INTENT);
        Entry intent = real.begin(draft, txid);
        at(Point.AFTER_INTENT);
        return intent;
    }

    @Override
    public Optional<Turn> turn(Duration patience, Progress progress) throws IOException {
        return real.turn(patience, progress);
    }

    @Override
    public void finish(Entry intent) throws IOException {
        at(Point.AFTER_APPLY);
        real.finish(intent);
        at(Point.AFTER_FINISH);
    }

    @Override
    public Optional<Entry> pending() {
        return real.pending();
    }

    @Override
    public Optional<Entry> entry(long seq) throws IOException {
        return real.entry(seq);
    }

    @Override
    public List<Entry> page(EntryQuery query) throws IOException {
        return real.page(query);
    }

    @Override
    public Checkpoint checkpoint() throws IOException {
        return real.checkpoint();
    }

    @Override
    public InclusionProof prove(long seq) throws IOException {
        return real.prove(seq);
    }

    @Override
    public byte[] leaf(long seq) throws IOException {
        return real.leaf(seq);
    }

    @Override
    public LedgerStats stats() throws IOException {
        return real.stats();
    }

    @Override
    public AuditReport audit(AuditScope scope, Progress progress) throws IOException {
        return real.audit(scope, progress);
    }

    @Override
    public WitnessRequest proveGrowth(long oldSize) throws IOException {
        return real.proveGrowth(oldSize);
    }

    @Override
    public Sealing sealing() {
        return real.sealing();
    }

    @Override
    public void export(ExportRequest request, Progress progress) throws IOException {
        real.export(request, progress);
    }

    @Override
    public List<String> notices() {
        return real.notices();
    }

    @Override
    public void close() throws IOException {
        real.close();
    }
}
