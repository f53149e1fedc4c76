package dev.countersign.ledger.query;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.Traits;
import java.util.List;

/// One row of a timeline.
///
/// @param task     first line of the task, or empty
/// @param passages where the text that was searched for stands, the best first; empty where none was
public record Found(Entry entry, Traits traits, String task, List<Passage> passages) {
    public Found {
        passages = List.copyOf(passages);
    }

    /// @param where "task", "summary", "words", "note", "file", "added", "removed" …
    /// @param text  one line, or a piece of it
    /// @param marks what matched in it, in order, not overlapping
    public record Passage(String where, String text, List<Mark> marks) {
        public Passage {
            marks = List.copyOf(marks);
        }
    }

    /// Half-open UTF-16 columns.
    public record Mark(int start, int end) {}
}
