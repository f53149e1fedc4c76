package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Proves the page `docs/ledger-format.md` on a real ledger.
class SecondVerifierTest {
    @TempDir
    Path temporary;

    @Test
    void theVerifierWrittenFromThePageAgreesWithTheLedger() throws Exception {
        Workspace workspace = Workspace.open(Files.createDirectories(temporary.resolve("project")));
        Path data = temporary.resolve("data");
        Checkpoint checkpoint;
        try (Ledger ledger = new DuckLedgerOpener(data, InstantSource.system(), RandomGenerator.getDefault()).open(workspace)) {
            for (int i = 0; i < 12; i++) {
                ledger.record(Drafts.rejection("entry " + i));
                ledger.finish(ledger.begin(Drafts.change(ledger.vault(), "ä/" + i, Optional.empty(), Optional.of("text " + i), "change " + i)));
            }
            ledger.checkpoint();
            ledger.record(Drafts.rejection("the last"));
            checkpoint = ledger.checkpoint();
        }
        assertThat(SecondVerifier.verify(data, workspace.id())).startsWith("25 leaves, ").endsWith(" root " + checkpoint.root().hex());

        Path log = data.resolve("ledgers").resolve(workspace.id()).resolve("leaves/0.seg");
        byte[] good = Files.readAllBytes(log);
        for (int at = 0; at < good.length; at += 37) {
            byte[] bad = good.clone();
            bad[at] ^= 2;
            Files.write(log, bad);
            assertThatThrownBy(() -> SecondVerifier.verify(data, workspace.id())).isInstanceOf(Exception.class);
        }
        Files.write(log, good);
        try (var files = Files.list(data.resolve("anchors"))) {
            Path anchors = files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
            Files.writeString(anchors, Files.readString(anchors).replaceFirst("\n25\n", "\n24\n"));
        }
        assertThatThrownBy(() -> SecondVerifier.verify(data, workspace.id())).hasMessageContaining("the root at 24");
    }
}
