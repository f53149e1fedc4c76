package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.Ledger;
import dev.countersign.remote.Sharing;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/// The committer and the rollback over a ledger that another opener owns.
class RemoteCommitterTest extends CommitterTest {
    private Optional<Ledger> owner = Optional.empty();

    @Override
    Ledger opened(Path data, Workspace workspace) throws IOException {
        closeOwner();
        owner = Optional.of(Sharing.open(data, workspace));
        return Sharing.open(data, workspace);
    }

    @AfterEach
    void closeOwner() throws IOException {
        if (owner.isPresent()) {
            owner.get().close();
        }
    }
}
