package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.ProblemException;
import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.AuditScope;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.ProofCheck;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.KeyPlace;
import dev.countersign.ledger.seal.LogProof;
import dev.countersign.ledger.seal.MadeUpWitness;
import dev.countersign.ledger.seal.NoteKey;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys, witnesses, copies, and what they make of the tier.
class SealingTest {
    private static final String WORKSPACE = "00112233445566ff";
    private static final long NOON = 1_790_000_000L;

    @TempDir
    Path temporary;

    private final MemoryKeyring keyring = new MemoryKeyring();

    private Path data() {
        return temporary.resolve("data");
    }

    private Ledger open() throws IOException {
        return new DuckLedgerOpener(data(), InstantSource.system(), RandomGenerator.getDefault(), keyring).open(WORKSPACE);
    }

    private static void entries(Ledger ledger, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            ledger.record(Drafts.rejection("entry " + i));
        }
        ledger.checkpoint();
    }

    private static AuditReport audit(Ledger ledger) throws IOException {
        return ledger.audit(Progress.NONE);
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    @Test
    void aReplacedKeySignsOnAndWhatTheOldOneSignedStaysVerifiable() throws IOException {
        NoteKey first;
        try (Ledger ledger = open()) {
            entries(ledger, 12);
            first = ledger.sealing().key();
            Entry rotation = ledger.sealing().rotate("me");
            assertThat(rotation.what().kind()).isEqualTo(EntryKind.KEY_ROTATION);
            assertThat(ledger.sealing().key()).isNotEqualTo(first);
            entries(ledger, 3);
            assertThat(ledger.checkpoint().signedBy(ledger.sealing().key())).isTrue();
            assertThat(ledger.checkpoint().signedBy(first)).isFalse();
            assertThat(audit(ledger).findings()).isEmpty();
        }
        try (Ledger ledger = open()) {
            ledger.sealing().rotate("me");
            entries(ledger, 2);
            assertThat(audit(ledger).findings()).isEmpty();
            assertThat(ledger.audit(new AuditScope(List.of(), List.of(first), List.of()), Progress.NONE).findings()).isEmpty();
            NoteKey foreign = dev.countersign.ledger.seal.NoteSigner.generate(first.name()).verifier();
            assertThat(ledger.audit(new AuditScope(List.of(), List.of(foreign), List.of()), Progress.NONE).findings())
                    .singleElement().satisfies(f -> assertThat(f.what()).isEqualTo("this ledger was not signed by it"));
        }
    }

    @Test
    void aKeyPutInThePlaceOfTheOldOneIsFound() throws IOException {
        Path keys = data().resolve("keys");
        String id;
        try (Ledger ledger = open()) {
            id = ledger.id();
            entries(ledger, 3);
        }
        new dev.countersign.ledger.store.KeyFile(keys, id).create(Checkpoint.origin(dev.countersign.ledger.seal.LedgerId.parse(id)));
        try (Ledger ledger = open()) {
            entries(ledger, 3);
            AuditReport report = audit(ledger);
            assertThat(report.trust()).isEqualTo("none");
            assertThat(report.findings()).extracting(AuditReport.Finding::where)
                    .contains("file keys/" + id + ".pub", "file keys/" + id + ".key", "checkpoint of size 6");
            assertThat(report.findings().getFirst().what()).startsWith("it holds another key than the ledger's");
            assertThat(report.findings().getFirst().means()).contains("The key was replaced outside Countersign");
        }
    }

    @Test
    void aCrashWhileTheKeyIsReplacedIsSettledEitherWay() throws IOException {
        Path keys = data().resolve("keys");
        String id;
        byte[] oldKey;
        byte[] oldPub;
        byte[] next;
        try (Ledger ledger = open()) {
            id = ledger.id();
            entries(ledger, 3);
            oldKey = Files.readAllBytes(keys.resolve(id + ".key"));
            oldPub = Files.readAllBytes(keys.resolve(id + ".pub"));
            Entry rotation = ledger.sealing().rotate("me");
            next = (Files.readString(keys.resolve(id + ".key")) + rotation.what().evidence().getFirst().content().hex() + "\n").getBytes();
        }
        // The entry is in the log, the files are still the old ones: the next start ends it.
        Files.write(keys.resolve(id + ".key"), oldKey);
        Files.write(keys.resolve(id + ".pub"), oldPub);
        Files.write(keys.resolve(id + ".key.next"), next);
        try (Ledger ledger = open()) {
            assertThat(keys.resolve(id + ".key.next")).doesNotExist();
            entries(ledger, 2);
            assertThat(audit(ledger).findings()).isEmpty();
        }
        // A key that was prepared, and no entry: it is forgotten.
        Files.write(keys.resolve(id + ".key.next"), new String(next).replaceAll("[0-9a-f]{64}\n", "0".repeat(64) + "\n").getBytes());
        try (Ledger ledger = open()) {
            assertThat(keys.resolve(id + ".key.next")).doesNotExist();
            assertThat(audit(ledger).findings()).isEmpty();
        }
    }

    @Test
    void theKeyMovesToTheKeyringAndBack() throws IOException {
        Path secret;
        try (Ledger ledger = open()) {
            secret = data().resolve("keys").resolve(ledger.id() + ".key");
            entries(ledger, 2);
            keyring.locked = true;
            refused("LEDGER-008", () -> ledger.sealing().move(KeyPlace.KEYRING));
            assertThat(ledger.sealing().place()).isEqualTo(KeyPlace.FILE);
            assertThat(secret).exists();
            keyring.locked = false;
            ledger.sealing().move(KeyPlace.KEYRING);
            assertThat(secret).doesNotExist();
            assertThat(keyring.entries).containsOnlyKeys(ledger.id());
        }
        try (Ledger ledger = open()) {
            entries(ledger, 2);
            assertThat(audit(ledger).findings()).isEmpty();
            ledger.sealing().rotate("me");
            assertThat(keyring.entries).containsOnlyKeys(ledger.id());
            entries(ledger, 1);
            assertThat(audit(ledger).findings()).isEmpty();
            ledger.sealing().move(KeyPlace.FILE);
            assertThat(keyring.entries).isEmpty();
            entries(ledger, 1);
            assertThat(audit(ledger).findings()).isEmpty();
        }
        keyring.locked = true;
        try (Ledger ledger = open()) {
            entries(ledger, 1);
            assertThat(audit(ledger).findings()).isEmpty();
        }
    }

    @Test
    void aLockedKeyringLeavesALedgerThatCanBeRead() throws IOException {
        try (Ledger ledger = open()) {
            entries(ledger, 2);
            ledger.sealing().move(KeyPlace.KEYRING);
        }
        keyring.locked = true;
        try (Ledger ledger = open()) {
            refused("LEDGER-007", () -> ledger.record(Drafts.rejection("more")));
            AuditReport report = audit(ledger);
            assertThat(report.findings()).singleElement()
                    .satisfies(f -> assertThat(f.where()).isEqualTo("keyring entry " + ledger.id()));
            assertThat(report.trust()).isEqualTo("T1");
        }
    }

    @Test
    void secondTierNeedsTheKeyringAndAKeyPinnedElsewhere() throws IOException {
        Path elsewhere = temporary.resolve("elsewhere");
        try (Ledger ledger = open()) {
            entries(ledger, 3);
            assertThat(audit(ledger).trust()).isEqualTo("T1");
            assertThat(audit(ledger).trustSays()).contains("With no checkpoint kept outside of this machine nobody could tell.");
            ledger.sealing().copyTo(Optional.of(elsewhere));
            AuditReport copied = audit(ledger);
            assertThat(copied.trust()).isEqualTo("T1");
            assertThat(copied.trustSays()).contains("The first 3 entries agree with a checkpoint that was kept elsewhere.")
                    .contains("does not stand against someone who can run programs as you").doesNotContain("nobody could tell");
            ledger.sealing().move(KeyPlace.KEYRING);
            assertThat(audit(ledger).trust()).isEqualTo("T2");
            assertThat(audit(ledger).trustSays()).contains("does not stand against someone who can run programs as you");
            ledger.sealing().copyTo(Optional.empty());
            assertThat(audit(ledger).trust()).isEqualTo("T1");
            assertThat(ledger.audit(new AuditScope(List.of(), List.of(ledger.sealing().key()), List.of()), Progress.NONE).trust()).isEqualTo("T2");
        }
    }

    @Test
    void thirdTierNeedsTheSignatureOfAPinnedWitness() throws Exception {
        var witness = new MadeUpWitness("witness.example/w1");
        var stranger = new MadeUpWitness("stranger.example");
        Path data = data();
        try (Ledger ledger = open()) {
            entries(ledger, 3);
            Checkpoint head = ledger.checkpoint();
            refused("LEDGER-031", () -> ledger.sealing().cosigned(witness.cosign(head.note(), NOON)));
            refused("LEDGER-030", () -> ledger.sealing().pin(ledger.sealing().key()));
            ledger.sealing().pin(witness.key());
            refused("LEDGER-031", () -> ledger.sealing().cosigned(head.note()));
            refused("LEDGER-031", () -> ledger.sealing().cosigned(stranger.cosign(head.note(), NOON)));
            assertThat(audit(ledger).trust()).isEqualTo("T1");
            // The witness hands back the text with its own signature alone.
            String bare = head.note().substring(0, head.note().indexOf("\n\n") + 2) + witness.line(head.note(), NOON);
            Checkpoint kept = ledger.sealing().cosigned(bare);
            assertThat(kept.note()).isEqualTo(witness.cosign(head.note(), NOON));
            entries(ledger, 2);
            AuditReport report = audit(ledger);
            assertThat(report.findings()).isEmpty();
            assertThat(report.trust()).isEqualTo("T3");
            assertThat(report.trustSays()).contains("witness.example/w1 for the first 3 at 2026-09-21", "Not cosigned yet: the newest 2.");
        }
        try (Ledger ledger = open()) {
            assertThat(audit(ledger).trust()).isEqualTo("T3");
            LogProof proof = LogProof.of(ledger.leaf(1), ledger.prove(1), ledger.sealing().cosigned(witness.cosign(ledger.checkpoint().note(), NOON)));
            ProofCheck check = ProofCheck.of(proof.text(), new AuditScope(List.of(), List.of(), List.of(witness.key())));
            assertThat(check.says()).contains("Cosigned by witness.example/w1 at 2026-09-21T14:13:20Z.", "It holds.");
            assertThat(ledger.sealing().unpin("witness.example/w1")).isTrue();
            assertThat(audit(ledger).trust()).isEqualTo("T1");
            assertThat(ledger.audit(new AuditScope(List.of(), List.of(), List.of(witness.key())), Progress.NONE).trust()).isEqualTo("T3");
            // A forged line of the witness's name and key hash.
            ledger.sealing().pin(stranger.key());
        }
        Path log;
        try (Stream<Path> files = Files.list(data.resolve("anchors"))) {
            log = files.filter(f -> f.toString().endsWith(".log")).findFirst().orElseThrow();
        }
        Files.writeString(log, Files.readString(log).replace("witness.example/w1", "stranger.example"));
        try (Ledger ledger = open()) {
            assertThat(audit(ledger).trust()).isNotEqualTo("T3");
            assertThat(audit(ledger).findings()).isNotEmpty();
        }
    }

    @Test
    void copiesGrowWithTheLedgerAndShowWhatWasCutOrRewritten() throws IOException {
        Path elsewhere = temporary.resolve("elsewhere");
        String id;
        try (Ledger ledger = open()) {
            id = ledger.id();
            entries(ledger, 2);
            refused("LEDGER-032", () -> ledger.sealing().copyTo(Optional.of(data().resolve("here"))));
            ledger.sealing().copyTo(Optional.of(elsewhere));
            entries(ledger, 3);
            ledger.sealing().copyNow();
            assertThat(elsewhere.resolve(id + "-2.checkpoint")).exists();
            assertThat(elsewhere.resolve(id + "-5.checkpoint")).exists();
            assertThat(elsewhere.resolve(id + ".pub")).hasContent(ledger.sealing().key().toString());
            assertThat(audit(ledger).findings()).isEmpty();
        }
        // Everything local is made anew: leaves, database, anchors, with the same key.
        deleteTree(data().resolve("ledgers").resolve(WORKSPACE).resolve("leaves"));
        Files.delete(data().resolve("ledgers").resolve(WORKSPACE).resolve("ledger.duckdb"));
        deleteTree(data().resolve("anchors"));
        try (Ledger ledger = open()) {
            for (int i = 0; i < 4; i++) {
                ledger.record(Drafts.rejection("forged " + i));
            }
            ledger.checkpoint();
            AuditReport report = audit(ledger);
            assertThat(report.trust()).isEqualTo("none");
            assertThat(report.findings()).extracting(AuditReport.Finding::where)
                    .containsExactly("kept checkpoint " + elsewhere.resolve(id + "-2.checkpoint"), "kept checkpoint " + elsewhere.resolve(id + "-5.checkpoint"));
            assertThat(report.findings().get(0).means()).contains("not the one that was signed");
            assertThat(report.findings().get(1).means()).contains("the end of the ledger was deleted");
            ledger.sealing().copyTo(Optional.empty());
            assertThat(audit(ledger).findings()).isEmpty();
            assertThat(audit(ledger).trustSays()).contains("could rewrite the whole ledger", "nobody could tell");
        }
    }

    @Test
    void aFolderOfCopiesThatIsGoneIsToldAndStopsNothing() throws IOException {
        Path elsewhere = temporary.resolve("elsewhere");
        try (Ledger ledger = open()) {
            ledger.sealing().copyTo(Optional.of(elsewhere));
            deleteTree(elsewhere);
            entries(ledger, 1);
            ledger.sealing().copyNow();
            assertThat(ledger.notices()).singleElement().satisfies(n -> assertThat(n).startsWith("The newest checkpoint could not be copied"));
            assertThat(ledger.notices()).isEmpty();
            assertThat(audit(ledger).trustSays()).contains("cannot be read");
        }
    }

    @Test
    void aSealSparesSignaturesAndAnAuditWithoutItChecksEach() throws IOException {
        Path seal;
        try (Ledger ledger = open()) {
            seal = data().resolve("anchors").resolve(ledger.id() + ".log.sealed");
            entries(ledger, 25);
        }
        assertThat(seal).exists();
        Files.delete(seal);
        try (Ledger ledger = open()) {
            assertThat(audit(ledger).findings()).isEmpty();
            assertThat(seal).exists();
            entries(ledger, 25);
        }
        try (Ledger ledger = open()) {
            assertThat(audit(ledger).findings()).isEmpty();
        }
    }

    @Test
    void whatWasMendedAtOpeningIsToldOnce() throws IOException {
        try (Ledger ledger = open()) {
            assertThat(ledger.notices()).isEmpty();
            entries(ledger, 3);
        }
        Files.delete(data().resolve("ledgers").resolve(WORKSPACE).resolve("ledger.duckdb"));
        try (Ledger ledger = open()) {
            assertThat(ledger.notices()).containsExactly("The ledger's database was missing. It was built anew from 3 entries; no entry was lost.");
            assertThat(ledger.notices()).isEmpty();
        }
        try (Ledger ledger = open()) {
            assertThat(ledger.notices()).isEmpty();
        }
    }

    static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
