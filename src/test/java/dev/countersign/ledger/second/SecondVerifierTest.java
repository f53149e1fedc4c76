package dev.countersign.ledger.second;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.ExportRequest;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.seal.MadeUpWitness;
import dev.countersign.ledger.store.ExportAudit;
import dev.countersign.ledger.tree.TreeRecorder;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The page `docs/ledger-format.md` and the program's own audit agree, on sound ledgers and on damaged ones.
///
/// `-Dcountersign.flips=N` tries N bytes of each file instead of 40, `-Dcountersign.seed=N` others of them.
class SecondVerifierTest {
    @TempDir
    Path temporary;

    private Workspace workspace;
    private MadeUpWitness witness;
    private Notes.Key pinned;
    private String id = "";
    private final Map<WorkspacePath, FileState> tree = new HashMap<>();

    /// Deltas, a link, an empty folder, listings, two changes of key, a cosigned note, content that nothing names.
    @BeforeEach
    void aLedgerWithEverything() throws Exception {
        workspace = Workspace.open(Files.createDirectories(temporary.resolve("project")));
        witness = new MadeUpWitness("witness.example");
        pinned = Notes.Key.parse(witness.key().toString());
        try (Ledger ledger = open()) {
            id = ledger.id();
            var trees = new TreeRecorder(ledger.vault());
            Optional<FileState> before = Optional.empty();
            String text = "first line\n";
            for (int i = 0; i < 6; i++) {
                text += "line " + i + " of a file that grows, " + Sha256.of(Drafts.bytes("noise " + i)).hex() + "\n";
                Optional<FileState> after = Drafts.file(text);
                if (before.isPresent()) {
                    ledger.vault().put(new ByteArrayInputStream(Drafts.bytes(text)), before.get().content());
                } else {
                    put(ledger, text);
                }
                commit(ledger, trees, "change " + i, new PathEdit(Drafts.path("src/ä/A.java"), before, after));
                before = after;
            }
            ledger.vault().put(Drafts.bytes("nothing names this"));
            ledger.checkpoint();
            ledger.sealing().rotate("me");
            ledger.record(Drafts.rejection("after the change of key"));
            ledger.sealing().pin(witness.key());
            ledger.sealing().cosigned(witness.cosign(ledger.checkpoint().note(), 1_790_000_000L));
            commit(ledger, trees, "a second file", new PathEdit(Drafts.path("b"), Optional.empty(), put(ledger, "b")));
            commit(ledger, trees, "a link", new PathEdit(Drafts.path("l"), Optional.empty(), Optional.of(new FileState(FileState.Kind.LINK,
                    0777, ledger.vault().put(Drafts.bytes("b")), 1))));
            commit(ledger, trees, "an empty folder", new PathEdit(Drafts.path("empty"), Optional.empty(),
                    Optional.of(new FileState(FileState.Kind.FOLDER, 0755, Sha256.of(new byte[0]), 0))));
            ledger.sealing().rotate("me");
        }
    }

    private static Optional<FileState> put(Ledger ledger, String text) throws IOException {
        ledger.vault().put(Drafts.bytes(text));
        return Drafts.file(text);
    }

    private void commit(Ledger ledger, TreeRecorder trees, String summary, PathEdit edit) throws IOException {
        Sha256 base = new Snapshot(tree).treeHash();
        edit.after().ifPresent(after -> tree.put(edit.path(), after));
        var after = new Snapshot(tree);
        EntryDraft draft = Drafts.of(EntryKind.COMMIT, "patch", summary, List.of(edit), List.of());
        ledger.finish(ledger.begin(trees.record(new EntryDraft(draft.kind(), draft.session(), draft.node(), draft.actor(), draft.approval(),
                summary, base, after.treeHash(), draft.changes(), draft.evidence(), OptionalLong.empty()), after)));
    }

    private Path data() {
        return temporary.resolve("data");
    }

    private Ledger open() throws IOException {
        return new DuckLedgerOpener(data(), InstantSource.system(), RandomGenerator.getDefault()).open(workspace);
    }

    private Path file(String name) {
        return data().resolve(name.replace("ID", id).replace("LEDGER", "ledgers/" + workspace.id()));
    }

    private List<String> second() throws IOException {
        try {
            return SecondVerifier.ledger(data(), workspace.id(), pinned).faults();
        } catch (Bytes.Fault e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void bothFindASoundLedgerSound() throws IOException {
        SecondVerifier.Report report = SecondVerifier.ledger(data(), workspace.id(), pinned);
        assertThat(report.faults()).isEmpty();
        try (Ledger ledger = open()) {
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
            assertThat(report.says()).startsWith("12 leaves, ").endsWith(" root " + ledger.checkpoint().root().hex());
        }
    }

    /// Whatever byte is changed in whatever way: both find it and name the same record. Of content that nothing names only the house's own
    /// audit may know, by the index of the pack.
    @ParameterizedTest
    @CsvSource({"LEDGER/leaves/0.seg", "LEDGER/vault/0.pack", "anchors/ID.log"})
    void bothFindTheSameChangedByte(String name) throws IOException {
        byte[] good = Files.readAllBytes(file(name));
        long seed = Long.getLong("countersign.seed", 20_261_121);
        var random = new Random(seed);
        var unfound = new ArrayList<Integer>();
        try (Ledger ledger = open()) {
            for (int i = 0; i < Integer.getInteger("countersign.flips", 40); i++) {
                int at = random.nextInt(good.length);
                int bits = 1 + random.nextInt(255);
                byte[] bad = good.clone();
                bad[at] ^= (byte) bits;
                Files.write(file(name), bad);
                List<String> second = second();
                List<AuditReport.Finding> own = ledger.audit(Progress.NONE).findings();
                String where = "byte " + at + " xor " + bits + " of " + name + ", seed " + seed + ": second " + second + ", own " + own;
                if (second.isEmpty()) {
                    assertThat(own).as(where).allSatisfy(f -> assertThat(f.where()).isEqualTo("blob " + Sha256.of(Drafts.bytes("nothing names this")).hex()));
                    unfound.add(at);
                } else {
                    assertThat(own).as(where).isNotEmpty();
                    assertThat(second.toString()).as(where).contains(name.substring(name.lastIndexOf('/') + 1).replace("ID", id));
                    if (!name.startsWith("anchors")) {
                        String place = second.getFirst().substring(0, second.getFirst().indexOf(": "));
                        assertThat(own.toString().replaceAll("(?<=\\d),(?=\\d)", "")).as(where).contains(place);
                    }
                }
            }
            Files.write(file(name), good);
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
        assertThat(second()).isEmpty();
        if (name.endsWith(".pack")) {
            int from = position(good, Sha256.of(Drafts.bytes("nothing names this")).bytes());
            int behind = from + 40 + (java.nio.ByteBuffer.wrap(good).getInt(from + 32) & 0x3fffffff);
            assertThat(unfound).allSatisfy(at -> assertThat(at).isBetween(from, behind - 1));
        } else {
            assertThat(unfound).isEmpty();
        }
    }

    private static int position(byte[] in, byte[] what) {
        int at = 0;
        while (!java.util.Arrays.equals(in, at, at + what.length, what, 0, what.length)) {
            at++;
        }
        return at;
    }

    @Test
    void bothFindAShortenedLog() throws IOException {
        for (String name : List.of("LEDGER/leaves/0.seg", "LEDGER/vault/0.pack", "anchors/ID.log")) {
            byte[] good = Files.readAllBytes(file(name));
            try (Ledger ledger = open()) {
                for (int cut : List.of(1, 9, 40, 100, 300, good.length / 2)) {
                    Files.write(file(name), java.util.Arrays.copyOf(good, good.length - cut));
                    assertThat(second()).as(name + " without its last " + cut + " bytes").isNotEmpty();
                    assertThat(ledger.audit(Progress.NONE).findings()).as(name + " without its last " + cut + " bytes").isNotEmpty();
                }
                Files.write(file(name), good);
            }
        }
    }

    @Test
    void bothReadAListOfChunks() throws IOException {
        byte[] large = new byte[(4 << 20) + 5];
        large[17] = 1;
        long before = Files.size(file("LEDGER/vault/0.pack"));
        try (Ledger ledger = open()) {
            Sha256 content = ledger.vault().put(large);
            ledger.finish(ledger.begin(Drafts.of(EntryKind.COMMIT, "patch", "large", List.of(new PathEdit(Drafts.path("large"), Optional.empty(),
                    Optional.of(new FileState(FileState.Kind.FILE, 0644, content, large.length)))), List.of())));
            assertThat(second()).isEmpty();
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
            byte[] good = Files.readAllBytes(file("LEDGER/vault/0.pack"));
            for (int at : List.of((int) before + 50, good.length - 3)) {
                byte[] bad = good.clone();
                bad[at] ^= 4;
                Files.write(file("LEDGER/vault/0.pack"), bad);
                assertThat(second()).as("byte " + at).anyMatch(fault -> fault.contains(content.hex()));
                assertThat(ledger.audit(Progress.NONE).findings()).as("byte " + at).isNotEmpty();
            }
            Files.write(file("LEDGER/vault/0.pack"), good);
        }
    }

    @Test
    void bothVerifyExportsWithAndWithoutContentAndByProofs() throws IOException {
        try (Ledger ledger = open()) {
            ledger.export(new ExportRequest(temporary.resolve("whole"), 0, 12, true), Progress.NONE);
            ledger.export(new ExportRequest(temporary.resolve("digests"), 0, 12, false), Progress.NONE);
            ledger.export(new ExportRequest(temporary.resolve("some"), 3, 9, true), Progress.NONE);
        }
        for (String name : List.of("whole", "digests", "some")) {
            assertThat(SecondVerifier.export(temporary.resolve(name), pinned).faults()).as(name).isEmpty();
            assertThat(own(temporary.resolve(name))).as(name).isEmpty();
        }
        assertThat(SecondVerifier.export(temporary.resolve("some"), pinned).says()).isEqualTo("6 proofs");
    }

    @ParameterizedTest
    @CsvSource({"whole, 0, 12", "some, 3, 9"})
    void bothFindTheSameChangedFileOfAnExport(String name, long from, long behind) throws IOException {
        Path folder = temporary.resolve(name);
        try (Ledger ledger = open()) {
            ledger.export(new ExportRequest(folder, from, behind, true), Progress.NONE);
        }
        long seed = Long.getLong("countersign.seed", 20_261_121);
        var random = new Random(seed);
        List<Path> files;
        try (var walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).filter(file -> !file.endsWith("README.md")).sorted().toList();
        }
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            for (int i = 0; i < Math.max(1, Integer.getInteger("countersign.flips", 40) / 40); i++) {
                byte[] bad = good.clone();
                int at = random.nextInt(good.length);
                int bits = 1 + random.nextInt(255);
                bad[at] ^= (byte) bits;
                Files.write(file, bad);
                List<String> second;
                try {
                    second = SecondVerifier.export(folder, pinned).faults();
                } catch (RuntimeException | IOException e) {
                    second = List.of(e.toString());
                }
                String where = "byte " + at + " xor " + bits + " of " + folder.relativize(file) + ", seed " + seed + ": second " + second;
                assertThat(second).as(where).isNotEmpty();
                assertThat(own(folder)).as(where).isNotEmpty();
            }
            Files.write(file, good);
        }
        assertThat(SecondVerifier.export(folder, pinned).faults()).isEmpty();
    }

    private static List<?> own(Path folder) throws IOException {
        try {
            return ExportAudit.run(folder, AuditScope.HERE, InstantSource.system(), Progress.NONE).findings();
        } catch (IllegalArgumentException e) {
            return List.of(e);
        }
    }
}
