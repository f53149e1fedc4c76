package dev.countersign.ledger.store;

import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Where the contents of the beginning of one pack lie: the file `N.idx` beside `N.pack`, looked up where it lies. Its layout is in
/// `docs/ledger-format.md`. Everything in it follows from the pack, and each part has a checksum that is tried before it is first used, so
/// that it need never be synced. Lookups may come from several threads, but not after [#close()].
final class PackIndex implements AutoCloseable {
    /// Digests are told apart by so many bits first: a part is checked as a whole before it is first used, so it must not be large.
    private static final int BITS = 8;
    private static final long MAGIC = 0x63732d6964782d31L;
    private static final int LARGE_BITS = 12;
    private static final long LARGE_MAGIC = 0x63732d6964782d32L;
    private static final int LARGE = 65_536;
    private static final int FRONT = 36;
    private static final int CRC_AT = 32;
    /// So few that a place times a key fits a long.
    private static final int KEY_BITS = 31;
    /// After so many it halves: somebody may choose contents whose digests lie together.
    private static final int GUESSES = 6;
    private static final int ENTRY = 48;
    private static final String NEW = ".new";
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final int pack;
    private final MemorySegment bytes;
    private final Optional<Mapped> mapped;
    private final int bits;
    private final int head;
    private final int[] ends;
    private final int[] sums;
    private final boolean[] checked;
    private final long covers;
    private final long content;

    /// @param file asked for its length by its descriptor: an interrupt closes a channel, and does nothing to this
    private record Mapped(RandomAccessFile file, Arena arena) implements AutoCloseable {
        @Override
        public void close() {
            try (file) {
                arena.close();
            } catch (IOException _) {
                // It was open for reading; there is nothing to lose.
            }
        }
    }

    /// What an index says does not fit its checksums.
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException() {
            super("the index of a pack is damaged");
        }
    }

    private PackIndex(int pack, MemorySegment bytes, Optional<Mapped> mapped) throws DamagedException {
        this.pack = pack;
        this.bytes = bytes;
        this.mapped = mapped;
        bits = bytes.byteSize() >= Long.BYTES && bytes.get(LONG, 0) == LARGE_MAGIC ? LARGE_BITS : BITS;
        head = FRONT + (8 << bits);
        if (bytes.byteSize() < head || bytes.get(LONG, 0) != magic(bits) || bytes.get(INT, 28) != pack
                || bytes.get(INT, CRC_AT) != crc(bytes.asSlice(0, CRC_AT), bytes.asSlice(FRONT, head - FRONT))) {
            throw new DamagedException();
        }
        ends = new int[1 << bits];
        sums = new int[1 << bits];
        checked = new boolean[1 << bits];
        covers = bytes.get(LONG, 8);
        content = bytes.get(LONG, 16);
        int before = 0;
        for (int i = 0; i < ends.length; i++) {
            ends[i] = bytes.get(INT, FRONT + i * 8L);
            sums[i] = bytes.get(INT, FRONT + i * 8L + 4);
            if (ends[i] < before) {
                throw new DamagedException();
            }
            before = ends[i];
        }
        if (before != bytes.get(INT, 24) || bytes.byteSize() != head + (long) before * ENTRY) {
            throw new DamagedException();
        }
    }

    /// Opens the index of a pack.
    ///
    /// @param size the pack's
    /// @return empty where there is none, or it is damaged, or of another pack than this
    static Optional<PackIndex> open(Path file, int pack, long size) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        var mapped = new Mapped(new RandomAccessFile(file.toFile(), "r"), Arena.ofShared());
        PackIndex index = null;
        try {
            FileChannel channel = mapped.file().getChannel();
            index = new PackIndex(pack, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), mapped.arena()), Optional.of(mapped));
            if (index.covers > size) {
                index = null;
            }
        } catch (DamagedException _) {
            // It follows from the pack, and is made anew.
        } finally {
            if (index == null) {
                mapped.close();
            }
        }
        return Optional.ofNullable(index);
    }

    /// An index in memory.
    ///
    /// @param covers bytes of the pack, from its beginning, of which these are all contents
    static PackIndex of(int pack, long covers, Collection<BlobAt> blobs) {
        BlobAt[] sorted = blobs.toArray(BlobAt[]::new);
        Arrays.parallelSort(sorted, (a, b) -> a.content().compareTo(b.content()));
        int bits = sorted.length > LARGE ? LARGE_BITS : BITS;
        int head = FRONT + (8 << bits);
        var bytes = MemorySegment.ofArray(new byte[Math.addExact(head, Math.multiplyExact(sorted.length, ENTRY))]);
        long content = 0;
        int[] ends = new int[1 << bits];
        for (int i = 0; i < sorted.length; i++) {
            BlobAt blob = sorted[i];
            long at = head + (long) i * ENTRY;
            Sha256 digest = blob.content();
            bytes.set(LONG, at, digest.a());
            bytes.set(LONG, at + 8, digest.b());
            bytes.set(LONG, at + 16, digest.c());
            bytes.set(LONG, at + 24, digest.d());
            bytes.set(INT, at + 32, (int) blob.offset());
            bytes.set(INT, at + 36, blob.stored());
            bytes.set(LONG, at + 40, blob.length());
            content += blob.length();
            ends[bucket(digest, bits)] = i + 1;
        }
        bytes.set(LONG, 0, magic(bits));
        bytes.set(LONG, 8, covers);
        bytes.set(LONG, 16, content);
        bytes.set(INT, 24, sorted.length);
        bytes.set(INT, 28, pack);
        int before = 0;
        for (int i = 0; i < ends.length; i++) {
            int end = Math.max(before, ends[i]);
            bytes.set(INT, FRONT + i * 8L, end);
            bytes.set(INT, FRONT + i * 8L + 4, crc(entries(bytes, head, before, end)));
            before = end;
        }
        bytes.set(INT, CRC_AT, crc(bytes.asSlice(0, CRC_AT), bytes.asSlice(FRONT, head - FRONT)));
        try {
            return new PackIndex(pack, bytes, Optional.empty());
        } catch (DamagedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Writes it to a file: under a temporary name, synced, renamed. The file that was there must not be open on systems that forbid to replace it.
    void write(Path file) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + NEW);
        try {
            try (FileChannel out = OwnerOnly.open(temporary, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer rest = bytes.asByteBuffer();
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                // One that a power cut tore behind its head would be called damage by an audit that comes before its first use.
                out.force(false);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// Deletes what a killed writer left.
    static void clear(Path folder) throws IOException {
        try (var left = Files.newDirectoryStream(folder, "*.idx" + NEW)) {
            for (Path file : left) {
                Files.delete(file);
            }
        }
    }

    private static long magic(int bits) {
        return bits == BITS ? MAGIC : LARGE_MAGIC;
    }

    private static int bucket(Sha256 digest, int bits) {
        return (int) (digest.a() >>> Long.SIZE - bits);
    }

    /// The bits behind those that name the bucket.
    private long key(long first) {
        return first >>> Long.SIZE - bits - KEY_BITS & (1L << KEY_BITS) - 1;
    }

    private static MemorySegment entries(MemorySegment bytes, int head, int from, int to) {
        return bytes.asSlice(head + (long) from * ENTRY, (to - from) * (long) ENTRY);
    }

    /// Through the heap: a checksum taken where a file is mapped ends the process if that file is cut short meanwhile.
    private static int crc(MemorySegment... parts) {
        var crc = new CRC32C();
        long most = 0;
        for (MemorySegment part : parts) {
            most = Math.max(most, part.byteSize());
        }
        byte[] piece = new byte[(int) Math.min(1 << 14, most)];
        for (MemorySegment part : parts) {
            for (long at = 0; at < part.byteSize(); at += piece.length) {
                int length = (int) Math.min(piece.length, part.byteSize() - at);
                MemorySegment.copy(part, at, MemorySegment.ofArray(piece), 0, length);
                crc.update(piece, 0, length);
            }
        }
        return (int) crc.getValue();
    }

    private interface Look<T> {
        T taken() throws DamagedException;
    }

    /// What is mapped of a file that somebody cut short is not there any more, and touching it is an error of the machine.
    private <T> T looked(Look<T> look) throws DamagedException {
        try {
            if (mapped.isPresent() && mapped.get().file().length() < bytes.byteSize()) {
                throw new DamagedException();
            }
            return look.taken();
        } catch (IOException | InternalError _) {
            throw new DamagedException();
        }
    }

    /// Where a content lies, if it does in what is covered.
    Optional<BlobAt> find(Sha256 content) throws DamagedException {
        return looked(() -> search(content));
    }

    private Optional<BlobAt> search(Sha256 content) throws DamagedException {
        int bucket = bucket(content, bits);
        int from = bucket == 0 ? 0 : ends[bucket - 1];
        int to = ends[bucket];
        check(bucket, from, to);
        // Digests are spread evenly: where one lies follows from its value, up to a few places.
        long below = 0;
        long above = 1L << KEY_BITS;
        for (int tries = 0; from < to; tries++) {
            int middle = tries < GUESSES ? from + (int) ((to - from) * (key(content.a()) - below) / (above - below)) : from + to >>> 1;
            long first = bytes.get(LONG, head + (long) middle * ENTRY);
            int order = first == content.a() ? digest(middle).compareTo(content) : Long.compareUnsigned(first, content.a());
            if (order == 0) {
                return Optional.of(entry(middle));
            } else if (order < 0) {
                from = middle + 1;
                below = key(first);
            } else {
                to = middle;
                above = key(first) + 1;
            }
        }
        return Optional.empty();
    }

    private void check(int bucket, int from, int to) throws DamagedException {
        // Two threads may both find it whole; a lock here would be taken at each lookup.
        if (!checked[bucket]) {
            if (crc(entries(bytes, head, from, to)) != sums[bucket]) {
                throw new DamagedException();
            }
            checked[bucket] = true;
        }
    }

    private Sha256 digest(int entry) {
        long at = head + (long) entry * ENTRY;
        return new Sha256(bytes.get(LONG, at), bytes.get(LONG, at + 8), bytes.get(LONG, at + 16), bytes.get(LONG, at + 24));
    }

    private BlobAt entry(int entry) throws DamagedException {
        long at = head + (long) entry * ENTRY;
        var blob = new BlobAt(digest(entry), pack, Integer.toUnsignedLong(bytes.get(INT, at + 32)), bytes.get(INT, at + 36), bytes.get(LONG, at + 40));
        if (blob.stored() < 0 || blob.end() > covers) {
            throw new DamagedException();
        }
        return blob;
    }

    /// All of them, by digest.
    List<BlobAt> all() throws DamagedException {
        return looked(this::read);
    }

    private List<BlobAt> read() throws DamagedException {
        var all = new ArrayList<BlobAt>(count());
        for (int bucket = 0, from = 0; bucket < ends.length; from = ends[bucket++]) {
            check(bucket, from, ends[bucket]);
            for (int i = from; i < ends[bucket]; i++) {
                all.add(entry(i));
            }
        }
        return all;
    }

    /// The same in memory, all checksums tried: what happens to the file does not concern it.
    PackIndex copy() throws DamagedException {
        return looked(() -> {
            var copy = new PackIndex(pack, MemorySegment.ofArray(bytes.toArray(ValueLayout.JAVA_BYTE)), Optional.empty());
            for (int bucket = 0, from = 0; bucket < ends.length; from = ends[bucket++]) {
                copy.check(bucket, from, ends[bucket]);
            }
            return copy;
        });
    }

    /// Where its contents lie, in the order of the pack: for [#offset(long)] and [#at(long)].
    long[] byOffset() throws DamagedException {
        var places = new long[count()];
        for (int i = 0; i < places.length; i++) {
            places[i] = entry(i).offset() << Integer.SIZE | i;
        }
        Arrays.sort(places);
        return places;
    }

    static long offset(long place) {
        return place >>> Integer.SIZE;
    }

    /// @param place of [#byOffset()] of an index in memory, which tried it
    BlobAt at(long place) {
        try {
            return entry((int) place);
        } catch (DamagedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Bytes of the pack, from its beginning, that it speaks of.
    long covers() {
        return covers;
    }

    int count() {
        return ends[ends.length - 1];
    }

    /// Bytes of all its contents.
    long content() {
        return content;
    }

    /// Nothing may be looked up any more.
    @Override
    public void close() {
        mapped.ifPresent(Mapped::close);
    }
}
