package dev.countersign.ui.ledger;

import dev.countersign.ledger.Entry;

/// One row of the timeline.
public sealed interface TimelineRow {
    /// A new day begins below.
    record Day(String label) implements TimelineRow {}

    record Item(Entry entry) implements TimelineRow {}
}
