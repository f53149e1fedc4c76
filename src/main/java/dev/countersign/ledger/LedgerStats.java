package dev.countersign.ledger;

import dev.countersign.ledger.entry.EntryKind;
import java.util.Map;
import java.util.OptionalLong;

/// Numbers of one ledger. @param stored bytes on disk @param content bytes of the content before compression
public record LedgerStats(long entries, Map<EntryKind, Long> byKind, Map<String, Long> byActor, long blobs, long content,
                          long stored, OptionalLong first, OptionalLong last) {}
