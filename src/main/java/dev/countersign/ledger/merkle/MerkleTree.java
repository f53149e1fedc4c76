package dev.countersign.ledger.merkle;

import dev.countersign.workspace.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// The Merkle tree of RFC 6962 §2.1: leaves hashed as SHA-256(0x00 ‖ bytes), nodes as SHA-256(0x01 ‖ left ‖ right).
/// Proofs are made here from a [Nodes]; they are checked by [InclusionProof] and [ConsistencyProof].
public final class MerkleTree {
    /// Root of the tree without leaves: SHA-256 of nothing.
    public static final Sha256 EMPTY = Sha256.of(new byte[0]);

    private MerkleTree() {}

    /// Hashes of complete subtrees.
    public interface Nodes {
        /// The hash over the leaves `index << level` to `(index + 1 << level) - 1`, all of which exist.
        Sha256 node(int level, long index);
    }

    public static Sha256 leaf(byte[] bytes) {
        MessageDigest digest = Sha256.digester();
        digest.update((byte) 0);
        return Sha256.ofDigest(digest.digest(bytes));
    }

    public static Sha256 node(Sha256 left, Sha256 right) {
        MessageDigest digest = Sha256.digester();
        digest.update((byte) 1);
        digest.update(left.bytes());
        return Sha256.ofDigest(digest.digest(right.bytes()));
    }

    /// Root over the leaves `from` to `to - 1`, where `from` is a multiple of the smallest power of two that covers them.
    public static Sha256 root(Nodes nodes, long from, long to) {
        long width = to - from;
        if (width == 0) {
            return EMPTY;
        }
        if (Long.bitCount(width) == 1) {
            int level = Long.numberOfTrailingZeros(width);
            return nodes.node(level, from >>> level);
        }
        long middle = from + Long.highestOneBit(width - 1);
        return node(root(nodes, from, middle), root(nodes, middle, to));
    }

    /// PATH(index, D\[size\]) of RFC 6962 §2.1.1, from the leaf up.
    ///
    /// @throws IllegalArgumentException where the tree has no such leaf
    public static List<Sha256> inclusion(Nodes nodes, long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        var path = new ArrayList<Sha256>();
        path(nodes, index, 0, size, path);
        return path;
    }

    /// PROOF(old, D\[size\]) of RFC 6962 §2.1.2.
    ///
    /// @throws IllegalArgumentException unless 0 < old ≤ size
    public static List<Sha256> consistency(Nodes nodes, long old, long size) {
        if (old <= 0 || old > size) {
            throw new IllegalArgumentException("no tree of " + size + " can extend one of " + old + " provably");
        }
        var proof = new ArrayList<Sha256>();
        subproof(nodes, old, 0, size, true, proof);
        return proof;
    }

    private static void path(Nodes nodes, long index, long from, long to, List<Sha256> out) {
        if (to - from == 1) {
            return;
        }
        long middle = from + Long.highestOneBit(to - from - 1);
        if (index < middle) {
            path(nodes, index, from, middle, out);
            out.add(root(nodes, middle, to));
        } else {
            path(nodes, index, middle, to, out);
            out.add(root(nodes, from, middle));
        }
    }

    private static void subproof(Nodes nodes, long old, long from, long to, boolean known, List<Sha256> out) {
        if (old == to) {
            if (!known) {
                out.add(root(nodes, from, to));
            }
            return;
        }
        long middle = from + Long.highestOneBit(to - from - 1);
        if (old <= middle) {
            subproof(nodes, old, from, middle, known, out);
            out.add(root(nodes, middle, to));
        } else {
            subproof(nodes, old, middle, to, false, out);
            out.add(root(nodes, from, middle));
        }
    }
}
