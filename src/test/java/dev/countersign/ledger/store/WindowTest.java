package dev.countersign.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowTest {
    @TempDir
    Path folder;

    @Test
    void partsOfEverySizeComeAsTheyLieInTheFile() throws IOException {
        var random = new Random(7);
        var bytes = new byte[3_000_000];
        random.nextBytes(bytes);
        Path file = Files.write(folder.resolve("file"), bytes);
        try (FileChannel channel = FileChannel.open(file)) {
            var window = new Window(channel);
            int at = 0;
            int longest = 0;
            while (at + 12 < bytes.length) {
                int length = Math.min(bytes.length - at - 8, 1 + (random.nextInt(8) == 0 ? random.nextInt(700_000) : random.nextInt(3_000)));
                assertThat(window.number(at)).isEqualTo(ByteBuffer.wrap(bytes).getInt(at));
                var sum = new CRC32C();
                sum.update(bytes, at, 4);
                sum.update(bytes, at + 8, length);
                assertThat(window.sum(at, length)).isEqualTo((int) sum.getValue());
                assertThat(window.number(at + 4)).isEqualTo(ByteBuffer.wrap(bytes).getInt(at + 4));
                assertThat(window.bytes(at + 8, length)).isEqualTo(Arrays.copyOfRange(bytes, at + 8, at + 8 + length));
                at += 8 + length;
                longest = Math.max(longest, length);
            }
            assertThat(longest).as("longer than what is held as a rule").isGreaterThan(1 << 18);
        }
    }

    @Test
    void aFileThatWasCutShortMeanwhileIsToldAsSuch() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[100]);
        try (FileChannel channel = FileChannel.open(file)) {
            var window = new Window(channel);
            assertThat(window.number(96)).isZero();
            assertThatThrownBy(() -> window.number(97)).isInstanceOf(EOFException.class);
        }
    }
}
