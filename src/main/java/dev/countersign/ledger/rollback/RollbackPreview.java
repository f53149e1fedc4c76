package dev.countersign.ledger.rollback;

import dev.countersign.workspace.Contents;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.WorkspacePath;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Exactly what a rollback will do. A value: nothing has happened yet, and nothing does while [#conflicts] has any.
///
/// @param files    by path
/// @param folders  empty folders that cease to be such because a file comes into them
/// @param contents the content of all states that the files name
public record RollbackPreview(RollbackRequest request, RollbackChoices choices, List<RollbackFile> files, List<PathEdit> folders,
                              Contents contents) {
    public RollbackPreview {
        files = List.copyOf(files);
        folders = List.copyOf(folders);
    }

    public long seq() {
        return request.aim().seq();
    }

    /// What will be applied, in path order.
    public List<PathEdit> edits() {
        return Stream.concat(changes().stream().map(RollbackFile.Change::edit), folders.stream())
                .sorted(Comparator.comparing(PathEdit::path)).toList();
    }

    public List<RollbackFile.Change> changes() {
        return of(RollbackFile.Change.class);
    }

    /// Open conflicts.
    public List<RollbackFile.Open> conflicts() {
        return of(RollbackFile.Open.class);
    }

    public List<RollbackFile.Blocked> blocked() {
        return of(RollbackFile.Blocked.class);
    }

    public List<RollbackFile.LeftOut> leftOut() {
        return of(RollbackFile.LeftOut.class);
    }

    /// Paths that already stand as they should.
    public List<WorkspacePath> unchanged() {
        return of(RollbackFile.Same.class).stream().map(RollbackFile.Same::path).toList();
    }

    public long deletions() {
        return changes().stream().filter(change -> change.edit().after().isEmpty()).count();
    }

    /// Places of later work that stay in files that change.
    public int kept() {
        return changes().stream().mapToInt(RollbackFile.Change::kept).sum();
    }

    private <T extends RollbackFile> List<T> of(Class<T> kind) {
        return files.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
