package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.seal.MadeUpWitness;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Bytes of each file of a ledger, each changed by itself (every one of them in the long runs): the audit names the file or what it
/// holds. And what no audit finds.
class TamperTest {
    private static final String WORKSPACE = "00112233445566ff";
    /// One byte in so many is changed in an ordinary build.
    private static final int SAMPLE = 7;

    @TempDir
    Path temporary;

    private String id = "";

    @BeforeEach
    void aLedgerWithEverything() throws Exception {
        var witness = new MadeUpWitness("witness.example");
        try (Ledger ledger = open()) {
            id = ledger.id();
            for (int i = 0; i < 2; i++) {
                ledger.finish(ledger.begin(Drafts.change(ledger.vault(), "src/A" + i, Optional.empty(), Optional.of("text " + i), "change " + i)));
            }
            ledger.checkpoint();
            ledger.sealing().rotate("me");
            ledger.record(Drafts.rejection("after"));
            ledger.sealing().pin(witness.key());
            ledger.sealing().cosigned(witness.cosign(ledger.checkpoint().note(), 1_790_000_000L));
        }
    }

    private Path data() {
        return temporary.resolve("data");
    }

    private Ledger open() throws IOException {
        return new DuckLedgerOpener(data(), InstantSource.system(), RandomGenerator.getDefault()).open(WORKSPACE);
    }

    private Path file(String name) {
        return data().resolve(name.replace("ID", id).replace("LEDGER", "ledgers/" + WORKSPACE));
    }

    @ParameterizedTest
    @MethodSource("smallFiles")
    void aByteOfASmallFileIsNamedByItsFile(String name, String where) throws IOException {
        bytesOfASmallFile(name, where, SAMPLE);
    }

    @Tag("crash")
    @ParameterizedTest
    @MethodSource("smallFiles")
    void everyByteOfASmallFileIsNamedByItsFile(String name, String where) throws IOException {
        bytesOfASmallFile(name, where, 1);
    }

    static Stream<Arguments> smallFiles() {
        return Stream.of(Arguments.of("LEDGER/genesis", "file genesis"), Arguments.of("keys/ID.key", "file keys/ID.key"),
                Arguments.of("keys/ID.pub", "file keys/ID.pub"), Arguments.of("keys/ID.trust", "file keys/ID.trust"),
                Arguments.of("anchors/ID.log.sealed", "file anchors/ID.log.sealed"));
    }

    private void bytesOfASmallFile(String name, String where, int step) throws IOException {
        try (Ledger ledger = open()) {
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
            long size = Files.size(file(name));
            for (long at = first(step); at < size; at += step) {
                // Line ends become carriage returns, which are line ends to many.
                int bit = at % 2 == 0 ? 0x07 : 1 << at % 8;
                flip(file(name), at, bit);
                assertThat(ledger.audit(Progress.NONE).findings()).as("byte " + at + " xor " + bit)
                        .extracting(AuditReport.Finding::where).contains(where.replace("ID", id));
                flip(file(name), at, bit);
            }
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("logs")
    void aByteOfTheLogsIsFound(String name, int bit) throws IOException {
        bytesOfALog(name, bit, SAMPLE);
    }

    @Tag("crash")
    @ParameterizedTest
    @MethodSource("logs")
    void everyByteOfTheLogsIsFound(String name, int bit) throws IOException {
        bytesOfALog(name, bit, 1);
    }

    static Stream<Arguments> logs() {
        return Stream.of(Arguments.of("LEDGER/leaves/0.seg", 0x10), Arguments.of("LEDGER/vault/0.pack", 0x04), Arguments.of("anchors/ID.log", 0x40));
    }

    private void bytesOfALog(String name, int bit, int step) throws IOException {
        try (Ledger ledger = open()) {
            long size = Files.size(file(name));
            for (long at = first(step); at < size; at += step) {
                flip(file(name), at, bit);
                AuditReport report = ledger.audit(Progress.NONE);
                assertThat(report.findings()).as("byte " + at).isNotEmpty()
                        .allSatisfy(f -> assertThat(f.means()).isNotBlank());
                flip(file(name), at, bit);
            }
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    /// Every build looks at other bytes.
    private static long first(int step) {
        return RandomGenerator.getDefault().nextInt(step);
    }

    @ParameterizedTest
    @CsvSource({"keys/ID.key, LEDGER-007", "keys/ID.trust, LEDGER-007"})
    void aLedgerWhoseKeyIsDamagedOpensToBeReadAndAudited(String name, String code) throws IOException {
        flip(file(name), 20, 1);
        try (Ledger ledger = open()) {
            assertThatThrownBy(() -> ledger.record(Drafts.rejection("more"))).isInstanceOfSatisfying(EnvironmentException.class,
                    e -> assertThat(e.problem().code()).isEqualTo(code));
            assertThat(ledger.audit(Progress.NONE).findings()).extracting(AuditReport.Finding::where).contains("file " + name.replace("ID", id));
        }
    }

    @Test
    void aDamagedGenesisStaysToBeFound() throws IOException {
        byte[] good = Files.readAllBytes(file("LEDGER/genesis"));
        flip(file("LEDGER/genesis"), 30, 1);
        for (int i = 0; i < 2; i++) {
            try (Ledger ledger = open()) {
                assertThat(ledger.id()).isEqualTo(id);
                assertThat(ledger.audit(Progress.NONE).findings()).singleElement()
                        .satisfies(f -> assertThat(f.where() + ": " + f.what()).isEqualTo("file genesis: it was changed after it was written"));
            }
        }
        Files.write(file("LEDGER/genesis"), good);
        try (Ledger ledger = open()) {
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    @Test
    void aNoteTakenOutOfTheAnchorLogIsFound() throws IOException {
        String log = Files.readString(file("anchors/ID.log"));
        String first = log.substring(0, log.indexOf("\n\n", log.indexOf("\n\n") + 2) + 2);
        Files.writeString(file("anchors/ID.log"), log.substring(first.length()));
        Files.delete(file("LEDGER/ledger.duckdb"));
        try (Ledger ledger = open()) {
            assertThat(ledger.audit(Progress.NONE).findings()).singleElement().satisfies(f -> {
                assertThat(f.where()).isEqualTo("file anchors/" + id + ".log");
                assertThat(f.what()).contains("notes were taken out of it or put into it");
            });
        }
    }

    @Test
    void aShortenedAnchorLogIsFound() throws IOException {
        String log = Files.readString(file("anchors/ID.log"));
        String first = log.substring(0, log.indexOf("\n\n", log.indexOf("\n\n") + 2) + 2);
        Files.writeString(file("anchors/ID.log"), first);
        try (Ledger ledger = open()) {
            assertThat(ledger.audit(Progress.NONE).findings()).isNotEmpty();
        }
    }

    @Test
    void aLostNoteOfAChangeOfKeyIsNamed() throws IOException {
        Files.delete(file("LEDGER/vault/0.pack"));
        try (Ledger ledger = open()) {
            assertThat(ledger.audit(Progress.NONE).findings()).extracting(AuditReport.Finding::what)
                    .contains("the note that replaces the key is not in the vault");
        }
    }

    /// Whoever holds the key and rewrites everything makes a ledger that agrees with itself. That is said; and a checkpoint from before shows it.
    @Test
    void aLedgerMadeAnewWithItsKeyIsFoundOnlyAgainstWhatWasKeptElsewhere() throws IOException {
        String kept;
        try (Ledger ledger = open()) {
            kept = ledger.checkpoint().note();
        }
        SealingTest.deleteTree(file("LEDGER"));
        SealingTest.deleteTree(file("anchors"));
        SealingTest.deleteTree(file("keys"));
        try (Ledger ledger = open()) {
            for (int i = 0; i < 9; i++) {
                ledger.record(Drafts.rejection("forged " + i));
            }
            ledger.checkpoint();
            AuditReport blind = ledger.audit(Progress.NONE);
            assertThat(blind.findings()).isEmpty();
            assertThat(blind.trust()).isEqualTo("T1");
            assertThat(blind.trustSays()).contains("they could rewrite the whole ledger, and replace the anchor log and the key too")
                    .contains("With no checkpoint kept outside of this machine nobody could tell");
            AuditReport seeing = ledger.audit(new AuditScope(List.of(new AuditScope.Kept("mine", kept)), List.of(), List.of()), Progress.NONE);
            assertThat(seeing.trust()).isEqualTo("none");
            assertThat(seeing.findings()).singleElement().satisfies(f -> {
                assertThat(f.where()).isEqualTo("kept checkpoint mine");
                assertThat(f.what()).contains("and this ledger is");
                assertThat(f.means()).contains("this ledger was put in the place of the one that it was taken from");
            });
        }
    }

    private static void flip(Path file, long at, int bit) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(at);
            int value = access.read();
            access.seek(at);
            access.write(value ^ bit);
        }
    }
}
