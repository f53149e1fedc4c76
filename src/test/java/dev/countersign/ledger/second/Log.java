package dev.countersign.ledger.second;

import static dev.countersign.ledger.second.Bytes.require;

import dev.countersign.ledger.second.Bytes.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The leaves in order, and the tree over them.
final class Log {
    final List<Leaf> leaves = new ArrayList<>();
    final List<byte[]> hashes = new ArrayList<>();
    /// Where the last whole record ends, if bytes follow.
    Optional<String> torn = Optional.empty();
    private final List<byte[]> roots = new ArrayList<>(List.of(Bytes.sha256()));
    private final List<byte[]> edge = new ArrayList<>();
    private final HashSet<String> txids = new HashSet<>();
    private final byte[] ledger;

    Log(byte[] ledger) {
        this.ledger = ledger;
    }

    void segments(Path folder, List<String> faults) throws IOException {
        int last = 0;
        while (Files.exists(folder.resolve(last + 1 + ".seg"))) {
            last++;
        }
        for (int segment = 0; segment <= last && faults.isEmpty() && torn.isEmpty(); segment++) {
            var in = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(segment + ".seg")));
            while (in.hasRemaining()) {
                int at = in.position();
                String where = "leaves/" + segment + ".seg at byte " + at;
                Optional<byte[]> leaf = record(in, at);
                if (leaf.isEmpty()) {
                    boolean more = segment < last;
                    for (int next = at + 1; next < in.limit() && !more; next++) {
                        more = record(in, next).isPresent();
                    }
                    if (more) {
                        faults.add(where + ": not a whole record");
                        return;
                    }
                    torn = Optional.of(where);
                    break;
                }
                in.position(at + 8 + leaf.get().length);
                try {
                    add(leaf.get());
                } catch (Fault e) {
                    faults.add(where + ": " + e.getMessage());
                    return;
                }
            }
        }
    }

    private static Optional<byte[]> record(ByteBuffer in, int at) {
        if (in.limit() - at < 9) {
            return Optional.empty();
        }
        int length = in.getInt(at);
        if (length < 1 || length > 1 << 28 || length > in.limit() - at - 8) {
            return Optional.empty();
        }
        var sum = new CRC32C();
        sum.update(in.array(), at, 4);
        sum.update(in.array(), at + 8, length);
        return (int) sum.getValue() == in.getInt(at + 4) ? Optional.of(Arrays.copyOfRange(in.array(), at + 8, at + 8 + length)) : Optional.empty();
    }

    void add(byte[] bytes) {
        Leaf leaf = Leaf.read(bytes, ledger);
        require(leaf.seq() == leaves.size(), "it says it is entry " + leaf.seq());
        require(Arrays.equals(leaf.baseRoot(), roots.getLast()), "its base root is not that of the entries before it");
        require(txids.add(Bytes.hex(leaf.txid())), "its transaction id was used before");
        leaves.add(leaf);
        byte[] hash = hash(bytes);
        hashes.add(hash);
        edge.add(hash);
        for (long i = leaves.size(); i % 2 == 0; i /= 2) {
            byte[] right = edge.removeLast();
            edge.add(node(edge.removeLast(), right));
        }
        byte[] root = edge.getLast();
        for (int i = edge.size() - 2; i >= 0; i--) {
            root = node(edge.get(i), root);
        }
        roots.add(root);
    }

    static byte[] hash(byte[] leaf) {
        return Bytes.sha256(new byte[] {0}, leaf);
    }

    static byte[] node(byte[] left, byte[] right) {
        return Bytes.sha256(new byte[] {1}, left, right);
    }

    byte[] root(int size) {
        return roots.get(size);
    }
}
