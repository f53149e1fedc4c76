package dev.countersign.remote;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerContract;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// So does one whose owner ended after it was opened.
class TakenOverLedgerTest extends LedgerContract {
    @TempDir
    Path temporary;

    @Override
    protected Ledger open() throws IOException {
        Workspace workspace = Workspace.open(Files.createDirectories(temporary.resolve("project")));
        try (Ledger _ = Sharing.open(temporary.resolve("data"), workspace)) {
            return Sharing.open(temporary.resolve("data"), workspace);
        }
    }
}
