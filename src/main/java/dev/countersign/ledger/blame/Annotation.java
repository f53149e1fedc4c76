package dev.countersign.ledger.blame;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// A file, line by line, with the origin of each.
///
/// @param at      the entry after which the file stood so; empty for the file as it is now
/// @param entries every entry that an origin names, by its number
public record Annotation(WorkspacePath path, OptionalLong at, List<Line> lines, Map<Long, Entry> entries) {
    public Annotation {
        lines = List.copyOf(lines);
        entries = java.util.Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    /// @param text without its end
    public record Line(String text, Origin origin) {}
}
