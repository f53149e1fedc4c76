package dev.countersign.ledger.duckdb;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.ExportRequest;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerStats;
import dev.countersign.ledger.Problems;
import dev.countersign.ledger.Reclaimed;
import dev.countersign.ledger.Sealing;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.entry.MalformedLeafException;
import dev.countersign.ledger.entry.TransactionIds;
import dev.countersign.ledger.insight.Insight;
import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.merkle.InclusionProof;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.query.Span;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.ledger.seal.NoteSigner;
import dev.countersign.ledger.seal.WitnessRequest;
import dev.countersign.ledger.store.AnchorLog;
import dev.countersign.ledger.store.Anchoring;
import dev.countersign.ledger.store.Audit;
import dev.countersign.ledger.store.Export;
import dev.countersign.ledger.store.KeyChain;
import dev.countersign.ledger.store.LeafLog;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.ledger.store.LedgerLock;
import dev.countersign.ledger.store.SigningKeys;
import dev.countersign.ledger.store.Vault;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// A ledger whose leaves are in the leaf log, whose content is in the vault, and whose tree and rows are in DuckDB.
final class DuckLedger implements Ledger {
    private record Intent(Entry entry, byte[] leaf) {}

    private final LedgerParts parts;
    private final InstantSource clock;
    private final TransactionIds transactions;
    private final WriterThread writer = new WriterThread("ledger-writer");
    private final Backlog backlog;
    private final Optional<Anchoring> anchoring;
    private final Insight insight;
    private final TreeProofs proofs;
    private final EntryPages pages;
    private final ReentrantLock custody = new ReentrantLock();
    private final ConcurrentLinkedQueue<String> notices;
    private volatile Optional<Problem> refusal;
    private volatile CompactRange range;
    private volatile Optional<Intent> intent;

    DuckLedger(LedgerParts parts, InstantSource clock, TransactionIds transactions) throws IOException, SQLException {
        this.parts = parts;
        this.clock = clock;
        this.transactions = transactions;
        this.backlog = new Backlog(parts.rows());
        parts.rows().beforeReading(backlog::await);
        this.insight = new DuckInsight(this, parts.rows());
        this.proofs = new TreeProofs(parts.rows());
        this.pages = new EntryPages(parts.log(), parts.vault(), parts.rows());
        this.range = parts.range();
        this.refusal = parts.refusal();
        this.notices = new ConcurrentLinkedQueue<>(parts.notices());
        this.intent = Optional.empty();
        if (parts.pending().isPresent()) {
            byte[] leaf = parts.pending().get();
            this.intent = Optional.of(new Intent(pages.decode(leaf), leaf));
        }
        this.anchoring = parts.refusal().isPresent() || parts.signer().isEmpty() ? Optional.empty()
                : Optional.of(new Anchoring(parts.signer().get(), parts.anchors(), range, backlog::add));
    }

    @Override
    public String id() {
        return parts.id().hex();
    }

    @Override
    public long size() {
        return range.size();
    }

    @Override
    public ContentStore vault() {
        return parts.vault();
    }

    @Override
    public Entry begin(EntryDraft draft) throws IOException {
        return begin(draft, transactions.next(clock.millis()));
    }

    @Override
    public Entry begin(EntryDraft draft, UUID txid) throws IOException {
        return writer.call(() -> beginHere(draft, txid));
    }

    private Entry beginHere(EntryDraft draft, UUID txid) throws IOException {
        writable();
        Optional<Intent> before = intent;
        if (before.isPresent() && before.get().entry().txid().equals(txid)) {
            return before.get().entry();
        }
        if (before.isPresent() && draft.kind() != EntryKind.RECOVERY) {
            throw new UserException(Problems.pending(before.get().entry().seq()));
        }
        backlog.room();
        stored(draft);
        parts.vault().sync();
        CompactRange base = before.isPresent() ? range.append(before.get().entry().leafHash()) : range;
        long time = clock.millis();
        byte[] leaf = EntryCodec.encode(parts.id(), base.size(), txid, time, base.root(), draft);
        Entry entry = pages.decode(leaf);
        try {
            parts.log().append(leaf);
        } catch (IOException e) {
            throw new EnvironmentException(Problems.notWritten("entry " + entry.seq(), e), e);
        }
        before.ifPresent(this::settled);
        intent = Optional.of(new Intent(entry, leaf));
        return entry;
    }

    private void writable() {
        if (refusal.isPresent()) {
            throw new EnvironmentException(refusal.get());
        }
    }

    /// An entry that names content which is not kept would be a promise that nobody can hold.
    private void stored(EntryDraft draft) throws MissingContentException {
        for (Sha256 content : draft.contents()) {
            if (!parts.vault().has(content)) {
                throw new MissingContentException(content, "is not in the ledger's vault");
            }
        }
    }

    @Override
    public void finish(Entry entry) throws IOException {
        // Nothing waits for a disk here: another thread would only have to be waited for.
        writer.here(() -> {
            Intent begun = intent.filter(i -> i.entry().txid().equals(entry.txid()))
                    .orElseThrow(() -> new IllegalStateException("entry " + entry.seq() + " is not waiting to be finished"));
            settled(begun);
            intent = Optional.empty();
            return begun;
        });
    }

    /// In one go: an entry without changes is finished when it is begun.
    @Override
    public Entry record(EntryDraft draft) throws IOException {
        if (!draft.changes().isEmpty()) {
            throw new IllegalArgumentException("an entry with changes goes through the committer");
        }
        return writer.call(() -> {
            Entry entry = beginHere(draft, transactions.next(clock.millis()));
            intent.ifPresent(this::settled);
            intent = Optional.empty();
            return entry;
        });
    }

    /// From here on it counts. The row follows behind.
    private void settled(Intent begun) {
        CompactRange next = range.append(begun.entry().leafHash());
        backlog.add(new Backlog.Row(begun.entry(), begun.leaf(), next));
        range = next;
        anchoring.ifPresent(a -> a.grown(next));
    }

    @Override
    public Optional<Entry> pending() {
        return intent.map(Intent::entry);
    }

    @Override
    public Optional<Entry> entry(long seq) throws IOException {
        if (seq < 0 || seq >= size()) {
            return Optional.empty();
        }
        return Optional.of(pages.decode(leaf(seq)));
    }

    @Override
    public List<Entry> entries(List<Long> seqs) throws IOException {
        return pages.of(seqs, size());
    }

    @Override
    public List<Entry> page(EntryQuery query) throws IOException {
        return pages.page(query, this);
    }

    @Override
    public List<Span> spans(long size) throws IOException {
        return parts.rows().read(c -> RowReader.spans(c, size));
    }

    @Override
    public Checkpoint checkpoint() throws IOException {
        if (anchoring.isPresent()) {
            return anchoring.get().now();
        }
        return parts.anchors().newest().orElseThrow(() -> new EnvironmentException(parts.refusal().orElseThrow()));
    }

    @Override
    public InclusionProof prove(long seq) throws IOException {
        return proofs.inclusion(seq, checkpoint(), size());
    }

    @Override
    public WitnessRequest proveGrowth(long oldSize) throws IOException {
        return proofs.growth(oldSize, checkpoint());
    }

    @Override
    public byte[] leaf(long seq) throws IOException {
        Optional<byte[]> waiting = backlog.leaf(seq).or(() -> intent.filter(i -> i.entry().seq() == seq).map(Intent::leaf));
        Optional<byte[]> leaf = waiting.isPresent() ? waiting : pages.leaf(seq);
        return leaf.orElseThrow(() -> new IllegalArgumentException("no entry " + seq));
    }

    @Override
    public LedgerStats stats() throws IOException {
        long database = Files.exists(parts.database()) ? Files.size(parts.database()) : 0;
        long bytes = parts.log().bytes() + parts.vault().bytes() + database;
        return parts.rows().read(c -> RowReader.stats(c, size(), parts.vault().sums(), bytes));
    }

    @Override
    public Insight insight() {
        return insight;
    }

    @Override
    public AuditReport audit(AuditScope scope, Progress progress) throws IOException {
        return audit(scope, Runtime.getRuntime().availableProcessors(), progress);
    }

    AuditReport audit(AuditScope scope, int workers, Progress progress) throws IOException {
        record Moment(Audit audit, DuckRows rows) {}
        // A key that is replaced or moved meanwhile would look like damage.
        custody.lock();
        try {
            Moment moment = writer.call(() -> {
                Connection connection = parts.rows().lend();
                // The first question fixes what this connection sees.
                RowReader.tip(connection);
                long finished = range.size() - backlog.size();
                return new Moment(new Audit(parts.id(), parts.log(), parts.vault(), parts.vault().moment(), anchorsNow(), parts.keys(),
                        parts.folder().genesis(), scope, finished, range.size() + (intent.isPresent() ? 1 : 0), clock), new DuckRows(connection, workers > 1));
            });
            try (DuckRows from = moment.rows()) {
                Audit.Outcome outcome = moment.audit().run(from, workers, progress);
                if (outcome.checked().isPresent() && anchoring.isPresent()) {
                    anchoring.get().checked(outcome.checked().get());
                }
                return outcome.report();
            }
        } finally {
            custody.unlock();
        }
    }

    private AnchorLog.Moment anchorsNow() throws IOException {
        return anchoring.isPresent() ? anchoring.get().moment() : parts.anchors().moment();
    }

    @Override
    public Sealing sealing() {
        return new DuckSealing(parts.id(), parts.folder().data(), parts.keys(), parts.anchors(), anchoring, custody, new DuckSealing.Signer() {
            @Override
            public Checkpoint checkpoint() throws IOException {
                return DuckLedger.this.checkpoint();
            }

            @Override
            public Entry replaceKey(String who) throws IOException {
                return writer.call(() -> replaceKeyHere(who));
            }

            @Override
            public void writable() {
                DuckLedger.this.writable();
            }
        }, notices::add);
    }

    /// Everything so far is signed by the old key; the entry and what follows by the new one.
    private Entry replaceKeyHere(String who) throws IOException {
        writable();
        Anchoring signing = anchoring.orElseThrow(() -> new IllegalStateException("a ledger that can be written signs"));
        SigningKeys keys = parts.keys();
        NoteSigner old = keys.signer();
        NoteSigner next = NoteSigner.generate(old.verifier().name());
        signing.now();
        Sha256 note = parts.vault().put(KeyChain.note(old.verifier().name(), range.size(), old, next).toString().getBytes(StandardCharsets.UTF_8));
        Sha256 tree = range.size() == 0 ? MerkleTree.EMPTY : pages.decode(leaf(range.size() - 1)).what().treeAfter();
        keys.prepare(next, note);
        Entry entry;
        try {
            entry = beginHere(new EntryDraft(EntryKind.KEY_ROTATION, "", "", new EntryDraft.Actor("human", who, ""), Optional.empty(),
                    "The signing key was replaced", tree, tree, List.of(), List.of(new EntryDraft.Evidence(KeyChain.EVIDENCE, note)),
                    OptionalLong.empty()), transactions.next(clock.millis()));
        } catch (IOException | RuntimeException e) {
            keys.discard();
            throw e;
        }
        try {
            keys.promote();
            signing.use(next);
        } catch (IOException | IllegalArgumentException e) {
            // The entry is in the log, and the next start ends what was begun; until then the old key must sign nothing.
            refusal = Optional.of(Problems.notWritten("the new key", e));
            throw new EnvironmentException(refusal.get(), e);
        }
        settled(intent.orElseThrow(() -> new IllegalStateException("what was begun waits")));
        intent = Optional.empty();
        return entry;
    }

    @Override
    public void export(ExportRequest request, Progress progress) throws IOException {
        Checkpoint head = checkpoint();
        new Export(parts.id(), parts.log(), parts.vault(), anchorsNow(), parts.folder().genesis(), sealing().key(), head, proofs.of(head.size()))
                .write(request, progress);
    }

    @Override
    public List<String> notices() {
        return Stream.generate(notices::poll).takeWhile(Objects::nonNull).toList();
    }

    @Override
    public Reclaimed collect(boolean dry, Progress progress) throws IOException {
        return writer.call(() -> {
            writable();
            try {
                return parts.vault().sweep(parts.log(), dry, progress);
            } catch (MalformedLeafException e) {
                throw new EnvironmentException(Problems.damaged("the leaf log", String.valueOf(e.getMessage())), e);
            } catch (IOException e) {
                throw new EnvironmentException(Problems.notWritten("its content anew", e), e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        try (LedgerLock _ = parts.lock(); LeafLog _ = parts.log(); Vault _ = parts.vault(); AnchorLog _ = parts.anchors()) {
            try {
                if (anchoring.isPresent()) {
                    anchoring.get().close();
                }
            } finally {
                writer.close();
                backlog.close();
                parts.rows().close();
            }
        } catch (SQLException e) {
            throw new IOException("the ledger's database could not be closed: " + e.getMessage(), e);
        }
    }
}
