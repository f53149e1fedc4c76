package dev.countersign.ledger.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.workspace.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// C2SP `tlog-proof` and the request of `tlog-witness`.
class LogProofTest {
    private static final NoteSigner LOG = NoteSigner.generate("log.example");

    /// The example of the specification, with whole signatures in the place of its shortened ones.
    private static final String EXAMPLE = """
            c2sp.org/tlog-proof@v1
            extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6
            index 73894
            gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
            B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
            EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
            RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
            AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

            example.com/fancylog
            109482
            sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

            — example.com/fancylog Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            """;

    private static List<Sha256> leaves(int count) {
        var leaves = new ArrayList<Sha256>();
        for (int i = 0; i < count; i++) {
            leaves.add(MerkleTree.leaf(("leaf " + i).getBytes()));
        }
        return leaves;
    }

    private static MerkleTree.Nodes nodes(List<Sha256> leaves) {
        return new MerkleTree.Nodes() {
            @Override
            public Sha256 node(int level, long index) {
                return level == 0 ? leaves.get((int) index) : MerkleTree.node(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
            }
        };
    }

    @Test
    void theExampleOfTheSpecificationIsReadAndWrittenBack() {
        LogProof proof = LogProof.parse(EXAMPLE);
        assertThat(proof.index()).isEqualTo(73894);
        assertThat(new String(proof.extra().orElseThrow())).isEqualTo("age-v1.2.1-darwin-arm64.tar.gz");
        assertThat(proof.path()).hasSize(5);
        assertThat(proof.checkpoint().size()).isEqualTo(109482);
        assertThat(proof.text()).isEqualTo(EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "c2sp.org/tlog-proof@v2\n", "\nindex 073894", "\nindex -1", "\nindex x", "\nextra YW\n", "=\nno hash\n"})
    void whatIsNoProofIsRefused(String change) {
        String bad = switch (change) {
            case "" -> "";
            case "c2sp.org/tlog-proof@v2\n" -> EXAMPLE.replace("@v1", "@v2");
            case "\nextra YW\n" -> EXAMPLE.replaceFirst("\nextra .*\n", change);
            case "=\nno hash\n" -> EXAMPLE.replaceFirst("=\n", change);
            default -> EXAMPLE.replace("\nindex 73894", change);
        };
        assertThatThrownBy(() -> LogProof.parse(bad)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 100)
    void aProofHoldsAfterItWasWrittenAndReadAndForNoOtherLeaf(@ForAll @IntRange(min = 1, max = 70) int size, @ForAll @IntRange(max = 69) int at) {
        int index = at % size;
        List<Sha256> leaves = leaves(size);
        Checkpoint head = Checkpoint.sign(size, MerkleTree.root(nodes(leaves), 0, size), LOG);
        var written = new LogProof(Optional.empty(), index, MerkleTree.inclusion(nodes(leaves), index, size), head);
        LogProof proof = LogProof.parse(written.text());
        assertThat(proof).isEqualTo(written);
        for (int other = 0; other < size; other++) {
            assertThat(proof.holds(leaves.get(other))).isEqualTo(other == index);
        }
    }

    @Property(tries = 100)
    void growthHoldsAfterItWasWrittenAndReadAndForNoOtherRoot(@ForAll @IntRange(min = 2, max = 70) int size, @ForAll @IntRange(min = 1, max = 69) int from) {
        int old = 1 + from % (size - 1);
        MerkleTree.Nodes nodes = nodes(leaves(size));
        Checkpoint head = Checkpoint.sign(size, MerkleTree.root(nodes, 0, size), LOG);
        WitnessRequest read = WitnessRequest.parse(new WitnessRequest(old, MerkleTree.consistency(nodes, old, size), head).text());
        assertThat(read.holds(MerkleTree.root(nodes, 0, old))).isTrue();
        assertThat(read.holds(Sha256.of(new byte[0]))).isFalse();
        assertThat(read.text()).startsWith("old " + old + "\n").endsWith(head.note());
    }
}
