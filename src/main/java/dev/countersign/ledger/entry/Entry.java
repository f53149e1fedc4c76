package dev.countersign.ledger.entry;

import dev.countersign.workspace.Sha256;
import java.util.UUID;

/// One leaf, read. `leafHash` is SHA-256(0x00 ‖ leaf bytes) (RFC 6962 §2.1).
///
/// @param seq      index in the tree, from 0
/// @param txid     UUIDv7
/// @param time     ms since 1970
/// @param baseRoot root of the tree of all entries before this one
public record Entry(long seq, UUID txid, long time, Sha256 baseRoot, EntryDraft what, Sha256 leafHash) {}
