package dev.countersign.run;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.changeset.Selection;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A disk made by hand, for tests of other packages.
public final class Disks {
    private Disks() {}

    /// @param disk what lies there where it is not what the candidate started from
    public static OutsideChanges outside(Changeset candidate, Selection selection, Map<WorkspacePath, Optional<FileState>> disk, MemoryStore store)
            throws IOException {
        Map<WorkspacePath, Optional<FileState>> base = candidate.edits().stream().collect(Collectors.toMap(e -> e.path(), e -> e.before()));
        return OutsideChanges.of(candidate, selection, path -> disk.getOrDefault(path, base.getOrDefault(path, Optional.empty())), store);
    }
}
