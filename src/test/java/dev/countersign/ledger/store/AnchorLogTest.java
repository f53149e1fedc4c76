package dev.countersign.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.NoteSigner;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a power cut and what a person may leave at the end of an anchor log.
class AnchorLogTest {
    private static final String ORIGIN = "countersign.dev/ledger/00112233445566778899aabbccddeeff";

    @TempDir
    Path temporary;

    private Path file;
    private byte[] whole;
    private int last;

    @BeforeEach
    void twoNotes() throws IOException {
        file = temporary.resolve("anchors/a.log");
        NoteSigner signer = NoteSigner.generate(ORIGIN);
        try (AnchorLog log = AnchorLog.open(file, ORIGIN)) {
            for (int size = 1; size <= 2; size++) {
                last = (int) Files.size(file);
                log.append(Checkpoint.sign(size, Sha256.of(new byte[] {(byte) size}), signer));
            }
        }
        whole = Files.readAllBytes(file);
        // A sector ends within the second note.
        assertThat(last).isLessThan(512);
        assertThat(whole.length).isGreaterThan(512);
    }

    private long opened(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (AnchorLog _ = AnchorLog.open(file, ORIGIN)) {
            return Files.size(file);
        }
    }

    @Test
    void aNoteOfWhichSectorsAreMissingIsDropped() throws IOException {
        byte[] begin = whole.clone();
        Arrays.fill(begin, last, 512, (byte) 0);
        byte[] end = whole.clone();
        Arrays.fill(end, 512, end.length, (byte) 0);
        byte[] all = whole.clone();
        Arrays.fill(all, last, all.length, (byte) 0);
        assertThat(new long[] {opened(begin), opened(end), opened(all)}).containsOnly(last);
    }

    @Test
    void aChangedByteOfTheLastNoteStaysToBeFound() throws IOException {
        for (byte to : new byte[] {0, 'x'}) {
            byte[] changed = whole.clone();
            changed[last + 60] = to;
            assertThat(opened(changed)).isEqualTo(whole.length);
        }
        assertThat(opened(whole)).isEqualTo(whole.length);
    }

    @Test
    void aMissingSectorBeforeAWholeNoteIsDamage() throws IOException {
        byte[] more = Arrays.copyOf(whole, whole.length + last);
        System.arraycopy(whole, 0, more, whole.length, last);
        Arrays.fill(more, last, 512, (byte) 0);
        assertThat(opened(more)).isEqualTo(more.length);
    }
}
