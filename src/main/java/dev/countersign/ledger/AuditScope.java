package dev.countersign.ledger;

import dev.countersign.ledger.seal.NoteKey;
import java.util.List;

/// What an audit compares the ledger with, beside what lies in its own folders.
///
/// @param kept      checkpoints that were kept elsewhere
/// @param keys      public halves of this ledger's key that were kept elsewhere
/// @param witnesses keys of witnesses that are known from elsewhere; they count beside the pinned ones
public record AuditScope(List<Kept> kept, List<NoteKey> keys, List<NoteKey> witnesses) {
    public static final AuditScope HERE = new AuditScope(List.of(), List.of(), List.of());

    /// A text that should be a checkpoint. @param name where it comes from, for the findings
    public record Kept(String name, String note) {}

    public AuditScope {
        kept = List.copyOf(kept);
        keys = List.copyOf(keys);
        witnesses = List.copyOf(witnesses);
    }
}
