package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.merkle.MerkleTree;
import dev.countersign.ledger.merkle.Tiles;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Nodes of one tree from full tiles, and from the leaf hashes where a tile is not full yet. Keeps the tiles it used last with
/// all nodes inside them, at most some 6 MB. Safe for use by several threads.
final class TileNodes implements MerkleTree.Nodes {
    private static final int KEPT = 256;

    private final Database database;
    private final long size;
    private final Map<Place, Sha256> tops;
    private final Map<Place, List<List<Sha256>>> tiles = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, List<List<Sha256>>> eldest) {
            return size() > KEPT;
        }
    };

    /// A tile. Its top is the one hash over all its 256.
    record Place(int level, long index) {}

    /// @param tops tops of full tiles, kept between proofs
    TileNodes(Database database, long size, Map<Place, Sha256> tops) {
        this.database = database;
        this.size = size;
        this.tops = tops;
    }

    /// Writes the tiles that the entry at the end of a tree of `size` fills.
    static void fill(Connection connection, RowWriter rows, long size) throws SQLException {
        long full = size;
        if (full % Tiles.WIDTH != 0) {
            return;
        }
        rows.flush();
        full /= Tiles.WIDTH;
        rows.tile(new Tiles.Tile(0, full - 1, Tiles.pack(RowReader.leafHashes(connection, size - Tiles.WIDTH, size))));
        for (int level = 1; full % Tiles.WIDTH == 0; level++) {
            rows.flush();
            List<Sha256> tops = RowReader.tiles(connection, level - 1, full - Tiles.WIDTH, full).stream()
                    .map(data -> Tiles.node(Tiles.unpack(data), 8, 0)).toList();
            full /= Tiles.WIDTH;
            rows.tile(new Tiles.Tile(level, full - 1, Tiles.pack(tops)));
        }
    }

    @Override
    public Sha256 node(int level, long index) {
        int inner = level % 8;
        var place = new Place(level / 8, index >>> (8 - inner));
        return tile(place).get(inner).get((int) (index & (1 << (8 - inner)) - 1));
    }

    long size() {
        return size;
    }

    /// The nodes of a tile by their level in it, its own hashes first. A proof asks for almost all of them.
    private List<List<Sha256>> tile(Place place) {
        synchronized (tiles) {
            List<List<Sha256>> known = tiles.get(place);
            if (known != null) {
                return known;
            }
        }
        List<List<Sha256>> read = levels(hashes(place));
        synchronized (tiles) {
            tiles.put(place, read);
        }
        return read;
    }

    private static List<List<Sha256>> levels(List<Sha256> hashes) {
        var levels = new ArrayList<>(List.of(hashes));
        for (int level = 1; level < 8; level++) {
            List<Sha256> below = levels.getLast();
            var nodes = new ArrayList<Sha256>(below.size() / 2);
            for (int i = 0; i + 1 < below.size(); i += 2) {
                nodes.add(MerkleTree.node(below.get(i), below.get(i + 1)));
            }
            levels.add(nodes);
        }
        return levels;
    }

    private List<Sha256> hashes(Place place) {
        try {
            long from = place.index() * Tiles.WIDTH;
            long to = Math.min(from + Tiles.WIDTH, size >>> (8 * place.level()));
            if (to - from == Tiles.WIDTH) {
                return Tiles.unpack(database.read(c -> RowReader.tiles(c, place.level(), place.index(), place.index() + 1)).getFirst());
            }
            return place.level() == 0 ? database.read(c -> RowReader.leafHashes(c, from, to)) : tops(place.level() - 1, from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Sha256> tops(int level, long from, long to) throws IOException {
        long known = from;
        var hashes = new ArrayList<Sha256>();
        while (known < to && tops.containsKey(new Place(level, known))) {
            hashes.add(tops.get(new Place(level, known++)));
        }
        long missing = known;
        for (byte[] tile : database.read(c -> RowReader.tiles(c, level, missing, to))) {
            Sha256 top = Tiles.node(Tiles.unpack(tile), 8, 0);
            tops.put(new Place(level, known++), top);
            hashes.add(top);
        }
        return hashes;
    }
}
