package dev.countersign.ledger.query;

/// How a timeline is put in order.
public enum Grouping {
    /// By day in the zone of this machine, newest first.
    DAY,
    /// By run, that with the newest entry first; within a run newest first.
    TASK
}
