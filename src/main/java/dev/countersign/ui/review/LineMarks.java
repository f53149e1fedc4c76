package dev.countersign.ui.review;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Decisions on single lines, of hunks that were not decided as one: true for a line whose change is taken, 0-based of each side.
record LineMarks(SortedMap<Integer, Boolean> removed, SortedMap<Integer, Boolean> added) {
    static final LineMarks NONE = new LineMarks(new TreeMap<>(), new TreeMap<>());

    LineMarks {
        removed = Collections.unmodifiableSortedMap(new TreeMap<>(removed));
        added = Collections.unmodifiableSortedMap(new TreeMap<>(added));
    }

    SortedMap<Integer, Boolean> of(Side side) {
        return side == Side.BEFORE ? removed : added;
    }

    boolean isEmpty() {
        return removed.isEmpty() && added.isEmpty();
    }
}
