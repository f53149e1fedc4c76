package dev.countersign.ledger;

import java.util.List;

/// What collecting the content that nothing needs gave back, or would.
///
/// @param contents  that nothing needs
/// @param bytes     of the disk that they take
/// @param kept      contents that something needs
/// @param keptBytes of the disk that those take
/// @param skipped   files that were left as they are because they are damaged
public record Reclaimed(long contents, long bytes, long kept, long keptBytes, List<String> skipped) {
    public static final Reclaimed NOTHING = new Reclaimed(0, 0, 0, 0, List.of());

    public Reclaimed {
        skipped = List.copyOf(skipped);
    }
}
