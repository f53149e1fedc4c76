package dev.countersign.ui.insight;

import dev.countersign.changeset.FileChange;
import dev.countersign.ledger.blame.Annotation;
import dev.countersign.ledger.blame.Checks;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.insight.Insight;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/// What these screens ask of an open workspace. Everything here may take a while: call it from the background.
public interface InsightSource {
    Annotation blame(WorkspacePath path, OptionalLong at, Progress progress) throws IOException;

    /// What an entry changed, renames among them.
    List<FileChange> changes(long seq) throws IOException;

    Checks checks(Entry entry) throws IOException;

    Insight insight();
}
