package dev.countersign.workspace;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Notices that some paths of a workspace were touched, by what the file system says of them and without reading any: cheap
/// enough to ask every second. A change within one tick of the file system's clock can escape it, so nothing that matters may
/// rest on it. Safe for several threads.
public final class TreeWatch {
    private final Workspace workspace;
    private final Set<WorkspacePath> paths;
    private Optional<Map<WorkspacePath, Optional<Stamp>>> seen = Optional.empty();

    TreeWatch(Workspace workspace, Collection<WorkspacePath> paths) {
        this.workspace = workspace;
        this.paths = Set.copyOf(paths);
    }

    /// Whether any of the paths was touched since this was last asked; the first time, yes.
    public synchronized boolean moved() throws IOException {
        var now = new HashMap<WorkspacePath, Optional<Stamp>>();
        for (WorkspacePath path : paths) {
            now.put(path, workspace.stamp(path));
        }
        boolean moved = seen.isEmpty() || !seen.get().equals(now);
        seen = Optional.of(now);
        return moved;
    }
}
