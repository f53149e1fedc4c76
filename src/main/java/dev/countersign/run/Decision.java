package dev.countersign.run;

import dev.countersign.changeset.Selection;
import dev.countersign.workspace.WorkspacePath;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The human's answer to one candidate.
public sealed interface Decision {
    /// Apply what is selected.
    ///
    /// @param note     the reviewer's words, possibly empty
    /// @param override the reviewer saw failed checks and wants it all the same; recorded
    /// @param outside  what becomes of files that changed on disk since; one that is not named here is not overwritten
    record Approve(Selection selection, String note, boolean override, Map<WorkspacePath, OutsideAnswer> outside)
            implements Decision {
        public Approve {
            outside = Collections.unmodifiableMap(new TreeMap<>(outside));
        }

        public Approve(Selection selection, String note, boolean override) {
            this(selection, note, override, Map.of());
        }
    }

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
