package dev.countersign.run;

import dev.countersign.changeset.Selection;
import java.util.List;

/// The human's answer to one candidate.
public sealed interface Decision {
    /// Apply what is selected.
    ///
    /// @param note     the reviewer's words, possibly empty
    /// @param override the reviewer saw failed checks and wants it all the same; recorded
    record Approve(Selection selection, String note, boolean override) implements Decision {}

    /// Back to the agent with this feedback.
    ///
    /// @param feedback of the whole; may be empty where there are comments
    /// @param comments each about lines of its own, in the order in which they are to be read
    record Revise(String feedback, List<ReviewComment> comments) implements Decision {
        public Revise {
            comments = List.copyOf(comments);
        }

        public Revise(String feedback) {
            this(feedback, List.of());
        }

        /// Whether it says nothing at all.
        public boolean isBlank() {
            return feedback.isBlank() && comments.isEmpty();
        }
    }

    /// Not wanted. @param reason kept in the ledger
    record Reject(String reason) implements Decision {}
}
