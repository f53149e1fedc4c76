package dev.countersign.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.workspace.DigestStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MillionEntriesTest {
    @TempDir
    private Path folder;

    private Path made(String name) throws IOException {
        Path at = folder.resolve(name);
        MillionEntries.write(at, 700, 7, new PrintStream(OutputStream.nullOutputStream()));
        return at;
    }

    private static Ledger open(Path at) throws IOException {
        return new DuckLedgerOpener(at.resolve("home"), InstantSource.system(), new Random(1)).open(Workspace.open(at.resolve("project")));
    }

    @Test
    void theLedgerPassesItsAuditAndItsNewestTreeIsTheProject() throws IOException {
        Path at = made("one");
        try (Ledger ledger = open(at)) {
            AuditReport report = ledger.audit(Progress.NONE);
            assertEquals(List.of(), report.findings());
            assertEquals(700, report.entries());
            assertEquals("T1", report.trust());
            assertEquals(Workspace.open(at.resolve("project")).capture(new DigestStore(), Progress.NONE).treeHash(),
                    newestTree(ledger));
        }
    }

    private static dev.countersign.workspace.Sha256 newestTree(Ledger ledger) throws IOException {
        long seq = ledger.size() - 1;
        while (ledger.entry(seq).orElseThrow().what().changes().isEmpty()) {
            seq--;
        }
        return ledger.entry(seq).orElseThrow().what().treeAfter();
    }

    @Test
    void theSameSeedMakesTheSameLeavesAndContents() throws IOException {
        Path one = made("one");
        Path two = made("two");
        for (String file : List.of("leaves/0.seg", "vault/0.pack")) {
            assertArrayEquals(Files.readAllBytes(ledgerOf(one).resolve(file)), Files.readAllBytes(ledgerOf(two).resolve(file)), file);
        }
    }

    private static Path ledgerOf(Path at) {
        return new LedgerFolder(at.resolve("home"), Workspace.open(at.resolve("project")).id()).root();
    }
}
