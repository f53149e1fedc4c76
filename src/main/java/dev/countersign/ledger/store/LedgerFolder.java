package dev.countersign.ledger.store;

import java.nio.file.Path;

/// Where the files of one ledger lie. The anchor log and the key lie outside of the ledger's own folder on purpose.
///
/// @param data      Countersign's data folder
/// @param workspace the workspace's id
public record LedgerFolder(Path data, String workspace) {
    public Path root() {
        return data.resolve("ledgers").resolve(workspace);
    }

    public Path genesis() {
        return root().resolve("genesis");
    }

    public Path lock() {
        return root().resolve("lock");
    }

    public Path leaves() {
        return root().resolve("leaves");
    }

    public Path vault() {
        return root().resolve("vault");
    }

    public Path database() {
        return root().resolve("ledger.duckdb");
    }

    public Path anchors(String ledger) {
        return data.resolve("anchors").resolve(ledger + ".log");
    }

    public Path keys() {
        return data.resolve("keys");
    }
}
