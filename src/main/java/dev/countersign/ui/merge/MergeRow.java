package dev.countersign.ui.merge;

import dev.countersign.changeset.Merge;
import java.util.Optional;

/// One row of a merge as it is shown.
sealed interface MergeRow {

    /// Lines that stand, left out of sight.
    record Fold(int lines) implements MergeRow {}

    /// A line that stands, and whose it is.
    record Line(String text, Merge.Origin origin) implements MergeRow {}

    /// The head of a conflict, with what can be done about it.
    record Head(Merge.Conflict conflict, Optional<Merge.Resolution> resolution) implements MergeRow {}

    /// A line of both sides of an open conflict. A side that has fewer lines is empty at the end.
    ///
    /// @param inOurs   line number from 1
    /// @param inTheirs line number from 1
    record Pair(int conflict, Optional<String> ours, int inOurs, Optional<String> theirs, int inTheirs) implements MergeRow {}

    /// A line of what both sides began with.
    record Base(int conflict, String text) implements MergeRow {}

    /// A line that a settled conflict leaves.
    record Result(int conflict, String text) implements MergeRow {}
}
