package dev.countersign.ledger.query;

import java.util.List;

/// The order of everything that a query finds, without the entries: enough for a scroll bar that tells the truth.
///
/// @param size    entries of the ledger when this was made; rows are asked for with it
/// @param indexed entries that were looked through; less than `size` while an index is being built
/// @param count   rows in all
/// @param groups  in order; their counts add up to `count`
public record Outline(long size, long indexed, int count, List<Group> groups) {
    public Outline {
        groups = List.copyOf(groups);
    }

    /// @param key   the day as `2026-11-21`, or the run's id
    /// @param first place of its first row among all rows
    /// @param newest ms since 1970
    public record Group(String key, int first, int count, long newest) {}
}
