package dev.countersign.workspace;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Edits that are applied together, in path order, and what they mean for the folders on their way.
final class EditSet {
    private final TreeMap<WorkspacePath, PathEdit> edits = new TreeMap<>();
    private final Map<String, PathEdit> named = new HashMap<>();
    private final Set<String> through = new HashSet<>();

    /// @throws IllegalArgumentException where two edits are of one path, or one needs a folder where another puts something
    EditSet(List<PathEdit> list, Path root) {
        for (PathEdit edit : list) {
            if (edits.put(edit.path(), edit) != null) {
                throw new IllegalArgumentException("two edits of " + edit.path());
            }
            named.put(edit.path().value(), edit);
            try {
                edit.path().in(root);
            } catch (InvalidPathException e) {
                throw Faults.unnameable(edit.path(), e);
            }
        }
        for (PathEdit edit : list) {
            for (String up = edit.path().folder(); !up.isEmpty(); up = above(up)) {
                through.add(up);
                if (edit.after().isPresent() && at(up).flatMap(PathEdit::after).isPresent()) {
                    throw new IllegalArgumentException("the edits put something at " + up + " and below it");
                }
            }
        }
    }

    private static String above(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private Optional<PathEdit> at(String path) {
        return Optional.ofNullable(named.get(path));
    }

    Collection<PathEdit> all() {
        return edits.values();
    }

    /// Whether an edit lies below `folder`.
    boolean passThrough(String folder) {
        return through.contains(folder);
    }

    /// Whether what lies at `path` is deleted.
    boolean remove(String path) {
        return at(path).filter(edit -> edit.before().isPresent() && edit.after().isEmpty()).isPresent();
    }

    /// Whether the edits leave something at `path` itself.
    boolean fill(String path) {
        return at(path).flatMap(PathEdit::after).isPresent();
    }

    /// Whether the edits put a file or link at `path`.
    boolean putFile(String path) {
        return at(path).flatMap(PathEdit::after).filter(EditSet::hasContent).isPresent();
    }

    /// Whether a folder above `path` becomes a file: such a folder is set aside whole, with everything in it.
    boolean putFileAbove(WorkspacePath path) {
        for (String up = path.folder(); !up.isEmpty(); up = above(up)) {
            if (putFile(up)) {
                return true;
            }
        }
        return false;
    }

    static boolean hasContent(FileState state) {
        return state.kind() != FileState.Kind.FOLDER;
    }

    static boolean onlyPermissions(PathEdit edit) {
        if (edit.before().isEmpty() || edit.after().isEmpty()) {
            return false;
        }
        FileState before = edit.before().get();
        FileState after = edit.after().get();
        return before.kind() == FileState.Kind.FILE && after.kind() == before.kind() && after.content().equals(before.content());
    }

    static boolean needsContent(PathEdit edit) {
        return edit.after().filter(EditSet::hasContent).isPresent() && !onlyPermissions(edit);
    }
}
