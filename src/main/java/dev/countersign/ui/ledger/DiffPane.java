package dev.countersign.ui.ledger;

import dev.countersign.changeset.FileChange;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.scene.layout.Region;

/// Shows file changes read-only. The review screen has one; the window puts it in here.
public interface DiffPane {
    Region node();

    void show(List<FileChange> changes, Contents contents);

    /// Offers to do something about the hunk in front, and about its file.
    ///
    /// @param ofHunk what, for a person
    /// @param ofFile the same
    void offer(String ofHunk, BiConsumer<WorkspacePath, Integer> hunk, String ofFile, Consumer<WorkspacePath> file);

    /// Offers to show where the lines of the file in front come from.
    ///
    /// @param what for a person
    void offerOrigin(String what, Consumer<WorkspacePath> show);
}
