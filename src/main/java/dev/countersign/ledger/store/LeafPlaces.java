package dev.countersign.ledger.store;

import dev.countersign.ledger.entry.EntryCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/// Finds single leaves in the log. Of every segment that it was asked for it remembers where each [#STEP]th record begins, which it
/// learns by going from length to length once, or from its [LeafMarks]: a byte for each leaf, or less. Safe from any thread.
final class LeafPlaces {
    private static final int STEP = 4;
    private static final int WINDOW = 1 << 16;
    private static final int PIECE_WALKED = 1 << 18;
    /// Bytes of a segment that offsets of 32 bits reach.
    private static final long MOST = 1L << 32;
    /// What is read at once where one leaf is wanted.
    private static final int PIECE = 1 << 12;

    private final Segments segments;
    private final Map<Integer, Part> parts = new ConcurrentHashMap<>();

    /// A segment, as far as it was walked.
    private static final class Part {
        private final long first;
        private final int step;
        private int[] offsets;
        private long walked;
        private long end;

        Part(long first) {
            this.first = first;
            this.step = STEP;
            this.offsets = new int[64];
        }

        Part(LeafMarks marks) {
            this.first = marks.first();
            this.step = LeafMarks.STEP;
            this.offsets = marks.offsets();
            this.walked = marks.records();
            this.end = marks.size();
        }

        boolean isMarked() {
            return step == LeafMarks.STEP;
        }

        /// @param all whether to go on to the end, where nothing was known before
        /// @return where the record of the nearest remembered leaf at or before `seq` begins
        synchronized Optional<Long> place(FileChannel file, long seq, boolean all) throws IOException {
            if (walked <= seq - first && !isMarked()) {
                walk(file, all ? Long.MAX_VALUE : seq);
            }
            return walked > seq - first ? Optional.of(Integer.toUnsignedLong(offsets[(int) ((seq - first) / step)])) : Optional.empty();
        }

        /// What it knows of a segment that it went through to the end; empty else.
        synchronized Optional<LeafMarks> marks(long size) {
            if (isMarked() || end != size || walked == 0 || walked > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            int[] some = new int[(int) ((walked + LeafMarks.STEP - 1) / LeafMarks.STEP)];
            for (int i = 0; i < some.length; i++) {
                some[i] = offsets[i * (LeafMarks.STEP / STEP)];
            }
            return Optional.of(new LeafMarks(first, size, (int) walked, some));
        }

        /// Numbers are put together here: this runs before anything of it is compiled, and each call would cost more than the step.
        private void walk(FileChannel file, long seq) throws IOException {
            long size = Math.min(file.size(), MOST);
            var piece = ByteBuffer.allocate((int) Math.min(PIECE_WALKED, Math.max(0, size - end)));
            byte[] bytes = piece.array();
            long base = end;
            int filled = 0;
            while (walked <= seq - first && end + LeafLog.HEAD <= size) {
                if (end - base + LeafLog.HEAD > filled) {
                    base = end;
                    fill(file, piece, base);
                    filled = piece.limit();
                    if (filled < LeafLog.HEAD) {
                        return;
                    }
                }
                int at = (int) (end - base);
                int length = bytes[at] << 24 | (bytes[at + 1] & 0xff) << 16 | (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
                if (length <= 0 || length > size - end - LeafLog.HEAD) {
                    return;
                }
                if (walked % STEP == 0) {
                    int slot = (int) (walked / STEP);
                    offsets = slot < offsets.length ? offsets : Arrays.copyOf(offsets, slot * 2);
                    offsets[slot] = (int) end;
                }
                walked++;
                end += LeafLog.HEAD + length;
            }
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
            int segment = some.getKey();
            Part part = part(segment, current).orElseThrow();
            Map<Long, byte[]> found = leaves(segment, part, some.getValue(), segment < current);
            if (found.size() < some.getValue().size() && part.isMarked()) {
                // Marks that lead nowhere are of another segment, or somebody wrote them: what is there counts.
                Optional<Part> walked = unmarked(segment);
                if (walked.isPresent()) {
                    parts.put(segment, walked.get());
                    found = leaves(segment, walked.get(), some.getValue(), segment < current);
                }
            }
            leaves.putAll(found);
        }
        return leaves;
    }

    /// @param closed whether nothing is written to this segment any more, nor taken off it
    private Map<Long, byte[]> leaves(int segment, Part part, TreeSet<Long> seqs, boolean closed) throws IOException {
        var leaves = new TreeMap<Long, byte[]>();
        try (FileChannel file = open(segment)) {
            long size = file.size();
            boolean unmarked = closed && !part.isMarked() && part.marks(size).isEmpty();
            var window = ByteBuffer.allocate(seqs.size() > 8 ? WINDOW : PIECE).limit(0);
            long base = 0;
            for (long seq : seqs) {
                Optional<Long> found = part.place(file, seq, closed);
                if (found.isEmpty()) {
                    break;
                }
                long at = found.get();
                for (long skip = (seq - part.first) % part.step; at + LeafLog.HEAD <= size; skip--) {
                    if (at < base || at + LeafLog.HEAD > base + window.limit()) {
                        base = at;
                        fill(file, window, at);
                    }
                    int length = window.limit() < LeafLog.HEAD ? 0 : window.getInt((int) (at - base));
                    if (skip == 0) {
                        leaf(file, size, window, base, at, length).filter(leaf -> EntryCodec.seq(leaf).equals(OptionalLong.of(seq)))
                                .ifPresent(leaf -> leaves.put(seq, leaf));
                    }
                    if (skip == 0 || length <= 0) {
                        break;
                    }
                    at += LeafLog.HEAD + length;
                }
            }
            if (unmarked) {
                mark(segment, part, size);
            }
        }
        return leaves;
    }

    /// So that the next process need not go through it.
    private void mark(int segment, Part part, long size) {
        try {
            Optional<LeafMarks> marks = part.marks(size);
            if (marks.isPresent()) {
                marks.get().write(marks(segment), segment);
            }
        } catch (IOException e) {
            log().log(System.Logger.Level.DEBUG, "The places of leaves in " + segments.name(segment) + " could not be written; they are found again", e);
        }
    }

    private Path marks(int segment) {
        return segments.folder().resolve(segment + ".at");
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
        while (high > 0 && part(high, current).isEmpty()) {
            high--;
        }
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (part(middle, current).filter(part -> part.first <= seq).isPresent()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return part(low, current).isPresent() && part(low, current).get().first <= seq ? Optional.of(low) : Optional.empty();
    }

    /// Empty where the segment has no whole record yet.
    private Optional<Part> part(int segment, int current) throws IOException {
        Part known = parts.get(segment);
        if (known != null) {
            return Optional.of(known);
        }
        try (FileChannel file = open(segment)) {
            Optional<LeafMarks> marks = segment < current ? LeafMarks.read(marks(segment), segment, file.size()) : Optional.empty();
            Optional<Part> part = marks.isPresent() ? Optional.of(new Part(marks.get())) : unmarked(segment);
            part.ifPresent(one -> parts.putIfAbsent(segment, one));
            return Optional.ofNullable(parts.get(segment));
        }
    }

    /// One that knows the segment's first leaf and nothing else.
    private Optional<Part> unmarked(int segment) throws IOException {
        try (FileChannel file = open(segment)) {
            var head = ByteBuffer.allocate(LeafLog.HEAD);
            fill(file, head, 0);
            if (head.remaining() < LeafLog.HEAD || head.getInt(0) <= 0 || head.getInt(0) > file.size() - LeafLog.HEAD) {
                return Optional.empty();
            }
            var record = ByteBuffer.allocate(LeafLog.HEAD + head.getInt(0));
            fill(file, record, 0);
            Optional<byte[]> leaf = leaf(file, file.size(), record, 0, 0, head.getInt(0));
            return leaf.isEmpty() ? Optional.empty() : Optional.of(new Part(EntryCodec.decode(leaf.get(), _ -> 0).entry().seq()));
        }
    }

    private FileChannel open(int segment) throws IOException {
        return FileChannel.open(segments.file(segment), StandardOpenOption.READ);
    }

    /// Not kept: to make the first of a process takes longer than all else of opening a ledger, and as a rule nothing is said.
    private static System.Logger log() {
        return System.getLogger(LeafPlaces.class.getName());
    }
}
