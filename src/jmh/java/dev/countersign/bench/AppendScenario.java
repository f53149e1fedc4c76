package dev.countersign.bench;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.EntryDraft.Actor;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One entry without new content: until it is acknowledged, and until its row can be read. Beside an append and sync of as many bytes to a file.
final class AppendScenario implements Scenarios.Scenario {
    private static final Sha256 TREE = Sha256.of(new byte[0]);

    @Override
    public void run(Path folder) throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        try (Ledger ledger = new DuckLedgerOpener(folder.resolve("data"), InstantSource.system(), new SecureRandom()).open(Workspace.open(live));
                FileChannel raw = FileChannel.open(folder.resolve("raw"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ledger.record(draft(0));
            byte[] leaf = ledger.leaf(0);
            new Rounds("Append of one entry of " + leaf.length + " bytes", "raw append and sync", () -> {
                long start = System.nanoTime();
                raw.write(ByteBuffer.wrap(leaf), raw.size());
                raw.force(false);
                return System.nanoTime() - start;
            }).beside("to the acknowledgement", () -> {
                long start = System.nanoTime();
                ledger.record(draft(start));
                long took = System.nanoTime() - start;
                ledger.page(EntryQuery.recent(1));
                return took;
            }).beside("to the row in the database, read", () -> {
                long start = System.nanoTime();
                ledger.record(draft(start));
                ledger.page(EntryQuery.recent(1));
                return System.nanoTime() - start;
            }).run(300, System.out);
            long start = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                ledger.record(draft(i));
            }
            long acknowledged = System.nanoTime();
            ledger.page(EntryQuery.recent(1));
            System.out.printf("%n1,000 in a row: %.2f ms each to the acknowledgement, the last row %.1f ms behind%n",
                    (acknowledged - start) / 1e9, (System.nanoTime() - acknowledged) / 1e6);
        }
    }

    private static EntryDraft draft(long number) {
        return new EntryDraft(EntryKind.REJECTION, "20261101-090000-k3f9", "node", new Actor("human", "ada", ""),
                Optional.of(new EntryDraft.Approval("ada", "", TREE, 1_700_000_000_000L, "Not what was asked for")), "Rejected: change " + number,
                TREE, TREE, List.of(), List.of(), OptionalLong.empty());
    }
}
