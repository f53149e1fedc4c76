package dev.countersign.ui.ledger;

import dev.countersign.ledger.tree.TreeAt;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.TreeExport;
import java.io.IOException;
import java.nio.file.Path;

/// Trees of the past, for the ledger screen. Everything here but the name may take a while: call it from the background.
public interface TreeSource {
    /// What the workspace is called.
    String name();

    TreeAt at(long seq, Progress progress) throws IOException;

    /// @param folder absent or empty, outside of the workspace
    TreeExport.Written export(TreeAt tree, Path folder, Progress progress) throws IOException;
}
