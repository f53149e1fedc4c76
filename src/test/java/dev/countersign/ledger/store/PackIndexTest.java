package dev.countersign.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.Drafts;
import dev.countersign.workspace.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Indexes beside packs: what they find, and that nothing done to them changes what the vault gives back.
class PackIndexTest {
    /// So small that some packs are closed.
    private static final long PACK_BYTES = 3_000;

    @TempDir
    Path folder;

    private static Vault open(Path folder) throws IOException {
        return Vault.open(folder.resolve("vault"), PACK_BYTES);
    }

    private static List<byte[]> fill(Path folder, Random random, int count) throws IOException {
        var kept = new ArrayList<byte[]>();
        try (Vault vault = open(folder)) {
            for (int i = 0; i < count; i++) {
                byte[] content = new byte[random.nextInt(400)];
                random.nextBytes(content);
                if (!kept.isEmpty() && random.nextBoolean()) {
                    byte[] like = kept.get(random.nextInt(kept.size()));
                    content = Arrays.copyOf(like, like.length + 3);
                    content[like.length] = (byte) i;
                    content[like.length + 1] = (byte) (i >> 8);
                    vault.put(new ByteArrayInputStream(content), Sha256.of(like));
                } else {
                    vault.put(content);
                }
                kept.add(content);
            }
        }
        return kept;
    }

    private static void check(Path folder, List<byte[]> kept) throws IOException {
        try (Vault vault = open(folder)) {
            for (byte[] content : kept) {
                Sha256 hash = Sha256.of(content);
                assertThat(vault.has(hash)).isTrue();
                assertThat(vault.length(hash)).hasValue(content.length);
                assertThat(vault.read(hash)).isEqualTo(content);
            }
            assertThat(vault.has(Drafts.TREE)).isFalse();
        }
    }

    private static List<Path> indexes(Path folder) throws IOException {
        var indexes = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder.resolve("vault"), "*.idx")) {
            files.forEach(indexes::add);
        }
        return indexes.stream().sorted().toList();
    }

    @Test
    void findsEachOfManyAndNothingElse() throws Exception {
        var random = new Random(1);
        var blobs = new ArrayList<BlobAt>();
        for (int i = 0; i < 70_000; i++) {
            blobs.add(new BlobAt(new Sha256(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()), 7, i * 50L, 10, i));
        }
        for (int size : List.of(0, 1, 2, 5_000, 70_000)) {
            List<BlobAt> some = blobs.subList(0, size);
            PackIndex.of(7, 3_500_000, some).write(folder.resolve("7.idx"));
            try (PackIndex index = PackIndex.open(folder.resolve("7.idx"), 7, 3_500_000).orElseThrow()) {
                for (BlobAt blob : some) {
                    assertThat(index.find(blob.content())).contains(blob);
                    Sha256 near = new Sha256(blob.content().a(), blob.content().b(), blob.content().c(), blob.content().d() + 1);
                    assertThat(index.find(near)).isEmpty();
                }
                assertThat(index.all().equals(some.stream().sorted(Comparator.comparing(BlobAt::content)).toList())).as("all, in order").isTrue();
                assertThat(index.count()).isEqualTo(size);
                assertThat(index.content()).isEqualTo(some.stream().mapToLong(BlobAt::length).sum());
            }
            assertThat(PackIndex.open(folder.resolve("7.idx"), 7, 3_499_999)).isEmpty();
        }
    }

    @Test
    void anIndexThatIsCutShortWhileItIsOpenIsMadeAnewAndEndsNobody() throws IOException {
        List<byte[]> kept = fill(folder, new Random(9), 60);
        List<Path> indexes = indexes(folder);
        for (long left : new long[] {0, 100, 2_100}) {
            try (Vault vault = open(folder)) {
                for (Path index : indexes) {
                    try (var file = FileChannel.open(index, StandardOpenOption.WRITE)) {
                        file.truncate(left);
                    }
                }
                for (byte[] content : kept) {
                    assertThat(vault.read(Sha256.of(content))).isEqualTo(content);
                }
            }
            check(folder, kept);
        }
    }

    @Test
    void eachPackHasAnIndexThatAnotherOpeningWritesTheSame() throws IOException {
        fill(folder, new Random(2), 60);
        List<Path> indexes = indexes(folder);
        assertThat(indexes).hasSizeGreaterThan(2);
        for (Path index : indexes) {
            byte[] first = Files.readAllBytes(index);
            Files.delete(index);
            open(folder).close();
            assertThat(Files.readAllBytes(index)).isEqualTo(first);
        }
    }

    @Property(tries = 60)
    void whateverIsDoneToAnIndexTheVaultGivesTheSame(@ForAll long seed, @ForAll @IntRange(max = 6) int how) throws IOException {
        Path place = Files.createTempDirectory("index");
        try {
            var random = new Random(seed);
            List<byte[]> kept = fill(place, random, 50);
            List<Path> indexes = indexes(place);
            Path index = indexes.get(random.nextInt(indexes.size()));
            byte[] good = Files.readAllBytes(index);
            switch (how) {
                case 0 -> Files.delete(index);
                case 1 -> Files.write(index, Arrays.copyOf(good, random.nextInt(good.length)));
                case 2 -> Files.write(index, Arrays.copyOf(good, good.length + 1 + random.nextInt(100)));
                case 3 -> {
                    good[random.nextInt(good.length)] ^= (byte) (1 << random.nextInt(8));
                    Files.write(index, good);
                }
                case 4 -> {
                    Arrays.fill(good, random.nextInt(good.length), good.length, (byte) 0);
                    Files.write(index, good);
                }
                case 5 -> Files.copy(indexes.get((indexes.indexOf(index) + 1) % indexes.size()), index,
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                default -> Files.write(index.resolveSibling(index.getFileName() + ".new"), good);
            }
            check(place, kept);
            check(place, kept);
            assertThat(Files.exists(index.resolveSibling(index.getFileName() + ".new"))).isFalse();
        } finally {
            try (var files = Files.walk(place)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /// Its checksums fit, and it speaks of another pack: what lies at its places is something else.
    @Test
    void anIndexThatBelongsToAnotherPackIsMadeAnewWhenItIsCaught() throws Exception {
        List<byte[]> kept = fill(folder, new Random(3), 60);
        Path file = indexes(folder).getFirst();
        List<BlobAt> right;
        long covers;
        try (PackIndex index = PackIndex.open(file, 0, Long.MAX_VALUE).orElseThrow()) {
            right = index.all();
            covers = index.covers();
        }
        var wrong = new ArrayList<BlobAt>();
        for (int i = 0; i < right.size(); i++) {
            BlobAt other = right.get((i + 1) % right.size());
            wrong.add(new BlobAt(right.get(i).content(), 0, other.offset(), other.stored(), right.get(i).length()));
        }
        PackIndex.of(0, covers, wrong).write(file);
        check(folder, kept);
        try (PackIndex index = PackIndex.open(file, 0, covers).orElseThrow()) {
            assertThat(index.all()).isEqualTo(right);
        }
    }

    @Test
    void whereNoIndexCanBeWrittenTheVaultGoesOnWithoutOne() throws IOException {
        List<byte[]> kept = fill(folder, new Random(4), 40);
        for (Path index : indexes(folder)) {
            Files.delete(index);
            Files.createDirectories(index.resolve("in the way"));
        }
        try (Vault vault = open(folder)) {
            for (byte[] content : kept) {
                assertThat(vault.read(Sha256.of(content))).isEqualTo(content);
            }
            vault.put(Drafts.bytes("more"));
            assertThat(vault.read(Sha256.of(Drafts.bytes("more")))).isEqualTo(Drafts.bytes("more"));
        }
    }

    @Test
    void aContentThatIsNotThereIsInNoIndex() throws IOException {
        fill(folder, new Random(5), 40);
        try (Vault vault = open(folder)) {
            assertThat(vault.length(Drafts.TREE)).isEqualTo(java.util.OptionalLong.empty());
            assertThat(Optional.of(vault.sums().contents())).contains(40L);
        }
    }
}
