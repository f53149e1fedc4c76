package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The audit reads content beside the leaves: whichever is faster, it finds the same and says it in the same order.
class AuditBesideTest {
    private static final String WORKSPACE = "0123456789abcdef";
    private static final int ENTRIES = 40;

    @TempDir
    Path temporary;

    @BeforeEach
    void fill() throws IOException {
        try (Ledger ledger = open()) {
            for (int i = 0; i < ENTRIES; i++) {
                ledger.finish(ledger.begin(Drafts.change(ledger.vault(), "f" + i, Optional.of("old " + i), Optional.of("new " + i), "change " + i)));
            }
        }
    }

    private Ledger open() throws IOException {
        return new DuckLedgerOpener(temporary.resolve("data"), InstantSource.system(), RandomGenerator.getDefault()).open(WORKSPACE);
    }

    private void flip(String name, long at) throws IOException {
        try (var file = FileChannel.open(temporary.resolve("data/ledgers").resolve(WORKSPACE).resolve(name), StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            var one = ByteBuffer.allocate(1);
            file.read(one, at);
            file.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 4)}), at);
        }
    }

    private long size(String name) throws IOException {
        return Files.size(temporary.resolve("data/ledgers").resolve(WORKSPACE).resolve(name));
    }

    @Test
    void damageInSeveralPlacesIsNamedInOneOrder() throws IOException {
        var random = new Random(7);
        try (Ledger ledger = open()) {
            for (int kind = 0; kind < 3; kind++) {
                var packs = new HashSet<Long>();
                for (int i = 0; i < 6; i++) {
                    packs.add(random.nextLong(size("vault/0.pack")));
                }
                for (long at : packs) {
                    flip("vault/0.pack", at);
                }
                long leaf = random.nextLong(size("leaves/0.seg"));
                flip("leaves/0.seg", leaf);
                List<AuditReport.Finding> first = ledger.audit(Progress.NONE).findings();
                assertThat(first).extracting(AuditReport.Finding::where).anyMatch(where -> where.startsWith("blob "))
                        .anyMatch(where -> where.contains("0.seg"));
                // What is said of the leaves comes first, though content may be read sooner.
                assertThat(first.getFirst().where()).doesNotStartWith("blob ");
                for (int again = 0; again < 10; again++) {
                    assertThat(ledger.audit(Progress.NONE).findings()).isEqualTo(first);
                }
                flip("leaves/0.seg", leaf);
                for (long at : packs) {
                    flip("vault/0.pack", at);
                }
                assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
            }
        }
    }

    @Test
    void aCancelledAuditEndsAtAnyPointAndTheNextIsWhole() throws IOException {
        try (Ledger ledger = open()) {
            for (int after = 0; after <= ENTRIES + 1; after += 3) {
                var asked = new AtomicInteger(after);
                assertThatThrownBy(() -> ledger.audit(new Progress() {
                    @Override
                    public void step(String what, long done, long total) {}

                    @Override
                    public boolean cancelled() {
                        return asked.getAndDecrement() <= 0;
                    }
                })).as("after " + after).isInstanceOf(Progress.CancelledException.class);
            }
            AuditReport report = ledger.audit(Progress.NONE);
            assertThat(report.findings()).isEmpty();
            assertThat(report.entries()).isEqualTo(ENTRIES);
        }
    }
}
