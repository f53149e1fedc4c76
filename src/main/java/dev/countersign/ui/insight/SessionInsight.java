package dev.countersign.ui.insight;

import dev.countersign.changeset.FileChange;
import dev.countersign.ledger.blame.Annotation;
import dev.countersign.ledger.blame.Checks;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.insight.Insight;
import dev.countersign.run.Session;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/// The ledger of an open session.
public record SessionInsight(Session session) implements InsightSource {
    @Override
    public Annotation blame(WorkspacePath path, OptionalLong at, Progress progress) throws IOException {
        return session.past().blame(path, at, progress);
    }

    @Override
    public List<FileChange> changes(long seq) throws IOException {
        return session.past().changesOf(seq);
    }

    @Override
    public Checks checks(Entry entry) throws IOException {
        return Checks.of(entry, session.ledger().vault());
    }

    @Override
    public Insight insight() {
        return session.ledger().insight();
    }
}
