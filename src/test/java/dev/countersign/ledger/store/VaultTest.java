package dev.countersign.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.Drafts;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
    @TempDir
    Path folder;

    private Vault open() throws IOException {
        return Vault.open(folder.resolve("vault"), 1 << 20);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void contentOfAnySizeComesBackAlsoAfterReopening() throws IOException {
        var sizes = List.of(0, 1, 2, 100, 70_000, Vault.CHUNK - 1, Vault.CHUNK, Vault.CHUNK + 1, 2 * Vault.CHUNK, 2 * Vault.CHUNK + 5);
        try (Vault vault = open()) {
            for (int size : sizes) {
                assertThat(vault.put(new ByteArrayInputStream(random(size)))).isEqualTo(Sha256.of(random(size)));
                assertThat(vault.put(random(size))).isEqualTo(Sha256.of(random(size)));
            }
            check(vault, sizes);
        }
        long contents;
        try (Vault vault = open()) {
            check(vault, sizes);
            contents = vault.sums().contents();
        }
        try (var indexes = Files.newDirectoryStream(folder.resolve("vault"), "*.idx")) {
            for (Path index : indexes) {
                Files.delete(index);
            }
        }
        try (Vault vault = open()) {
            check(vault, sizes);
            assertThat(vault.sums().contents()).isEqualTo(contents);
        }
    }

    private static void check(Vault vault, List<Integer> sizes) throws IOException {
        for (int size : sizes) {
            Sha256 hash = Sha256.of(random(size));
            assertThat(vault.has(hash)).isTrue();
            assertThat(vault.length(hash)).hasValue(size);
            assertThat(vault.read(hash)).isEqualTo(random(size));
        }
    }

    @Test
    void anInterruptedThreadFinishesAndClosesTheVaultForNobody() throws IOException {
        try (Vault vault = open()) {
            Sha256 hash = vault.put(Drafts.bytes("before"));
            Thread.currentThread().interrupt();
            assertThat(vault.read(hash)).isEqualTo(Drafts.bytes("before"));
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            Sha256 next = vault.put(Drafts.bytes("while interrupted"));
            vault.sync();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(vault.read(hash)).isEqualTo(Drafts.bytes("before"));
            assertThat(vault.read(next)).isEqualTo(Drafts.bytes("while interrupted"));
        }
        try (Vault vault = open()) {
            assertThat(vault.read(Sha256.of(Drafts.bytes("while interrupted")))).isEqualTo(Drafts.bytes("while interrupted"));
        }
    }

    @Test
    void theSameContentIsKeptOnce() throws IOException {
        try (Vault vault = open()) {
            vault.put(Drafts.bytes("once"));
            long bytes = vault.bytes();
            vault.put(Drafts.bytes("once"));
            assertThat(vault.bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void whatIsNotThereIsSaidToBeMissing() throws IOException {
        try (Vault vault = open()) {
            assertThatThrownBy(() -> vault.read(Drafts.TREE)).isInstanceOfSatisfying(MissingContentException.class,
                    e -> assertThat(e.content()).isEqualTo(Drafts.TREE));
        }
    }

    @Test
    void everyFlippedBitOfAPackIsABadRecord() throws IOException {
        try (Vault vault = open()) {
            vault.put(Drafts.bytes("the first content, the first content"));
            vault.put(Drafts.bytes("the second"));
        }
        Path pack = folder.resolve("vault/0.pack");
        byte[] good = Files.readAllBytes(pack);
        for (int bit = 0; bit < good.length * 8; bit += 3) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(pack, bad);
            try (FileChannel channel = FileChannel.open(pack)) {
                assertThat(reads(new PackReader("0", channel, 0))).as("bit " + bit).anyMatch(PackReader.Read.Bad.class::isInstance);
            }
        }
    }

    @Test
    void behindABadRecordTheNextGoodOneIsFound() throws IOException {
        try (Vault vault = open()) {
            for (int i = 0; i < 3; i++) {
                vault.put(Drafts.bytes("content number " + i));
            }
        }
        Path pack = folder.resolve("vault/0.pack");
        byte[] bytes = Files.readAllBytes(pack);
        Arrays.fill(bytes, 34, 44, (byte) 0xff);
        Files.write(pack, bytes);
        try (FileChannel channel = FileChannel.open(pack)) {
            List<PackReader.Read> reads = reads(new PackReader("0", channel, 0));
            assertThat(reads).hasSize(3);
            assertThat(reads.getFirst()).isEqualTo(new PackReader.Read.Bad(0, "the checksum does not fit the bytes", false));
            assertThat(reads.get(2)).isInstanceOfSatisfying(PackReader.Read.Good.class,
                    good -> assertThat(good.head().content()).isEqualTo(Sha256.of(Drafts.bytes("content number 2"))));
        }
    }

    @Test
    void aDamagedChunkSpoilsTheLargeContentOnly() throws IOException {
        byte[] large = random(Vault.CHUNK * 2 + 10);
        Sha256 hash;
        Sha256 small;
        try (Vault vault = open()) {
            small = vault.put(Drafts.bytes("small"));
            hash = vault.put(large);
        }
        Path pack = folder.resolve("vault/0.pack");
        byte[] bytes = Files.readAllBytes(pack);
        bytes[2_000_000] ^= 1;
        Files.write(pack, bytes);
        try (Vault vault = open()) {
            assertThat(vault.read(small)).isEqualTo(Drafts.bytes("small"));
            assertThatThrownBy(() -> {
                try (InputStream in = vault.open(hash)) {
                    in.readAllBytes();
                }
            }).isInstanceOf(MissingContentException.class);
        }
    }

    private static List<PackReader.Read> reads(PackReader reader) throws IOException {
        var reads = new ArrayList<PackReader.Read>();
        for (Optional<PackReader.Read> next = reader.next(); next.isPresent(); next = reader.next()) {
            reads.add(next.get());
        }
        return reads;
    }
}
