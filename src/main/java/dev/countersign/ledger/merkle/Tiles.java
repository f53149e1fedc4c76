package dev.countersign.ledger.merkle;

import dev.countersign.workspace.Sha256;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The tree cut into tiles of 256 hashes: the tile (L, i) holds the nodes of tree level 8·L with the indexes 256·i to
/// 256·i + 255, one after the other. Only full tiles are kept.
public final class Tiles {
    public static final int WIDTH = 256;

    /// A full tile. @param data 256 hashes
    public record Tile(int level, long index, byte[] data) {}

    private final List<List<Sha256>> pending = new ArrayList<>();
    private final List<Long> done = new ArrayList<>();

    /// Adds the next leaf of a tree that is read from its beginning, and returns the tiles that it fills, lowest first.
    public List<Tile> append(Sha256 leafHash) {
        var full = new ArrayList<Tile>();
        Sha256 hash = leafHash;
        for (int level = 0; ; level++) {
            if (level == pending.size()) {
                pending.add(new ArrayList<>(WIDTH));
                done.add(0L);
            }
            List<Sha256> row = pending.get(level);
            row.add(hash);
            if (row.size() < WIDTH) {
                return full;
            }
            full.add(new Tile(level, done.get(level), pack(row)));
            done.set(level, done.get(level) + 1);
            hash = node(row, 8, 0);
            row.clear();
        }
    }

    /// The node at `level` (0 to 8) and `index` within the 256 hashes of one tile.
    public static Sha256 node(List<Sha256> hashes, int level, int index) {
        return level == 0 ? hashes.get(index)
                : MerkleTree.node(node(hashes, level - 1, 2 * index), node(hashes, level - 1, 2 * index + 1));
    }

    public static byte[] pack(List<Sha256> hashes) {
        var out = ByteBuffer.allocate(hashes.size() * Sha256.BYTES);
        hashes.forEach(hash -> out.put(hash.bytes()));
        return out.array();
    }

    public static List<Sha256> unpack(byte[] data) {
        var in = ByteBuffer.wrap(data);
        var hashes = new ArrayList<Sha256>(data.length / Sha256.BYTES);
        while (in.remaining() >= Sha256.BYTES) {
            hashes.add(new Sha256(in.getLong(), in.getLong(), in.getLong(), in.getLong()));
        }
        return hashes;
    }
}
