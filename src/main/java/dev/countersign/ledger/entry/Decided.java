package dev.countersign.ledger.entry;

/// What became of what an agent proposed.
public enum Decided {
    /// Approved as it was proposed.
    WHOLE,
    /// Approved in part, the rest left out.
    PART,
    /// Approved with the reviewer's own text in place of the agent's, for one file at least.
    EDITED,
    /// Not wanted by a person.
    REJECTED,
    /// Approved, and taken back by a later entry. Holds beside one of the others.
    ROLLED_BACK
}
