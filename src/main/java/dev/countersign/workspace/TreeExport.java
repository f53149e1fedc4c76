package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes a tree of the past into a folder of its own, every file checked against its digest.
public final class TreeExport {
    private final Path workspace;
    private final Path folder;

    /// @param workspace root of the live tree, which is never written here
    /// @param folder    absent or empty, outside of the workspace
    public TreeExport(Path workspace, Path folder) {
        this.workspace = workspace;
        this.folder = folder.toAbsolutePath().normalize();
    }

    /// @param written paths that lie in the folder now
    /// @param missing paths whose content nobody kept, or that are damaged
    public record Written(Path folder, long written, List<WorkspacePath> missing) {
        public Written {
            missing = List.copyOf(missing);
        }
    }

    /// A file whose content is missing is left out and named. Where this fails or is cancelled, what was written is deleted.
    ///
    /// @throws dev.countersign.fault.UserException        `WORKSPACE-030` for a folder that is not fit
    /// @throws dev.countersign.fault.EnvironmentException `WORKSPACE-004`, `WORKSPACE-005` where it cannot be written
    public Written write(Snapshot tree, Contents contents, Progress progress) throws IOException {
        boolean made = prepare();
        var missing = new ArrayList<WorkspacePath>();
        long done = 0;
        boolean whole = false;
        try {
            var writer = new CopyWriter(folder, folder, contents);
            for (Map.Entry<WorkspacePath, FileState> each : tree.files().entrySet()) {
                progress.check();
                progress.step("Writing files", done++, tree.files().size());
                try {
                    writer.write(each.getKey(), each.getValue());
                } catch (MissingContentException e) {
                    Files.deleteIfExists(each.getKey().in(folder));
                    missing.add(each.getKey());
                }
            }
            whole = true;
        } catch (IOException e) {
            throw Faults.unwritten(folder.resolve("."), 0, e, "What had been written was deleted.");
        } finally {
            if (!whole) {
                clear(made);
            }
        }
        return new Written(folder, done - missing.size(), missing);
    }

    /// @return whether the folder was made here
    private boolean prepare() throws IOException {
        if (Files.isDirectory(folder)) {
            refuseWithinWorkspace(folder.toRealPath());
            if (!TreeScan.list(folder).isEmpty()) {
                throw Faults.notForExport(folder, "it is not empty");
            }
            return false;
        }
        if (Stamp.of(folder).isPresent()) {
            throw Faults.notForExport(folder, "there is a file of that name");
        }
        Path above = folder.getParent();
        if (above == null || !Files.isDirectory(above)) {
            throw Faults.notForExport(folder, "the folder above it does not exist");
        }
        refuseWithinWorkspace(above.toRealPath().resolve(folder.getFileName()));
        try {
            Files.createDirectory(folder);
        } catch (IOException e) {
            throw Faults.unwritten(folder, 0, e, "Nothing was written.");
        }
        return true;
    }

    private void refuseWithinWorkspace(Path real) {
        if (real.startsWith(workspace)) {
            throw Faults.notForExport(folder, "it lies in the workspace");
        }
    }

    private void clear(boolean made) throws IOException {
        for (Path child : TreeScan.list(folder)) {
            Deletion.of(child, folder);
        }
        if (made) {
            Files.delete(folder);
        }
    }
}
