package dev.countersign.ledger;

import dev.countersign.workspace.ApplyOutcome;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// Plans the return of paths to their state right after an entry. Plans only: the edits are applied by [Committer] as an entry
/// of their own, which can be rolled back in turn (redo).
public final class Rollback {
    private static final int PAGE = 500;

    private final Workspace workspace;
    private final Ledger ledger;

    public Rollback(Workspace workspace, Ledger ledger) {
        this.workspace = workspace;
        this.ledger = ledger;
    }

    /// One path's story: what it shall be again, what it must be for that, and what it means where it is something else.
    private record Story(Optional<FileState> target, Optional<FileState> recorded, String otherwise) {}

    /// What going back to the state after `seq` would touch. Only paths that entries after `seq` changed; untracked files and
    /// `.git` never.
    ///
    /// @param only restrict to these paths; empty for all
    /// @throws IllegalArgumentException where there is no such entry
    public Preview to(long seq, Set<WorkspacePath> only) throws IOException {
        entry(seq);
        var stories = new TreeMap<WorkspacePath, Story>();
        eachAfter(seq, entry -> entry.what().changes().stream().filter(edit -> wanted(edit, only)).forEach(edit ->
                // Newest first: the first seen is what the ledger last made of it, the last seen is where the path comes from.
                stories.merge(edit.path(), new Story(edit.before(), edit.after(), outside(entry.seq())),
                        (newer, older) -> new Story(older.target(), newer.recorded(), newer.otherwise()))));
        return preview(seq, stories);
    }

    /// What undoing entry `seq` alone, or redoing a rollback, would touch: the inverse of its own changes. A path that a later
    /// entry or somebody outside changed again is a conflict.
    ///
    /// @throws IllegalArgumentException where there is no such entry
    public Preview undo(long seq, Set<WorkspacePath> only) throws IOException {
        var stories = new TreeMap<WorkspacePath, Story>();
        entry(seq).what().changes().stream().filter(edit -> wanted(edit, only))
                .forEach(edit -> stories.put(edit.path(), new Story(edit.before(), edit.after(), outside(seq))));
        // Newest first, so the oldest of the later entries is named in the end.
        eachAfter(seq, entry -> entry.what().changes().forEach(edit -> stories.computeIfPresent(edit.path(),
                (_, story) -> new Story(story.target(), story.recorded(), "changed again by entry " + entry.seq()))));
        return preview(seq, stories);
    }

    private static String outside(long since) {
        return "changed outside Countersign since entry " + since;
    }

    private static boolean wanted(PathEdit edit, Set<WorkspacePath> only) {
        return only.isEmpty() || only.contains(edit.path());
    }

    private Preview preview(long seq, Map<WorkspacePath, Story> stories) throws IOException {
        var edits = new ArrayList<PathEdit>();
        var conflicts = new ArrayList<ApplyOutcome.Conflict>();
        var unchanged = new ArrayList<WorkspacePath>();
        for (var each : stories.entrySet()) {
            Story story = each.getValue();
            Optional<FileState> live = workspace.state(each.getKey());
            if (live.equals(story.target())) {
                unchanged.add(each.getKey());
                continue;
            }
            var edit = new PathEdit(each.getKey(), live, story.target());
            String why = conflict(story, live);
            if (why.isEmpty()) {
                edits.add(edit);
            } else {
                conflicts.add(new ApplyOutcome.Conflict(edit, live, why));
            }
        }
        return new Preview(seq, edits, conflicts, unchanged);
    }

    private String conflict(Story story, Optional<FileState> live) {
        if (!live.equals(story.recorded())) {
            return story.otherwise();
        }
        boolean kept = story.target().stream().allMatch(s -> s.kind() == FileState.Kind.FOLDER || ledger.vault().has(s.content()));
        return kept ? "" : "the content to restore is no longer in the ledger";
    }

    private interface Visitor {
        void entry(Entry entry);
    }

    private void eachAfter(long seq, Visitor visitor) throws IOException {
        for (long below = ledger.size(); below > seq + 1; ) {
            List<Entry> page = ledger.page(new EntryQuery(OptionalLong.of(below), PAGE, Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty()));
            for (Entry entry : page) {
                if (entry.seq() > seq) {
                    visitor.entry(entry);
                }
            }
            below = page.isEmpty() ? 0 : page.getLast().seq();
        }
    }

    private Entry entry(long seq) throws IOException {
        return ledger.entry(seq).orElseThrow(() -> new IllegalArgumentException("there is no entry " + seq));
    }

    /// @param edits     paths that can be restored now
    /// @param conflicts paths that somebody changed outside since; left alone
    /// @param unchanged paths that already stand as they should
    public record Preview(long seq, List<PathEdit> edits, List<ApplyOutcome.Conflict> conflicts, List<WorkspacePath> unchanged) {
        public Preview {
            edits = List.copyOf(edits);
            conflicts = List.copyOf(conflicts);
            unchanged = List.copyOf(unchanged);
        }

        public long deletions() {
            return edits.stream().filter(e -> e.after().isEmpty()).count();
        }
    }
}
