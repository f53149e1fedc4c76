package dev.countersign.bench;

import dev.countersign.ledger.merkle.CompactRange;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.workspace.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The tree alone, in memory, at 100,000 leaves: an append with its root, a proof from stored nodes, and one node hash as the yardstick.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MerkleBenchmark {
    private static final int LEAVES = 100_000;

    private final List<List<Sha256>> levels = new ArrayList<>();
    private CompactRange edge = CompactRange.EMPTY;
    private CompactRange growing = CompactRange.EMPTY;
    private long next;

    @Setup
    public void tree() {
        var leaves = new ArrayList<Sha256>();
        for (int i = 0; i < LEAVES; i++) {
            Sha256 leaf = MerkleTree.leaf(ByteBuffer.allocate(4).putInt(i).array());
            leaves.add(leaf);
            edge = edge.append(leaf);
        }
        for (List<Sha256> level = leaves; !level.isEmpty(); ) {
            levels.add(level);
            var above = new ArrayList<Sha256>();
            for (int i = 0; i + 1 < level.size(); i += 2) {
                above.add(MerkleTree.node(level.get(i), level.get(i + 1)));
            }
            level = above;
        }
        growing = edge;
    }

    @Benchmark
    public Sha256 oneNodeHash() {
        return MerkleTree.node(edge.roots().getFirst(), edge.roots().getLast());
    }

    @Benchmark
    public Sha256 appendAndRoot() {
        growing = growing.append(edge.roots().getFirst());
        return growing.root();
    }

    @Benchmark
    public List<Sha256> inclusion() {
        next = (next + 7_919) % LEAVES;
        return MerkleTree.inclusion((level, index) -> levels.get(level).get((int) index), next, LEAVES);
    }
}
