package dev.countersign.ledger.lucene;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerOpener;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;

/// Opens ledgers with a search index beside them, in `ledgers/<workspace id>/index`.
///
/// @param data    Countersign's data folder
/// @param ledgers opens the ledgers themselves
public record IndexedOpener(Path data, LedgerOpener ledgers) implements LedgerOpener {
    @Override
    public Ledger open(Workspace workspace) throws IOException {
        Ledger ledger = ledgers.open(workspace);
        return new IndexedLedger(ledger, new LedgerFolder(data, workspace.id()).root().resolve("index"));
    }
}
