package dev.countersign.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Folders that edits have emptied. They are removed, as git does, where the edits do not name them as empty folders.
final class EmptiedFolders {
    private final Path root;
    private final EditSet edits;

    EmptiedFolders(Path root, EditSet edits) {
        this.root = root;
        this.edits = edits;
    }

    void remove() throws IOException {
        for (PathEdit edit : edits.all()) {
            if (edit.after().isEmpty()) {
                removeAbove(edit.path());
            }
        }
    }

    private void removeAbove(WorkspacePath path) throws IOException {
        var folders = new ArrayDeque<WorkspacePath>();
        // From the top, so that a link that stands on the way now hides what lies behind it.
        for (WorkspacePath folder : foldersOf(path)) {
            Optional<Stamp> stamp = Stamp.of(folder.in(root));
            if (stamp.filter(Stamp::isFolder).isEmpty()) {
                break;
            }
            folders.push(folder);
        }
        while (!folders.isEmpty() && !edits.fill(folders.peek().value())) {
            try {
                Path folder = folders.pop().in(root);
                Files.delete(folder);
                Replacement.sync(folder.getParent());
            } catch (IOException e) {
                // Not empty, or not ours to remove: it stays, and everything asked for is done.
                return;
            }
        }
    }

    private static List<WorkspacePath> foldersOf(WorkspacePath path) {
        List<String> parts = path.parts();
        return IntStream.range(1, parts.size()).mapToObj(n -> WorkspacePath.of(String.join("/", parts.subList(0, n)))).toList();
    }
}
