package dev.countersign.ledger.store;

import dev.countersign.ledger.Reclaimed;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.MissingContentException;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Content by digest in `vault/N.pack`, append-only, compressed. Content above [#CHUNK] bytes is kept as a list of chunks, so that
/// no more than one chunk of it is ever in memory; smaller content that comes with a hint of its previous version is kept as the
/// difference from it. Safe for use by several threads.
public final class Vault implements ContentStore {
    /// Bytes of a chunk of large content.
    public static final int CHUNK = 4 << 20;
    /// A difference that is smaller than the content by this factor is taken without packing the content whole.
    private static final int CLEARLY_SMALLER = 16;
    private static final int LIST_ENTRY = Sha256.BYTES;

    private final Packs packs;
    private final Places places;
    private final Frames frames = new Frames();
    private final VaultReader reader;
    /// What was put since this was opened, there or not: it may be named by an entry any moment.
    private final Set<Sha256> young = ConcurrentHashMap.newKeySet();
    private final Object writing = new Object();

    private Vault(Packs packs, Places places) {
        this.packs = packs;
        this.places = places;
        this.reader = new VaultReader(packs, places, frames);
    }

    /// Opens or creates it. Reads no more of it than what was appended since an index was written.
    ///
    /// @param packBytes size from which a new pack is begun
    public static Vault open(Path folder, long packBytes) throws IOException {
        OwnerOnly.folder(folder);
        Sweep.clear(folder);
        var packs = new Packs(new Segments(folder, ".pack"), packBytes);
        try {
            return new Vault(packs, Places.open(packs));
        } catch (IOException | RuntimeException e) {
            try (packs) {
                throw e;
            }
        }
    }

    /// One pack at a moment, from its beginning to its end then, and the index that lay beside it.
    record Held(PackReader records, Optional<PackIndex> index) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            index.ifPresent(PackIndex::close);
            records.close();
        }
    }

    /// The vault as it is at one moment, by number of the pack.
    public record Moment(Map<Integer, Held> packs) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            for (Held held : packs.values()) {
                held.close();
            }
        }
    }

    public Moment moment() throws IOException {
        var held = new TreeMap<Integer, Held>();
        synchronized (writing) {
            for (int number : packs.segments().numbers()) {
                held.put(number, new Held(packs.reader(number, 0), places.onDisk(number)));
            }
            return new Moment(held);
        }
    }

    /// Bytes of a content, where the vault has it.
    public OptionalLong length(Sha256 content) {
        Optional<BlobAt> at = reader.find(content);
        return at.isEmpty() ? OptionalLong.empty() : OptionalLong.of(at.get().length());
    }

    /// Contents kept, and their bytes before packing.
    public record Sums(long contents, long bytes) {}

    public Sums sums() {
        return places.sums();
    }

    @Override
    public boolean has(Sha256 content) {
        return reader.find(content).isPresent();
    }

    @Override
    public Sha256 put(byte[] content) throws IOException {
        return put(content.clone(), Optional.empty());
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
            return put(new ByteArrayInputStream(content), like);
        }
        Sha256 hash = Sha256.of(content);
        if (!wanted(hash)) {
            Optional<Delta> delta = like.isEmpty() ? Optional.empty() : delta(content, like.get());
            if (delta.isEmpty() || !store(hash, delta.get(), content)) {
                store(hash, Pack.Kind.WHOLE, frames.pack(content), content.length);
            }
            reader.expect(hash, content);
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

    /// @return whether it was stored: not where it is smaller whole, or its base was taken out meanwhile
    private boolean store(Sha256 hash, Delta delta, byte[] content) throws IOException {
        if (delta.size() > content.length / CLEARLY_SMALLER && delta.size() >= frames.pack(content).length) {
            return false;
        }
        synchronized (writing) {
            if (!has(delta.base())) {
                return false;
            }
            store(hash, Pack.Kind.DELTA, delta.bytes(), content.length);
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
            store(hash, Pack.Kind.LIST, frames.pack(list.array()), length);
        }
        return hash;
    }

    /// The difference from `like`; where that lies as deep as a delta may, from what it was made of half-way down.
    private Optional<Delta> delta(byte[] content, Sha256 like) throws IOException {
        Sha256 base = like;
        try {
            VaultReader.Front front = reader.front(base);
            int steps = front.depth() < Delta.DEEPEST ? 0 : Delta.DEEPEST / 2;
            for (int step = 0; step < steps && front.kind() == Pack.Kind.DELTA; step++) {
                base = front.base();
                front = reader.front(base);
            }
            byte[] bytes = front.kind() == Pack.Kind.LIST ? new byte[0] : known(base);
            return Frames.isBase(bytes) ? Optional.of(new Delta(base, front.depth() + 1, frames.pack(content, bytes)))
                    : Optional.empty();
        } catch (MissingContentException _) {
            // Nothing new is built on what is damaged.
            return Optional.empty();
        }
    }

    private byte[] known(Sha256 base) throws IOException {
        byte[] bytes = reader.checked(base);
        reader.expect(base, bytes);
        return bytes;
    }

    private void store(Sha256 hash, Pack.Kind kind, byte[] stored, long length) throws IOException {
        ByteBuffer record = Pack.record(hash, kind, stored);
        synchronized (writing) {
            if (has(hash)) {
                return;
            }
            long offset = packs.append(record);
            places.add(new BlobAt(hash, packs.current(), offset, stored.length, length));
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
        return reader.open(content);
    }

    /// Reads what is on disk, whatever was read before.
    VaultReader fresh() {
        return reader.fresh();
    }

    Frames frames() {
        return frames;
    }

    /// Deltas between a content and whole bytes; 0 where it is whole itself.
    int depth(Sha256 content) throws IOException {
        return reader.front(content).depth();
    }

    /// Other contents without which this one cannot be read.
    List<Sha256> madeOf(Sha256 content) throws IOException {
        return reader.madeOf(content);
    }

    /// Takes out what neither the leaves of `log` need nor what was put since this was opened. Safe beside readers and writers.
    ///
    /// @param dry only counts
    /// @throws dev.countersign.ledger.entry.MalformedLeafException where the leaf log cannot be read to its end
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
                        reader.replace(number, rewritten.get().file(), rewritten.get().stayed());
                    }
                }
            }
        }
        return sweep.reclaimed();
    }

    /// Bytes of all packs on disk.
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
            try (packs; places; frames) {
                packs.sync();
            }
        }
    }
}
