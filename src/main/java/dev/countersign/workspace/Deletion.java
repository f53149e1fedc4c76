package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// Deletes trees that programs of any kind made: links are removed, never followed; folders that may not be read or written
/// are opened first; folders nested deeper than a path may be long are moved up before.
public final class Deletion {
    private static final int LONG = 2500;

    private final Path spare;
    private final Deque<Path> deep = new ArrayDeque<>();
    private int moved;

    private Deletion(Path spare) {
        this.spare = spare;
    }

    /// Deletes whatever lies at `path`; nothing is fine.
    ///
    /// @param spare an existing folder on the same file system, where deep folders may be moved for the moment
    public static void of(Path path, Path spare) throws IOException {
        var deletion = new Deletion(spare);
        deletion.delete(path);
        while (!deletion.deep.isEmpty()) {
            deletion.delete(deletion.deep.pop());
        }
    }

    private void delete(Path path) throws IOException {
        var stamp = Stamp.of(path);
        if (stamp.isEmpty()) {
            return;
        }
        if (stamp.get().isFolder()) {
            if (path.toString().length() > LONG && !path.getParent().equals(spare)) {
                Path up = spare.resolve(".countersign-deep-" + moved++);
                if (Stamp.of(up).isEmpty()) {
                    Files.move(path, up);
                    deep.push(up);
                    return;
                }
            }
            if ((stamp.get().permissions() & 0700) != 0700) {
                Stamp.permit(path, 0700);
            }
            for (Path child : TreeScan.list(path)) {
                delete(child);
            }
        }
        try {
            Files.delete(path);
        } catch (NoSuchFileException e) {
            return;
        } catch (AccessDeniedException e) {
            Stamp.permit(path.getParent(), 0700);
            Files.delete(path);
        }
    }
}
