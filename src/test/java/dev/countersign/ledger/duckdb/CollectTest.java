package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Reclaimed;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.store.LedgerFolder;
import dev.countersign.ledger.tree.TreeRecorder;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the collector takes, what it leaves, and what a kill in its middle leaves.
class CollectTest {
    private static final String WORKSPACE = "0123456789abcdef";

    @TempDir
    Path temporary;

    private static Ledger open(Path data) throws IOException {
        return new DuckLedgerOpener(data, InstantSource.system(), RandomGenerator.getDefault(), 1 << 20, 4_000).open(WORKSPACE);
    }

    private static Path vault(Path data) {
        return new LedgerFolder(data, WORKSPACE).vault();
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /// A history of a few files in folders, and content that no entry came to name. Deltas reach from one into the other.
    private static final class History {
        private final Random random;
        private final Set<Sha256> needed = new HashSet<>();
        private final Set<Sha256> abandoned = new HashSet<>();
        private Snapshot tree = Snapshot.EMPTY;

        History(long seed) {
            random = new Random(seed);
        }

        void grow(Ledger ledger, int entries) throws IOException {
            var recorder = new TreeRecorder(ledger.vault());
            for (int i = 0; i < entries; i++) {
                WorkspacePath path = WorkspacePath.of("f" + random.nextInt(2) + "/" + random.nextInt(4));
                Optional<FileState> before = tree.get(path);
                byte[] content = edited(before.isEmpty() ? noise(random, 300) : ledger.vault().read(before.get().content()));
                if (random.nextInt(3) == 0) {
                    abandoned.add(before.isEmpty() ? ledger.vault().put(edited(content))
                            : ledger.vault().put(new ByteArrayInputStream(edited(content)), before.get().content()));
                }
                if (random.nextInt(8) == 0) {
                    abandoned.add(ledger.vault().put(noise(random, 900)));
                }
                Sha256 hash = before.isEmpty() ? ledger.vault().put(content)
                        : ledger.vault().put(new ByteArrayInputStream(content), before.get().content());
                var state = new FileState(FileState.Kind.FILE, 0644, hash, content.length);
                var edit = new PathEdit(path, before, Optional.of(state));
                Snapshot after = tree.with(List.of(edit));
                Sha256 task = ledger.vault().put(Drafts.bytes("task " + random.nextInt(5)));
                var draft = new EntryDraft(EntryKind.COMMIT, "run", "node", new EntryDraft.Actor("agent", "patch", ""), Optional.empty(), "change " + i,
                        tree.treeHash(), after.treeHash(), List.of(edit), List.of(new EntryDraft.Evidence("task", task)), OptionalLong.empty());
                Entry entry = ledger.begin(recorder.record(draft, after));
                ledger.finish(entry);
                needed.add(hash);
                entry.what().evidence().forEach(evidence -> needed.add(evidence.content()));
                tree = after;
            }
        }

        private byte[] edited(byte[] content) {
            byte[] next = content.clone();
            next[random.nextInt(next.length)]++;
            return next;
        }

        void check(Ledger ledger) throws IOException {
            for (Sha256 hash : needed) {
                assertThat(Sha256.of(ledger.vault().read(hash))).isEqualTo(hash);
            }
            assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        }
    }

    @Property(tries = 12)
    void exactlyWhatIsNeededStays(@ForAll long seed) throws IOException {
        Path data = Files.createTempDirectory("collect");
        try {
            var history = new History(seed);
            try (Ledger ledger = open(data)) {
                history.grow(ledger, 40);
            }
            Set<Sha256> bases = new HashSet<>();
            Reclaimed first;
            try (Ledger ledger = open(data)) {
                Reclaimed dry = ledger.collect(true, Progress.NONE);
                long blobs = ledger.stats().blobs();
                first = ledger.collect(false, Progress.NONE);
                assertThat(first).isEqualTo(dry);
                assertThat(ledger.stats().blobs()).isEqualTo(blobs - first.contents()).isEqualTo(first.kept());
                assertThat(ledger.collect(false, Progress.NONE)).isEqualTo(new Reclaimed(0, 0, first.kept(), first.keptBytes(), List.of()));
                history.check(ledger);
            }
            bases.addAll(PackBases.of(vault(data)));
            try (Ledger ledger = open(data)) {
                history.check(ledger);
                for (Sha256 hash : history.abandoned) {
                    assertThat(ledger.vault().has(hash)).isEqualTo(history.needed.contains(hash) || bases.contains(hash));
                }
                history.grow(ledger, 10);
                history.check(ledger);
            }
        } finally {
            delete(data);
        }
    }

    @Test
    void killedAtAnyStepNothingThatIsNeededIsLost() throws IOException {
        Path data = temporary.resolve("data");
        var history = new History(5);
        try (Ledger ledger = open(data)) {
            history.grow(ledger, 40);
        }
        var images = new ArrayList<Path>();
        try (Ledger ledger = open(data)) {
            var progress = new Progress() {
                @Override
                public void step(String what, long done, long total) {}

                @Override
                public boolean cancelled() {
                    return false;
                }

                /// Called between any two records, while a new pack is written too.
                @Override
                public void check() {
                    if (calls.getAndIncrement() % 9 == 0) {
                        try {
                            images.add(copy(data, temporary.resolve("image" + images.size())));
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    }
                }

                private final AtomicInteger calls = new AtomicInteger();
            };
            assertThat(ledger.collect(false, progress).contents()).isPositive();
        }
        assertThat(images).hasSizeGreaterThan(15);
        for (Path image : images) {
            try (Ledger ledger = open(image)) {
                history.check(ledger);
                ledger.collect(false, Progress.NONE);
                history.check(ledger);
            }
            try (var left = Files.list(vault(image))) {
                assertThat(left.map(file -> file.getFileName().toString())).allMatch(name -> name.endsWith(".pack") || name.endsWith(".idx"));
            }
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return to;
    }

    @Test
    void whatWasPutJustNowAndWhatAnIntentNamesStay() throws IOException {
        Path data = temporary.resolve("data");
        Sha256 fresh;
        try (Ledger ledger = open(data)) {
            ledger.record(Drafts.rejection("the first"));
            ledger.begin(Drafts.change(ledger.vault(), "a.txt", Optional.of("before"), Optional.of("after"), "waits"));
            fresh = ledger.vault().put(Drafts.bytes("evidence of an entry that comes next"));
            assertThat(ledger.collect(false, Progress.NONE).contents()).isZero();
            assertThat(ledger.vault().has(fresh)).isTrue();
        }
        try (Ledger ledger = open(data)) {
            assertThat(ledger.pending()).isPresent();
            assertThat(ledger.collect(false, Progress.NONE).contents()).isOne();
            assertThat(ledger.vault().has(fresh)).isFalse();
            for (String text : List.of("before", "after", "verification of waits")) {
                assertThat(ledger.vault().read(Sha256.of(Drafts.bytes(text)))).isEqualTo(Drafts.bytes(text));
            }
            Sha256 again = ledger.vault().put(Drafts.bytes("put anew"));
            ledger.vault().put(Drafts.bytes("put anew"));
            ledger.collect(false, Progress.NONE);
            assertThat(ledger.vault().read(again)).isEqualTo(Drafts.bytes("put anew"));
        }
    }

    @Test
    void aDamagedPackIsLeftAloneAndNamed() throws IOException {
        Path data = temporary.resolve("data");
        var history = new History(8);
        try (Ledger ledger = open(data)) {
            history.grow(ledger, 60);
        }
        Path pack = vault(data).resolve("1.pack");
        byte[] bytes = Files.readAllBytes(pack);
        bytes[200] ^= 1;
        Files.write(pack, bytes);
        try (Ledger ledger = open(data)) {
            Reclaimed reclaimed = ledger.collect(false, Progress.NONE);
            assertThat(reclaimed.skipped()).containsExactly("vault/1.pack");
            assertThat(reclaimed.contents()).isPositive();
        }
        assertThat(Files.readAllBytes(pack)).isEqualTo(bytes);
    }

    @Test
    void withADamagedLeafLogNothingIsTaken() throws IOException {
        Path data = temporary.resolve("data");
        var history = new History(9);
        try (Ledger ledger = open(data)) {
            history.grow(ledger, 30);
        }
        Path log = new LedgerFolder(data, WORKSPACE).leaves().resolve("0.seg");
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 1;
        Files.write(log, bytes);
        try (Ledger ledger = open(data)) {
            long blobs = ledger.stats().blobs();
            assertThatThrownBy(() -> ledger.collect(false, Progress.NONE)).isInstanceOfSatisfying(EnvironmentException.class,
                    e -> assertThat(e.problem().code()).isEqualTo("LEDGER-003"));
            assertThat(ledger.stats().blobs()).isEqualTo(blobs);
        }
    }

    @Test
    void aCancelledCollectionLeavesAWholeLedger() throws IOException {
        Path data = temporary.resolve("data");
        var history = new History(10);
        try (Ledger ledger = open(data)) {
            history.grow(ledger, 40);
        }
        for (int after = 1; after < 200; after += 23) {
            int most = after;
            try (Ledger ledger = open(data)) {
                var checks = new AtomicInteger();
                var progress = new Progress() {
                    @Override
                    public void step(String what, long done, long total) {}

                    @Override
                    public boolean cancelled() {
                        return checks.incrementAndGet() >= most;
                    }
                };
                assertThatThrownBy(() -> ledger.collect(false, progress)).isInstanceOf(Progress.CancelledException.class);
                history.check(ledger);
                history.grow(ledger, 1);
            }
            try (Ledger ledger = open(data)) {
                history.check(ledger);
                assertThat(ledger.page(EntryQuery.recent(1)).getFirst().what().treeAfter()).isEqualTo(history.tree.treeHash());
            }
        }
    }

    private static void delete(Path place) throws IOException {
        try (var files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// The bases that records of packs name, read as `docs/ledger-format.md` says.
    private static final class PackBases {
        static Set<Sha256> of(Path vault) throws IOException {
            var bases = new HashSet<Sha256>();
            try (var packs = Files.newDirectoryStream(vault, "*.pack")) {
                for (Path pack : packs) {
                    var in = java.nio.ByteBuffer.wrap(Files.readAllBytes(pack));
                    while (in.hasRemaining()) {
                        in.position(in.position() + 32);
                        int word = in.getInt();
                        in.getInt();
                        byte[] stored = new byte[word & 0x3fffffff];
                        in.get(stored);
                        if (word >>> 30 == 1) {
                            bases.add(Sha256.ofDigest(java.util.Arrays.copyOf(stored, 32)));
                        }
                    }
                }
            }
            return bases;
        }
    }
}
