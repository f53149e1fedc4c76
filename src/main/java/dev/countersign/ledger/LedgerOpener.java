package dev.countersign.ledger;

import dev.countersign.workspace.Workspace;
import java.io.IOException;

/// Opens or creates the ledger of a workspace.
public interface LedgerOpener {
    /// @throws dev.countersign.fault.EnvironmentException `LEDGER-001` where another process has it open, `LEDGER-002` where it
    ///         cannot be read and could not be rebuilt
    Ledger open(Workspace workspace) throws IOException;
}
