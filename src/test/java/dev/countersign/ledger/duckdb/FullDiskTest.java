package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.fault.Problem;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real file system without room.
class FullDiskTest {
    @TempDir
    Path disk;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk.toString());
        assumeTrue(mounted, "a small file system can only be mounted by root");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }

    private Ledger open() throws IOException {
        return new DuckLedgerOpener(disk.resolve("data"), InstantSource.system(), RandomGenerator.getDefault()).open("0123456789abcdef");
    }

    @Test
    void aFullDiskLosesNothingAndWithRoomItGoesOn() throws Exception {
        var written = new ArrayList<Entry>();
        Path filler = disk.resolve("filler");
        try (Ledger ledger = open()) {
            written.add(ledger.record(Drafts.rejection("first")));
            fill(filler);
            assertThatThrownBy(() -> {
                for (int i = 0; i < 2_000; i++) {
                    Entry entry = ledger.begin(Drafts.change(ledger.vault(), "f", Optional.of("old " + i), Optional.of("new " + i), "change " + i));
                    ledger.finish(entry);
                    written.add(entry);
                }
            }).isInstanceOf(Exception.class).satisfies(thrown -> assertThat(Problem.from(thrown).code()).isNotEqualTo("BUG-001"));
        } catch (IOException | RuntimeException _) {
            // Closing may have no room either; what was acknowledged must be there all the same.
        }
        assertThat(written).isNotEmpty();
        Files.delete(filler);
        try (Ledger ledger = open()) {
            Optional<Entry> pending = ledger.pending();
            if (pending.isPresent()) {
                ledger.finish(pending.get());
            }
            List<Entry> read = new ArrayList<>(ledger.page(EntryQuery.recent(1_000)).reversed());
            assertThat(read).startsWith(written.toArray(new Entry[0]));
            assertThat(read.size()).isBetween(written.size(), written.size() + 1);
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
            ledger.record(Drafts.rejection("goes on"));
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    private static void fill(Path filler) throws IOException {
        try (var out = Files.newOutputStream(filler)) {
            byte[] some = new byte[1 << 12];
            while (true) {
                out.write(some);
            }
        } catch (IOException full) {
            assertThat(Files.size(filler)).isPositive();
        }
    }
}
