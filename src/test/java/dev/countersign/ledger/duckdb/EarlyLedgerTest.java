package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.seal.LedgerId;
import dev.countersign.ledger.store.LeafLog;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.ledger.store.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyLedgerTest {
    private static final String WORKSPACE = "0123456789abcdef";

    @TempDir
    Path data;

    private final List<Entry> entries = new ArrayList<>();
    private String id = "";

    private DuckLedgerOpener opener() {
        return new DuckLedgerOpener(data, InstantSource.system(), RandomGenerator.getDefault());
    }

    private static DuckLedger whole(Ledger opened) throws IOException {
        return opened instanceof EarlyLedger early ? early.whole() : (DuckLedger) opened;
    }

    @BeforeEach
    void fill() throws IOException {
        try (Ledger ledger = opener().open(WORKSPACE)) {
            id = ledger.id();
            for (int i = 0; i < 5; i++) {
                entries.add(ledger.record(Drafts.rejection("entry " + i)));
            }
        }
    }

    @Test
    void entriesAreReadBeforeTheDatabaseIsOpen() throws IOException {
        var folder = new LedgerFolder(data, WORKSPACE);
        LeafLog log = LeafLog.open(folder.leaves(), 1 << 20).log();
        Vault vault = Vault.open(folder.vault(), 1 << 20);
        var go = new CountDownLatch(1);
        try (Ledger early = new EarlyLedger(LedgerId.parse(id), log, vault, () -> {
            go.await();
            log.close();
            vault.close();
            return whole(opener().open(WORKSPACE));
        })) {
            try {
                assertThat(early.id()).isEqualTo(id);
                assertThat(early.size()).isEqualTo(5);
                assertThat(early.pending()).isEmpty();
                assertThat(early.page(EntryQuery.recent(100))).isEqualTo(entries.reversed());
                assertThat(early.page(EntryQuery.recent(2))).isEqualTo(entries.subList(3, 5).reversed());
                assertThatThrownBy(() -> early.page(EntryQuery.recent(0))).isInstanceOf(IllegalArgumentException.class);
                assertThat(early.entries(List.of(4L, 0L, 5L, 4L))).containsExactly(entries.get(4), entries.get(0), entries.get(4));
                assertThat(early.entry(2)).contains(entries.get(2));
                assertThat(early.entry(5)).isEmpty();
                assertThat(early.entry(-1)).isEmpty();
            } finally {
                go.countDown();
            }
            assertThat(early.notices()).isEmpty();
            Entry added = early.record(Drafts.rejection("after it"));
            assertThat(early.size()).isEqualTo(6);
            assertThat(early.page(EntryQuery.recent(2))).containsExactly(added, entries.get(4));
            assertThat(early.entry(5)).contains(added);
            assertThat(early.prove(5).holds()).isTrue();
        }
    }

    @Test
    void whatCannotBeOpenedIsToldByEveryCallAndLetsGoOfTheLedger() throws IOException {
        Path database = new LedgerFolder(data, WORKSPACE).database();
        Files.delete(database);
        // In the way of the one that would be built anew.
        Path obstacle = Files.createFile(Files.createDirectory(database.resolveSibling(database.getFileName() + ".new")).resolve("file"));
        Ledger early = opener().open(WORKSPACE);
        assertThatThrownBy(early::notices).isInstanceOf(EnvironmentException.class);
        assertThatThrownBy(() -> early.page(EntryQuery.recent(1))).isInstanceOf(EnvironmentException.class);
        assertThatThrownBy(() -> early.record(Drafts.rejection("more"))).isInstanceOf(EnvironmentException.class);
        early.close();

        Files.delete(obstacle);
        try (Ledger again = opener().open(WORKSPACE)) {
            assertThat(again.page(EntryQuery.recent(100))).isEqualTo(entries.reversed());
            assertThat(again.notices()).singleElement().asString().contains("built anew from 5 entries");
        }
    }

    @Test
    void whereNoCheckpointSaysThatAllIsFinishedTheDatabaseIsAsked() throws IOException {
        try (Ledger ledger = opener().open(WORKSPACE)) {
            assertThat(ledger).isInstanceOf(EarlyLedger.class);
        }
        Path anchors = new LedgerFolder(data, WORKSPACE).anchors(id);
        Files.delete(anchors);
        try (Ledger ledger = opener().open(WORKSPACE)) {
            assertThat(ledger).isInstanceOf(DuckLedger.class);
            assertThat(ledger.page(EntryQuery.recent(100))).isEqualTo(entries.reversed());
        }
    }
}
