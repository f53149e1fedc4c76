package dev.countersign.ledger.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.merkle.Tiles;
import dev.countersign.workspace.Sha256;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A log that another program made: its checkpoints, tiles and entries, as published.
class TesseraLogTest {
    private static final String ORIGIN = "example.com/log/testdata";
    private static final NoteKey KEY = NoteKey.parse(ORIGIN + "+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");

    private static Path file(String name) throws Exception {
        return Path.of(TesseraLogTest.class.getResource("/tessera/README.md").toURI()).resolveSibling(name);
    }

    private static Checkpoint checkpoint(int size) throws Exception {
        return Checkpoint.parse(Files.readString(file("checkpoint." + size)), ORIGIN);
    }

    private static List<byte[]> entries() throws Exception {
        var in = ByteBuffer.wrap(Files.readAllBytes(file("tile/entries/000.p/15")));
        var entries = new ArrayList<byte[]>();
        while (in.hasRemaining()) {
            byte[] entry = new byte[in.getShort() & 0xffff];
            in.get(entry);
            entries.add(entry);
        }
        return entries;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void eachCheckpointVerifiesAndItsRootIsThatOfTheEntries(int size) throws Exception {
        Checkpoint checkpoint = checkpoint(size);
        assertThat(checkpoint.signedBy(KEY)).isTrue();
        assertThat(checkpoint.size()).isEqualTo(size);
        CompactRange range = CompactRange.EMPTY;
        for (byte[] entry : entries().subList(0, size)) {
            range = range.append(MerkleTree.leaf(entry));
        }
        assertThat(range.root()).isEqualTo(checkpoint.root());
    }

    @Test
    void theTilesHoldTheHashesOfTheEntries() throws Exception {
        List<Sha256> hashes = entries().stream().map(MerkleTree::leaf).toList();
        for (int size = 1; size <= 15; size++) {
            assertThat(Files.readAllBytes(file("tile/0/000.p/" + size))).as("tile of " + size).isEqualTo(Tiles.pack(hashes.subList(0, size)));
        }
    }

    @Test
    void everyCheckpointGrewFromEveryEarlierOne() throws Exception {
        List<Sha256> hashes = Tiles.unpack(Files.readAllBytes(file("tile/0/000.p/15")));
        MerkleTree.Nodes nodes = new MerkleTree.Nodes() {
            @Override
            public Sha256 node(int level, long index) {
                return level == 0 ? hashes.get((int) index) : MerkleTree.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
            }
        };
        for (int size = 1; size <= 15; size++) {
            for (int old = 1; old < size; old++) {
                var proof = new WitnessRequest(old, MerkleTree.consistency(nodes, old, size), checkpoint(size));
                assertThat(proof.holds(checkpoint(old).root())).isTrue();
                assertThat(proof.holds(checkpoint(size).root())).isFalse();
            }
        }
    }
}
