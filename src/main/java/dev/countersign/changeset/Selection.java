package dev.countersign.changeset;

import dev.countersign.workspace.WorkspacePath;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which part of a changeset a person approved, by the path of each [FileChange]. A path that is not named is left out.
public record Selection(Map<WorkspacePath, FileSelection> files) {
    public Selection {
        files = java.util.Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /// Everything in `changeset`.
    public static Selection all(Changeset changeset) {
        var files = new TreeMap<WorkspacePath, FileSelection>();
        changeset.changes().forEach(change -> files.put(change.path(), new FileSelection.Whole()));
        return new Selection(files);
    }

    public boolean isAllOf(Changeset changeset) {
        return equals(all(changeset));
    }

    /// What was chosen of one file.
    public sealed interface FileSelection {
        record Whole() implements FileSelection {}

        record None() implements FileSelection {}

        /// Only these hunks, by [Hunk#index]; rename and mode come along, the rest of the content stays as before.
        record Hunks(SortedSet<Integer> accepted) implements FileSelection {
            public Hunks {
                accepted = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(accepted));
            }
        }

        /// Only these lines, 0-based: of the before side those whose removal is taken, of the after side those that come in. All of
        /// them belong to hunks. Rename and mode come along, the rest of the content stays as before.
        record Lines(SortedSet<Integer> removed, SortedSet<Integer> added) implements FileSelection {
            public Lines {
                removed = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(removed));
                added = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(added));
            }

            public boolean isEmpty() {
                return removed.isEmpty() && added.isEmpty();
            }

            /// Whether all of a hunk is taken.
            public boolean isWhole(Hunk hunk) {
                return removed.subSet(hunk.beforeStart(), hunk.beforeEnd()).size() == hunk.beforeCount()
                        && added.subSet(hunk.afterStart(), hunk.afterEnd()).size() == hunk.afterCount();
            }

            /// Whether nothing of a hunk is taken.
            public boolean isNone(Hunk hunk) {
                return removed.subSet(hunk.beforeStart(), hunk.beforeEnd()).isEmpty()
                        && added.subSet(hunk.afterStart(), hunk.afterEnd()).isEmpty();
            }
        }

        /// The reviewer's own text in place of the agent's. UTF-16 text; written in the file's own charset and line ends.
        record Edited(String text) implements FileSelection {}
    }
}
