package dev.countersign.verify;

import dev.countersign.changeset.LineRange;
import dev.countersign.workspace.WorkspacePath;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which lines of the changed files the checks ran, as the reports say that the checks themselves wrote. A file or line that no
/// report names is not known, which is not the same as untested.
///
/// @param reports where they lay in the tree, in order
/// @param files   changed files that a report names
public record Coverage(List<String> reports, SortedMap<WorkspacePath, Lines> files) {
    public Coverage {
        reports = List.copyOf(reports);
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /// Lines of one file after the change. Those in neither list hold nothing that runs, or are not known.
    ///
    /// @param ran    lines that some test ran, in order
    /// @param missed lines that no test ran, in order
    public record Lines(List<LineRange> ran, List<LineRange> missed) {
        public Lines {
            ran = List.copyOf(ran);
            missed = List.copyOf(missed);
        }

        /// How many of these lines no test ran.
        public int missedIn(LineRange range) {
            return missed.stream().mapToInt(m -> Math.max(0, Math.min(m.to(), range.to()) - Math.max(m.from(), range.from()))).sum();
        }
    }

    /// Empty where no report names the file.
    public Optional<Lines> of(WorkspacePath path) {
        return Optional.ofNullable(files.get(path));
    }
}
