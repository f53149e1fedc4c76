package dev.countersign.ledger.lucene;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerContract;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/// The ledger as the program opens it does what every ledger does.
class IndexedLedgerTest extends LedgerContract {
    @TempDir
    Path temporary;

    @Override
    protected Ledger open() throws IOException {
        Path root = Files.createDirectories(temporary.resolve("project"));
        Path data = temporary.resolve("data");
        return new IndexedOpener(data, new DuckLedgerOpener(data, InstantSource.system(), new Random(3))).open(Workspace.open(root));
    }
}
