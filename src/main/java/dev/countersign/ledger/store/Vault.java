package dev.countersign.ledger.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.countersign.ledger.Reclaimed;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Content by digest in `vault/N.pack`, append-only, compressed. Content above [#CHUNK] bytes is kept as a list of chunks, so that
/// no more than one chunk of it is ever in memory; smaller content that comes with a hint of its previous version is kept as the
/// difference from it. Safe for use by several threads.
public final class Vault implements ContentStore {
    /// Bytes of a chunk of large content.
    public static final int CHUNK = 4 << 20;
    /// Bytes of the largest list of chunks that is read: of a content of 8 TB.
    private static final long LARGEST_LIST = 64L << 20;
    private static final int LIST_ENTRY = Sha256.BYTES;
    private static final long RECENT = 8L << 20;
    private static final int SMALL = 1 << 20;

    private final Packs packs;
    private final Map<Sha256, BlobAt> index = new ConcurrentHashMap<>();
    private final List<BlobAt> unrecorded = new ArrayList<>();
    /// What was put since this was opened, there or not: it may be named by an entry any moment.
    private final Set<Sha256> young = ConcurrentHashMap.newKeySet();
    private final RecentContent recent = new RecentContent(RECENT);
    private final Object writing = new Object();
    private final ReadWriteLock moving = new ReentrantReadWriteLock();
    private boolean reread;

    private Vault(Packs packs) {
        this.packs = packs;
    }

    /// Opens or creates it.
    ///
    /// @param packBytes size from which a new pack is begun
    /// @param known     where content lies, as remembered; checked against the packs, and read anew from them where it is wrong
    public static Vault open(Path folder, long packBytes, Collection<BlobAt> known) throws IOException {
        OwnerOnly.folder(folder);
        Sweep.clear(folder);
        var segments = new Segments(folder, ".pack");
        var vault = new Vault(new Packs(segments, packBytes));
        List<Integer> numbers = segments.numbers();
        int last = numbers.isEmpty() ? 0 : numbers.getLast();
        vault.packs.goOnAt(last, 0);
        if (!vault.adopt(known)) {
            vault.index.clear();
            vault.packs.goOnAt(0, 0);
            vault.reread = true;
        }
        vault.readOn(last);
        return vault;
    }

    private boolean adopt(Collection<BlobAt> known) throws IOException {
        Optional<BlobAt> last = known.stream().max((a, b) -> a.segment() != b.segment()
                ? Integer.compare(a.segment(), b.segment()) : Long.compare(a.offset(), b.offset()));
        if (last.isEmpty()) {
            return false;
        }
        BlobAt at = last.get();
        if (!Files.exists(packs.segments().file(at.segment()))) {
            return false;
        }
        known.forEach(blob -> index.put(blob.content(), blob));
        packs.goOnAt(at.segment(), at.end());
        Optional<byte[]> record = packs.record(at.segment(), at.offset(), at.stored());
        return record.isPresent() && Pack.Head.read(ByteBuffer.wrap(record.get())).content().equals(at.content());
    }

    /// Takes up what the packs hold behind what is known, and cuts off what a crash left unfinished at the very end.
    private void readOn(int last) throws IOException {
        int from = packs.current();
        for (int number = from; number <= last; number++) {
            if (!Files.exists(packs.segments().file(number))) {
                continue;
            }
            try (PackReader records = packs.reader(number, number == from ? packs.end() : 0)) {
                for (Optional<PackReader.Read> next = records.next(); next.isPresent(); next = records.next()) {
                    switch (next.get()) {
                        case PackReader.Read.Good good -> takeUp(number, good);
                        case PackReader.Read.Bad bad -> {
                            if (number == last && bad.last()) {
                                packs.truncate(number, bad.offset());
                            }
                        }
                    }
                }
            }
            packs.goOnAt(number, packs.size(number));
        }
        // A process that was killed may have left records that no disk has yet; who finds content here relies on it.
        packs.settle();
    }

    /// What was made of other records is there only where those are: a crash may have left it without them.
    private void takeUp(int number, PackReader.Read.Good good) {
        try {
            boolean whole = switch (good.head().kind()) {
                case WHOLE -> true;
                case DELTA -> has(Delta.read(good.stored()).base());
                case LIST -> chunks(Frames.unpack(good.stored(), LARGEST_LIST)).stream().allMatch(this::has);
                case RESERVED -> false;
            };
            if (whole) {
                remember(new BlobAt(good.head().content(), number, good.offset(), good.head().stored(),
                        length(good.head().kind(), good.stored())));
            }
        } catch (ZstdException | IllegalArgumentException _) {
            // A record that no version of this program writes: the audit names it.
        }
    }

    private void remember(BlobAt blob) {
        index.put(blob.content(), blob);
        unrecorded.add(blob);
    }

    /// What lies in the vault and was not handed out here before; for the database.
    public List<BlobAt> takeUnrecorded() {
        synchronized (writing) {
            var taken = List.copyOf(unrecorded);
            unrecorded.clear();
            return taken;
        }
    }

    /// Gives back what could not be recorded.
    public void putBack(List<BlobAt> blobs) {
        synchronized (writing) {
            unrecorded.addAll(0, blobs);
        }
    }

    /// Whether what was remembered was wrong or missing, and everything was read from the packs.
    public boolean reread() {
        return reread;
    }

    /// The vault as it is now: readers over all packs from their beginning to their present end, and what has no row yet.
    public record Moment(Map<Integer, PackReader> packs, Set<BlobAt> unrecorded) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            for (PackReader reader : packs.values()) {
                reader.close();
            }
        }
    }

    public Moment moment() throws IOException {
        var readers = new TreeMap<Integer, PackReader>();
        synchronized (writing) {
            for (int number : packs.segments().numbers()) {
                readers.put(number, packs.reader(number, 0));
            }
            return new Moment(readers, Set.copyOf(unrecorded));
        }
    }

    /// Bytes of a content, where the vault has it.
    public OptionalLong length(Sha256 content) {
        BlobAt at = index.get(content);
        return at == null ? OptionalLong.empty() : OptionalLong.of(at.length());
    }

    @Override
    public boolean has(Sha256 content) {
        return index.containsKey(content);
    }

    @Override
    public Sha256 put(byte[] content) throws IOException {
        return put(content, Optional.empty());
    }

    @Override
    public Sha256 put(InputStream content) throws IOException {
        return put(content, Optional.empty());
    }

    @Override
    public Sha256 put(InputStream content, Sha256 like) throws IOException {
        return put(content, Optional.of(like));
    }

    private Sha256 put(byte[] content, Optional<Sha256> like) throws IOException {
        if (content.length > CHUNK) {
            return put(new java.io.ByteArrayInputStream(content), like);
        }
        Sha256 hash = Sha256.of(content);
        if (!wanted(hash)) {
            byte[] whole = Frames.pack(content);
            Optional<Delta> delta = like.isEmpty() ? Optional.empty() : delta(content, like.get());
            if (delta.isEmpty() || delta.get().size() >= whole.length || !store(hash, delta.get(), content.length)) {
                store(hash, Pack.Kind.WHOLE, whole, content.length);
            }
        }
        if (content.length <= SMALL) {
            recent.add(hash, content);
        }
        return hash;
    }

    /// Whether it is there; from now on it stays, whether an entry names it or not.
    private boolean wanted(Sha256 hash) {
        synchronized (writing) {
            young.add(hash);
            return has(hash);
        }
    }

    /// @return whether it was stored: not where its base was taken out meanwhile
    private boolean store(Sha256 hash, Delta delta, long length) throws IOException {
        synchronized (writing) {
            if (!has(delta.base())) {
                return false;
            }
            store(hash, Pack.Kind.DELTA, delta.bytes(), length);
            return true;
        }
    }

    private Sha256 put(InputStream content, Optional<Sha256> like) throws IOException {
        byte[] chunk = content.readNBytes(CHUNK);
        byte[] next = chunk.length < CHUNK ? new byte[0] : content.readNBytes(CHUNK);
        if (next.length == 0) {
            return put(chunk, like);
        }
        MessageDigest digest = Sha256.digester();
        var chunks = new ArrayList<Sha256>();
        long length = 0;
        while (chunk.length > 0) {
            digest.update(chunk);
            chunks.add(put(chunk));
            length += chunk.length;
            chunk = next;
            next = next.length < CHUNK ? new byte[0] : content.readNBytes(CHUNK);
        }
        Sha256 hash = Sha256.ofDigest(digest.digest());
        if (!wanted(hash)) {
            var list = ByteBuffer.allocate(8 + chunks.size() * LIST_ENTRY).putLong(length);
            chunks.forEach(c -> list.put(c.bytes()));
            store(hash, Pack.Kind.LIST, Frames.pack(list.array()), length);
        }
        return hash;
    }

    /// The difference from `like`; where that lies as deep as a delta may, from what it was made of half-way down.
    private Optional<Delta> delta(byte[] content, Sha256 like) throws IOException {
        Sha256 base = like;
        try {
            Front front = front(base);
            int steps = front.depth() < Delta.DEEPEST ? 0 : Delta.DEEPEST / 2;
            for (int step = 0; step < steps && front.kind() == Pack.Kind.DELTA; step++) {
                base = front.base();
                front = front(base);
            }
            byte[] bytes = front.kind() == Pack.Kind.LIST ? new byte[0] : plainBase(base);
            return Frames.isBase(bytes) ? Optional.of(new Delta(base, front.depth() + 1, Frames.pack(content, bytes)))
                    : Optional.empty();
        } catch (MissingContentException _) {
            // Nothing new is built on what is damaged.
            return Optional.empty();
        }
    }

    /// Unpacking a chain costs far more than what is made of it; a base that came by lately is kept.
    private byte[] plainBase(Sha256 content) throws IOException {
        Optional<byte[]> known = recent.get(content);
        if (known.isPresent()) {
            whole(content);
            return known.get();
        }
        byte[] plain = checked(content);
        if (plain.length <= SMALL) {
            recent.add(content, plain);
        }
        return plain;
    }

    /// Looks at the checksums of all records that a content is unpacked from.
    private void whole(Sha256 content) throws IOException {
        Sha256 at = content;
        try {
            for (int step = 0; step < Delta.DEEPEST && front(at).kind() == Pack.Kind.DELTA; step++) {
                at = Delta.read(stored(at)).base();
            }
        } catch (ZstdException e) {
            throw damaged(content);
        }
        stored(at);
    }

    private void store(Sha256 hash, Pack.Kind kind, byte[] stored, long length) throws IOException {
        ByteBuffer record = Pack.record(hash, kind, stored);
        synchronized (writing) {
            if (has(hash)) {
                return;
            }
            long offset = packs.append(record);
            remember(new BlobAt(hash, packs.current(), offset, stored.length, length));
        }
    }

    @Override
    public byte[] read(Sha256 content) throws IOException {
        try (InputStream in = open(content)) {
            return in.readAllBytes();
        }
    }

    @Override
    public InputStream open(Sha256 content) throws IOException {
        if (front(content).kind() == Pack.Kind.LIST) {
            return new ChunkedContent(content, chunks(plain(content)), this::checked);
        }
        return new java.io.ByteArrayInputStream(checked(content));
    }

    private byte[] checked(Sha256 content) throws IOException {
        byte[] plain = plain(content);
        if (!Sha256.of(plain).equals(content)) {
            throw damaged(content);
        }
        return plain;
    }

    private static MissingContentException damaged(Sha256 content) {
        return new MissingContentException(content, "is damaged in the ledger's vault");
    }

    /// What a record's first bytes say, unchecked.
    ///
    /// @param base  itself where it is no delta
    /// @param depth 0 where it is no delta
    private record Front(Pack.Kind kind, Sha256 base, int depth) {}

    private Front front(Sha256 content) throws IOException {
        ByteBuffer bytes;
        moving.readLock().lock();
        try {
            BlobAt at = at(content);
            bytes = packs.bytes(at.segment(), at.offset(), Pack.HEAD + Math.min(at.stored(), Delta.FRONT))
                    .orElseThrow(() -> damaged(content));
        } finally {
            moving.readLock().unlock();
        }
        Pack.Head head = Pack.Head.read(bytes);
        if (head.kind() != Pack.Kind.DELTA) {
            return new Front(head.kind(), content, 0);
        }
        if (bytes.remaining() < Delta.FRONT) {
            throw damaged(content);
        }
        var base = new Sha256(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        return new Front(head.kind(), base, bytes.get() & 0xff);
    }

    /// Unpacks from the whole content at the end of the chain upwards; holds two contents and one record at a time.
    private byte[] plain(Sha256 content) throws IOException {
        var chain = new ArrayDeque<Sha256>();
        Sha256 whole = content;
        try {
            for (Front front = front(whole); front.kind() == Pack.Kind.DELTA; ) {
                chain.push(whole);
                Front next = front(front.base());
                if (front.depth() > Delta.DEEPEST || next.depth() >= front.depth() || next.kind() == Pack.Kind.LIST) {
                    throw damaged(content);
                }
                whole = front.base();
                front = next;
            }
            byte[] plain = Frames.unpack(stored(whole), chain.isEmpty() ? LARGEST_LIST : Delta.LARGEST);
            for (Sha256 next : chain) {
                plain = Frames.unpack(Delta.read(stored(next)).frame(), plain, Delta.LARGEST);
            }
            return plain;
        } catch (ZstdException e) {
            throw damaged(content);
        }
    }

    /// Deltas between a content and whole bytes; 0 where it is whole itself.
    int depth(Sha256 content) throws IOException {
        return front(content).depth();
    }

    private byte[] stored(Sha256 content) throws IOException {
        moving.readLock().lock();
        try {
            BlobAt at = at(content);
            byte[] record = packs.record(at.segment(), at.offset(), at.stored()).orElseThrow(() -> damaged(content));
            return java.util.Arrays.copyOfRange(record, Pack.HEAD, record.length);
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

    /// Takes out what neither the leaves of `log` need nor what was put since this was opened. Safe beside readers and writers; where
    /// things lie changes, so that everything remembered elsewhere must be forgotten before and asked for anew with
    /// [#takeEverything] after, also where this throws.
    ///
    /// @param dry only counts
    /// @throws dev.countersign.ledger.MalformedLeafException where the leaf log cannot be read to its end
    public Reclaimed sweep(LeafLog log, boolean dry, Progress progress) throws IOException {
        var needed = new Needed(this);
        needed.leaves(log, progress);
        var sweep = new Sweep(needed, dry);
        long total = bytes();
        long done = 0;
        for (int number : packs.segments().numbers()) {
            progress.check();
            progress.step("Taking out what nothing needs", done, total);
            synchronized (writing) {
                packs.sync();
                for (Sha256 put : young) {
                    needed.add(put);
                }
                try (PackReader records = packs.reader(number, 0)) {
                    done += records.size();
                    Optional<Sweep.Rewritten> rewritten = sweep.pack(number, packs.segments().file(number), records, progress);
                    if (rewritten.isPresent()) {
                        replace(number, rewritten.get());
                    }
                }
            }
        }
        return sweep.reclaimed();
    }

    private void replace(int number, Sweep.Rewritten rewritten) throws IOException {
        moving.writeLock().lock();
        try {
            packs.replace(number, rewritten.file());
            // A content that lies in two places is found in the other one still.
            rewritten.gone().forEach(blob -> index.computeIfPresent(blob.content(), (_, at) -> at.segment() == number ? null : at));
            rewritten.stayed().forEach(blob -> index.computeIfPresent(blob.content(), (_, at) -> at.segment() == number ? blob : at));
        } finally {
            moving.writeLock().unlock();
        }
    }

    /// Everything, as [#takeUnrecorded] gives what is new.
    public List<BlobAt> takeEverything() {
        synchronized (writing) {
            unrecorded.clear();
            return List.copyOf(index.values());
        }
    }

    private BlobAt at(Sha256 content) throws MissingContentException {
        BlobAt at = index.get(content);
        if (at == null) {
            throw new MissingContentException(content, "is not in the ledger's vault");
        }
        return at;
    }

    static List<Sha256> chunks(byte[] list) {
        return dev.countersign.ledger.Tiles.unpack(java.util.Arrays.copyOfRange(list, 8, list.length));
    }

    /// Bytes of the content that a record stands for.
    static long length(Pack.Kind kind, byte[] stored) {
        return switch (kind) {
            case WHOLE, RESERVED -> Zstd.getFrameContentSize(stored);
            case DELTA -> Zstd.getFrameContentSize(Delta.read(stored).frame());
            case LIST -> ByteBuffer.wrap(Frames.unpack(stored, LARGEST_LIST)).getLong();
        };
    }

    public long bytes() throws IOException {
        return packs.bytes();
    }

    @Override
    public void sync() throws IOException {
        synchronized (writing) {
            packs.sync();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (writing) {
            packs.close();
        }
    }
}
