package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.UserException;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.ExportRequest;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.ledger.store.ExportAudit;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An export is verified without the ledger it came from, and each changed byte of it is found.
class ExportTest {
    @TempDir
    Path temporary;

    private NoteKey key;
    private String note;

    private Path folder() {
        return temporary.resolve("export");
    }

    private Ledger open() throws IOException {
        return new DuckLedgerOpener(temporary.resolve("data"), InstantSource.system(), RandomGenerator.getDefault()).open("00112233445566ff");
    }

    @BeforeEach
    void entries() throws IOException {
        try (Ledger ledger = open()) {
            for (int i = 0; i < 4; i++) {
                ledger.finish(ledger.begin(Drafts.change(ledger.vault(), "src/A" + i, Optional.empty(), Optional.of("text " + i), "change " + i)));
            }
            ledger.sealing().rotate("me");
            ledger.record(Drafts.rejection("after"));
            key = ledger.sealing().key();
            note = ledger.checkpoint().note();
        }
    }

    private void export(long from, long to, boolean content) throws IOException {
        try (Ledger ledger = open()) {
            ledger.export(new ExportRequest(folder(), from, to, content), Progress.NONE);
        }
    }

    private AuditReport verify(AuditScope scope) throws IOException {
        return ExportAudit.run(folder(), scope, InstantSource.system(), Progress.NONE);
    }

    @Test
    void aWholeExportVerifiesAndSaysWhoseWordThatIs() throws IOException {
        export(0, 6, true);
        SealingTest.deleteTree(temporary.resolve("data"));
        AuditReport alone = verify(AuditScope.HERE);
        assertThat(alone.findings()).isEmpty();
        assertThat(alone.entries()).isEqualTo(6);
        assertThat(alone.trust()).isEqualTo("T0");
        assertThat(alone.trustSays()).contains("says nothing against anyone who made all of it");
        assertThat(verify(new AuditScope(List.of(), List.of(key), List.of())).trust()).isEqualTo("T1");
        assertThat(verify(new AuditScope(List.of(new AuditScope.Kept("mine", note)), List.of(), List.of())).trust()).isEqualTo("T1");
        assertThat(Files.readString(folder().resolve("README.md"))).contains(key.toString(), "sha256sum -c SHA256SUMS");
    }

    @Test
    void aPartVerifiesByTheProofOfEachEntry() throws IOException {
        export(1, 3, true);
        AuditReport report = verify(new AuditScope(List.of(), List.of(key), List.of()));
        assertThat(report.findings()).isEmpty();
        assertThat(report.entries()).isEqualTo(2);
        assertThat(report.trust()).isEqualTo("T1");
        assertThat(folder().resolve("proofs/000/000/001.tlog-proof")).exists();
        assertThat(folder().resolve("entries/000/000/003.cbor")).doesNotExist();
    }

    @Test
    void withoutContentTheDigestsAreThereAndVerify() throws IOException {
        export(0, 6, false);
        assertThat(verify(AuditScope.HERE).findings()).isEmpty();
        try (Stream<Path> content = Files.walk(folder().resolve("content"))) {
            assertThat(content.filter(Files::isRegularFile)).as("only the note of the change of key").hasSize(1);
        }
    }

    @Test
    void everyChangedFileOfAnExportIsFound() throws IOException {
        for (long to : new long[] {6, 3}) {
            export(0, to, true);
            try (Stream<Path> files = Files.walk(folder())) {
                for (Path file : files.filter(Files::isRegularFile).filter(f -> !f.endsWith("README.md") && !f.endsWith("manifest")).toList()) {
                    byte[] good = Files.readAllBytes(file);
                    for (int at = 0; at < good.length; at += Math.max(1, good.length / 40)) {
                        byte[] bad = good.clone();
                        bad[at] ^= 1;
                        Files.write(file, bad);
                        assertThat(verify(AuditScope.HERE).findings()).as(file + " byte " + at).isNotEmpty();
                    }
                    Files.delete(file);
                    assertThat(verify(AuditScope.HERE).findings()).as(file + " deleted").isNotEmpty();
                    Files.write(file, good);
                }
            }
            assertThat(verify(AuditScope.HERE).findings()).isEmpty();
            Files.writeString(folder().resolve("content/stranger"), "x");
            assertThat(verify(AuditScope.HERE).findings()).singleElement().satisfies(f -> assertThat(f.what()).isEqualTo("it is no part of the export"));
            SealingTest.deleteTree(folder());
        }
    }

    @Test
    void aFolderThatIsNotEmptyIsRefusedAndLeftAlone() throws IOException {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("mine"), "x");
        assertThatThrownBy(() -> export(0, 6, true)).isInstanceOfSatisfying(UserException.class,
                e -> assertThat(e.problem().code()).isEqualTo("LEDGER-033"));
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aCancelledExportLeavesNothing() throws IOException {
        for (int after = 1; after < 11; after += 3) {
            cancelledAfter(after);
            assertThat(folder()).doesNotExist();
            Files.createDirectories(folder());
            cancelledAfter(after);
            assertThat(folder()).isEmptyDirectory();
            Files.delete(folder());
        }
    }

    @Test
    void anExportThatLacksAContentLeavesNothingAndNamesIt() throws IOException {
        SealingTest.deleteTree(temporary.resolve("data/ledgers/00112233445566ff/vault"));
        assertThatThrownBy(() -> export(0, 6, true)).isInstanceOfSatisfying(MissingContentException.class,
                e -> assertThat(e.problem().code()).isEqualTo("FILE-002"));
        assertThat(folder()).doesNotExist();
    }

    private void cancelledAfter(int most) throws IOException {
        var cancelling = new Progress() {
            private int steps;

            @Override
            public void step(String what, long done, long total) {
                steps++;
            }

            @Override
            public boolean cancelled() {
                return steps >= most;
            }
        };
        try (Ledger ledger = open()) {
            assertThatThrownBy(() -> ledger.export(new ExportRequest(folder(), 0, 6, true), cancelling)).isInstanceOf(Progress.CancelledException.class);
        }
    }
}
