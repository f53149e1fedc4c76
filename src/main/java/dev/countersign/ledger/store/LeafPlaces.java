package dev.countersign.ledger.store;

import dev.countersign.ledger.entry.EntryCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/// Finds single leaves in the log. Of every segment that it was asked for it remembers where each [#STEP]th record begins, which it
/// learns by going from length to length once: some two bytes for each leaf. Safe from any thread.
final class LeafPlaces {
    private static final int STEP = 4;
    private static final int WINDOW = 1 << 16;
    private static final int PIECE_WALKED = 1 << 18;
    /// What is read at once where one leaf is wanted.
    private static final int PIECE = 1 << 12;

    private final Segments segments;
    private final Map<Integer, Part> parts = new ConcurrentHashMap<>();

    /// A segment, as far as it was walked.
    private static final class Part {
        private final long first;
        private long[] offsets = new long[64];
        private long walked;
        private long end;

        Part(long first) {
            this.first = first;
        }

        /// @return where the record of the nearest remembered leaf at or before `seq` begins
        synchronized Optional<Long> place(FileChannel file, long seq) throws IOException {
            return walked > seq - first || walk(file, seq) ? Optional.of(offsets[(int) ((seq - first) / STEP)]) : Optional.empty();
        }

        /// Numbers are put together here: this runs before anything of it is compiled, and each call would cost more than the step.
        private boolean walk(FileChannel file, long seq) throws IOException {
            long size = file.size();
            var piece = ByteBuffer.allocate((int) Math.min(PIECE_WALKED, Math.max(0, size - end)));
            byte[] bytes = piece.array();
            long base = end;
            int filled = 0;
            while (walked <= seq - first) {
                if (end + LeafLog.HEAD > size) {
                    return false;
                }
                if (end - base + LeafLog.HEAD > filled) {
                    base = end;
                    fill(file, piece, base);
                    filled = piece.limit();
                    if (filled < LeafLog.HEAD) {
                        return false;
                    }
                }
                int at = (int) (end - base);
                int length = bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
                if (length <= 0 || length > size - end - LeafLog.HEAD) {
                    return false;
                }
                if (walked % STEP == 0) {
                    int slot = (int) (walked / STEP);
                    offsets = slot < offsets.length ? offsets : Arrays.copyOf(offsets, slot * 2);
                    offsets[slot] = end;
                }
                walked++;
                end += LeafLog.HEAD + length;
            }
            return true;
        }
    }

    LeafPlaces(Segments segments) {
        this.segments = segments;
    }

    private static void fill(FileChannel file, ByteBuffer into, long at) throws IOException {
        into.clear();
        while (into.hasRemaining() && file.read(into, at + into.position()) >= 0) { }
        into.flip();
    }

    /// The leaves with these numbers, as far as they are in the log and whole.
    ///
    /// @param current the newest segment
    Map<Long, byte[]> leaves(Iterable<Long> seqs, int current) throws IOException {
        var bySegment = new TreeMap<Integer, TreeSet<Long>>();
        for (long seq : seqs) {
            segmentOf(seq, current).ifPresent(segment -> bySegment.computeIfAbsent(segment, _ -> new TreeSet<>()).add(seq));
        }
        var leaves = new TreeMap<Long, byte[]>();
        for (Map.Entry<Integer, TreeSet<Long>> some : bySegment.entrySet()) {
            Part part = part(some.getKey()).orElseThrow();
            try (FileChannel file = open(some.getKey())) {
                long size = file.size();
                var window = ByteBuffer.allocate(some.getValue().size() > 8 ? WINDOW : PIECE).limit(0);
                long base = 0;
                for (long seq : some.getValue()) {
                    Optional<Long> found = part.place(file, seq);
                    if (found.isEmpty()) {
                        break;
                    }
                    long at = found.get();
                    for (long skip = (seq - part.first) % STEP; ; skip--) {
                        if (at < base || at + LeafLog.HEAD > base + window.limit()) {
                            base = at;
                            fill(file, window, at);
                        }
                        int length = window.getInt((int) (at - base));
                        if (skip == 0) {
                            leaf(file, size, window, base, at, length).ifPresent(leaf -> leaves.put(seq, leaf));
                            break;
                        }
                        at += LeafLog.HEAD + length;
                    }
                }
            }
        }
        return leaves;
    }

    private static Optional<byte[]> leaf(FileChannel file, long size, ByteBuffer window, long base, long at, int length) throws IOException {
        if (length <= 0 || length > size - at - LeafLog.HEAD) {
            return Optional.empty();
        }
        ByteBuffer record = window;
        int start = (int) (at - base);
        if (start + LeafLog.HEAD + length > window.limit()) {
            record = ByteBuffer.allocate(LeafLog.HEAD + length);
            fill(file, record, at);
            start = 0;
        }
        byte[] leaf = new byte[length];
        record.get(start + LeafLog.HEAD, leaf);
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(length).flip());
        crc.update(leaf);
        return (int) crc.getValue() == record.getInt(start + 4) ? Optional.of(leaf) : Optional.empty();
    }

    private Optional<Integer> segmentOf(long seq, int current) throws IOException {
        int low = 0;
        int high = current;
        // The newest segment may have been begun and not written to.
        while (high > 0 && part(high).isEmpty()) {
            high--;
        }
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (part(middle).filter(part -> part.first <= seq).isPresent()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return part(low).isPresent() && part(low).get().first <= seq ? Optional.of(low) : Optional.empty();
    }

    /// Empty where the segment has no whole record yet.
    private Optional<Part> part(int segment) throws IOException {
        Part known = parts.get(segment);
        if (known != null) {
            return Optional.of(known);
        }
        try (FileChannel file = open(segment)) {
            var head = ByteBuffer.allocate(LeafLog.HEAD);
            fill(file, head, 0);
            if (head.remaining() < LeafLog.HEAD || head.getInt(0) <= 0 || head.getInt(0) > file.size() - LeafLog.HEAD) {
                return Optional.empty();
            }
            var record = ByteBuffer.allocate(LeafLog.HEAD + head.getInt(0));
            fill(file, record, 0);
            Optional<byte[]> leaf = leaf(file, file.size(), record, 0, 0, head.getInt(0));
            if (leaf.isEmpty()) {
                return Optional.empty();
            }
            var part = new Part(EntryCodec.decode(leaf.get(), _ -> 0).entry().seq());
            parts.putIfAbsent(segment, part);
            return Optional.of(parts.get(segment));
        }
    }

    private FileChannel open(int segment) throws IOException {
        return FileChannel.open(segments.file(segment), StandardOpenOption.READ);
    }
}
