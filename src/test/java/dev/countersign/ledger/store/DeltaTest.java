package dev.countersign.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.Drafts;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaTest {
    @TempDir
    Path folder;

    private static Vault open(Path folder) throws IOException {
        return Vault.open(folder.resolve("vault"), 1 << 20);
    }

    /// Text that hardly compresses alone, so that only a base makes it small.
    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Sha256 put(Vault vault, byte[] content, Sha256 like) throws IOException {
        return vault.put(new ByteArrayInputStream(content), like);
    }

    private static List<PackReader.Read.Good> records(Path pack) throws IOException {
        var records = new ArrayList<PackReader.Read.Good>();
        try (FileChannel channel = FileChannel.open(pack)) {
            var reader = new PackReader("pack", channel, 0);
            for (Optional<PackReader.Read> next = reader.next(); next.isPresent(); next = reader.next()) {
                records.add((PackReader.Read.Good) next.get());
            }
        }
        return records;
    }

    @Test
    void aVersionThatComesWithItsPreviousOneCostsOnlyWhatDiffers() throws IOException {
        try (Vault vault = open(folder)) {
            byte[] first = noise(50_000, 1);
            byte[] second = first.clone();
            second[20_000]++;
            Sha256 base = vault.put(first);
            long before = vault.bytes();
            Sha256 hash = put(vault, second, base);
            assertThat(vault.bytes() - before).isLessThan(300);
            assertThat(vault.read(hash)).isEqualTo(second);
            assertThat(vault.length(hash)).hasValue(50_000);
        }
        assertThat(records(folder.resolve("vault/0.pack"))).extracting(r -> r.head().kind())
                .containsExactly(Pack.Kind.WHOLE, Pack.Kind.DELTA);
    }

    @Test
    void aHundredVersionsComeBackAndNoneLiesDeeperThanSixteen() throws IOException {
        var versions = new ArrayList<byte[]>();
        byte[] now = noise(4_000, 2);
        for (int i = 0; i < 100; i++) {
            now = now.clone();
            now[i * 37]++;
            versions.add(now);
        }
        try (Vault vault = open(folder)) {
            Sha256 last = vault.put(versions.getFirst());
            for (byte[] version : versions) {
                last = put(vault, version, last);
            }
        }
        try (Vault vault = open(folder)) {
            var depths = new TreeSet<Integer>();
            for (byte[] version : versions) {
                assertThat(vault.read(Sha256.of(version))).isEqualTo(version);
                depths.add(vault.depth(Sha256.of(version)));
            }
            assertThat(depths).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
        }
    }

    @Test
    void whatLooksLikeAFormattedDictionaryIsNoBase() throws IOException {
        byte[] first = noise(1_000, 3);
        first[0] = 0x37;
        first[1] = (byte) 0xa4;
        first[2] = 0x30;
        first[3] = (byte) 0xec;
        byte[] second = first.clone();
        second[500]++;
        try (Vault vault = open(folder)) {
            Sha256 hash = put(vault, second, vault.put(first));
            assertThat(vault.depth(hash)).isZero();
            assertThat(vault.read(hash)).isEqualTo(second);
        }
    }

    @Test
    void aHintThatIsMissingOrDamagedOrLargeCostsRoomOnly() throws IOException {
        byte[] large = noise(Vault.CHUNK + 5, 4);
        try (Vault vault = open(folder)) {
            Sha256 list = vault.put(large);
            for (Sha256 like : List.of(Drafts.TREE, list)) {
                byte[] content = noise(700, like.a());
                assertThat(vault.read(put(vault, content, like))).isEqualTo(content);
            }
        }
        byte[] base = noise(900, 5);
        try (Vault vault = open(folder.resolve("other"))) {
            vault.put(base);
        }
        try (Vault vault = open(folder.resolve("other"))) {
            Path pack = folder.resolve("other/vault/0.pack");
            byte[] bytes = Files.readAllBytes(pack);
            bytes[200] ^= 1;
            Files.write(pack, bytes);
            byte[] next = base.clone();
            next[3]++;
            assertThat(vault.depth(put(vault, next, Sha256.of(base)))).isZero();
            assertThat(vault.read(Sha256.of(next))).isEqualTo(next);
        }
    }

    @Test
    void aBaseThatIsDamagedSpoilsWhatWasMadeOfItAndNothingElse() throws IOException {
        byte[] first = noise(3_000, 6);
        byte[] second = first.clone();
        second[7]++;
        Sha256 other;
        try (Vault vault = open(folder)) {
            put(vault, second, vault.put(first));
            other = vault.put(Drafts.bytes("other"));
        }
        Path pack = folder.resolve("vault/0.pack");
        byte[] bytes = Files.readAllBytes(pack);
        bytes[1_000] ^= 1;
        Files.write(pack, bytes);
        // What the index says lies there cannot be read.
        try (Vault vault = open(folder)) {
            assertThat(vault.read(other)).isEqualTo(Drafts.bytes("other"));
            assertThatThrownBy(() -> vault.read(Sha256.of(first))).isInstanceOf(MissingContentException.class);
            assertThatThrownBy(() -> vault.read(Sha256.of(second))).isInstanceOf(MissingContentException.class);
        }
        // Read anew from the pack, what was made of it is not there either.
        Files.delete(folder.resolve("vault/0.idx"));
        try (Vault vault = open(folder)) {
            assertThat(vault.read(other)).isEqualTo(Drafts.bytes("other"));
            assertThat(vault.has(Sha256.of(second))).isFalse();
            assertThatThrownBy(() -> vault.read(Sha256.of(second))).isInstanceOf(MissingContentException.class);
        }
    }

    /// Two forged records, each the other's base, and one that is its own.
    @Test
    void aCycleOfBasesEndsAsDamage() throws IOException {
        Sha256 a = Sha256.of(Drafts.bytes("a"));
        Sha256 b = Sha256.of(Drafts.bytes("b"));
        Sha256 c = Sha256.of(Drafts.bytes("c"));
        Files.createDirectories(folder.resolve("vault"));
        byte[] frame = new Frames().pack(noise(50, 7));
        var known = new ArrayList<BlobAt>();
        try (FileChannel pack = FileChannel.open(folder.resolve("vault/0.pack"), java.nio.file.StandardOpenOption.CREATE_NEW,
                java.nio.file.StandardOpenOption.WRITE)) {
            for (var each : List.of(List.of(a, b), List.of(b, a), List.of(c, c))) {
                byte[] stored = new Delta(each.get(1), 16, frame).bytes();
                known.add(new BlobAt(each.get(0), 0, pack.position(), stored.length, 50));
                ByteBuffer record = Pack.record(each.get(0), Pack.Kind.DELTA, stored);
                while (record.hasRemaining()) {
                    pack.write(record);
                }
            }
        }
        PackIndex.of(0, Files.size(folder.resolve("vault/0.pack")), known).write(folder.resolve("vault/0.idx"));
        try (Vault vault = Vault.open(folder.resolve("vault"), 1 << 20)) {
            for (Sha256 each : List.of(a, b, c)) {
                assertThat(vault.has(each)).isTrue();
                assertThatThrownBy(() -> vault.read(each)).isInstanceOf(MissingContentException.class).hasMessageContaining("is damaged");
                byte[] content = noise(80, each.a());
                assertThat(vault.depth(put(vault, content, each))).isZero();
            }
        }
    }

    @Test
    void behindABadDeltaTheNextRecordIsFoundWhateverItIs() throws IOException {
        byte[] now = noise(2_000, 8);
        try (Vault vault = open(folder)) {
            Sha256 last = vault.put(now);
            for (int i = 0; i < 4; i++) {
                now = now.clone();
                now[i * 100]++;
                last = put(vault, now, last);
            }
        }
        Path pack = folder.resolve("vault/0.pack");
        List<PackReader.Read.Good> good = records(pack);
        byte[] bytes = Files.readAllBytes(pack);
        for (int bad = 0; bad < good.size() - 1; bad++) {
            byte[] damaged = bytes.clone();
            damaged[(int) good.get(bad).offset() + Pack.HEAD + 2] ^= 4;
            Files.write(pack, damaged);
            try (FileChannel channel = FileChannel.open(pack)) {
                var reader = new PackReader("pack", channel, good.get(bad).offset());
                assertThat(reader.next().orElseThrow()).isInstanceOf(PackReader.Read.Bad.class);
                assertThat(((PackReader.Read.Good) reader.next().orElseThrow()).offset()).isEqualTo(good.get(bad + 1).offset());
            }
        }
    }

    @Property(tries = 40)
    void whatGoesInComesOutOverAnyHistory(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int versions) throws IOException {
        Path place = Files.createTempDirectory("delta");
        try {
            var random = new Random(seed);
            var kept = new ArrayList<byte[]>();
            try (Vault vault = open(place)) {
                for (int i = 0; i < versions; i++) {
                    byte[] base = kept.isEmpty() ? new byte[0] : kept.get(random.nextInt(kept.size()));
                    byte[] content = edited(base, random);
                    kept.add(content);
                    assertThat(put(vault, content, Sha256.of(base))).isEqualTo(Sha256.of(content));
                }
            }
            try (Vault vault = open(place)) {
                for (byte[] content : kept) {
                    assertThat(vault.read(Sha256.of(content))).isEqualTo(content);
                    assertThat(vault.length(Sha256.of(content))).hasValue(content.length);
                }
            }
        } finally {
            delete(place);
        }
    }

    private static byte[] edited(byte[] base, Random random) {
        byte[] added = noise(random.nextInt(3_000), random.nextLong());
        int cut = random.nextInt(base.length + 1);
        byte[] content = Arrays.copyOf(base, cut + added.length);
        System.arraycopy(added, 0, content, cut, added.length);
        return content;
    }

    private static void delete(Path place) throws IOException {
        try (var files = Files.walk(place)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
