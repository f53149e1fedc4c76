package dev.countersign.ledger.merkle;

import dev.countersign.workspace.Sha256;
import java.util.List;

/// Shows that a leaf is in a tree (RFC 6962 §2.1.1).
///
/// @param path sibling hashes, from the leaf up
public record InclusionProof(long index, long size, Sha256 leafHash, List<Sha256> path, Sha256 root) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    /// Whether the path leads from the leaf to the root (RFC 9162 §2.1.3.2).
    public boolean holds() {
        if (index < 0 || index >= size) {
            return false;
        }
        long node = index;
        long last = size - 1;
        Sha256 hash = leafHash;
        for (Sha256 sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = MerkleTree.node(sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = MerkleTree.node(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}
