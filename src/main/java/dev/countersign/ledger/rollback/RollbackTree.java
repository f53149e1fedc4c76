package dev.countersign.ledger.rollback;

import dev.countersign.workspace.ApplyOutcome;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Whether the files of a rollback can stand together in the live tree: no file where a folder holds other things, no empty
/// folder that is not empty.
final class RollbackTree {
    private final Workspace workspace;
    private final TreeMap<WorkspacePath, RollbackFile> files;
    private final TreeMap<WorkspacePath, PathEdit> folders = new TreeMap<>();

    RollbackTree(Workspace workspace, Map<WorkspacePath, RollbackFile> files) throws IOException {
        this.workspace = workspace;
        this.files = new TreeMap<>(files);
        refuseFilesAsFolders();
        leaveFilledFolders();
        fillEmptyFolders();
        refuseWhatIsInTheWay();
    }

    List<RollbackFile> files() {
        return List.copyOf(files.values());
    }

    List<PathEdit> folders() {
        return List.copyOf(folders.values());
    }

    private Optional<PathEdit> edit(WorkspacePath path) {
        return files.get(path) instanceof RollbackFile.Change change ? Optional.of(change.edit()) : Optional.empty();
    }

    private List<PathEdit> edits() {
        var edits = new ArrayList<>(folders.values());
        files.keySet().forEach(path -> edit(path).ifPresent(edits::add));
        return edits;
    }

    private static List<WorkspacePath> above(WorkspacePath path) {
        var above = new ArrayList<WorkspacePath>();
        for (String up = path.folder(); !up.isEmpty(); up = above.getLast().folder()) {
            above.add(WorkspacePath.of(up));
        }
        return above;
    }

    private void refuseFilesAsFolders() {
        for (PathEdit edit : edits()) {
            if (edit.after().isEmpty()) {
                continue;
            }
            for (WorkspacePath up : above(edit.path())) {
                boolean file = edit(up).flatMap(PathEdit::after).filter(after -> after.kind() != FileState.Kind.FOLDER).isPresent();
                if (file) {
                    files.put(up, new RollbackFile.Blocked(up, "files are restored below it, so it has to stay a folder"));
                }
            }
        }
    }

    /// A folder that holds something is no empty folder, and needs no restoring.
    private void leaveFilledFolders() throws IOException {
        for (PathEdit edit : edits()) {
            if (edit.after().filter(after -> after.kind() == FileState.Kind.FOLDER).isEmpty()) {
                continue;
            }
            boolean filled = edits().stream().anyMatch(other -> other.after().isPresent() && above(other.path()).contains(edit.path()))
                    || edit.before().isEmpty() && workspace.holds(edit.path(), edits());
            if (filled) {
                files.put(edit.path(), new RollbackFile.Same(edit.path(), List.of()));
            }
        }
    }

    private void fillEmptyFolders() throws IOException {
        for (PathEdit edit : edits()) {
            if (edit.after().isEmpty()) {
                continue;
            }
            for (WorkspacePath up : above(edit.path())) {
                if (edit(up).isPresent() || folders.containsKey(up)) {
                    continue;
                }
                Optional<FileState> empty = workspace.state(up).filter(state -> state.kind() == FileState.Kind.FOLDER);
                empty.ifPresent(state -> folders.put(up, new PathEdit(up, empty, Optional.empty())));
            }
        }
    }

    private void refuseWhatIsInTheWay() throws IOException {
        List<ApplyOutcome.Conflict> obstacles = workspace.obstacles(edits());
        // What is refused may have made room for others.
        while (!obstacles.isEmpty()) {
            for (ApplyOutcome.Conflict conflict : obstacles) {
                WorkspacePath path = conflict.edit().path();
                folders.remove(path);
                if (edit(path).isPresent()) {
                    files.put(path, new RollbackFile.Blocked(path, conflict.why()));
                }
            }
            obstacles = workspace.obstacles(edits());
        }
    }
}
