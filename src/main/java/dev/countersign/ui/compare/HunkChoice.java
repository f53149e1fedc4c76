package dev.countersign.ui.compare;

import dev.countersign.run.RunId;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;

/// What can be taken of one file of one candidate.
///
/// @param hunk  its index; [#WHOLE] for the whole change of the file
/// @param place where it stands in the file, in words
/// @param lines what goes, marked with a minus, and what comes, with a plus
/// @param more  lines that are not shown
public record HunkChoice(RunId run, WorkspacePath path, int hunk, String place, List<String> lines, int more) {
    static final int WHOLE = -1;

    public HunkChoice {
        lines = List.copyOf(lines);
    }

    /// The same choice, whatever it is said to be.
    Key key() {
        return new Key(run, path, hunk);
    }

    record Key(RunId run, WorkspacePath path, int hunk) {}
}
