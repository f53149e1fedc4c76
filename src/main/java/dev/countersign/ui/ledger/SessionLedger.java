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
import dev.countersign.ledger.tree.TreeAt;
import dev.countersign.run.Session;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.TreeExport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// The ledger of an open session.
///
/// @param user name for rollbacks in the ledger
public record SessionLedger(Session session, String user) implements LedgerSource {
    @Override
    public String id() {
        return session.ledgerId();
    }

    @Override
    public long size() {
        return session.ledger().size();
    }

    @Override
    public List<Entry> page(EntryQuery query) throws IOException {
        return session.ledger().page(query);
    }

    @Override
    public Outline outline(EntryQuery query, Grouping grouping) throws IOException {
        return session.ledger().outline(query, grouping);
    }

    @Override
    public List<Found> rows(EntryQuery query, Grouping grouping, long size, int from, int count) throws IOException {
        return session.ledger().rows(query, grouping, size, from, count);
    }

    @Override
    public List<String> values(Facet facet, String prefix, int limit) throws IOException {
        return session.ledger().values(facet, prefix, limit);
    }

    @Override
    public Optional<Entry> entry(long seq) throws IOException {
        return session.ledger().entry(seq);
    }

    @Override
    public List<FileChange> changes(long seq) throws IOException {
        return session.past().changesOf(seq);
    }

    @Override
    public Contents contents() {
        return session.ledger().vault();
    }

    @Override
    public LogProof prove(long seq) throws IOException {
        return LogProof.of(session.ledger().leaf(seq), session.ledger().prove(seq), session.ledger().checkpoint());
    }

    @Override
    public Sealing sealing() {
        return session.ledger().sealing();
    }

    @Override
    public Checkpoint checkpoint() throws IOException {
        return session.ledger().checkpoint();
    }

    @Override
    public AuditReport audit(Progress progress) throws IOException {
        return session.upkeep().audit(AuditScope.HERE, progress);
    }

    @Override
    public AuditReport audit(AuditScope scope, Progress progress) throws IOException {
        return session.upkeep().audit(scope, progress);
    }

    @Override
    public LedgerStats stats() throws IOException {
        return session.ledger().stats();
    }

    @Override
    public void export(ExportRequest request, Progress progress) throws IOException {
        session.ledger().export(request, progress);
    }

    @Override
    public Reclaimed collect(boolean dry, Progress progress) throws IOException {
        return session.past().collect(dry, progress);
    }

    @Override
    public Optional<Room> room() throws IOException {
        return Optional.of(session.past().room());
    }

    @Override
    public Entry rotate() throws IOException {
        return session.ledger().sealing().rotate(user);
    }

    @Override
    public RollbackPreview previewRollback(RollbackRequest request, RollbackChoices choices, Progress progress)
            throws IOException {
        return session.past().previewRollback(request, choices, progress);
    }

    @Override
    public SortedSet<Long> entriesOf(String run, Optional<String> node) throws IOException {
        return session.past().entriesOf(0, Optional.of(run), node);
    }

    @Override
    public Committer.Outcome rollback(RollbackPreview preview) throws IOException {
        return session.past().rollback(preview, user);
    }

    @Override
    public AutoCloseable onGrown(Runnable grown) {
        return session.onLedger(grown);
    }

    @Override
    public Optional<TreeSource> trees() {
        return Optional.of(new TreeSource() {
            @Override
            public String name() {
                return session.workspace().name();
            }

            @Override
            public TreeAt at(long seq, Progress progress) throws IOException {
                return session.past().treeAt(seq, progress);
            }

            @Override
            public TreeExport.Written export(TreeAt tree, Path folder, Progress progress) throws IOException {
                return session.past().export(tree, folder, progress);
            }
        });
    }
}
