package dev.countersign.ledger;

import java.util.Optional;
import java.util.OptionalLong;

/// A page of entries, newest first. All conditions must hold.
///
/// @param below  only entries with a smaller sequence number; for the next page
/// @param limit  rows at most, 1 to 1,000
/// @param text   found in the summary, session, node, actor or a path, in any case; any characters
/// @param path   touches exactly this path
public record EntryQuery(OptionalLong below, int limit, Optional<String> text, Optional<String> path, Optional<String> actor,
                         Optional<EntryKind> kind) {
    public static EntryQuery recent(int limit) {
        return new EntryQuery(OptionalLong.empty(), limit, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
