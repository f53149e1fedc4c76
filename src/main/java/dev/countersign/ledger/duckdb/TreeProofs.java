package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.merkle.InclusionProof;
import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.seal.Checkpoint;
import dev.countersign.ledger.seal.WitnessRequest;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Proofs from the tiles of the database, of which those that were used are kept. Any thread.
final class TreeProofs {
    private final Database database;
    private final Map<TileNodes.Place, Sha256> tops = new ConcurrentHashMap<>();
    private volatile TileNodes nodes;

    TreeProofs(Database database) {
        this.database = database;
        this.nodes = new TileNodes(database, 0, tops);
    }

    /// @param size finished entries
    /// @throws IllegalArgumentException where the tree of the checkpoint has no such entry
    InclusionProof inclusion(long seq, Checkpoint checkpoint, long size) throws IOException {
        if (seq < 0 || seq >= checkpoint.size() || checkpoint.size() > size) {
            throw new IllegalArgumentException("no entry " + seq + " in the tree of " + checkpoint.size());
        }
        TileNodes tree = of(checkpoint.size());
        return new InclusionProof(seq, checkpoint.size(), tree.node(0, seq),
                MerkleTree.inclusion(tree, seq, checkpoint.size()), checkpoint.root());
    }

    /// @throws IllegalArgumentException where the tree of the checkpoint did not grow from one of that size
    WitnessRequest growth(long oldSize, Checkpoint checkpoint) throws IOException {
        if (oldSize < 0 || oldSize > checkpoint.size()) {
            throw new IllegalArgumentException("a tree of " + checkpoint.size() + " did not grow from one of " + oldSize);
        }
        return new WitnessRequest(oldSize, oldSize == 0 || oldSize == checkpoint.size() ? List.of()
                : MerkleTree.consistency(of(checkpoint.size()), oldSize, checkpoint.size()), checkpoint);
    }

    /// Kept from one proof to the next in the same tree.
    TileNodes of(long size) {
        TileNodes known = nodes;
        if (known.size() != size) {
            known = new TileNodes(database, size, tops);
            nodes = known;
        }
        return known;
    }
}
