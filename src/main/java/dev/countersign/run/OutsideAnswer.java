package dev.countersign.run;

import dev.countersign.changeset.Merge;
import dev.countersign.workspace.FileState;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a person wants of a file that changed both on disk and in the candidate. It counts for exactly the two states that the
/// person saw: where either is another by now, the question is open again.
///
/// @param seen     what lay on disk
/// @param approved what the approved part of the candidate made of the file
public record OutsideAnswer(Optional<FileState> seen, Optional<FileState> approved, How how) {

    /// Which of the two, or both.
    public sealed interface How {
        /// Both, merged line by line. @param resolutions by conflict; none where there is none
        record Merged(Map<Integer, Merge.Resolution> resolutions) implements How {
            public Merged {
                resolutions = Collections.unmodifiableMap(new TreeMap<>(resolutions));
            }
        }

        /// The file whole, as it lies on disk.
        record Disk() implements How {}

        /// The file whole, as approved. What lies on disk goes.
        record Approved() implements How {}
    }
}
