package dev.countersign.ledger.entry;

import dev.countersign.workspace.WorkspacePath;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which earlier entries a rollback or redo entry is about.
///
/// @param by    the entry itself
/// @param from  the first that may be concerned
/// @param until the first that is not any more
/// @param paths concerned only where they touch one of these
/// @param redo  those that entry `from` took back are in force again
public record Undoing(long by, long from, long until, Set<WorkspacePath> paths, boolean redo) {
    public Undoing {
        paths = Set.copyOf(paths);
    }

    /// @param target the entry that `entry` names as restored
    public static Optional<Undoing> of(Entry entry, Optional<Entry> target) {
        EntryDraft what = entry.what();
        if (target.isEmpty() || what.kind() != EntryKind.ROLLBACK && what.kind() != EntryKind.REDO) {
            return Optional.empty();
        }
        long seq = target.get().seq();
        Set<WorkspacePath> paths = what.changes().stream().map(edit -> edit.path()).collect(Collectors.toSet());
        if (what.kind() == EntryKind.REDO) {
            return Optional.of(new Undoing(entry.seq(), seq, seq + 1, paths, true));
        }
        // An undo leads to the states before the named entry's own changes, a rollback to it to those after it.
        boolean undo = what.changes().stream().allMatch(edit -> target.get().what().changes().stream()
                .anyMatch(change -> change.path().equals(edit.path()) && change.before().equals(edit.after())));
        return Optional.of(undo ? new Undoing(entry.seq(), seq, seq + 1, paths, false)
                : new Undoing(entry.seq(), seq + 1, entry.seq(), paths, false));
    }

    /// Whether it takes `entry` back.
    public boolean concerns(Entry entry) {
        return !redo && entry.seq() >= from && entry.seq() < until
                && entry.what().changes().stream().anyMatch(edit -> paths.contains(edit.path()));
    }
}
