package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.UserException;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.merkle.InclusionProof;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every ledger does.
public abstract class LedgerContract {
    /// The ledger under test, empty at first.
    protected Ledger ledger;

    /// Opens the same ledger each time it is called.
    protected abstract Ledger open() throws IOException;

    @BeforeEach
    void openIt() throws IOException {
        ledger = open();
    }

    @AfterEach
    void closeIt() throws IOException {
        ledger.close();
    }

    protected void reopen() throws IOException {
        ledger.close();
        ledger = open();
    }

    private Entry commit(String path, String text, String summary) throws IOException {
        Entry entry = ledger.begin(Drafts.change(ledger.vault(), path, Optional.empty(), Optional.of(text), summary));
        ledger.finish(entry);
        return entry;
    }

    @Test
    void aNewLedgerIsEmptyAndIntact() throws IOException {
        assertThat(ledger.size()).isZero();
        assertThat(ledger.pending()).isEmpty();
        assertThat(ledger.page(EntryQuery.recent(10))).isEmpty();
        assertThat(ledger.entry(0)).isEmpty();
        AuditReport report = ledger.audit(Progress.NONE);
        assertThat(report.findings()).isEmpty();
        assertThat(report.entries()).isZero();
        assertThat(ledger.checkpoint().size()).isZero();
        assertThat(ledger.checkpoint().root()).isEqualTo(MerkleTree.EMPTY);
    }

    @Test
    void entriesComeBackWholeAlsoAfterReopening() throws IOException {
        EntryDraft draft = Drafts.change(ledger.vault(), "src/A.java", Optional.of("old"), Optional.of("new"), "change A");
        Entry first = ledger.begin(draft);
        ledger.finish(first);
        Entry second = ledger.record(Drafts.rejection("no"));
        assertThat(first.seq()).isZero();
        assertThat(first.what()).isEqualTo(draft);
        assertThat(first.baseRoot()).isEqualTo(MerkleTree.EMPTY);
        assertThat(second.baseRoot()).isEqualTo(MerkleTree.leaf(ledger.leaf(0)));
        assertThat(first.txid().version()).isEqualTo(7);
        String id = ledger.id();
        reopen();
        assertThat(ledger.id()).isEqualTo(id);
        assertThat(ledger.size()).isEqualTo(2);
        assertThat(ledger.entry(0)).contains(first);
        assertThat(ledger.entry(1)).contains(second);
        assertThat(ledger.page(EntryQuery.recent(10))).containsExactly(second, first);
        assertThat(ledger.vault().read(Sha256.of(Drafts.bytes("new")))).isEqualTo(Drafts.bytes("new"));
        assertThat(MerkleTree.leaf(ledger.leaf(1))).isEqualTo(second.leafHash());
    }

    @Test
    void contentMustBeInTheVaultFirst() throws IOException {
        var edit = new dev.countersign.workspace.PathEdit(Drafts.path("a"), Optional.empty(), Drafts.file("nowhere"));
        EntryDraft draft = Drafts.of(EntryKind.COMMIT, "patch", "s", List.of(edit), List.of());
        assertThatThrownBy(() -> ledger.begin(draft)).isInstanceOf(MissingContentException.class);
        EntryDraft evidence = Drafts.of(EntryKind.DENIAL, "patch", "s", List.of(), List.of(new EntryDraft.Evidence("task", Drafts.TREE)));
        assertThatThrownBy(() -> ledger.begin(evidence)).isInstanceOf(MissingContentException.class);
        assertThat(ledger.size()).isZero();
        assertThat(ledger.pending()).isEmpty();
    }

    @Test
    void nothingIsBegunWhileAnIntentWaits() throws IOException {
        Entry intent = ledger.begin(Drafts.change(ledger.vault(), "a", Optional.empty(), Optional.of("1"), "one"));
        assertThat(ledger.pending()).contains(intent);
        assertThat(ledger.size()).isZero();
        assertThatThrownBy(() -> ledger.record(Drafts.rejection("two")))
                .isInstanceOfSatisfying(UserException.class, e -> assertThat(e.problem().code()).isEqualTo("LEDGER-005"));
        ledger.finish(intent);
        assertThat(ledger.pending()).isEmpty();
        assertThat(ledger.record(Drafts.rejection("two")).seq()).isEqualTo(1);
        assertThatThrownBy(() -> ledger.finish(intent)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRecoveryEntrySettlesTheIntentThatWaits() throws IOException {
        Entry intent = ledger.begin(Drafts.change(ledger.vault(), "a", Optional.empty(), Optional.of("1"), "one"));
        Entry recovery = ledger.begin(Drafts.of(EntryKind.RECOVERY, "countersign", "kept", List.of(), List.of()));
        assertThat(ledger.pending()).contains(recovery);
        ledger.finish(recovery);
        assertThat(ledger.page(EntryQuery.recent(5))).containsExactly(recovery, intent);
        assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
    }

    @Test
    void anIntentWaitsAfterReopening() throws IOException {
        commit("a", "1", "one");
        Entry intent = ledger.begin(Drafts.change(ledger.vault(), "b", Optional.empty(), Optional.of("2"), "two"));
        reopen();
        assertThat(ledger.pending()).contains(intent);
        assertThat(ledger.size()).isEqualTo(1);
        assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        ledger.finish(intent);
        assertThat(ledger.entry(1)).contains(intent);
        assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
    }

    @Test
    void anIntentWithoutChangesIsFinishedByOpening() throws IOException {
        Entry intent = ledger.begin(Drafts.rejection("no"));
        reopen();
        assertThat(ledger.pending()).isEmpty();
        assertThat(ledger.entry(0)).contains(intent);
    }

    @Test
    void pagesFilterByEveryConditionAndGoOnBelow() throws IOException {
        Entry a = commit("src/Main.java", "1", "Add the MAIN class");
        Entry b = commit("src/Ünïcode.java", "2", "größer");
        Entry c = ledger.record(Drafts.of(EntryKind.DENIAL, "Claude", "denied", List.of(), List.of()));
        assertThat(ledger.page(query("main"))).containsExactly(a);
        assertThat(ledger.page(query("ÜNÏCODE.JAVA"))).containsExactly(b);
        assertThat(ledger.page(query("claude"))).containsExactly(c);
        assertThat(ledger.page(query("run-1"))).containsExactly(c, b, a);
        assertThat(ledger.page(query("100%_'; DROP TABLE entry; --\u0000\"\\"))).isEmpty();
        assertThat(ledger.page(new EntryQuery(OptionalLong.empty(), 5, Optional.empty(), Optional.of("src/Main.java"), Optional.empty(), Optional.empty())))
                .containsExactly(a);
        assertThat(ledger.page(new EntryQuery(OptionalLong.empty(), 5, Optional.empty(), Optional.of("Main.java"), Optional.empty(), Optional.empty())))
                .isEmpty();
        assertThat(ledger.page(new EntryQuery(OptionalLong.empty(), 5, Optional.empty(), Optional.empty(), Optional.of("Claude"), Optional.empty())))
                .containsExactly(c);
        assertThat(ledger.page(new EntryQuery(OptionalLong.empty(), 5, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(EntryKind.COMMIT))))
                .containsExactly(b, a);
        assertThat(ledger.page(EntryQuery.recent(2))).containsExactly(c, b);
        assertThat(ledger.page(new EntryQuery(OptionalLong.of(1), 2, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())))
                .containsExactly(a);
        assertThatThrownBy(() -> ledger.page(EntryQuery.recent(0))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyTextIsRecordedAndFound() throws IOException {
        for (String text : List.of("'; DROP TABLE entry; --", "a\u0000b", "tab\tand\nnewline", "\ud83d\ude00", "%_[]^", "", " ")) {
            Entry entry = ledger.record(Drafts.rejection(text));
            assertThat(ledger.entry(entry.seq()).orElseThrow().what().summary()).isEqualTo(text);
            assertThat(ledger.page(query(text))).contains(entry);
        }
        assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
    }

    private static EntryQuery query(String text) {
        return new EntryQuery(OptionalLong.empty(), 100, Optional.of(text), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    void everyEntryIsProvedInTheCheckpoint() throws IOException {
        for (int i = 0; i < 21; i++) {
            ledger.record(Drafts.rejection("entry " + i));
        }
        Checkpoint checkpoint = ledger.checkpoint();
        assertThat(checkpoint.size()).isEqualTo(21);
        for (int i = 0; i < 21; i++) {
            InclusionProof proof = ledger.prove(i);
            assertThat(proof.holds()).isTrue();
            assertThat(proof.root()).isEqualTo(checkpoint.root());
            assertThat(proof.leafHash()).isEqualTo(MerkleTree.leaf(ledger.leaf(i)));
        }
        assertThatThrownBy(() -> ledger.prove(21)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void largeContentIsStreamedInAndOut() throws IOException {
        byte[] large = new byte[9_500_000];
        new Random(1).nextBytes(large);
        Sha256 hash = ledger.vault().put(new ByteArrayInputStream(large));
        assertThat(hash).isEqualTo(Sha256.of(large));
        assertThat(ledger.vault().put(large)).isEqualTo(hash);
        Entry entry = ledger.record(Drafts.of(EntryKind.ESCALATION, "patch", "large", List.of(), List.of(new EntryDraft.Evidence("transcript", hash))));
        reopen();
        assertThat(ledger.entry(0)).contains(entry);
        assertThat(ledger.vault().read(hash)).isEqualTo(large);
        assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
    }

    @Test
    void statisticsCountWhatIsThere() throws IOException {
        commit("a", "hello", "one");
        ledger.record(Drafts.of(EntryKind.DENIAL, "claude", "two", List.of(), List.of()));
        LedgerStats stats = ledger.stats();
        assertThat(stats.entries()).isEqualTo(2);
        assertThat(stats.byKind()).isEqualTo(Map.of(EntryKind.COMMIT, 1L, EntryKind.DENIAL, 1L));
        assertThat(stats.byActor()).isEqualTo(Map.of("patch", 1L, "claude", 1L));
        assertThat(stats.blobs()).isEqualTo(2);
        assertThat(stats.content()).isEqualTo("hello".length() + "verification of one".length());
        assertThat(stats.stored()).isPositive();
        assertThat(stats.first()).isEqualTo(OptionalLong.of(ledger.entry(0).orElseThrow().time()));
        assertThat(stats.last()).isEqualTo(OptionalLong.of(ledger.entry(1).orElseThrow().time()));
    }

    @Test
    void readersSeeWholeEntriesWhileOthersWrite() throws Exception {
        try (var threads = Executors.newFixedThreadPool(3)) {
            Callable<Void> reader = () -> {
                for (int i = 0; i < 40; i++) {
                    List<Entry> page = ledger.page(EntryQuery.recent(50));
                    for (int k = 0; k < page.size(); k++) {
                        assertThat(page.get(k).seq()).isEqualTo(page.getFirst().seq() - k);
                        assertThat(MerkleTree.leaf(ledger.leaf(page.get(k).seq()))).isEqualTo(page.get(k).leafHash());
                    }
                    if (ledger.size() > 0) {
                        assertThat(ledger.prove(ledger.size() / 2).holds()).isTrue();
                    }
                }
                return null;
            };
            var readers = List.of(threads.submit(reader), threads.submit(reader));
            var audit = threads.submit(() -> ledger.audit(Progress.NONE).findings());
            var written = new ArrayList<Entry>();
            for (int i = 0; i < 60; i++) {
                written.add(commit("f" + i, "text " + i, "number " + i));
            }
            for (var each : readers) {
                each.get();
            }
            assertThat(audit.get()).isEmpty();
            assertThat(ledger.page(EntryQuery.recent(100)).reversed()).isEqualTo(written);
        }
    }

    @Test
    void anAuditCanBeCancelled() throws IOException {
        ledger.record(Drafts.rejection("no"));
        Progress cancelled = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> ledger.audit(cancelled)).isInstanceOf(Progress.CancelledException.class);
    }
}
