package dev.countersign.ledger.merkle;

import dev.countersign.workspace.Sha256;
import java.util.ArrayList;
import java.util.List;

/// Shows that a tree only grew: everything in the older one is in the newer one, unchanged (RFC 6962 §2.1.2).
public record ConsistencyProof(long oldSize, long newSize, Sha256 oldRoot, Sha256 newRoot, List<Sha256> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /// Whether the path leads to both roots (RFC 9162 §2.1.4.2). Nothing is shown about a tree without leaves: never holds there.
    public boolean holds() {
        if (oldSize <= 0 || oldSize > newSize) {
            return false;
        }
        if (oldSize == newSize) {
            return path.isEmpty() && oldRoot.equals(newRoot);
        }
        if (path.isEmpty()) {
            return false;
        }
        var hashes = new ArrayList<>(path);
        if (Long.bitCount(oldSize) == 1) {
            hashes.addFirst(oldRoot);
        }
        long node = oldSize - 1;
        long last = newSize - 1;
        while ((node & 1) == 1) {
            node >>>= 1;
            last >>>= 1;
        }
        Sha256 first = hashes.getFirst();
        Sha256 second = first;
        for (Sha256 hash : hashes.subList(1, hashes.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                first = MerkleTree.node(hash, first);
                second = MerkleTree.node(hash, second);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                second = MerkleTree.node(second, hash);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && first.equals(oldRoot) && second.equals(newRoot);
    }
}
