package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.io.TempDir;

class DuckLedgerTest extends LedgerContract {
    @TempDir
    Path data;

    @Override
    protected Ledger open() throws IOException {
        return new DuckLedgerOpener(data, InstantSource.system(), RandomGenerator.getDefault()).open("0123456789abcdef");
    }
}
