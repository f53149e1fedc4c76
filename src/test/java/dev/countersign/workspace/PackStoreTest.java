package dev.countersign.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.EnvironmentException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackStoreTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("run.pack");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void whatWasPutIsReadAfterReopening() throws IOException {
        byte[] large = noise(3_000_000);
        Sha256 small;
        Sha256 streamed;
        Sha256 empty;
        try (PackStore pack = PackStore.open(file)) {
            small = pack.put(bytes("one"));
            streamed = pack.put(new ByteArrayInputStream(large));
            empty = pack.put(new byte[0]);
            pack.sync();
        }
        try (PackStore pack = PackStore.open(file)) {
            assertThat(small).isEqualTo(Sha256.of(bytes("one")));
            assertThat(streamed).isEqualTo(Sha256.of(large));
            assertThat(pack.read(small)).isEqualTo(bytes("one"));
            assertThat(pack.read(streamed)).isEqualTo(large);
            assertThat(pack.read(empty)).isEmpty();
            try (InputStream in = pack.open(streamed)) {
                assertThat(in.readAllBytes()).isEqualTo(large);
            }
            try (InputStream in = pack.open(empty)) {
                assertThat(in.read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void puttingTwiceKeepsOne() throws IOException {
        try (PackStore pack = PackStore.open(file)) {
            pack.put(bytes("same"));
            pack.put(new ByteArrayInputStream(noise(2_000_000)));
            long size = Files.size(file);
            pack.put(bytes("same"));
            pack.put(new ByteArrayInputStream(bytes("same")));
            pack.put(noise(2_000_000));
            pack.put(new ByteArrayInputStream(noise(2_000_000)));
            assertThat(Files.size(file)).isEqualTo(size);
        }
    }

    @Test
    void onlyItsUserMayReadIt() throws IOException {
        PackStore.open(file).close();
        assertThat(Trees.mode(file)).isEqualTo("rw-------");
    }

    @Test
    void cutAtAnyByteItKeepsTheWholeRecords() throws IOException {
        var ends = new ArrayList<Long>();
        var names = new ArrayList<Sha256>();
        try (PackStore pack = PackStore.open(file)) {
            ends.add(Files.size(file));
            for (int i = 0; i < 4; i++) {
                names.add(pack.put(noise(20 + i)));
                ends.add(Files.size(file));
            }
        }
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(file, java.util.Arrays.copyOf(whole, cut));
            try (PackStore pack = PackStore.open(file)) {
                for (int i = 0; i < names.size(); i++) {
                    assertThat(pack.has(names.get(i))).as("record %d cut at %d", i, cut).isEqualTo(ends.get(i + 1) <= cut);
                }
                assertThat(pack.read(pack.put(bytes("later")))).isEqualTo(bytes("later"));
            }
        }
    }

    @Test
    void aTailOfZerosIsDropped() throws IOException {
        Sha256 kept;
        try (PackStore pack = PackStore.open(file)) {
            kept = pack.put(bytes("kept"));
        }
        long size = Files.size(file);
        Files.write(file, new byte[5000], StandardOpenOption.APPEND);
        try (PackStore pack = PackStore.open(file)) {
            assertThat(pack.read(kept)).isEqualTo(bytes("kept"));
        }
        assertThat(Files.size(file)).isEqualTo(size);
    }

    @Test
    void aFlippedByteIsNeverHandedOutAndCanBeMended() throws IOException {
        Sha256 first;
        try (PackStore pack = PackStore.open(file)) {
            first = pack.put(bytes("first content"));
            pack.put(bytes("second content"));
            flip(19 + 44 + 3);
            assertThatThrownBy(() -> pack.read(first)).isInstanceOf(MissingContentException.class).hasMessageContaining("damaged");
            assertThat(pack.has(first)).isFalse();
            assertThat(pack.put(bytes("first content"))).isEqualTo(first);
            assertThat(pack.read(first)).isEqualTo(bytes("first content"));
        }
        try (PackStore pack = PackStore.open(file)) {
            assertThat(pack.read(first)).isEqualTo(bytes("first content"));
        }
    }

    @Test
    void aDamagedStreamFailsBeforeItsLastByte() throws IOException {
        try (PackStore pack = PackStore.open(file)) {
            Sha256 content = pack.put(noise(100_000));
            pack.put(bytes("after it"));
            flip(19 + 44 + 99_999);
            try (InputStream in = pack.open(content)) {
                assertThatThrownBy(() -> in.readNBytes(100_000)).isInstanceOf(MissingContentException.class);
            }
        }
    }

    private void flip(long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var one = ByteBuffer.allocate(1);
            channel.read(one, at);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1)}), at);
        }
    }

    @Test
    void anotherFileIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(file, "my notes");
        assertThatThrownBy(() -> PackStore.open(file)).isInstanceOfSatisfying(EnvironmentException.class,
                e -> assertThat(e.problem().code()).isEqualTo("WORKSPACE-008"));
        assertThat(file).hasContent("my notes");
    }

    @Test
    void openTwiceIsRefused() throws IOException {
        try (PackStore pack = PackStore.open(file)) {
            assertThatThrownBy(() -> PackStore.open(file)).hasMessageContaining("in use");
            assertThat(pack.read(pack.put(bytes("still fine")))).isEqualTo(bytes("still fine"));
        }
    }

    @Test
    void aStreamThatFailsLeavesNothingBehind() throws IOException {
        try (PackStore pack = PackStore.open(file)) {
            long size = Files.size(file);
            var failing = new InputStream() {
                private int left = 3_000_000;

                @Override
                public int read() throws IOException {
                    if (left-- <= 0) {
                        throw new IOException("the source broke");
                    }
                    return left & 0xff;
                }
            };
            assertThatThrownBy(() -> pack.put(failing)).hasMessage("the source broke");
            assertThat(Files.size(file)).isEqualTo(size);
            assertThat(pack.read(pack.put(bytes("next")))).isEqualTo(bytes("next"));
        }
    }

    @Test
    void severalThreadsPutAndReadAtOnceAndAnInterruptHurtsNobody() throws Exception {
        var faults = new ConcurrentLinkedQueue<Throwable>();
        try (PackStore pack = PackStore.open(file)) {
            var threads = new ArrayList<Thread>();
            for (int t = 0; t < 4; t++) {
                int mine = t;
                threads.add(Thread.ofPlatform().start(() -> {
                    try {
                        for (int i = 0; i < 200; i++) {
                            if (i == 50) {
                                Thread.currentThread().interrupt();
                            }
                            byte[] content = bytes("content " + (i + mine * 50));
                            assertThat(pack.read(pack.put(content))).isEqualTo(content);
                        }
                    } catch (Throwable e) {
                        faults.add(e);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(faults).isEmpty();
            assertThat(pack.has(Sha256.of(bytes("content 349")))).isTrue();
        }
    }

    @Test
    void anUnknownContentIsMissing() throws IOException {
        try (PackStore pack = PackStore.open(file)) {
            Sha256 unknown = Sha256.of(bytes("never put"));
            assertThat(pack.has(unknown)).isFalse();
            assertThatThrownBy(() -> pack.read(unknown)).isInstanceOfSatisfying(MissingContentException.class,
                    e -> assertThat(e.content()).isEqualTo(unknown));
            assertThatThrownBy(() -> pack.open(unknown)).isInstanceOf(MissingContentException.class);
        }
    }
}
