package dev.countersign.ledger.store;

import dev.countersign.workspace.Sha256;

/// Where a content lies in the vault.
///
/// @param segment number of the pack
/// @param offset  of the record's head
/// @param stored  bytes behind the head
/// @param length  bytes of the content
public record BlobAt(Sha256 content, int segment, long offset, int stored, long length) {
    long end() {
        return offset + Pack.HEAD + stored;
    }
}
