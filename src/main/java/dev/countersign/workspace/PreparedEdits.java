package dev.countersign.workspace;

import java.io.IOException;
import java.util.List;

/// Edits on their way into the live tree: compared, then written beside their targets, then moved into place. What fails before the
/// last step leaves the tree as it was. For who has the turn to write the workspace: another application to the same folders meanwhile
/// takes away what was written here, and then the last step fails.
public final class PreparedEdits implements AutoCloseable {
    /// Something that waits for the disk.
    public interface Waiting {
        void run() throws IOException;
    }

    private final Workspace workspace;
    private final Applier applier;
    private final List<ApplyOutcome.Conflict> conflicts;

    PreparedEdits(Workspace workspace, Applier applier) throws IOException {
        this.workspace = workspace;
        this.applier = applier;
        this.conflicts = applier.begin();
    }

    /// What keeps these edits from being applied. Where there is anything, nothing else may be called.
    public List<ApplyOutcome.Conflict> conflicts() {
        return conflicts;
    }

    /// Writes all new content, on disk when this returns.
    ///
    /// @param beside waits for the disk at the same time, after the content was asked for
    /// @throws MissingContentException                          where a content is not there or damaged
    /// @throws dev.countersign.fault.EnvironmentException       `WORKSPACE-004`, `WORKSPACE-005`, as [Workspace#apply] does
    public void write(Waiting beside) throws IOException {
        synchronized (workspace) {
            applier.write(beside::run);
        }
    }

    /// Compares again and moves what was written into place; see [Workspace#apply].
    public ApplyOutcome apply() throws IOException {
        synchronized (workspace) {
            return applier.carryOut();
        }
    }

    /// Takes away what was written and not applied.
    @Override
    public void close() {
        synchronized (workspace) {
            applier.discard();
        }
    }
}
