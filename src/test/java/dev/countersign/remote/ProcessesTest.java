package dev.countersign.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.fault.ProblemException;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Workspace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several processes on one workspace and ledger. `-Dcountersign.kills=N` for another number of kills.
class ProcessesTest {
    private static final int KILLS = Integer.getInteger("countersign.kills", 20);

    @TempDir
    Path temporary;

    private Workspace workspace;
    private final List<Peer> peers = new ArrayList<>();

    @BeforeEach
    void make() throws IOException {
        Path root = Files.createDirectories(temporary.resolve("project"));
        for (String file : List.of("f0", "f1", "f2")) {
            Files.writeString(root.resolve(file), "0");
        }
        workspace = Workspace.open(root);
    }

    @AfterEach
    void end() throws Exception {
        for (Peer peer : peers) {
            peer.kill();
        }
    }

    private Path data() {
        return temporary.resolve("data");
    }

    private Peer peer(String... what) throws IOException {
        var peer = new Peer(temporary, what);
        peers.add(peer);
        return peer;
    }

    private Ledger open() throws IOException {
        return Sharing.open(data(), workspace);
    }

    private static List<Entry> all(Ledger ledger) throws IOException {
        var entries = new ArrayList<Entry>();
        for (long seq = 0; seq < ledger.size(); seq++) {
            entries.add(ledger.entry(seq).orElseThrow());
        }
        return entries;
    }

    @Test
    void twoProcessesAppendInTurnAndTheAuditIsClean() throws Exception {
        try (Ledger ledger = open()) {
            Peer one = peer("record", "one", "200");
            Peer two = peer("record", "two", "200");
            one.end();
            two.end();
            List<String> summaries = all(ledger).stream().map(e -> e.what().summary()).toList();
            assertThat(summaries).hasSize(400).doesNotHaveDuplicates();
            for (String who : List.of("one", "two")) {
                assertThat(summaries.stream().filter(s -> s.startsWith(who)).toList())
                        .isEqualTo(java.util.stream.IntStream.range(0, 200).mapToObj(i -> who + " " + i).toList());
            }
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    @Test
    void anOwnerThatClosesHandsOverToItsClients() throws Exception {
        Ledger owner = open();
        Peer one = peer("record", "one", "100");
        assertThat(one.line()).isEqualTo("0");
        owner.close();
        one.end();
        try (Ledger ledger = open()) {
            assertThat(all(ledger)).extracting(e -> e.what().summary()).hasSize(100).doesNotHaveDuplicates();
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    /// Whoever owns the ledger is killed while the other commits; the other takes it over and goes on.
    @Test
    void afterEveryKillOfTheOwnerNothingIsLostOrDoubled() throws Exception {
        var random = new Random(5);
        var acknowledged = new HashSet<String>();
        for (int kill = 0; kill < KILLS; kill++) {
            Peer owner = peer("own");
            assertThat(owner.line()).isEqualTo("ready");
            Peer client = peer("commit", "c" + kill);
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                acknowledged.add(client.line());
            }
            TimeUnit.MICROSECONDS.sleep(random.nextInt(15_000));
            owner.kill();
            for (int i = 0; i < 3; i++) {
                acknowledged.add(client.line());
            }
            client.say("stop");
            acknowledged.addAll(client.rest());
            assertThat(client.status()).as(client.errors()).isZero();
            agree(acknowledged, "kill " + kill);
        }
    }

    /// A client is killed at any moment of its commits; the owner lives on and settles what was left.
    @Test
    void afterEveryKillOfAClientTheNextOneSettlesWhatItLeft() throws Exception {
        var random = new Random(6);
        var acknowledged = new HashSet<String>();
        try (Ledger owner = open()) {
            for (int kill = 0; kill < KILLS; kill++) {
                Peer client = peer("commit", "c" + kill);
                for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    acknowledged.add(client.line());
                }
                TimeUnit.MICROSECONDS.sleep(random.nextInt(15_000));
                client.kill();
                acknowledged.addAll(client.rest());
                owner.record(Drafts.rejection("the owner goes on after " + kill));
                assertThat(owner.pending()).isEmpty();
            }
        }
        agree(acknowledged, "the end");
    }

    private void agree(HashSet<String> acknowledged, String when) throws IOException {
        acknowledged.remove("stopped");
        try (Ledger ledger = open()) {
            assertThat(new Committer(workspace, ledger).recover()).as(when).isNotInstanceOf(Committer.Recovery.NeedsHuman.class);
            List<Entry> entries = all(ledger);
            assertThat(entries.stream().map(e -> e.what().summary()).toList()).as(when).doesNotHaveDuplicates().containsAll(acknowledged);
            assertThat(entries.stream().map(Entry::txid).toList()).as(when).doesNotHaveDuplicates();
            assertThat(ledger.audit(Progress.NONE).findings()).as(when).isEmpty();
            Entry newest = entries.stream().filter(e -> !e.what().changes().isEmpty()).reduce((_, later) -> later).orElseThrow();
            assertThat(workspace.capture(ledger.vault(), Progress.NONE).treeHash()).as(when).isEqualTo(newest.what().treeAfter());
        }
    }

    /// `SIGSTOP`: neither is it gone, nor does it answer.
    @Test
    void anOwnerThatWasStoppedIsToldAndWaitedFor() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no kill");
        Peer owner = peer("own");
        assertThat(owner.line()).isEqualTo("ready");
        try (Ledger ledger = open(); var threads = Executors.newCachedThreadPool()) {
            Entry entry = ledger.record(Drafts.rejection("before"));
            assertThat(ledger.stalled()).isEmpty();
            Future<Long> asked;
            Future<Entry> written;
            owner.signal("-STOP");
            try {
                until("standstill", () -> stands(owner.pid()));
                asked = threads.submit(ledger::size);
                written = threads.submit(() -> ledger.record(Drafts.rejection("meanwhile")));
                until("silence", () -> ledger.stalled().isPresent());
                assertThat(ledger.stalled().orElseThrow()).contains("(process " + owner.pid() + ") does not answer");

                var unwanted = new AtomicBoolean();
                var audit = threads.submit(() -> assertThatThrownBy(() -> ledger.audit(cancelledBy(unwanted))).isInstanceOf(Progress.CancelledException.class));
                unwanted.set(true);
                audit.get(30, TimeUnit.SECONDS);
                assertThatThrownBy(this::open).isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("LEDGER-001");
                    assertThat(e.problem().sentence()).contains("(process " + owner.pid() + "), which does not answer");
                });
                assertThat(asked.isDone()).isFalse();
                assertThat(written.isDone()).isFalse();
            } finally {
                // Where something is not as it should be, nobody waits for ever.
                owner.signal("-CONT");
            }
            assertThat(asked.get(30, TimeUnit.SECONDS)).isIn(1L, 2L);
            assertThat(written.get(30, TimeUnit.SECONDS).seq()).isEqualTo(entry.seq() + 1);
            until("an answer", () -> ledger.stalled().isEmpty());
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
            assertThat(ledger.size()).isEqualTo(2);
        }
    }

    /// Whether each thread of a process is stopped.
    private static boolean stands(long pid) {
        try (var threads = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads) {
                String stat = Files.readString(thread.resolve("stat"));
                if (!stat.substring(stat.lastIndexOf(')')).startsWith(") T")) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Progress cancelledBy(AtomicBoolean unwanted) {
        return new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return unwanted.get();
            }
        };
    }

    private static void until(String what, BooleanSupplier isSo) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!isSo.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void anIntentOfAKilledClientIsAppliedBeforeAnythingElseIsBegun() throws Exception {
        try (Ledger owner = open()) {
            Peer client = peer("intent", "f0", "new");
            assertThat(client.line()).isEqualTo("begun");
            assertThat(owner.pending()).isPresent();
            assertThat(owner.turn(Duration.ofMillis(50), Progress.NONE)).isEmpty();
            // Readers do not wait for it.
            assertThat(owner.page(EntryQuery.recent(5))).isEmpty();
            client.kill();
            Entry next = owner.record(Drafts.rejection("next"));
            assertThat(next.seq()).isEqualTo(1);
            assertThat(Files.readString(workspace.root().resolve("f0"))).isEqualTo("new");
            assertThat(owner.pending()).isEmpty();
            assertThat(owner.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    @Test
    void aTurnIsCancelledWhileItIsAwaited() throws Exception {
        try (Ledger owner = open()) {
            Peer client = peer("intent", "f0", "new");
            assertThat(client.line()).isEqualTo("begun");
            Progress cancelled = new Progress() {
                @Override
                public void step(String what, long done, long total) {}

                @Override
                public boolean cancelled() {
                    return true;
                }
            };
            assertThatThrownBy(() -> owner.turn(Duration.ofMinutes(1), cancelled)).isInstanceOf(Progress.CancelledException.class);
        }
    }

    @Test
    void anotherVersionIsRefusedInWords() throws Exception {
        try (Ledger _ = open()) {
            Path folder = data().resolve("ledgers").resolve(workspace.id());
            var place = new Client.Place(folder.resolve("socket"), folder.resolve("token"));
            assertThatThrownBy(() -> Client.connect(place, new byte[32], "0.9", new Codec()))
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.problem().code()).isEqualTo("LEDGER-080");
                        assertThat(e.problem().sentence()).contains("1; this is 0.9");
                    });
        }
    }

    @Test
    void aWrongTokenIsRefused() throws Exception {
        try (Ledger owner = open()) {
            Path token = data().resolve("ledgers").resolve(workspace.id()).resolve("token");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token))).isEqualTo("rw-------");
            for (String wrong : List.of("00".repeat(32), "", "zz", "ab")) {
                Files.writeString(token, wrong);
                assertThatThrownBy(this::open).as(wrong).isInstanceOfSatisfying(ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("LEDGER-081"));
            }
            assertThat(owner.record(Drafts.rejection("it goes on")).seq()).isZero();
        }
    }

    @Test
    void aSocketThatADeadOwnerLeftIsReplaced() throws Exception {
        Peer owner = peer("own");
        assertThat(owner.line()).isEqualTo("ready");
        owner.kill();
        Path socket = data().resolve("ledgers").resolve(workspace.id()).resolve("socket");
        assertThat(socket).exists();
        try (Ledger ledger = open(); Ledger client = open()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket))).isEqualTo("rw-------");
            client.record(Drafts.rejection("no"));
            assertThat(ledger.size()).isEqualTo(1);
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void aDataFolderWithALongPathIsServedElsewhere() throws Exception {
        Path deep = temporary.resolve("d".repeat(120)).resolve("data");
        try (Ledger ledger = Sharing.open(deep, workspace); Ledger client = Sharing.open(deep, workspace)) {
            client.record(Drafts.rejection("no"));
            assertThat(ledger.size()).isEqualTo(1);
        }
    }

    @Test
    void contentStreamsInBoundedMemory() throws Exception {
        Peer owner = peer("own");
        assertThat(owner.line()).isEqualTo("ready");
        long size = 200L << 20;
        try (Ledger client = open()) {
            Sha256 hash = client.vault().put(new Zeros(size));
            long read = 0;
            try (InputStream in = client.vault().open(hash)) {
                byte[] buffer = new byte[1 << 16];
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    read += n;
                }
            }
            assertThat(read).isEqualTo(size);
        }
        // The owner has 96 MB of heap.
        assertThat(owner.isAlive()).isTrue();
    }

    /// Bytes that are not stored anywhere.
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long size) {
            left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int at, int length) {
            if (left <= 0) {
                return -1;
            }
            int n = (int) Math.min(length, left);
            java.util.Arrays.fill(into, at, at + n, (byte) 0);
            left -= n;
            return n;
        }
    }

    @Test
    void anInterruptedCallerGetsItsAnswerAndKeepsItsMark() throws Exception {
        try (Ledger _ = open(); Ledger client = open()) {
            Thread.currentThread().interrupt();
            Entry entry = client.record(Drafts.rejection("no"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(client.entry(0)).contains(entry);
        }
    }

    @Test
    void aStreamThatFailsLeavesTheConnectionUsable() throws Exception {
        try (Ledger _ = open(); Ledger client = open()) {
            var broken = new InputStream() {
                private int left = 3 << 20;

                @Override
                public int read() throws IOException {
                    if (left-- == 0) {
                        throw new IOException("the cable was pulled");
                    }
                    return 7;
                }
            };
            assertThatThrownBy(() -> client.vault().put(broken)).isInstanceOf(IOException.class).hasMessageContaining("cable");
            Sha256 hash = client.vault().put(new ByteArrayInputStream(new byte[] {1, 2, 3}));
            assertThat(client.vault().read(hash)).containsExactly(1, 2, 3);
            assertThat(client.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    @Test
    void aLedgerThatCannotBeServedWorksForItsOwnProcess() throws Exception {
        try (Ledger _ = open()) {
            // Makes the folder.
        }
        Path folder = data().resolve("ledgers").resolve(workspace.id());
        Files.createDirectories(folder.resolve("socket").resolve("in the way"));
        try (Ledger ledger = open()) {
            ledger.record(Drafts.rejection("no"));
            assertThat(ledger.size()).isEqualTo(1);
        }
    }

    @Test
    void aDataFolderThatCannotBeWrittenIsNamed() throws Exception {
        Path file = Files.writeString(temporary.resolve("no-folder"), "");
        assertThatThrownBy(() -> Sharing.open(file, workspace)).isInstanceOf(ProblemException.class).hasMessageContaining("LEDGER-002");
    }
}
