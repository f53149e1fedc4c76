package dev.countersign.run;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Reclaimed;
import dev.countersign.ledger.TreeHistory;
import dev.countersign.ledger.blame.Annotation;
import dev.countersign.ledger.blame.Blame;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.rollback.RollbackChoices;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.ledger.store.Room;
import dev.countersign.ledger.tree.TreeAt;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.TreeExport;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;

/// What was: the changes of entries, the trees after them, where lines come from, the ways back, and the room that it takes.
/// Safe to use from any thread.
public final class Past {
    private final Workspace workspace;
    private final Ledger ledger;
    private final Workbench bench;
    private final LedgerDesk desk;
    private final Rollbacks rollbacks;
    private final Blame blame;

    Past(Workspace workspace, Ledger ledger, Workbench bench, LedgerDesk desk, Rollbacks rollbacks) {
        this.workspace = workspace;
        this.ledger = ledger;
        this.bench = bench;
        this.desk = desk;
        this.rollbacks = rollbacks;
        this.blame = new Blame(ledger);
    }

    /// What going back to the state after `seq` would do. Blocks for reading.
    public RollbackPreview previewRollback(long seq, Set<WorkspacePath> only) throws IOException {
        return previewRollback(new RollbackRequest(new RollbackRequest.To(seq), only), RollbackChoices.NONE, Progress.NONE);
    }

    /// What undoing entry `seq` alone would do; for a rollback entry that is its redo.
    public RollbackPreview previewUndo(long seq, Set<WorkspacePath> only) throws IOException {
        return previewRollback(new RollbackRequest(RollbackRequest.Undo.of(seq), only), RollbackChoices.NONE, Progress.NONE);
    }

    /// What a rollback would do to the live tree as it is now, with what a person chose so far. Blocks for reading and merging.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-005` where there is no such entry, `RUN-011` where it has no such file or
    ///         hunk
    public RollbackPreview previewRollback(RollbackRequest request, RollbackChoices choices, Progress progress)
            throws IOException {
        return rollbacks.preview(request, choices, progress);
    }

    /// Entries from `from` on that changed files, of a run, a node, or both. For undoing them together.
    public SortedSet<Long> entriesOf(long from, Optional<String> run, Optional<String> node) throws IOException {
        return rollbacks.entriesOf(from, run, node);
    }

    /// `Rollback`: applies a preview as an entry of its own. Blocks until it is in the ledger. Where workspace or ledger are no
    /// longer as the preview says, that is a conflict, nothing is written, and a new preview is needed.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-009` for a preview that touches nothing, `RUN-010` for one with open
    ///         conflicts
    public Committer.Outcome rollback(RollbackPreview preview, String who) throws IOException {
        return rollbacks.apply(preview, who);
    }

    /// The file changes of a ledger entry, for the diff view; content is in the ledger's vault.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-005` where there is no such entry
    public List<FileChange> changesOf(long seq) throws IOException {
        Entry entry = ledger.entry(seq).orElseThrow(() -> RunProblems.unknown("entry " + seq));
        Map<WorkspacePath, FileState> before = new HashMap<>();
        Map<WorkspacePath, FileState> after = new HashMap<>();
        for (PathEdit edit : entry.what().changes()) {
            edit.before().ifPresent(state -> before.put(edit.path(), state));
            edit.after().ifPresent(state -> after.put(edit.path(), state));
        }
        return Changeset.between(new Snapshot(before), new Snapshot(after), ledger.vault()).changes();
    }

    /// For each line of a file where it comes from: as it is now, or as it stood right after entry `at`.
    ///
    /// @throws dev.countersign.fault.UserException `BLAME-001` where it is no text, `BLAME-002` where there was no such file then,
    ///         `BLAME-003` where there is none now
    public Annotation blame(WorkspacePath path, OptionalLong at, Progress progress) throws IOException {
        if (at.isPresent()) {
            ledger.entry(at.getAsLong()).orElseThrow(() -> RunProblems.unknown("entry " + at.getAsLong()));
            return blame.at(path, at.getAsLong(), progress);
        }
        if (workspace.state(path).filter(state -> state.kind() == FileState.Kind.FILE).isEmpty()) {
            throw RunProblems.noFile(path);
        }
        return blame.now(path, workspace.read(path), progress);
    }

    /// What the content of the ledger takes on disk, and may take.
    ///
    /// @throws dev.countersign.fault.UserException `LEDGER-036` where the budget cannot be read
    public Room room() throws IOException {
        return bench.room(workspace);
    }

    /// Takes content out of the ledger's vault that nothing needs. No run of this session commits meanwhile. Blocks.
    ///
    /// @param dry only counts
    public Reclaimed collect(boolean dry, Progress progress) throws IOException {
        return desk.alone(() -> ledger.collect(dry, progress));
    }

    /// The tree as it was right after entry `seq`. Blocks for reading.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-005` where there is no such entry
    public TreeAt treeAt(long seq, Progress progress) throws IOException {
        if (ledger.entry(seq).isEmpty()) {
            throw RunProblems.unknown("entry " + seq);
        }
        return new TreeHistory(workspace, ledger).at(seq, progress);
    }

    /// Writes a tree of the past into a folder outside of the workspace. Blocks until it is written.
    ///
    /// @param folder absent or empty
    public TreeExport.Written export(TreeAt tree, Path folder, Progress progress) throws IOException {
        return new TreeExport(workspace.root(), folder).write(tree.tree(), tree.contents(), progress);
    }
}
