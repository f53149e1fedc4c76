package dev.countersign.ledger.rollback;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.PendingContents;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Plans how changes of the past are taken back while everything else stays: per path a three-way merge of the change's after
/// (base), the live file (ours) and the change's before (theirs). Plans only: the edits are applied by [Committer] as an entry of
/// their own, which can be rolled back in turn (redo).
///
/// Only paths that the meant entries changed are ever named. A file that the ledger never wrote, an ignored one among them, and
/// `.git` are never touched.
public final class Rollback {
    private static final int PAGE = 500;

    private final Workspace workspace;
    private final Ledger ledger;

    public Rollback(Workspace workspace, Ledger ledger) {
        this.workspace = workspace;
        this.ledger = ledger;
    }

    /// Back to the state after `seq`. Work that was done outside between entries stays.
    ///
    /// @param only restrict to these paths; empty for all
    /// @throws IllegalArgumentException where there is no such entry
    public RollbackPreview to(long seq, Set<WorkspacePath> only) throws IOException {
        return preview(new RollbackRequest(new RollbackRequest.To(seq), only), RollbackChoices.NONE, Progress.NONE);
    }

    /// Undoes entry `seq` alone, or redoes a rollback.
    ///
    /// @throws IllegalArgumentException where there is no such entry
    public RollbackPreview undo(long seq, Set<WorkspacePath> only) throws IOException {
        return preview(new RollbackRequest(RollbackRequest.Undo.of(seq), only), RollbackChoices.NONE, Progress.NONE);
    }

    /// What taking back `request` would do to the live tree as it is now.
    ///
    /// @throws IllegalArgumentException where an entry, or a hunk of it, is not there
    /// @throws Progress.CancelledException where `progress` says so
    public RollbackPreview preview(RollbackRequest request, RollbackChoices choices, Progress progress) throws IOException {
        var contents = new PendingContents(workspace, ledger.vault());
        Map<WorkspacePath, PathStory> stories = switch (request.aim()) {
            case RollbackRequest.To(long seq) -> {
                entry(seq);
                yield stories(request, seq + 1, _ -> true, progress);
            }
            case RollbackRequest.Undo(var entries) -> {
                for (long seq : entries) {
                    entry(seq);
                }
                yield stories(request, entries.first(), entries::contains, progress);
            }
            case RollbackRequest.Hunks hunks -> {
                Map<WorkspacePath, Optional<FileState>> without = without(entry(hunks.seq()), hunks, contents);
                var found = stories(request, hunks.seq(), seq -> seq == hunks.seq(), progress);
                without.forEach((path, theirs) -> found.get(path).takeBackOnly(theirs));
                yield found;
            }
        };
        return new RollbackPlan(workspace, contents, choices).preview(request, stories, progress);
    }

    /// The entries from `from` on that changed files for a run, a node of it, or a node of that name in any run.
    public SortedSet<Long> entriesOf(long from, Optional<String> run, Optional<String> node) throws IOException {
        var found = new TreeSet<Long>();
        eachFrom(from, Progress.NONE, entry -> {
            EntryDraft what = entry.what();
            if (!what.changes().isEmpty() && run.stream().allMatch(what.session()::equals)
                    && node.stream().allMatch(what.node()::equals)) {
                found.add(entry.seq());
            }
        });
        return found;
    }

    private interface Meant {
        boolean entry(long seq);
    }

    private Map<WorkspacePath, PathStory> stories(RollbackRequest request, long from, Meant meant, Progress progress)
            throws IOException {
        var stories = new TreeMap<WorkspacePath, PathStory>();
        eachFrom(from, progress, entry -> {
            boolean takenBack = meant.entry(entry.seq());
            for (PathEdit edit : entry.what().changes()) {
                if (request.wants(edit.path())) {
                    stories.computeIfAbsent(edit.path(), _ -> new PathStory(edit)).add(entry.seq(), edit, takenBack);
                }
            }
        });
        stories.values().removeIf(story -> story.steps().isEmpty());
        return stories;
    }

    /// The files of `entry` as they would be without some of its hunks.
    private Map<WorkspacePath, Optional<FileState>> without(Entry entry, RollbackRequest.Hunks hunks, PendingContents contents)
            throws IOException {
        var before = new HashMap<WorkspacePath, FileState>();
        var after = new HashMap<WorkspacePath, FileState>();
        for (PathEdit edit : entry.what().changes()) {
            edit.before().ifPresent(state -> before.put(edit.path(), state));
            edit.after().ifPresent(state -> after.put(edit.path(), state));
        }
        var base = new Snapshot(before);
        Changeset changeset = Changeset.between(base, new Snapshot(after), ledger.vault());
        var result = new TreeMap<WorkspacePath, Optional<FileState>>();
        for (var chosen : hunks.hunks().entrySet()) {
            FileChange change = changeset.changes().stream().filter(c -> c.path().equals(chosen.getKey())).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("entry " + entry.seq() + " did not change " + chosen.getKey()));
            Optional<FileState> rest = new HunksLeft(change, contents).without(chosen.getValue());
            if (rest.equals(change.afterState())) {
                throw new IllegalArgumentException(chosen.getKey() + " has no hunk to undo");
            }
            result.put(chosen.getKey(), rest);
        }
        return result;
    }

    private interface Visitor {
        void entry(Entry entry);
    }

    /// Newest first.
    private void eachFrom(long from, Progress progress, Visitor visitor) throws IOException {
        long size = ledger.size();
        for (long below = size; below > from; ) {
            progress.check();
            progress.step("Reading the ledger", size - below, size - from);
            List<Entry> page = ledger.page(new EntryQuery(OptionalLong.of(below), PAGE, Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty()));
            for (Entry entry : page) {
                if (entry.seq() >= from) {
                    visitor.entry(entry);
                }
            }
            below = page.isEmpty() ? 0 : page.getLast().seq();
        }
    }

    private Entry entry(long seq) throws IOException {
        return ledger.entry(seq).orElseThrow(() -> new IllegalArgumentException("there is no entry " + seq));
    }
}
