package dev.countersign.ui.ledger;

import dev.countersign.changeset.FileChange;
import dev.countersign.workspace.Contents;
import java.util.List;
import javafx.scene.layout.Region;

/// Shows file changes read-only. The review screen has one; the window puts it in here.
public interface DiffPane {
    Region node();

    void show(List<FileChange> changes, Contents contents);
}
