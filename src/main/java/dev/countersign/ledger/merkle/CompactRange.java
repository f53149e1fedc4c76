package dev.countersign.ledger.merkle;

import dev.countersign.workspace.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The right edge of a tree: the roots of its complete subtrees, largest first. All that is needed to append and to know the
/// root. A value.
///
/// @param size  leaves
/// @param roots as many as `size` has one bits
public record CompactRange(long size, List<Sha256> roots) {
    public static final CompactRange EMPTY = new CompactRange(0, List.of());

    public CompactRange {
        roots = List.copyOf(roots);
        if (size < 0 || roots.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException("an edge of " + roots.size() + " hashes is none of a tree of " + size);
        }
    }

    /// Reads the edge that [#bytes] wrote.
    ///
    /// @throws IllegalArgumentException where its length does not fit the size
    public static CompactRange of(long size, byte[] edge) {
        if (edge.length % Sha256.BYTES != 0) {
            throw new IllegalArgumentException("an edge is made of whole hashes");
        }
        var roots = new ArrayList<Sha256>();
        var in = ByteBuffer.wrap(edge);
        while (in.hasRemaining()) {
            roots.add(new Sha256(in.getLong(), in.getLong(), in.getLong(), in.getLong()));
        }
        return new CompactRange(size, roots);
    }

    public CompactRange append(Sha256 leafHash) {
        var next = new ArrayList<>(roots);
        Sha256 hash = leafHash;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            hash = MerkleTree.node(next.removeLast(), hash);
        }
        next.add(hash);
        return new CompactRange(size + 1, next);
    }

    public Sha256 root() {
        if (size == 0) {
            return MerkleTree.EMPTY;
        }
        Sha256 root = roots.getLast();
        for (int i = roots.size() - 2; i >= 0; i--) {
            root = MerkleTree.node(roots.get(i), root);
        }
        return root;
    }

    /// The hashes one after the other.
    public byte[] bytes() {
        var out = ByteBuffer.allocate(roots.size() * Sha256.BYTES);
        roots.forEach(hash -> out.put(hash.bytes()));
        return out.array();
    }
}
