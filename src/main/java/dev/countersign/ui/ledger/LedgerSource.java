package dev.countersign.ui.ledger;

import dev.countersign.changeset.FileChange;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.ExportRequest;
import dev.countersign.ledger.LedgerStats;
import dev.countersign.ledger.Reclaimed;
import dev.countersign.ledger.Sealing;
import dev.countersign.ledger.entry.Entry;
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
import dev.countersign.ledger.store.Room;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// What the ledger screen asks of an open workspace. Everything here may take a while, save what says that it waits for nothing: call it
/// from the background.
public interface LedgerSource {
    /// The ledger's id. Waits for nothing.
    String id();

    long size();

    List<Entry> page(EntryQuery query) throws IOException;

    Outline outline(EntryQuery query, Grouping grouping) throws IOException;

    /// Rows of an outline; see [dev.countersign.ledger.Ledger#rows].
    List<Found> rows(EntryQuery query, Grouping grouping, long size, int from, int count) throws IOException;

    List<String> values(Facet facet, String prefix, int limit) throws IOException;

    Optional<Entry> entry(long seq) throws IOException;

    List<FileChange> changes(long seq) throws IOException;

    Contents contents();

    /// Proof of an entry with its leaf and the checkpoint it leads to.
    LogProof prove(long seq) throws IOException;

    /// Key, witnesses, copies.
    Sealing sealing();

    Checkpoint checkpoint() throws IOException;

    AuditReport audit(Progress progress) throws IOException;

    /// Compares with what was kept elsewhere, too.
    AuditReport audit(AuditScope scope, Progress progress) throws IOException;

    LedgerStats stats() throws IOException;

    void export(ExportRequest request, Progress progress) throws IOException;

    /// Frees the room of content that no entry needs. @param dry only counts
    Reclaimed collect(boolean dry, Progress progress) throws IOException;

    /// What the content takes on disk, and may take; empty where that is not known.
    default Optional<Room> room() throws IOException {
        return Optional.empty();
    }

    /// Replaces the signing key.
    Entry rotate() throws IOException;

    /// What a rollback would do, with what was chosen so far.
    RollbackPreview previewRollback(RollbackRequest request, RollbackChoices choices, Progress progress) throws IOException;

    /// Entries that changed files, of a run, or of one node of it.
    SortedSet<Long> entriesOf(String run, Optional<String> node) throws IOException;

    Committer.Outcome rollback(RollbackPreview preview) throws IOException;

    /// Hears that entries were added, by whichever process; from any thread. Close the result to stop.
    default AutoCloseable onGrown(Runnable grown) {
        return () -> { };
    }

    /// The trees of the past; empty where this ledger is looked at without its workspace.
    default Optional<TreeSource> trees() {
        return Optional.empty();
    }
}
