package dev.countersign.ledger.store;

import com.github.luben.zstd.ZstdException;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;

/// Where each content lies: by the index beside its pack, and, for what was appended since that was written, in memory. An index that is
/// missing, torn, damaged or of another pack is made anew from its pack. One that cannot be written is kept in memory.
///
/// Safe for use by several threads, apart from appending, which is for one at a time.
final class Places implements AutoCloseable {
    /// What is kept in memory at most of the pack that is appended to: what an opening has to read of it.
    private static final int MOST = 65_536;
    private static final long MOST_BYTES = 32L << 20;
    /// What is left for the next opening to read, rather than writing a large index anew for it.
    private static final int LEAVE = 2_048;
    private static final long LEAVE_BYTES = 1L << 20;
    private static final int LARGE = 20_000;

    private final Packs packs;
    private final TreeMap<Integer, PackIndex> indexes = new TreeMap<>();
    private final Map<Sha256, BlobAt> tail = new HashMap<>();
    private final Set<Integer> distrusted = new HashSet<>();
    /// The pack that held what was asked for last: what one entry names was mostly put together.
    private volatile int found;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    Places(Packs packs) {
        this.packs = packs;
    }

    /// Takes up all packs. Cuts off what a crash left unfinished at the very end.
    static Places open(Packs packs) throws IOException {
        PackIndex.clear(packs.segments().folder());
        var places = new Places(packs);
        List<Integer> numbers = packs.segments().numbers();
        int last = numbers.isEmpty() ? 0 : numbers.getLast();
        packs.goOnAt(last, 0);
        try {
            for (int number : numbers) {
                places.takeUp(number, number == last);
            }
            packs.goOnAt(last, packs.size(last));
            // A process that was killed may have left records that no disk has yet; who finds content here relies on it.
            packs.settle();
            if (places.tail.size() > MOST || places.tailBytes() > MOST_BYTES) {
                places.index(last, packs.end());
            }
        } catch (IOException | RuntimeException e) {
            places.close(false);
            throw e;
        }
        return places;
    }

    private void takeUp(int number, boolean last) throws IOException {
        Optional<PackIndex> index = PackIndex.open(file(number), number, packs.size(number));
        index.ifPresent(found -> indexes.put(number, found));
        long from = index.map(PackIndex::covers).orElse(0L);
        if (from == packs.size(number) && index.isPresent()) {
            return;
        }
        read(number, from, bad -> {
            if (last && bad.last()) {
                packs.truncate(number, bad.offset());
            }
        });
        if (!last) {
            index(number, packs.size(number));
        }
    }

    private interface Bad {
        void found(PackReader.Read.Bad bad) throws IOException;
    }

    private void read(int number, long from, Bad bad) throws IOException {
        try (PackReader records = packs.reader(number, from)) {
            for (Optional<PackReader.Read> next = records.next(); next.isPresent(); next = records.next()) {
                switch (next.get()) {
                    case PackReader.Read.Good good -> blob(number, good, base -> find(base).isPresent())
                            .filter(blob -> find(blob.content()).isEmpty()).ifPresent(blob -> tail.put(blob.content(), blob));
                    case PackReader.Read.Bad found -> bad.found(found);
                }
            }
        }
    }

    /// What was made of other records is there only where those are: a crash may have left it without them.
    private static Optional<BlobAt> blob(int number, PackReader.Read.Good good, Predicate<Sha256> there) {
        try {
            boolean whole = switch (good.head().kind()) {
                case WHOLE -> true;
                case DELTA -> there.test(Delta.read(good.stored()).base());
                case LIST -> VaultReader.chunks(Frames.unpackOnce(good.stored(), VaultReader.LARGEST_LIST)).stream().allMatch(there);
                case RESERVED -> false;
            };
            return whole ? Optional.of(new BlobAt(good.head().content(), number, good.offset(), good.head().stored(),
                    VaultReader.length(good.head().kind(), good.stored()))) : Optional.empty();
        } catch (ZstdException | IllegalArgumentException _) {
            // A record that no version of this program writes: the audit names it.
            return Optional.empty();
        }
    }

    private Path file(int number) {
        return packs.segments().folder().resolve(number + ".idx");
    }

    /// Where a content lies.
    ///
    /// @throws UncheckedIOException where an index is damaged and its pack cannot be read
    Optional<BlobAt> find(Sha256 content) {
        while (true) {
            int asked = -1;
            lock.readLock().lock();
            try {
                BlobAt at = tail.get(content);
                if (at != null) {
                    return Optional.of(at);
                }
                int likely = found;
                PackIndex first = indexes.get(likely);
                if (first != null) {
                    asked = likely;
                    Optional<BlobAt> there = first.find(content);
                    if (there.isPresent()) {
                        return there;
                    }
                }
                for (var index : indexes.descendingMap().entrySet()) {
                    asked = index.getKey();
                    Optional<BlobAt> there = asked == likely ? Optional.empty() : index.getValue().find(content);
                    if (there.isPresent()) {
                        found = asked;
                        return there;
                    }
                }
                return Optional.empty();
            } catch (PackIndex.DamagedException _) {
                // Made anew below: not with the lock for readers.
            } finally {
                lock.readLock().unlock();
            }
            try {
                mend(asked);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// Another content lies where the index of a pack says that this one does: the index is of another pack, or the pack is damaged there.
    /// The index is made anew, once; not from a damaged pack, whose index may be the last that knows what it held.
    ///
    /// @return whether it was
    boolean distrust(int number) throws IOException {
        lock.writeLock().lock();
        try {
            PackIndex index = indexes.get(number);
            if (index == null || !distrusted.add(number)) {
                return false;
            }
            indexes.remove(number);
            Optional<PackIndex> anew = scan(number, index.covers(), true);
            if (anew.isEmpty()) {
                indexes.put(number, index);
                return false;
            }
            index.close();
            put(anew.get(), number);
            return true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Makes the index of a pack anew where it is damaged.
    private void mend(int number) throws IOException {
        lock.writeLock().lock();
        try {
            PackIndex index = indexes.get(number);
            if (index == null || isSound(index)) {
                return;
            }
            log().log(System.Logger.Level.INFO, "The index of " + packs.segments().name(number) + " is damaged and is made anew from the pack");
            rebuild(number, index.covers());
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static boolean isSound(PackIndex index) {
        try {
            index.all();
            return true;
        } catch (PackIndex.DamagedException _) {
            return false;
        }
    }

    private void rebuild(int number, long covers) throws IOException {
        drop(number);
        put(scan(number, covers, false).orElseThrow(), number);
    }

    /// @param whole whether nothing shall be made of a pack that is damaged
    private Optional<PackIndex> scan(int number, long covers, boolean whole) throws IOException {
        var blobs = new HashMap<Sha256, BlobAt>();
        try (PackReader records = packs.reader(number, 0)) {
            for (Optional<PackReader.Read> next = records.next(); next.isPresent(); next = records.next()) {
                switch (next.get()) {
                    case PackReader.Read.Good good -> {
                        if (good.offset() < covers) {
                            blob(number, good, base -> blobs.containsKey(base) || find(base).isPresent())
                                    .ifPresent(blob -> blobs.putIfAbsent(blob.content(), blob));
                        }
                    }
                    case PackReader.Read.Bad bad -> {
                        if (whole && bad.offset() < covers) {
                            return Optional.empty();
                        }
                    }
                }
            }
        }
        return Optional.of(PackIndex.of(number, covers, blobs.values()));
    }

    /// @param blob appended last
    void add(BlobAt blob) throws IOException {
        lock.writeLock().lock();
        try {
            Optional<BlobAt> before = tail.values().stream().findAny().filter(any -> any.segment() != blob.segment());
            if (before.isPresent()) {
                index(before.get().segment(), packs.size(before.get().segment()));
            }
            tail.put(blob.content(), blob);
            if (tail.size() > MOST || blob.offset() - covered(blob.segment()) > MOST_BYTES) {
                // What an index names must be on disk before it, or a power cut leaves a name without content.
                packs.sync();
                index(blob.segment(), blob.end());
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private long covered(int number) {
        PackIndex index = indexes.get(number);
        return index == null ? 0 : index.covers();
    }

    private long tailBytes() {
        return packs.end() - covered(packs.current());
    }

    /// Moves what memory holds into the index of its pack.
    private void index(int number, long covers) throws IOException {
        PackIndex old = indexes.get(number);
        try {
            List<BlobAt> all = old == null ? new ArrayList<>() : old.all();
            all.addAll(tail.values());
            drop(number);
            put(PackIndex.of(number, covers, all), number);
        } catch (PackIndex.DamagedException _) {
            rebuild(number, covers);
        }
        tail.clear();
    }

    private void drop(int number) {
        PackIndex old = indexes.remove(number);
        if (old != null) {
            old.close();
        }
    }

    private void put(PackIndex index, int number) throws IOException {
        indexes.put(number, index);
        try {
            index.write(file(number));
            PackIndex.open(file(number), number, Long.MAX_VALUE).ifPresent(mapped -> indexes.put(number, mapped));
        } catch (IOException e) {
            log().log(System.Logger.Level.WARNING, "The index of " + packs.segments().name(number) + " could not be written; it is kept in memory", e);
        }
    }

    /// Replaces a pack by a part of it. Nothing may be looked up or appended meanwhile.
    ///
    /// @param file   synced
    /// @param stayed where its contents lie in that file
    void replace(int number, Path file, Collection<BlobAt> stayed) throws IOException {
        lock.writeLock().lock();
        try {
            List<BlobAt> known = stayed.stream().filter(blob -> find(blob.content()).map(at -> at.segment() == number).orElse(false)).toList();
            drop(number);
            tail.values().removeIf(blob -> blob.segment() == number);
            boolean replaced = false;
            try {
                // Gone from the disk with the renaming, and never beside a pack that it does not speak of.
                Files.deleteIfExists(file(number));
                packs.replace(number, file);
                replaced = true;
            } finally {
                if (!replaced) {
                    rebuild(number, packs.size(number));
                }
            }
            put(PackIndex.of(number, packs.size(number), known), number);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// The index of a pack as it is on disk, open a second time; empty where there is none.
    Optional<PackIndex> onDisk(int number) throws IOException {
        lock.readLock().lock();
        try {
            return PackIndex.open(file(number), number, packs.size(number));
        } finally {
            lock.readLock().unlock();
        }
    }

    Vault.Sums sums() {
        lock.readLock().lock();
        try {
            long contents = tail.size();
            long bytes = tail.values().stream().mapToLong(BlobAt::length).sum();
            for (PackIndex index : indexes.values()) {
                contents += index.count();
                bytes += index.content();
            }
            return new Vault.Sums(contents, bytes);
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Writes what the next opening would take long to read.
    ///
    /// @throws IOException where packs cannot be synced
    @Override
    public void close() throws IOException {
        close(true);
    }

    private void close(boolean write) throws IOException {
        lock.writeLock().lock();
        try {
            PackIndex index = indexes.get(packs.current());
            boolean leave = index != null && index.count() > LARGE && tail.size() <= LEAVE && tailBytes() <= LEAVE_BYTES;
            if (write && !tail.isEmpty() && !leave) {
                packs.sync();
                index(packs.current(), packs.end());
            }
        } finally {
            indexes.values().forEach(PackIndex::close);
            indexes.clear();
            lock.writeLock().unlock();
        }
    }

    /// Not kept: to make the first of a process takes longer than all else of opening a ledger, and as a rule nothing is said.
    private static System.Logger log() {
        return System.getLogger(Places.class.getName());
    }
}
