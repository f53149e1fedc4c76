package dev.countersign.bench;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.remote.SharedLedgers;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A ledger that another process owns, called over its socket, beside one that this process owns: a page, an entry, a small content.
final class SharingScenario implements Scenarios.Scenario {
    private static final int ENTRIES = 1_000;
    private static final int TIMES = 20;
    private int number;

    private static Ledger open(Path folder) throws IOException {
        Path data = folder.resolve("data");
        var random = new SecureRandom();
        return new SharedLedgers(new DuckLedgerOpener(data, InstantSource.system(), random), data, folder.resolve("runtime"), "bench",
                InstantSource.system(), random).open(Workspace.open(Files.createDirectories(folder.resolve("project"))));
    }

    /// Owns the ledger below a folder until its input ends.
    static final class Owner {
        private Owner() {}

        public static void main(String[] args) throws IOException {
            try (Ledger _ = open(Path.of(args[0]))) {
                System.out.println("ready");
                System.in.read();
            }
        }
    }

    @Override
    public void run(Path folder) throws Exception {
        Path here = Files.createDirectories(folder.resolve("here"));
        Path there = Files.createDirectories(folder.resolve("there"));
        for (Path one : List.of(here, there)) {
            try (Ledger ledger = open(one)) {
                for (int i = 0; i < ENTRIES; i++) {
                    ledger.record(draft());
                }
            }
        }
        Process owner = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), Owner.class.getName(),
                there.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        owner.inputReader().readLine();
        try (Ledger own = open(here); Ledger shared = open(there)) {
            rounds("A page of 200", own, shared, ledger -> ledger.page(EntryQuery.recent(200)));
            rounds("An entry, on disk", own, shared, ledger -> ledger.record(draft()));
            rounds("The size", own, shared, Ledger::size);
            rounds("A content of 2 KiB, put", own, shared, ledger -> ledger.vault().put(text().repeat(100).getBytes(StandardCharsets.UTF_8)));
        } finally {
            owner.getOutputStream().close();
            owner.waitFor();
        }
    }

    private interface Asked {
        void of(Ledger ledger) throws Exception;
    }

    private static void rounds(String title, Ledger own, Ledger shared, Asked asked) throws Exception {
        new Rounds(title + ", " + TIMES + " times", "in this process", () -> timed(own, asked))
                .beside("over the socket", () -> timed(shared, asked)).run(40, System.out);
    }

    private static long timed(Ledger ledger, Asked asked) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < TIMES; i++) {
            asked.of(ledger);
        }
        return System.nanoTime() - start;
    }

    private String text() {
        return "content number " + number++;
    }

    private EntryDraft draft() {
        Sha256 tree = Sha256.of(new byte[0]);
        return new EntryDraft(EntryKind.REJECTION, "run", "node", new EntryDraft.Actor("agent", "bench", ""), Optional.empty(),
                "entry " + number++, tree, tree, List.of(), List.of(), OptionalLong.empty());
    }
}
