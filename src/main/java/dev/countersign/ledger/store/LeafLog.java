package dev.countersign.ledger.store;

import dev.countersign.ledger.entry.EntryCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The leaf log: every leaf ever begun, in order, in `leaves/N.seg`. The source of truth and the intent journal at once.
///
/// A record is the length of the leaf (32 bits, big-endian), the CRC-32C of length and leaf, and the leaf. Appending is for one
/// thread; reading while another appends is safe up to the size that was known before.
public final class LeafLog implements AutoCloseable {
    static final int HEAD = 8;
    static final int LONGEST = 1 << 28;
    /// Every leaf is a CBOR map of 17 pairs.
    private static final byte FIRST_BYTE = (byte) 0xb1;

    private final Segments segments;
    private final long segmentBytes;
    private final LeafPlaces places;
    private volatile int current;
    private FileChannel channel;
    private long end;
    private long count;
    private boolean broken;
    private Optional<byte[]> last = Optional.empty();

    /// A leaf with its place.
    public record Record(long seq, int segment, long offset, byte[] leaf) {}

    /// Bytes that are no record. @param seq the leaf that should be there
    public record Damage(long seq, String file, long offset, long bytes, String why) {}

    /// Hears the leaves one by one.
    public interface Visitor {
        void leaf(Record leaf) throws IOException;
    }

    private LeafLog(Segments segments, long segmentBytes) {
        this.segments = segments;
        this.segmentBytes = segmentBytes;
        this.places = new LeafPlaces(segments);
    }

    /// A log and what follows its last whole record. @param unfinished whether that can be what a crash left of one append
    public record Opened(LeafLog log, Optional<Damage> tail, boolean unfinished) {}

    /// Opens or creates it, reading the last segment only.
    ///
    /// @param segmentBytes size from which a new segment is begun
    public static Opened open(Path folder, long segmentBytes) throws IOException {
        OwnerOnly.folder(folder);
        var log = new LeafLog(new Segments(folder, ".seg"), segmentBytes);
        List<Integer> numbers = log.segments.numbers();
        log.current = numbers.isEmpty() ? 0 : numbers.getLast();
        log.channel = OwnerOnly.open(log.segments.file(log.current));
        // A process that was killed may have left names and records that no disk has yet; what is counted below must last.
        log.channel.force(false);
        OwnerOnly.syncFolder(folder);
        var scan = new Scan();
        Optional<Damage> tail = log.scan(log.current, -1, scan);
        log.end = scan.end;
        log.count = scan.first + scan.seen;
        log.last = scan.last;
        if (scan.seen == 0 && log.current > 0) {
            // The segment was begun and nothing was written: the one before says where the log stands.
            var before = new Scan();
            log.scan(log.current - 1, -1, before);
            log.count = before.first + before.seen;
            log.last = before.last;
        }
        Optional<Damage> at = tail.map(t -> new Damage(log.count, t.file(), t.offset(), t.bytes(), t.why()));
        return new Opened(log, at, at.isPresent() && !log.anyRecordAfter(at.get()));
    }

    private static final class Scan implements Visitor {
        private long first;
        private long seen;
        private long end;
        private Optional<byte[]> last = Optional.empty();

        @Override
        public void leaf(Record leaf) throws IOException {
            if (seen++ == 0) {
                first = EntryCodec.decode(leaf.leaf(), _ -> 0).entry().seq();
            }
            end = leaf.offset() + HEAD + leaf.leaf().length;
            last = Optional.of(leaf.leaf());
        }
    }

    /// Leaves in the log.
    public long count() {
        return count;
    }

    /// The newest leaf.
    public Optional<byte[]> last() {
        return last;
    }

    public long bytes() throws IOException {
        long bytes = 0;
        for (int number : segments.numbers()) {
            bytes += Files.size(segments.file(number));
        }
        return bytes;
    }

    /// Appends a leaf; it is on disk, synced, when this returns. What fails is taken back.
    ///
    /// @throws IOException where it cannot be written; the log is as before
    public void append(byte[] leaf) throws IOException {
        append(List.of(leaf));
    }

    /// Appends leaves with one sync for all: none of them counts before this returns. They go into one segment.
    ///
    /// @throws IOException where they cannot be written; the log is as before
    public void append(List<byte[]> leaves) throws IOException {
        if (broken) {
            throw new IOException("the leaf log could not be put right after a failed write");
        }
        int length = 0;
        for (byte[] leaf : leaves) {
            if (leaf.length == 0 || leaf.length > LONGEST) {
                throw new IllegalArgumentException("a leaf of " + leaf.length + " bytes");
            }
            length = Math.addExact(length, HEAD + leaf.length);
        }
        if (end >= segmentBytes) {
            roll();
        }
        var records = ByteBuffer.allocate(length);
        leaves.forEach(leaf -> records.putInt(leaf.length).putInt(crc(leaf)).put(leaf));
        records.flip();
        try {
            for (long at = end; records.hasRemaining(); ) {
                at += channel.write(records, at);
            }
            channel.force(false);
        } catch (IOException e) {
            takeBack(e);
            throw e;
        }
        end += length;
        count += leaves.size();
        last = leaves.isEmpty() ? last : Optional.of(leaves.getLast());
    }

    private void takeBack(IOException cause) {
        try {
            channel.truncate(end);
            channel.force(true);
        } catch (IOException e) {
            broken = true;
            cause.addSuppressed(e);
        }
    }

    private void roll() throws IOException {
        FileChannel next = OwnerOnly.open(segments.file(current + 1));
        OwnerOnly.syncFolder(segments.folder());
        channel.close();
        channel = next;
        current++;
        end = 0;
    }

    /// Cuts off what a crash left behind the last whole record.
    public void dropTail() throws IOException {
        channel.truncate(end);
        channel.force(true);
    }

    /// Reads the first `most` leaves in order. Stops at the first damage of each segment and goes on with the next segment.
    ///
    /// @return the first damage, where there is any
    public Optional<Damage> read(long most, Visitor visitor) throws IOException {
        var counter = new Object() { long seq; Optional<Damage> damage = Optional.empty(); };
        List<Integer> numbers = segments.numbers();
        for (int i = 0; i < numbers.size() && counter.seq < most && counter.damage.isEmpty(); i++) {
            if (numbers.get(i) != i) {
                return Optional.of(new Damage(counter.seq, segments.name(i), 0, 0, "the file is missing"));
            }
            long before = counter.seq;
            counter.damage = scan(i, most - before, leaf -> {
                visitor.leaf(new Record(counter.seq, leaf.segment(), leaf.offset(), leaf.leaf()));
                counter.seq++;
            }).map(d -> new Damage(counter.seq, d.file(), d.offset(), d.bytes(), d.why()));
        }
        return counter.damage;
    }

    /// Reads the leaves `from` to `to - 1` in order, beginning with the segment that holds the first of them: found from the end, by the
    /// first leaf of each. The log is as [#open] found it, whole.
    ///
    /// @throws IOException where it holds no such leaves
    public void read(long from, long to, Visitor visitor) throws IOException {
        int segment = current;
        Optional<Long> first = firstSeq(segment);
        while (segment > 0 && first.filter(seq -> seq <= from).isEmpty()) {
            first = firstSeq(--segment);
        }
        var at = new Object() { long seq; };
        at.seq = first.filter(seq -> seq <= from).orElseThrow(() -> new IOException("the leaf log does not begin with leaf 0"));
        for (; at.seq < to; segment++) {
            Optional<Damage> damage = scan(segment, to - at.seq, leaf -> {
                if (at.seq >= from) {
                    visitor.leaf(new Record(at.seq, leaf.segment(), leaf.offset(), leaf.leaf()));
                }
                at.seq++;
            });
            if (damage.isPresent()) {
                throw new IOException(damage.get().file() + ": " + damage.get().why());
            }
        }
    }

    /// Single leaves by number, in order of their numbers: those that are there and whole. Safe from any thread.
    public Map<Long, byte[]> leaves(List<Long> seqs) throws IOException {
        return places.leaves(seqs, current);
    }

    private Optional<Long> firstSeq(int segment) throws IOException {
        var first = new Scan();
        scan(segment, 1, first);
        return first.seen == 0 ? Optional.empty() : Optional.of(first.first);
    }

    public String name(int segment) {
        return segments.name(segment);
    }

    private Optional<Damage> scan(int number, long most, Visitor visitor) throws IOException {
        Path file = segments.file(number);
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            var data = new Window(in);
            long size = in.size();
            long offset = 0;
            for (long seq = 0; offset < size && seq != most; seq++) {
                String why = "the record ends early";
                if (size - offset >= HEAD) {
                    int length = data.number(offset);
                    if (length <= 0 || length > LONGEST) {
                        why = "the length " + Integer.toUnsignedString(length) + " is impossible";
                    } else if (length <= size - offset - HEAD) {
                        if (data.sum(offset, length) == data.number(offset + 4)) {
                            visitor.leaf(new Record(seq, number, offset, data.bytes(offset + HEAD, length)));
                            offset += HEAD + length;
                            continue;
                        }
                        why = "the checksum does not fit the bytes";
                    }
                }
                return Optional.of(new Damage(seq, segments.name(number), offset, size - offset, why));
            }
            return Optional.empty();
        }
    }

    /// Whether a whole record begins anywhere behind the damage: then it is no append that a crash cut short.
    private boolean anyRecordAfter(Damage damage) throws IOException {
        long rest = channel.size() - damage.offset();
        if (rest > 1 << 24) {
            return true;
        }
        var bytes = ByteBuffer.allocate((int) rest);
        while (bytes.hasRemaining() && channel.read(bytes, damage.offset() + bytes.position()) >= 0) { }
        for (int at = 1; at + HEAD < bytes.position(); at++) {
            int length = bytes.getInt(at);
            if (length > 0 && length <= bytes.position() - at - HEAD && bytes.get(at + HEAD) == FIRST_BYTE) {
                byte[] leaf = new byte[length];
                bytes.get(at + HEAD, leaf);
                if (crc(leaf) == bytes.getInt(at + 4)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int crc(byte[] leaf) {
        var crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(leaf.length).flip());
        crc.update(leaf);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
