package dev.countersign.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.entry.EntryCodec;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.seal.LedgerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeafLogTest {
    @TempDir
    Path folder;

    private static byte[] leaf(long seq) {
        return EntryCodec.encode(new LedgerId(1, 2), seq, new UUID(3, seq), 1000 + seq, MerkleTree.EMPTY, Drafts.rejection("entry " + seq));
    }

    private LeafLog written(int leaves, long segmentBytes) throws IOException {
        LeafLog log = LeafLog.open(folder.resolve("leaves"), segmentBytes).log();
        for (int i = 0; i < leaves; i++) {
            log.append(leaf(i));
        }
        return log;
    }

    private static List<byte[]> read(LeafLog log) throws IOException {
        var leaves = new ArrayList<byte[]>();
        assertThat(log.read(Long.MAX_VALUE, record -> {
            assertThat(record.seq()).isEqualTo(leaves.size());
            leaves.add(record.leaf());
        })).isEmpty();
        return leaves;
    }

    @Test
    void leavesComeBackInOrderOverManySegments() throws IOException {
        written(20, 1_000).close();
        assertThat(Files.list(folder.resolve("leaves")).count()).isGreaterThan(3);
        LeafLog.Opened opened = LeafLog.open(folder.resolve("leaves"), 1_000);
        assertThat(opened.tail()).isEmpty();
        assertThat(opened.log().count()).isEqualTo(20);
        assertThat(opened.log().last().orElseThrow()).isEqualTo(leaf(19));
        opened.log().append(leaf(20));
        List<byte[]> leaves = read(opened.log());
        for (int i = 0; i <= 20; i++) {
            assertThat(leaves.get(i)).isEqualTo(leaf(i));
        }
        opened.log().close();
    }

    @Test
    void aSegmentThatWasBegunAndIsEmptyIsNoDamage() throws IOException {
        written(4, 500).close();
        int last = (int) Files.list(folder.resolve("leaves")).count();
        Files.createFile(folder.resolve("leaves/" + last + ".seg"));
        LeafLog.Opened opened = LeafLog.open(folder.resolve("leaves"), 500);
        assertThat(opened.log().count()).isEqualTo(4);
        assertThat(opened.log().last().orElseThrow()).isEqualTo(leaf(3));
        opened.log().append(leaf(4));
        assertThat(read(opened.log())).hasSize(5);
        opened.log().close();
    }

    @Test
    void aMissingSegmentIsNamed() throws IOException {
        try (LeafLog log = written(20, 1_000)) {
            Files.delete(folder.resolve("leaves/1.seg"));
            Optional<LeafLog.Damage> damage = log.read(Long.MAX_VALUE, _ -> { });
            assertThat(damage.orElseThrow().why()).isEqualTo("the file is missing");
            assertThat(damage.orElseThrow().file()).isEqualTo("leaves/1.seg");
        }
    }

    @Test
    void everyFlippedBitIsFoundWhereItIs() throws IOException {
        LeafLog log = written(3, Long.MAX_VALUE);
        Path file = folder.resolve("leaves/0.seg");
        byte[] good = Files.readAllBytes(file);
        int record = leaf(0).length + LeafLog.HEAD;
        for (int bit = 0; bit < good.length * 8; bit += 7) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bad);
            LeafLog.Damage damage = log.read(Long.MAX_VALUE, _ -> { }).orElseThrow();
            assertThat(damage.seq()).isEqualTo(bit / 8 / record);
            assertThat(damage.offset()).isEqualTo((long) record * (bit / 8 / record));
        }
        log.close();
    }

    @Test
    void everyCutInTheLastRecordIsAnUnfinishedAppendAndNothingElseIs() throws IOException {
        written(3, Long.MAX_VALUE).close();
        Path file = folder.resolve("leaves/0.seg");
        byte[] good = Files.readAllBytes(file);
        int record = leaf(0).length + LeafLog.HEAD;
        for (int cut = 1; cut < record; cut++) {
            Files.write(file, Arrays.copyOf(good, good.length - cut));
            LeafLog.Opened opened = LeafLog.open(folder.resolve("leaves"), Long.MAX_VALUE);
            assertThat(opened.log().count()).isEqualTo(2);
            assertThat(opened.unfinished()).isTrue();
            opened.log().dropTail();
            opened.log().append(leaf(2));
            opened.log().close();
            assertThat(Files.readAllBytes(file)).isEqualTo(good);
        }
        good[record + 20] ^= 1;
        Files.write(file, good);
        LeafLog.Opened opened = LeafLog.open(folder.resolve("leaves"), Long.MAX_VALUE);
        assertThat(opened.unfinished()).isFalse();
        assertThat(opened.tail().orElseThrow().seq()).isEqualTo(1);
        opened.log().close();
    }

    @Test
    void marksLeadToEveryLeafAndWrongOnesMakeNoDifference() throws IOException {
        int leaves = 200;
        try (LeafLog log = written(leaves, 8_000)) {
            eachComes(log, leaves);
        }
        Path marks = folder.resolve("leaves/1.at");
        byte[] good = Files.readAllBytes(marks);
        long size = Files.size(folder.resolve("leaves/1.seg"));
        LeafMarks right = LeafMarks.read(marks, 1, size).orElseThrow();
        assertThat(right.records()).isGreaterThan(LeafMarks.STEP);
        assertThat(LeafMarks.read(marks, 2, size)).isEmpty();
        assertThat(LeafMarks.read(marks, 1, size + 1)).isEmpty();
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 4;
            Files.write(marks, bad);
            assertThat(LeafMarks.read(marks, 1, size)).as("byte " + at).isEmpty();
        }
        Files.write(marks, new byte[3]);
        assertThat(LeafMarks.read(marks, 1, size)).isEmpty();
        var elsewhere = right.offsets().clone();
        for (int i = 1; i < elsewhere.length; i++) {
            elsewhere[i] = right.offsets()[i - 1];
        }
        for (LeafMarks wrong : List.of(new LeafMarks(right.first(), size, right.records(), new int[right.offsets().length]),
                new LeafMarks(right.first(), size, right.records(), elsewhere))) {
            wrong.write(marks, 1);
            try (LeafLog log = LeafLog.open(folder.resolve("leaves"), 8_000).log()) {
                eachComes(log, leaves);
            }
            assertThat(Files.readAllBytes(marks)).as("made anew").isEqualTo(good);
        }
        Files.delete(marks);
        Files.createDirectory(marks);
        try (LeafLog log = LeafLog.open(folder.resolve("leaves"), 8_000).log()) {
            eachComes(log, leaves);
        }
    }

    private static void eachComes(LeafLog log, int leaves) throws IOException {
        for (long seq = 0; seq < leaves; seq++) {
            assertThat(log.leaves(List.of(seq))).containsOnlyKeys(seq);
            assertThat(log.leaves(List.of(seq)).get(seq)).isEqualTo(leaf(seq));
        }
        assertThat(log.leaves(List.of(-1L, (long) leaves))).isEmpty();
    }
}
