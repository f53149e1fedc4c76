package dev.countersign.ledger;

import java.nio.file.Path;

/// What to write out of a ledger.
///
/// @param folder  to be made, or empty
/// @param from    first entry
/// @param to      behind the last entry; the size of the ledger at most
/// @param content whether the vault's content goes with it, or its digests alone
public record ExportRequest(Path folder, long from, long to, boolean content) {
    public ExportRequest {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no entries " + from + " to " + to);
        }
    }
}
