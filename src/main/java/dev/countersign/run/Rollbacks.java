package dev.countersign.run;

import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Entry;
import dev.countersign.ledger.EntryDraft;
import dev.countersign.ledger.EntryKind;
import dev.countersign.ledger.Rollback;
import dev.countersign.workspace.DigestStore;
import dev.countersign.workspace.ApplyOutcome;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rollbacks of a session: previews, and their application as entries.
final class Rollbacks {
    private final Workspace workspace;
    private final LedgerDesk desk;
    private final EntryFacts facts;
    private final InstantSource clock;
    private final Rollback rollback;

    Rollbacks(Workspace workspace, LedgerDesk desk, EntryFacts facts, InstantSource clock) {
        this.workspace = workspace;
        this.desk = desk;
        this.facts = facts;
        this.clock = clock;
        this.rollback = new Rollback(workspace, desk.ledger());
    }

    Rollback.Preview to(long seq, Set<WorkspacePath> only) throws IOException {
        known(seq);
        return desk.alone(() -> rollback.to(seq, only));
    }

    Rollback.Preview undo(long seq, Set<WorkspacePath> only) throws IOException {
        known(seq);
        return desk.alone(() -> rollback.undo(seq, only));
    }

    Committer.Outcome apply(Rollback.Preview preview, String who) throws IOException {
        Entry entry = known(preview.seq());
        if (preview.edits().isEmpty()) {
            throw RunProblems.nothingToRollBack(preview.seq());
        }
        return desk.alone(() -> {
            Snapshot live = workspace.capture(new DigestStore(), Progress.NONE);
            List<ApplyOutcome.Conflict> conflicts = preview.edits().stream()
                    .filter(edit -> !live.get(edit.path()).equals(edit.before()))
                    .filter(edit -> !isIgnoredAndAsExpected(edit))
                    .map(edit -> new ApplyOutcome.Conflict(edit, live.get(edit.path()), "changed since the preview"))
                    .toList();
            if (!conflicts.isEmpty()) {
                return new Committer.Outcome.Conflicted(conflicts);
            }
            List<PathEdit> seen = preview.edits().stream().filter(e -> live.get(e.path()).equals(e.before())).toList();
            Snapshot after = live.with(seen);
            EntryDraft draft = facts.rollback(kind(preview, entry), preview.seq(), summary(preview, entry), who,
                    clock.instant(), live.treeHash(), after.treeHash(), preview.edits());
            return desk.commit(draft, desk.ledger().vault(), after);
        });
    }

    /// A file that came to be ignored since its entry is in no snapshot, but can be restored all the same.
    private boolean isIgnoredAndAsExpected(PathEdit edit) {
        try {
            return workspace.state(edit.path()).equals(edit.before());
        } catch (IOException e) {
            return false;
        }
    }

    private static EntryKind kind(Rollback.Preview preview, Entry entry) {
        return isUndo(preview, entry) && entry.what().kind() == EntryKind.ROLLBACK ? EntryKind.REDO : EntryKind.ROLLBACK;
    }

    private static String summary(Rollback.Preview preview, Entry entry) {
        String what = "entry " + entry.seq() + ": " + entry.what().summary();
        if (!isUndo(preview, entry)) {
            return "Rolled back to " + what;
        }
        return (entry.what().kind() == EntryKind.ROLLBACK ? "Redid what was rolled back by " : "Undid ") + what;
    }

    /// An undo leads to the states before the entry's own changes; a rollback to the entry leads to those after it.
    private static boolean isUndo(Rollback.Preview preview, Entry entry) {
        return preview.edits().stream().allMatch(edit -> entry.what().changes().stream()
                .anyMatch(change -> change.path().equals(edit.path()) && change.before().equals(edit.after())));
    }

    private Entry known(long seq) throws IOException {
        Optional<Entry> entry = desk.ledger().entry(seq);
        return entry.orElseThrow(() -> RunProblems.unknown("entry " + seq));
    }
}
