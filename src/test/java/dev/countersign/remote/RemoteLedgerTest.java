package dev.countersign.remote;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerContract;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// A ledger that another opener owns does what every ledger does.
class RemoteLedgerTest extends LedgerContract {
    @TempDir
    Path temporary;

    private Optional<Ledger> owner = Optional.empty();

    @Override
    protected Ledger open() throws IOException {
        closeOwner();
        Workspace workspace = Workspace.open(Files.createDirectories(temporary.resolve("project")));
        owner = Optional.of(Sharing.open(temporary.resolve("data"), workspace));
        return Sharing.open(temporary.resolve("data"), workspace);
    }

    @AfterEach
    void closeOwner() throws IOException {
        if (owner.isPresent()) {
            owner.get().close();
        }
    }
}
