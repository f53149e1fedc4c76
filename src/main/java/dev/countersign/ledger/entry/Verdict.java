package dev.countersign.ledger.entry;

/// What the checks said of the tree that an entry is about.
public enum Verdict {
    /// At least one check passed, and none failed.
    GREEN,
    /// Some check failed.
    RED,
    /// Nothing was checked.
    NOT_CHECKED,
    /// Some check failed, and a person approved all the same.
    OVERRIDDEN
}
