package dev.countersign.remote;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Ledgers as the program opens them, for tests.
public final class Sharing {
    private Sharing() {}

    public static SharedLedgers ledgers(Path data, String version) {
        RandomGenerator random = RandomGenerator.getDefault();
        return new SharedLedgers(new DuckLedgerOpener(data, InstantSource.system(), random), data, Path.of(
                System.getProperty("java.io.tmpdir")).resolve("countersign-test-run"), version, InstantSource.system(), random);
    }

    public static Ledger open(Path data, Workspace workspace) throws IOException {
        return ledgers(data, "1").open(workspace);
    }
}
