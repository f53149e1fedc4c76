package dev.countersign.ledger;

import dev.countersign.fault.UserException;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.TransactionIds;
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
import dev.countersign.workspace.Idempotent;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One workspace's ledger. Open in one process at a time. Reading is safe from any thread; writing is done by one writer thread
/// inside, and index order is audit order.
public interface Ledger extends AutoCloseable {

    @Idempotent
    String id();

    /// Finished entries.
    @Idempotent
    long size();

    /// The vault: content before and after, and evidence. Put content here, then name it in an entry.
    ContentStore vault();

    /// Writes an entry as intent: it is on disk, synced, with its content, before this returns. From here on it is a leaf.
    /// Nothing else can be begun until it is finished, save the recovery entry that says how it ended instead: that one settles it.
    ///
    /// @throws dev.countersign.fault.UserException                   `LEDGER-005` while another intent waits
    /// @throws dev.countersign.fault.EnvironmentException            `LEDGER-003`, `LEDGER-004`, `LEDGER-007` where the ledger can
    ///                                                               only be read, `LEDGER-006` where it cannot be written
    /// @throws dev.countersign.workspace.MissingContentException     where the vault lacks content that the entry names
    Entry begin(EntryDraft draft) throws IOException;

    /// The same under a transaction id that the caller drew ([TransactionIds]): by it the entry is found again where the answer
    /// was lost. Begun again under the id of the intent that waits, it is that intent.
    Entry begin(EntryDraft draft, UUID txid) throws IOException;

    /// The intent's changes stand in the live tree: writes its row and root.
    void finish(Entry intent) throws IOException;

    /// The turn to write the workspace's files and this ledger together: one process has it at a time, and loses it by ending.
    /// Whoever takes it settles an intent that waits ([Committer#recover]) before anything else. A process that has a turn gets
    /// another: in line within a process stand its own threads. A ledger that one process alone can open is always free.
    ///
    /// @param patience how long to wait while another process has it
    /// @return empty where it was not free in that time
    default Optional<Turn> turn(Duration patience, Progress progress) throws IOException {
        return Optional.of(() -> { });
    }

    /// Ended by closing it, from any thread.
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /// An intent that a crash left, to be settled by [Committer#recover] before anything else is begun.
    @Idempotent
    Optional<Entry> pending();

    /// Begins and finishes an entry that changes no file (a rejection, a denial, a grant …).
    default Entry record(EntryDraft draft) throws IOException {
        if (!draft.changes().isEmpty()) {
            throw new IllegalArgumentException("an entry with changes goes through the committer");
        }
        Entry entry = begin(draft);
        finish(entry);
        return entry;
    }

    @Idempotent
    Optional<Entry> entry(long seq) throws IOException;

    /// Several entries at once, in the order asked for; those that there are.
    @Idempotent
    default List<Entry> entries(List<Long> seqs) throws IOException {
        var entries = new ArrayList<Entry>(seqs.size());
        for (long seq : seqs) {
            entry(seq).ifPresent(entries::add);
        }
        return entries;
    }

    @Idempotent
    List<Entry> page(EntryQuery query) throws IOException;

    /// When the first `size` entries were made, without reading them: quarters of an hour that have any, that of the newest entry
    /// first.
    @Idempotent
    default List<Span> spans(long size) throws IOException {
        return new Walk(this).spans(size);
    }

    /// The order of all that `query` finds; its limit and `below` count for nothing.
    @Idempotent
    default Outline outline(EntryQuery query, Grouping grouping) throws IOException {
        return new Walk(this).outline(query, grouping);
    }

    /// Rows `from` to `from + count - 1` of an outline, fewer at its end.
    ///
    /// @param size that of the outline: entries added since do not shift the rows
    @Idempotent
    default List<Found> rows(EntryQuery query, Grouping grouping, long size, int from, int count) throws IOException {
        return new Walk(this).rows(query, grouping, size, from, count);
    }

    /// Values that begin with `prefix` in any case, in order; for completion.
    @Idempotent
    default List<String> values(Facet facet, String prefix, int limit) throws IOException {
        return new Walk(this).values(facet, prefix, limit);
    }

    /// The newest signed tree head; signs one where the last is older than the tree.
    @Idempotent
    Checkpoint checkpoint() throws IOException;

    /// Proof of entry `seq` in the tree of [#checkpoint].
    @Idempotent
    InclusionProof prove(long seq) throws IOException;

    /// That the tree of [#checkpoint] only grew since it had `oldSize` leaves; a size of 0 needs no proof.
    ///
    /// @throws IllegalArgumentException where the tree is smaller than that
    @Idempotent
    WitnessRequest proveGrowth(long oldSize) throws IOException;

    /// The exact bytes of a leaf.
    @Idempotent
    byte[] leaf(long seq) throws IOException;

    @Idempotent
    LedgerStats stats() throws IOException;

    /// Statistics and SQL.
    ///
    /// @throws dev.countersign.fault.UserException `SQL-004` where this ledger has no database to ask
    @Idempotent
    default Insight insight() {
        throw new UserException(Problems.noDatabase());
    }

    /// Recomputes everything.
    @Idempotent
    default AuditReport audit(Progress progress) throws IOException {
        return audit(AuditScope.HERE, progress);
    }

    /// Recomputes everything, and compares it with what was kept elsewhere.
    @Idempotent
    AuditReport audit(AuditScope scope, Progress progress) throws IOException;

    /// Key, witnesses, copies.
    Sealing sealing();

    /// Writes entries with all that is needed to verify them where this ledger is not.
    ///
    /// @throws dev.countersign.fault.UserException `LEDGER-033` where the folder is not empty
    void export(ExportRequest request, Progress progress) throws IOException;

    /// Takes content out of the vault that nothing needs: no entry, no intent that waits, and nothing that was put since this was
    /// opened. Writing waits meanwhile. A ledger without a vault on disk has nothing to give back.
    ///
    /// @param dry only counts
    /// @throws dev.countersign.fault.EnvironmentException `LEDGER-003` where the leaf log is damaged, so that nobody knows what is
    ///                                                    needed, `LEDGER-006` where the disk cannot be written
    default Reclaimed collect(boolean dry, Progress progress) throws IOException {
        return Reclaimed.NOTHING;
    }

    /// What the user must be told once, each in a sentence: what was mended at opening, what could not be done behind the scenes.
    /// Taken out by this call.
    List<String> notices();

    /// Why whoever asks this ledger waits for an answer just now, in a sentence: the process that keeps it does not run. Says so itself without
    /// waiting for anything.
    default Optional<String> stalled() {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;
}
