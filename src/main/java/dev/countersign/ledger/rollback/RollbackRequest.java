package dev.countersign.ledger.rollback;

import dev.countersign.workspace.WorkspacePath;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What shall be taken back.
///
/// @param only restrict to these paths; empty for all
public record RollbackRequest(Aim aim, SortedSet<WorkspacePath> only) {
    public RollbackRequest {
        only = Collections.unmodifiableSortedSet(new TreeSet<>(only));
    }

    public RollbackRequest(Aim aim, Set<WorkspacePath> only) {
        this(aim, new TreeSet<>(only));
    }

    /// Which changes of the past are meant.
    public sealed interface Aim {
        /// The entry that a rollback's entry names.
        long seq();
    }

    /// Everything that entries after `seq` did.
    public record To(long seq) implements Aim {}

    /// What exactly these entries did: one, those of a node, those of a run.
    public record Undo(SortedSet<Long> entries) implements Aim {
        public Undo {
            if (entries.isEmpty()) {
                throw new IllegalArgumentException("no entry to undo");
            }
            entries = Collections.unmodifiableSortedSet(new TreeSet<>(entries));
        }

        public static Undo of(long seq) {
            return new Undo(new TreeSet<>(Set.of(seq)));
        }

        @Override
        public long seq() {
            return entries.last();
        }
    }

    /// Some hunks of one entry.
    ///
    /// @param hunks by the path of the file change, [dev.countersign.changeset.Hunk#index]
    public record Hunks(long seq, Map<WorkspacePath, SortedSet<Integer>> hunks) implements Aim {
        public Hunks {
            var copy = new TreeMap<WorkspacePath, SortedSet<Integer>>();
            hunks.forEach((path, chosen) -> copy.put(path, Collections.unmodifiableSortedSet(new TreeSet<>(chosen))));
            if (copy.isEmpty() || copy.values().stream().anyMatch(Set::isEmpty)) {
                throw new IllegalArgumentException("no hunk to undo");
            }
            hunks = Collections.unmodifiableMap(copy);
        }
    }

    boolean wants(WorkspacePath path) {
        return (only.isEmpty() || only.contains(path))
                && (!(aim instanceof Hunks some) || some.hunks.containsKey(path));
    }
}
