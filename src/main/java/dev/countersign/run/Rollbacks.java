package dev.countersign.run;

import dev.countersign.ledger.Committer;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.rollback.Rollback;
import dev.countersign.ledger.rollback.RollbackChoices;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.workspace.ApplyOutcome;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    RollbackPreview preview(RollbackRequest request, RollbackChoices choices, Progress progress) throws IOException {
        switch (request.aim()) {
            case RollbackRequest.To to -> known(to.seq());
            case RollbackRequest.Hunks hunks -> known(hunks.seq());
            case RollbackRequest.Undo undo -> {
                for (long seq : undo.entries()) {
                    known(seq);
                }
            }
        }
        return desk.alone(() -> plan(request, choices, progress));
    }

    private RollbackPreview plan(RollbackRequest request, RollbackChoices choices, Progress progress) throws IOException {
        try {
            return rollback.preview(request, choices, progress);
        } catch (IllegalArgumentException e) {
            throw RunProblems.notToBeRolledBack(String.valueOf(e.getMessage()));
        }
    }

    SortedSet<Long> entriesOf(long from, Optional<String> run, Optional<String> node) throws IOException {
        return rollback.entriesOf(from, run, node);
    }

    Committer.Outcome apply(RollbackPreview preview, String who) throws IOException {
        Entry entry = known(preview.seq());
        if (!preview.conflicts().isEmpty()) {
            throw RunProblems.openConflicts(preview.conflicts().size());
        }
        if (preview.edits().isEmpty()) {
            throw RunProblems.nothingToRollBack(preview.seq());
        }
        return desk.alone(() -> {
            List<ApplyOutcome.Conflict> moved = moved(preview);
            if (!moved.isEmpty()) {
                return new Committer.Outcome.Conflicted(moved);
            }
            Snapshot live = workspace.capture(Progress.NONE);
            // A file that came to be ignored since its entry is in no snapshot, but can be restored all the same.
            List<PathEdit> seen = preview.edits().stream().filter(e -> live.get(e.path()).equals(e.before())).toList();
            Snapshot after = live.with(seen);
            EntryDraft draft = facts.rollback(kind(preview, entry), preview, summary(preview, entry), who, clock.instant(),
                    live.treeHash(), after.treeHash());
            return desk.commit(draft, preview.contents(), after);
        });
    }

    /// The same plan, made again: choices were made for what the preview showed and for nothing else.
    private List<ApplyOutcome.Conflict> moved(RollbackPreview preview) throws IOException {
        RollbackPreview fresh = plan(preview.request(), preview.choices(), Progress.NONE);
        Map<WorkspacePath, PathEdit> shown = byPath(preview);
        Map<WorkspacePath, PathEdit> now = byPath(fresh);
        var moved = new ArrayList<ApplyOutcome.Conflict>();
        for (PathEdit edit : preview.edits()) {
            if (!edit.equals(now.get(edit.path()))) {
                moved.add(new ApplyOutcome.Conflict(edit, workspace.state(edit.path()), "changed since the preview"));
            }
        }
        for (PathEdit edit : fresh.edits()) {
            if (!shown.containsKey(edit.path())) {
                moved.add(new ApplyOutcome.Conflict(edit, edit.before(), "changed since the preview"));
            }
        }
        return moved;
    }

    private static Map<WorkspacePath, PathEdit> byPath(RollbackPreview preview) {
        return preview.edits().stream().collect(Collectors.toMap(PathEdit::path, Function.identity()));
    }

    private static EntryKind kind(RollbackPreview preview, Entry entry) {
        return isRedo(preview, entry) ? EntryKind.REDO : EntryKind.ROLLBACK;
    }

    private static boolean isRedo(RollbackPreview preview, Entry entry) {
        return entry.what().kind() == EntryKind.ROLLBACK && preview.request().aim() instanceof RollbackRequest.Undo undo
                && undo.entries().size() == 1;
    }

    private static String summary(RollbackPreview preview, Entry entry) {
        String what = "entry " + entry.seq() + ": " + entry.what().summary();
        return switch (preview.request().aim()) {
            case RollbackRequest.To _ -> "Rolled back to " + what;
            case RollbackRequest.Undo undo -> undo.entries().size() > 1
                    ? "Undid entries " + undo.entries().stream().map(String::valueOf).collect(Collectors.joining(", "))
                    : (isRedo(preview, entry) ? "Redid what was rolled back by " : "Undid ") + what;
            case RollbackRequest.Hunks hunks -> {
                int count = hunks.hunks().values().stream().mapToInt(SortedSet::size).sum();
                yield "Undid " + (count == 1 ? "one hunk" : count + " hunks") + " of " + what;
            }
        };
    }

    private Entry known(long seq) throws IOException {
        Optional<Entry> entry = desk.ledger().entry(seq);
        return entry.orElseThrow(() -> RunProblems.unknown("entry " + seq));
    }
}
