package dev.countersign.ui.guard;

import dev.countersign.run.Scripts;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.List;

/// The scripts of a workspace. All may block.
public interface ScriptsSource {
    List<Scripts.Listed> list() throws IOException;

    /// What changed since it was decided on last.
    Scripts.Difference difference(String name) throws IOException;

    /// Lets agents call exactly the bytes with this hash; an entry of the ledger.
    void approve(String name, Sha256 hash) throws IOException;

    /// Withdraws an approval; an entry of the ledger.
    void revoke(String name) throws IOException;
}
