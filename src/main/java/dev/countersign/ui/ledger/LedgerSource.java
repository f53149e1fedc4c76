package dev.countersign.ui.ledger;

import dev.countersign.changeset.FileChange;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Checkpoint;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Entry;
import dev.countersign.ledger.EntryQuery;
import dev.countersign.ledger.Facet;
import dev.countersign.ledger.Found;
import dev.countersign.ledger.Grouping;
import dev.countersign.ledger.LogProof;
import dev.countersign.ledger.Outline;
import dev.countersign.ledger.Rollback;
import dev.countersign.ledger.Sealing;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the ledger screen asks of an open workspace. Everything here may take a while: call it from the background.
public interface LedgerSource {
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

    /// Back to the state right after `seq`.
    Rollback.Preview previewRollback(long seq, Set<WorkspacePath> only) throws IOException;

    /// Only what `seq` itself changed, taken back.
    Rollback.Preview previewUndo(long seq, Set<WorkspacePath> only) throws IOException;

    Committer.Outcome rollback(Rollback.Preview preview) throws IOException;
}
