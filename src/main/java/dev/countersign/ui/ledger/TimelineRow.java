package dev.countersign.ui.ledger;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.query.Found;

/// One row of the timeline.
public sealed interface TimelineRow {
    /// A day or a task begins below.
    ///
    /// @param label the day, or the task as far as it was read
    record Group(String label, int count) implements TimelineRow {}

    record Item(Found found) implements TimelineRow {
        public Entry entry() {
            return found.entry();
        }
    }

    /// An entry that is being read.
    record Pending(int place) implements TimelineRow {}
}
