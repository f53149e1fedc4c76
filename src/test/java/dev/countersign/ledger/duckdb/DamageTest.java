package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What somebody or something does to the files, and what is seen of it.
class DamageTest {
    private static final String WORKSPACE = "00112233445566ff";

    @TempDir
    Path data;

    private final List<Entry> entries = new ArrayList<>();
    private String id = "";

    @BeforeEach
    void fiveEntries() throws IOException {
        try (Ledger ledger = open()) {
            id = ledger.id();
            for (int i = 0; i < 5; i++) {
                Optional<String> before = i == 0 ? Optional.empty() : Optional.of("version " + (i - 1));
                Entry entry = ledger.begin(Drafts.change(ledger.vault(), "src/A.java", before, Optional.of("version " + i), "change " + i));
                ledger.finish(entry);
                entries.add(entry);
            }
        }
    }

    private Ledger open() throws IOException {
        return new DuckLedgerOpener(data, InstantSource.system(), RandomGenerator.getDefault()).open(WORKSPACE);
    }

    private Path file(String name) {
        return data.resolve("ledgers").resolve(WORKSPACE).resolve(name);
    }

    private Path anchors() {
        return data.resolve("anchors").resolve(id + ".log");
    }

    private AuditReport audit() throws IOException {
        try (Ledger ledger = open()) {
            return ledger.audit(Progress.NONE);
        }
    }

    private static String first(AuditReport report) {
        assertThat(report.findings()).isNotEmpty();
        AuditReport.Finding finding = report.findings().getFirst();
        assertThat(finding.means()).isNotBlank();
        return finding.where() + ": " + finding.what();
    }

    @Test
    void anUntouchedLedgerIsIntactAndAgreesWithTheAnchorLog() throws IOException {
        AuditReport report = audit();
        assertThat(report.findings()).isEmpty();
        assertThat(report.trust()).isEqualTo("T1");
        assertThat(report.trustSays()).contains("first 5 entries").contains("does not stand against");
        assertThat(report.entries()).isEqualTo(5);
        assertThat(report.blobs()).isEqualTo(10);
    }

    @Test
    void flippedBytesOfTheLeafLogAreFound() throws IOException {
        Path log = file("leaves/0.seg");
        try (Ledger ledger = open()) {
            for (long at = 0; at < Files.size(log); at += at < 12 ? 1 : 29) {
                flip(log, at);
                assertThat(first(ledger.audit(Progress.NONE))).as("byte " + at).startsWith("file leaves/0.seg at byte ");
                flip(log, at);
            }
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    @Test
    void aFlippedByteIsFoundByOpeningAndNeverTakenForAnUnfinishedAppend() throws IOException {
        Path log = file("leaves/0.seg");
        long size = Files.size(log);
        long last = size - 8 - entries.getLast().leafHash().bytes().length;
        for (long at : List.of(0L, 1L, 5L, 100L, last, size - 1)) {
            flip(log, at);
            try (Ledger ledger = open()) {
                assertThat(first(ledger.audit(Progress.NONE))).startsWith("file leaves/0.seg at byte ");
                assertThatThrownBy(() -> ledger.record(Drafts.rejection("more"))).isInstanceOfSatisfying(EnvironmentException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("LEDGER-003"));
            }
            assertThat(Files.size(log)).isEqualTo(size);
            flip(log, at);
        }
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void aFlippedByteOfALeafNamesItsEntryFileAndPlace() throws IOException {
        byte[] good = Files.readAllBytes(file("leaves/0.seg"));
        int second = 8 + java.nio.ByteBuffer.wrap(good).getInt();
        flip(file("leaves/0.seg"), second + 40);
        AuditReport report = audit();
        assertThat(first(report)).isEqualTo("file leaves/0.seg at byte " + second + ": the checksum does not fit the bytes");
        assertThat(report.findings().getFirst().means()).contains("Entry 1 and everything after it");
        assertThat(report.trust()).isEqualTo("none");
    }

    @Test
    void flippedBytesOfTheVaultAreFound() throws IOException {
        Path pack = file("vault/0.pack");
        byte[] good = Files.readAllBytes(pack);
        try (Ledger ledger = open()) {
            for (int at = 0; at < good.length; at += at < 50 ? 1 : 11) {
                flip(pack, at);
                assertThat(ledger.audit(Progress.NONE).findings()).as("byte " + at).isNotEmpty();
                flip(pack, at);
            }
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    @Test
    void aFlippedByteOfContentNamesTheBlobItsPathAndPlace() throws IOException {
        String hash = Sha256.of(Drafts.bytes("version 0")).hex();
        flip(file("vault/0.pack"), 45);
        AuditReport report = audit();
        assertThat(first(report)).isEqualTo("blob " + hash + " (src/A.java after entry 0): the checksum does not fit the bytes "
                + "(file vault/0.pack at byte 0)");
        assertThat(report.trust()).isEqualTo("T1");
        try (Ledger ledger = open()) {
            assertThatThrownBy(() -> ledger.vault().read(Sha256.parse(hash))).hasMessageContaining("damaged");
        }
    }

    @Test
    void aDeletedPackIsFoundAndNotMadeAnew() throws IOException {
        Files.delete(file("vault/0.pack"));
        AuditReport report = audit();
        assertThat(report.findings()).hasSize(10).allSatisfy(f -> assertThat(f.what()).isEqualTo("it is not in the vault"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "UPDATE entry SET summary_lc = 'other' WHERE seq = 2 | database row 2: the column summary_lc is not what the leaf says",
        "UPDATE entry SET actor = 'other' WHERE seq = 1 | database row 1: the column actor is not what the leaf says",
        "UPDATE entry SET ts = ts + 1 WHERE seq = 1 | database row 1: the column ts is not what the leaf says",
        "UPDATE entry SET kind = 2 WHERE seq = 1 | database row 1: the column kind is not what the leaf says",
        "UPDATE entry SET txid = uuid() WHERE seq = 0 | database row 0: the column txid is not what the leaf says",
        "UPDATE entry SET paths = NULL WHERE seq = 0 | database row 0: the column paths is not what the leaf says",
        "UPDATE entry SET leaf = root WHERE seq = 3 | database row 3: the column leaf is not what the leaf says",
        "UPDATE entry SET leaf_hash = root WHERE seq = 3 | database row 3: the column leaf_hash is not what the leaf says",
        "UPDATE entry SET root = leaf_hash WHERE seq = 3 | database row 3: the column root is not what the leaf says",
        "UPDATE entry SET edge = leaf_hash WHERE seq = 2 | database row 2: the column edge is not what the leaf says",
        "DELETE FROM entry WHERE seq = 2 | database row 2: the row is missing",
        "INSERT INTO entry SELECT * FROM entry WHERE seq = 2 | database row 2: there is one more row of this number than there are leaves",
        "UPDATE entry SET seq = CASE seq WHEN 1 THEN 2 WHEN 2 THEN 1 ELSE seq END | database row 1: the column leaf is not what the leaf says",
        "UPDATE change SET after = before WHERE seq = 3 | database row 3: the row of path 0 in the table change is not what the leaf says",
        "DELETE FROM change WHERE seq = 3 | database row 3: the row of path 0 is missing in the table change",
        "INSERT INTO change VALUES (3, 1, NULL, NULL) | database row 3: there is a row in the table change that no leaf has",
        "UPDATE checkpoint SET size = size + 1 | database row of the checkpoint of size 6: the anchor log has no such checkpoint",
        "INSERT INTO tile VALUES (0, 0, '\\x00'::BLOB) | tile 0/0: its hashes are not those of the leaves",
    })
    void aChangedRowIsNamed(String sql, String finding) throws Exception {
        sql(sql);
        AuditReport report = audit();
        assertThat(first(report)).isEqualTo(finding);
        assertThat(report.trust()).isEqualTo("T1");
    }

    /// An opening makes a damaged index anew; what is changed while the ledger is open, the audit finds.
    @Test
    void aChangedIndexOfAPackIsNamed() throws IOException {
        try (Ledger ledger = open()) {
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
            Path index = file("vault/0.idx");
            byte[] good = Files.readAllBytes(index);
            for (int at = 2_084; at < good.length; at += 11) {
                byte[] bad = good.clone();
                bad[at] ^= 0x10;
                Files.write(index.resolveSibling("bad"), bad);
                Files.move(index.resolveSibling("bad"), index, StandardCopyOption.REPLACE_EXISTING);
                assertThat(first(ledger.audit(Progress.NONE))).isEqualTo("file vault/0.idx: its checksums do not fit");
            }
        }
        Files.delete(file("vault/0.idx"));
        assertThat(audit().findings()).isEmpty();
    }

    @Test
    void aDeletedEndOfTheLeafLogIsFoundAndNothingIsWritten() throws IOException {
        cutLastLeaf();
        try (Ledger ledger = open()) {
            AuditReport report = ledger.audit(Progress.NONE);
            assertThat(first(report)).isEqualTo("entry 4: the leaf log ends here, and 5 entries were recorded");
            assertThat(report.findings()).extracting(AuditReport.Finding::where).contains("checkpoint of size 5");
            assertThat(report.trust()).isEqualTo("none");
            assertThatThrownBy(() -> ledger.record(Drafts.rejection("more"))).isInstanceOfSatisfying(EnvironmentException.class,
                    e -> assertThat(e.problem().code()).isEqualTo("LEDGER-004"));
            assertThat(ledger.page(EntryQuery.recent(9))).hasSize(5);
        }
    }

    @Test
    void aRowTooManyAtTheEndIsFoundAndNothingIsWritten() throws Exception {
        sql("INSERT INTO entry SELECT 5, * EXCLUDE (seq) FROM entry WHERE seq = 4");
        try (Ledger ledger = open()) {
            assertThat(first(ledger.audit(Progress.NONE))).isEqualTo("entry 5: the leaf log ends here, and 6 entries were recorded");
            assertThatThrownBy(() -> ledger.record(Drafts.rejection("more"))).isInstanceOfSatisfying(EnvironmentException.class,
                    e -> assertThat(e.problem().code()).isEqualTo("LEDGER-004"));
        }
    }

    @Test
    void aDeletedEndOfLeafLogAndDatabaseIsFoundAgainstTheAnchorLog() throws IOException {
        cutLastLeaf();
        Files.delete(file("ledger.duckdb"));
        AuditReport report = audit();
        assertThat(first(report)).isEqualTo("checkpoint of size 5: it was signed for the size 5, and the leaf log holds 4");
        assertThat(report.trust()).isEqualTo("none");
    }

    @Test
    void aLedgerWrittenAnewIsFoundAgainstTheAnchorLog() throws IOException {
        Path forged = data.resolve("forged");
        Files.createDirectories(forged.resolve("ledgers").resolve(WORKSPACE));
        Files.copy(file("genesis"), forged.resolve("ledgers").resolve(WORKSPACE).resolve("genesis"));
        Files.createDirectories(forged.resolve("keys"));
        for (String half : List.of(".key", ".pub")) {
            Files.copy(data.resolve("keys").resolve(id + half), forged.resolve("keys").resolve(id + half));
        }
        try (Ledger other = new DuckLedgerOpener(forged, InstantSource.system(), RandomGenerator.getDefault()).open(WORKSPACE)) {
            for (int i = 0; i < 6; i++) {
                other.record(Drafts.rejection("forged " + i));
            }
        }
        deleteTree(file(""));
        Files.move(forged.resolve("ledgers").resolve(WORKSPACE), file(""));
        AuditReport report = audit();
        assertThat(first(report)).startsWith("checkpoint of size 5: it was signed for the root ");
        assertThat(report.trust()).isEqualTo("none");
    }

    @Test
    void aChangedAnchorLogIsFound() throws IOException {
        byte[] good = Files.readAllBytes(anchors());
        // The last two bytes end the note. Without them it is one that was not written to its end, as after a power failure.
        for (int at = 0; at < good.length - 2; at += 41) {
            flip(anchors(), at);
            try (Ledger ledger = open()) {
                assertThat(ledger.audit(Progress.NONE).trust()).as("byte " + at).isEqualTo("none");
            }
            Files.write(anchors(), good);
        }
    }

    @Test
    void aHalfWrittenNoteAtTheEndOfTheAnchorLogIsDroppedAndSignedAgain() throws IOException {
        byte[] good = Files.readAllBytes(anchors());
        for (int cut : List.of(1, 2, 60, good.length - 10)) {
            Files.write(anchors(), java.util.Arrays.copyOf(good, good.length - cut));
            AuditReport report = audit();
            assertThat(report.findings()).isEmpty();
            assertThat(Files.readAllBytes(anchors())).isEqualTo(good);
        }
    }

    @Test
    void withoutTheAnchorLogNothingIsClaimedAboutRewriting() throws IOException {
        Files.delete(anchors());
        Files.delete(data.resolve("keys").resolve(id + ".key"));
        Files.delete(data.resolve("keys").resolve(id + ".pub"));
        try (Ledger ledger = open()) {
            AuditReport report = ledger.audit(Progress.NONE);
            assertThat(report.trust()).isEqualTo("T0");
            assertThat(report.trustSays()).contains("says nothing against anyone who rewrote the whole ledger");
            assertThatThrownBy(() -> ledger.record(Drafts.rejection("more"))).isInstanceOfSatisfying(EnvironmentException.class,
                    e -> assertThat(e.problem().code()).isEqualTo("LEDGER-007"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"deleted", "empty", "garbage", "half", "zeroed head", "old", "last row gone", "last row edited", "stray row"})
    void aDatabaseThatIsGoneTornOrBehindIsBuiltAnew(String how) throws Exception {
        Path database = file("ledger.duckdb");
        byte[] good = Files.readAllBytes(database);
        switch (how) {
            case "deleted" -> Files.delete(database);
            case "empty" -> Files.write(database, new byte[0]);
            case "garbage" -> {
                byte[] garbage = new byte[good.length];
                new Random(3).nextBytes(garbage);
                Files.write(database, garbage);
            }
            case "half" -> Files.write(database, java.util.Arrays.copyOf(good, good.length / 2));
            case "zeroed head" -> {
                java.util.Arrays.fill(good, 0, 3 * 4096, (byte) 0);
                Files.write(database, good);
            }
            case "old" -> sql("DELETE FROM entry WHERE seq > 1");
            case "last row gone" -> sql("DELETE FROM entry WHERE seq = 4");
            case "last row edited" -> sql("UPDATE entry SET leaf_hash = root WHERE seq = 4");
            case "stray row" -> sql("INSERT INTO entry SELECT 9, * EXCLUDE (seq) FROM entry WHERE seq = 2");
            default -> throw new IllegalArgumentException(how);
        }
        try (Ledger ledger = open()) {
            assertThat(ledger.pending()).isEmpty();
            assertThat(ledger.page(EntryQuery.recent(9)).reversed()).isEqualTo(entries);
            AuditReport report = ledger.audit(Progress.NONE);
            assertThat(report.findings()).isEmpty();
            assertThat(report.trust()).isEqualTo("T1");
            assertThat(ledger.stats().blobs()).isEqualTo(10);
            ledger.record(Drafts.rejection("goes on"));
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    @Test
    void aHalfWrittenLeafAtTheEndIsDropped() throws IOException {
        byte[] good = Files.readAllBytes(file("leaves/0.seg"));
        for (int torn : List.of(1, 7, 8, 9, 60)) {
            byte[] tail = java.util.Arrays.copyOf(good, good.length + torn);
            System.arraycopy(good, 0, tail, good.length, torn);
            Files.write(file("leaves/0.seg"), tail);
            try (Ledger ledger = open()) {
                assertThat(ledger.pending()).isEmpty();
                assertThat(ledger.size()).isEqualTo(5);
                assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
            }
            assertThat(Files.readAllBytes(file("leaves/0.seg"))).isEqualTo(good);
        }
    }

    @Test
    void aHalfWrittenRecordAtTheEndOfTheVaultIsDropped() throws IOException {
        byte[] good = Files.readAllBytes(file("vault/0.pack"));
        byte[] tail = java.util.Arrays.copyOf(good, good.length + 50);
        System.arraycopy(good, 0, tail, good.length, 50);
        Files.write(file("vault/0.pack"), tail);
        assertThat(audit().findings()).isEmpty();
        assertThat(Files.readAllBytes(file("vault/0.pack"))).isEqualTo(good);
    }

    @Test
    void aSecondOpenerIsToldWhichProcessHasIt() throws Exception {
        try (Ledger _ = open()) {
            String said = Child.run(Child.Opening.class, data.toString(), WORKSPACE);
            assertThat(said).contains("LEDGER-001").contains("process " + ProcessHandle.current().pid());
        }
        assertThat(Child.run(Child.Opening.class, data.toString(), WORKSPACE)).contains("opened with 5");
    }

    @Test
    void everythingIsForItsOwnerAlone() throws IOException {
        try (Ledger ledger = open(); Stream<Path> all = Files.walk(data)) {
            ledger.record(Drafts.rejection("so that a write-ahead log is there"));
            // Rows follow behind; who asks the database waits for them. A page without a condition comes from the leaf log.
            assertThat(ledger.page(EntryQuery.recent(1).kind(EntryKind.REJECTION))).hasSize(1);
            for (Path path : all.filter(p -> !p.equals(data)).toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).as(path.toString())
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
            }
            assertThat(file("ledger.duckdb.wal")).exists();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("ledger.duckdb.wal")))).isEqualTo("rw-------");
        }
    }

    @Test
    void aLostGenesisIsTakenFromTheLeaves() throws IOException {
        Files.delete(file("genesis"));
        try (Ledger ledger = open()) {
            assertThat(ledger.id()).isEqualTo(id);
            assertThat(ledger.audit(Progress.NONE).trust()).isEqualTo("T1");
        }
    }

    private void cutLastLeaf() throws IOException {
        byte[] good = Files.readAllBytes(file("leaves/0.seg"));
        int at = 0;
        for (int i = 0; i < 4; i++) {
            at += 8 + java.nio.ByteBuffer.wrap(good).getInt(at);
        }
        Files.write(file("leaves/0.seg"), java.util.Arrays.copyOf(good, at), StandardOpenOption.TRUNCATE_EXISTING);
    }

    private void sql(String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:" + file("ledger.duckdb")); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(at);
            int value = access.read();
            access.seek(at);
            access.write(value ^ 0x10);
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
