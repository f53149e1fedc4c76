package dev.countersign.ledger.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.countersign.ledger.merkle.Tiles;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Gives back what records hold: unpacks, follows bases and chunks, checks digests. Keeps some of what it unpacked last: versions of one
/// path are made of each other and asked for in a row. Safe for use by several threads.
final class VaultReader {
    /// Bytes of the largest list of chunks that is read: of a content of 8 TB.
    static final long LARGEST_LIST = 64L << 20;

    private static final long RECENT = 16L << 20;

    private final Packs packs;
    private final Places places;
    private final Frames frames;
    private final RecentContent recent = new RecentContent(RECENT);
    private final ReadWriteLock moving;

    VaultReader(Packs packs, Places places, Frames frames) {
        this(packs, places, frames, new ReentrantReadWriteLock());
    }

    private VaultReader(Packs packs, Places places, Frames frames, ReadWriteLock moving) {
        this.packs = packs;
        this.places = places;
        this.frames = frames;
        this.moving = moving;
    }

    /// One that knows nothing yet: whatever it gives is on disk.
    VaultReader fresh() {
        return new VaultReader(packs, places, frames, moving);
    }

    /// What a record's first bytes say, unchecked.
    ///
    /// @param base  itself where it is no delta
    /// @param depth 0 where it is no delta
    record Front(Pack.Kind kind, Sha256 base, int depth) {}

    Optional<BlobAt> find(Sha256 content) {
        moving.readLock().lock();
        try {
            return places.find(content);
        } finally {
            moving.readLock().unlock();
        }
    }

    /// Replaces a pack by a part of it, between two reads.
    void replace(int number, Path file, Collection<BlobAt> stayed) throws IOException {
        moving.writeLock().lock();
        try {
            recent.clear();
            places.replace(number, file, stayed);
        } finally {
            moving.writeLock().unlock();
        }
    }

    /// Remembers a content that is likely to be the base of the next one.
    ///
    /// @param plain not changed from now on
    void expect(Sha256 content, byte[] plain) {
        recent.add(content, plain);
    }

    InputStream open(Sha256 content) throws IOException {
        Optional<byte[]> known = recent.get(content);
        if (known.isEmpty() && front(content).kind() == Pack.Kind.LIST) {
            return new ChunkedContent(content, chunks(plain(content)), this::checked);
        }
        return new ByteArrayInputStream(known.isPresent() ? known.get() : checked(content));
    }

    /// @return not to be changed
    byte[] checked(Sha256 content) throws IOException {
        Optional<byte[]> known = recent.get(content);
        if (known.isPresent()) {
            return known.get();
        }
        byte[] plain = plain(content);
        if (!Sha256.of(plain).equals(content)) {
            throw damaged(content);
        }
        return plain;
    }

    private static MissingContentException damaged(Sha256 content) {
        return new MissingContentException(content, "is damaged in the ledger's vault");
    }

    private BlobAt at(Sha256 content) throws MissingContentException {
        return places.find(content).orElseThrow(() -> new MissingContentException(content, "is not in the ledger's vault"));
    }

    Front front(Sha256 content) throws IOException {
        ByteBuffer bytes;
        BlobAt at;
        moving.readLock().lock();
        try {
            at = at(content);
            bytes = packs.bytes(at.segment(), at.offset(), Pack.HEAD + Math.min(at.stored(), Delta.FRONT))
                    .orElseThrow(() -> damaged(content));
        } finally {
            moving.readLock().unlock();
        }
        Pack.Head head = Pack.Head.read(bytes);
        if (!head.content().equals(content)) {
            if (places.distrust(at.segment())) {
                return front(content);
            }
            throw damaged(content);
        }
        if (head.kind() != Pack.Kind.DELTA) {
            return new Front(head.kind(), content, 0);
        }
        if (bytes.remaining() < Delta.FRONT) {
            throw damaged(content);
        }
        var base = new Sha256(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        return new Front(head.kind(), base, bytes.get() & 0xff);
    }

    /// Unpacks from the whole content at the end of the chain upwards, or from the nearest base that is still known.
    private byte[] plain(Sha256 content) throws IOException {
        var chain = new ArrayDeque<Sha256>();
        Sha256 whole = content;
        try {
            Optional<byte[]> known = Optional.empty();
            for (Front front = front(whole); front.kind() == Pack.Kind.DELTA && known.isEmpty(); ) {
                chain.push(whole);
                Front next = front(front.base());
                if (front.depth() > Delta.DEEPEST || next.depth() >= front.depth() || next.kind() == Pack.Kind.LIST) {
                    throw damaged(content);
                }
                whole = front.base();
                known = recent.get(whole);
                front = next;
            }
            byte[] plain = known.isPresent() ? known.get() : frames.unpack(stored(whole), chain.isEmpty() ? LARGEST_LIST : Delta.LARGEST);
            for (Sha256 next : chain) {
                plain = frames.unpack(Delta.read(stored(next)).frame(), plain, Delta.LARGEST);
            }
            return plain;
        } catch (ZstdException e) {
            throw damaged(content);
        }
    }

    private byte[] stored(Sha256 content) throws IOException {
        moving.readLock().lock();
        try {
            BlobAt at = at(content);
            byte[] record = packs.record(at.segment(), at.offset(), at.stored()).orElseThrow(() -> damaged(content));
            return Arrays.copyOfRange(record, Pack.HEAD, record.length);
        } finally {
            moving.readLock().unlock();
        }
    }

    /// Other contents without which this one cannot be read.
    List<Sha256> madeOf(Sha256 content) throws IOException {
        Front front = front(content);
        return switch (front.kind()) {
            case WHOLE, RESERVED -> List.of();
            case DELTA -> List.of(front.base());
            case LIST -> {
                try {
                    yield chunks(plain(content));
                } catch (IllegalArgumentException e) {
                    throw damaged(content);
                }
            }
        };
    }

    static List<Sha256> chunks(byte[] list) {
        return Tiles.unpack(Arrays.copyOfRange(list, 8, list.length));
    }

    /// Bytes of the content that a record stands for.
    static long length(Pack.Kind kind, byte[] stored) {
        return switch (kind) {
            case WHOLE, RESERVED -> Zstd.getFrameContentSize(stored);
            case DELTA -> Zstd.getFrameContentSize(Delta.read(stored).frame());
            case LIST -> ByteBuffer.wrap(Frames.unpackOnce(stored, LARGEST_LIST)).getLong();
        };
    }
}
