package dev.countersign.ledger.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.workspace.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {

    /// The definition of RFC 6962 §2.1, word by word.
    private static Sha256 defined(List<Sha256> leaves) {
        if (leaves.isEmpty()) {
            return Sha256.of(new byte[0]);
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = 1;
        while (k * 2 < leaves.size()) {
            k *= 2;
        }
        return MerkleTree.node(defined(leaves.subList(0, k)), defined(leaves.subList(k, leaves.size())));
    }

    private static List<Sha256> leaves(int count) {
        var leaves = new ArrayList<Sha256>();
        for (int i = 0; i < count; i++) {
            leaves.add(MerkleTree.leaf(ByteBuffer.allocate(4).putInt(i).array()));
        }
        return leaves;
    }

    private static MerkleTree.Nodes nodes(List<Sha256> leaves) {
        return (level, index) -> defined(leaves.subList((int) (index << level), (int) (index + 1 << level)));
    }

    private static CompactRange range(List<Sha256> leaves) {
        CompactRange range = CompactRange.EMPTY;
        for (Sha256 leaf : leaves) {
            range = range.append(leaf);
        }
        return range;
    }

    @Test
    void emptyTreeAndEmptyLeafHashAsInTheStandard() {
        assertThat(MerkleTree.EMPTY.hex()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(MerkleTree.leaf(new byte[0]).hex()).isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(CompactRange.EMPTY.root()).isEqualTo(MerkleTree.EMPTY);
    }

    @Test
    void rootsOfThePublishedEightLeaves() {
        List<String> inputs = List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
        List<String> roots = List.of("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        CompactRange range = CompactRange.EMPTY;
        for (int i = 0; i < inputs.size(); i++) {
            range = range.append(MerkleTree.leaf(HexFormat.of().parseHex(inputs.get(i))));
            assertThat(range.root().hex()).isEqualTo(roots.get(i));
        }
    }

    @Property(tries = 60)
    void compactRangeHasTheDefinedRootAndReadsItselfBack(@ForAll @IntRange(min = 0, max = 700) int size) {
        List<Sha256> leaves = leaves(size);
        CompactRange range = range(leaves);
        assertThat(range.root()).isEqualTo(defined(leaves));
        assertThat(CompactRange.of(size, range.bytes())).isEqualTo(range);
        assertThat(MerkleTree.root(nodes(leaves), 0, size)).isEqualTo(range.root());
    }

    @Property(tries = 100)
    void everyLeafIsProvedAndNoOtherLeafIs(@ForAll @IntRange(min = 1, max = 300) int size, @ForAll @IntRange(min = 0, max = 299) int any) {
        int index = any % size;
        List<Sha256> leaves = leaves(size);
        List<Sha256> path = MerkleTree.inclusion(nodes(leaves), index, size);
        Sha256 root = defined(leaves);
        assertThat(new InclusionProof(index, size, leaves.get(index), path, root).holds()).isTrue();
        assertThat(new InclusionProof(index, size, MerkleTree.leaf(new byte[] {9}), path, root).holds()).isFalse();
        assertThat(new InclusionProof(index, size, leaves.get(index), path, MerkleTree.EMPTY).holds()).isFalse();
    }

    @Property(tries = 100)
    void anyPrefixOfAnyHistoryIsProvedConsistent(@ForAll @IntRange(min = 1, max = 300) int size, @ForAll @IntRange(min = 0, max = 299) int any) {
        int old = any % size + 1;
        List<Sha256> leaves = leaves(size);
        List<Sha256> path = MerkleTree.consistency(nodes(leaves), old, size);
        Sha256 oldRoot = defined(leaves.subList(0, old));
        assertThat(new ConsistencyProof(old, size, oldRoot, defined(leaves), path).holds()).isTrue();
        assertThat(new ConsistencyProof(old, size, MerkleTree.EMPTY, defined(leaves), path).holds()).isFalse();
    }

    @Test
    void tilesHoldTheNodesOfEveryEighthLevel() {
        List<Sha256> leaves = leaves(256 * 3 + 7);
        var tiles = new Tiles();
        var full = new ArrayList<Tiles.Tile>();
        leaves.forEach(leaf -> full.addAll(tiles.append(leaf)));
        assertThat(full).extracting(Tiles.Tile::level, Tiles.Tile::index).containsExactly(
                org.assertj.core.groups.Tuple.tuple(0, 0L), org.assertj.core.groups.Tuple.tuple(0, 1L), org.assertj.core.groups.Tuple.tuple(0, 2L));
        assertThat(Tiles.unpack(full.get(1).data())).isEqualTo(leaves.subList(256, 512));
        assertThat(Tiles.node(Tiles.unpack(full.get(1).data()), 8, 0)).isEqualTo(defined(leaves.subList(256, 512)));
    }

    @Test
    void whatCannotBeProvedIsRefused() {
        MerkleTree.Nodes nodes = nodes(leaves(3));
        assertThatThrownBy(() -> MerkleTree.inclusion(nodes, 3, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MerkleTree.consistency(nodes, 0, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MerkleTree.consistency(nodes, 4, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CompactRange.of(3, new byte[32])).isInstanceOf(IllegalArgumentException.class);
    }
}
