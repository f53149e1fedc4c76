package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Makes a private copy that an agent has done with fit to become another's. What stays is only what nothing touched since it was
/// written or captured, by ctime and inode; whatever else an agent made, build output and dependency folders included, is deleted. A folder
/// in which nothing stays is deleted too.
final class Cleaning {
    private final Path tree;
    private final Path spare;
    private final KnownStates known;
    private final Progress progress;
    private final Set<String> folders;
    private final Set<WorkspacePath> kept = new HashSet<>();
    private int usual;
    private long seen;

    /// @param known what is known of the copy
    /// @param spare an existing folder on the same file system, outside of the copy
    Cleaning(Path tree, Path spare, KnownStates known, Progress progress) {
        this.tree = tree;
        this.spare = spare;
        this.known = known;
        this.progress = progress;
        this.folders = IgnoreRules.above(known.all().keySet().stream().map(WorkspacePath::value)::iterator);
    }

    /// @return what stayed: it is as it is known
    Set<WorkspacePath> run() throws IOException {
        Path fresh = Files.createDirectory(spare.resolve("folder"));
        usual = Stamp.of(fresh).orElseThrow().permissions();
        Files.delete(fresh);
        folder(tree, "");
        return kept;
    }

    /// @return whether anything stayed in it
    private boolean folder(Path folder, String above) throws IOException {
        if (Stamp.of(folder).orElseThrow().permissions() != usual) {
            Stamp.permit(folder, usual);
        }
        boolean stayed = false;
        for (Path child : TreeScan.list(folder)) {
            if ((++seen & 255) == 0) {
                progress.check();
            }
            Optional<Stamp> stamp = Stamp.of(child);
            if (stamp.isEmpty()) {
                continue;
            }
            String path = above + child.getFileName();
            if (stamp.get().isFolder() && folders.contains(path) ? folder(child, path + "/") : stays(path, stamp.get())) {
                stayed = true;
            } else {
                Deletion.of(child, spare);
            }
        }
        return stayed;
    }

    private boolean stays(String value, Stamp stamp) {
        // What has a second name may have it outside: the next agent would write there too.
        if (stamp.isFolder() || stamp.links() > 1 || WorkspacePath.faultOf(value).isPresent()) {
            return false;
        }
        WorkspacePath path = WorkspacePath.of(value);
        return known.unchanged(path, stamp).isPresent() && kept.add(path);
    }
}
