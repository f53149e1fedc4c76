package dev.countersign.ledger.entry;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalLong;

/// What is derived from an entry, its evidence and later entries. Unknown is empty, never 0.
///
/// @param decided    never [Decided#ROLLED_BACK]
/// @param added      lines
/// @param removed    lines
/// @param costUsd    US dollars
/// @param rolledBack whether a later entry took back what it made of a path, and none brought it back
public record Traits(Optional<Verdict> verdict, Optional<Decided> decided, OptionalLong added, OptionalLong removed,
                     Optional<BigDecimal> costUsd, boolean rolledBack) {
    public Traits {
        if (decided.filter(d -> d == Decided.ROLLED_BACK).isPresent()) {
            throw new IllegalArgumentException("rolled back is no decision of the entry itself");
        }
    }

    public Traits withRolledBack(boolean yes) {
        return new Traits(verdict, decided, added, removed, costUsd, yes);
    }
}
