package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes a private copy that an agent has done with fit to become another's. What stays is only what nothing touched since it was
/// written, by ctime and inode; whatever an agent made, build output and dependency folders included, is deleted.
final class Reuse {
    private final Path tree;
    private final Path spare;
    private final StageRecord record;
    private final Snapshot base;
    private final Progress progress;
    private final Set<String> folders = new HashSet<>();
    private final Map<WorkspacePath, Stamp> kept = new HashMap<>();
    private int usual;
    private long seen;

    /// @param record what is known of the copy
    /// @param base   what it is to hold
    /// @param spare  an existing folder on the same file system, outside of the copy
    Reuse(Path tree, Path spare, StageRecord record, Snapshot base, Progress progress) {
        this.tree = tree;
        this.spare = spare;
        this.record = record;
        this.base = base;
        this.progress = progress;
        for (WorkspacePath path : base.files().keySet()) {
            String value = path.value();
            for (int slash = value.lastIndexOf('/'); slash > 0 && folders.add(value.substring(0, slash)); ) {
                slash = value.lastIndexOf('/', slash - 1);
            }
        }
    }

    /// @return what stayed: it is as `base` has it
    Map<WorkspacePath, Stamp> run() throws IOException {
        Path fresh = Files.createDirectory(spare.resolve("folder"));
        usual = Stamp.of(fresh).orElseThrow().permissions();
        Files.delete(fresh);
        folder(tree, "");
        return kept;
    }

    private void folder(Path folder, String above) throws IOException {
        if (Stamp.of(folder).orElseThrow().permissions() != usual) {
            Stamp.permit(folder, usual);
        }
        List<Path> children = TreeScan.list(folder);
        for (Path child : children) {
            if ((++seen & 255) == 0) {
                progress.check();
            }
            Optional<Stamp> stamp = Stamp.of(child);
            if (stamp.isEmpty()) {
                continue;
            }
            String path = above + child.getFileName();
            if (stamp.get().isFolder() && folders.contains(path)) {
                folder(child, path + "/");
            } else if (!stays(path, stamp.get())) {
                Deletion.of(child, spare);
            }
        }
    }

    private boolean stays(String value, Stamp stamp) {
        if (stamp.isFolder() || WorkspacePath.faultOf(value).isPresent()) {
            return false;
        }
        WorkspacePath path = WorkspacePath.of(value);
        Optional<FileState> wanted = base.get(path);
        if (wanted.isEmpty() || !record.known().unchanged(path, stamp).equals(wanted)) {
            return false;
        }
        kept.put(path, stamp);
        return true;
    }
}
