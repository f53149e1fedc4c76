package dev.countersign.run;

import dev.countersign.changeset.Selection;

/// The human's answer to one candidate.
public sealed interface Decision {
    /// Apply what is selected.
    ///
    /// @param note     the reviewer's words, possibly empty
    /// @param override the reviewer saw failed checks and wants it all the same; recorded
    record Approve(Selection selection, String note, boolean override) implements Decision {}

    /// Back to the agent with this feedback.
    record Revise(String feedback) implements Decision {}

    /// Not wanted. @param reason kept in the ledger
    record Reject(String reason) implements Decision {}
}
