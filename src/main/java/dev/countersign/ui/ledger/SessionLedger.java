package dev.countersign.ui.ledger;

import dev.countersign.changeset.FileChange;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Checkpoint;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Entry;
import dev.countersign.ledger.EntryQuery;
import dev.countersign.ledger.InclusionProof;
import dev.countersign.ledger.RollbackChoices;
import dev.countersign.ledger.RollbackPreview;
import dev.countersign.ledger.RollbackRequest;
import dev.countersign.run.Session;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.util.List;

/// The ledger of an open session.
///
/// @param user name for rollbacks in the ledger
public record SessionLedger(Session session, String user) implements LedgerSource {
    @Override
    public long size() {
        return session.ledger().size();
    }

    @Override
    public List<Entry> page(EntryQuery query) throws IOException {
        return session.ledger().page(query);
    }

    @Override
    public List<FileChange> changes(long seq) throws IOException {
        return session.changesOf(seq);
    }

    @Override
    public Contents contents() {
        return session.ledger().vault();
    }

    @Override
    public InclusionProof prove(long seq) throws IOException {
        return session.ledger().prove(seq);
    }

    @Override
    public Checkpoint checkpoint() throws IOException {
        return session.ledger().checkpoint();
    }

    @Override
    public AuditReport audit(Progress progress) throws IOException {
        return session.ledger().audit(progress);
    }

    @Override
    public RollbackPreview previewRollback(RollbackRequest request, RollbackChoices choices, Progress progress)
            throws IOException {
        return session.previewRollback(request, choices, progress);
    }

    @Override
    public Committer.Outcome rollback(RollbackPreview preview) throws IOException {
        return session.rollback(preview, user);
    }
}
