package dev.countersign.ledger.blame;

import java.util.OptionalLong;

/// Where a line comes from.
public sealed interface Origin {

    /// An entry wrote it.
    ///
    /// @param reviewer   whether the reviewer wrote it while editing what the agent proposed
    /// @param restoredBy the rollback, redo or recovery that last brought the line back; empty where it never went
    record Recorded(long seq, boolean reviewer, OptionalLong restoredBy) implements Origin {}

    /// It stood there before the first entry that changed the file.
    record Older(OptionalLong restoredBy) implements Origin {}

    /// It was changed outside the ledger.
    ///
    /// @param before     the first entry that found it so; empty where no entry has changed the file since
    /// @param restoredBy as in [Recorded]
    record Outside(OptionalLong before, OptionalLong restoredBy) implements Origin {}

    /// The rollback, redo or recovery that last brought the line back.
    OptionalLong restoredBy();
}
