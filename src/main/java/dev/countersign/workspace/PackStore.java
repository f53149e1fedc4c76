package dev.countersign.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;

/// The content of one run: an append-only file of checked records, addressed by digest.
///
/// After the line `countersign-pack-1` each record is the digest (32 bytes), the length (8), the CRC-32 of those 40 bytes (4)
/// and the content. The index is in memory and rebuilt by reading the heads; a record that a crash cut off is dropped, and
/// every content is checked against its digest when it is read. Only its user may read the file. Safe for several threads;
/// one process at a time.
public final class PackStore implements ContentStore {
    private static final byte[] FIRST_LINE = "countersign-pack-1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = Sha256.BYTES + Long.BYTES + Integer.BYTES;
    private static final int BUFFER = 64 << 10;
    private static final int WHOLE = 1 << 20;

    private record Slot(long offset, long length) {}

    private final Path path;
    // Not a FileChannel: interrupting one thread in it would close it for all.
    private final RandomAccessFile file;
    private final ConcurrentHashMap<Sha256, Slot> index = new ConcurrentHashMap<>();
    private long end;

    private PackStore(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /// Opens the pack, making a new one where there is none.
    ///
    /// @throws dev.countersign.fault.EnvironmentException `WORKSPACE-008` where the file is something else or is in use
    public static PackStore open(Path file) throws IOException {
        create(file);
        var pack = new PackStore(file, new RandomAccessFile(file.toFile(), "rw"));
        try {
            pack.lock();
            pack.load();
            return pack;
        } catch (IOException | RuntimeException e) {
            pack.file.close();
            throw e;
        }
    }

    private static void create(Path file) throws IOException {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file)) {
                throw Faults.noPack(file, "it is no file");
            }
        }
    }

    private void lock() throws IOException {
        try {
            if (file.getChannel().tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Open in this very process: the same answer as for another one.
        }
        throw Faults.noPack(path, "it is in use");
    }

    private void load() throws IOException {
        long length = file.length();
        byte[] first = new byte[(int) Math.min(length, FIRST_LINE.length)];
        file.seek(0);
        file.readFully(first);
        if (!Arrays.equals(first, 0, first.length, FIRST_LINE, 0, first.length)) {
            throw Faults.noPack(path, "it holds something else");
        }
        if (first.length < FIRST_LINE.length) {
            file.seek(0);
            file.write(FIRST_LINE);
            end = FIRST_LINE.length;
            return;
        }
        end = FIRST_LINE.length;
        var head = new byte[HEAD];
        Sha256 last = null;
        while (end + HEAD <= length) {
            file.seek(end);
            file.readFully(head);
            var in = ByteBuffer.wrap(head);
            byte[] digest = new byte[Sha256.BYTES];
            in.get(digest);
            long size = in.getLong();
            if (in.getInt() != crc(head) || size < 0 || size > length - end - HEAD) {
                break;
            }
            last = Sha256.ofDigest(digest);
            index.put(last, new Slot(end + HEAD, size));
            end += HEAD + size;
        }
        if (end < length) {
            file.setLength(end);
        }
        if (last != null && !intact(last)) {
            end = index.remove(last).offset() - HEAD;
            file.setLength(end);
        }
    }

    private boolean intact(Sha256 content) throws IOException {
        try (InputStream in = open(content)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return true;
        } catch (MissingContentException e) {
            return false;
        }
    }

    private static int crc(byte[] head) {
        var crc = new CRC32();
        crc.update(head, 0, HEAD - Integer.BYTES);
        return (int) crc.getValue();
    }

    private static byte[] head(Sha256 content, long length) {
        byte[] head = ByteBuffer.allocate(HEAD).put(content.bytes()).putLong(length).array();
        ByteBuffer.wrap(head).putInt(HEAD - Integer.BYTES, crc(head));
        return head;
    }

    @Override
    public Sha256 put(byte[] content) throws IOException {
        Sha256 digest = Sha256.of(content);
        if (index.containsKey(digest)) {
            return digest;
        }
        synchronized (this) {
            if (index.containsKey(digest)) {
                return digest;
            }
            byte[] record = Arrays.copyOf(head(digest, content.length), HEAD + content.length);
            System.arraycopy(content, 0, record, HEAD, content.length);
            try {
                file.seek(end);
                file.write(record);
            } catch (IOException e) {
                throw undone(e, record.length);
            }
            index.put(digest, new Slot(end + HEAD, content.length));
            end += record.length;
        }
        return digest;
    }

    @Override
    public Sha256 put(InputStream content) throws IOException {
        byte[] start = content.readNBytes(WHOLE);
        return start.length < WHOLE ? put(start) : append(start, content);
    }

    /// The head is written last: until then the record does not exist.
    private synchronized Sha256 append(byte[] start, InputStream rest) throws IOException {
        MessageDigest digester = Sha256.digester();
        long length = 0;
        byte[] buffer = new byte[BUFFER];
        try (var in = new java.io.SequenceInputStream(new ByteArrayInputStream(start), rest)) {
            file.seek(end);
            file.write(new byte[HEAD]);
            for (int n; (n = in.read(buffer)) >= 0; ) {
                digester.update(buffer, 0, n);
                file.write(buffer, 0, n);
                length += n;
            }
            Sha256 digest = Sha256.ofDigest(digester.digest());
            if (index.containsKey(digest)) {
                file.setLength(end);
                return digest;
            }
            file.seek(end);
            file.write(head(digest, length));
            index.put(digest, new Slot(end + HEAD, length));
            end += HEAD + length;
            return digest;
        } catch (IOException | RuntimeException e) {
            throw undone(e, HEAD + length + BUFFER);
        }
    }

    private RuntimeException undone(Exception cause, long bytes) throws IOException {
        boolean full = Faults.full(path.toAbsolutePath().getParent(), bytes);
        try {
            file.setLength(end);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        if (full && cause instanceof IOException io) {
            throw Faults.diskFull(path.toAbsolutePath().getParent(), bytes, io, "What the pack held before is unharmed.");
        }
        if (cause instanceof IOException io) {
            throw io;
        }
        throw (RuntimeException) cause;
    }

    @Override
    public boolean has(Sha256 content) {
        return index.containsKey(content);
    }

    @Override
    public byte[] read(Sha256 content) throws IOException {
        Slot slot = slot(content);
        if (slot.length > Integer.MAX_VALUE - 8) {
            throw new IOException("content " + content.hex() + " is too large to be read whole");
        }
        byte[] bytes = new byte[(int) slot.length];
        if (readAt(slot.offset, bytes, 0, bytes.length) < bytes.length || !Sha256.of(bytes).equals(content)) {
            throw damaged(content, slot);
        }
        return bytes;
    }

    @Override
    public InputStream open(Sha256 content) throws IOException {
        return new Content(content, slot(content));
    }

    private Slot slot(Sha256 content) throws MissingContentException {
        Slot slot = index.get(content);
        if (slot == null) {
            throw new MissingContentException(content, "is not in the pack " + path);
        }
        return slot;
    }

    /// Forgets the record too, so that putting the content again mends the pack.
    private MissingContentException damaged(Sha256 content, Slot slot) {
        index.remove(content, slot);
        return new MissingContentException(content, "is damaged in the pack " + path);
    }

    /// Reads as much as there is, up to `length`.
    private synchronized int readAt(long offset, byte[] into, int at, int length) throws IOException {
        file.seek(offset);
        int done = 0;
        while (done < length) {
            int n = file.read(into, at + done, length - done);
            if (n < 0) {
                break;
            }
            done += n;
        }
        return done;
    }

    @Override
    public synchronized void sync() throws IOException {
        file.getFD().sync();
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }

    /// One content as a stream. The read that hands out the last byte fails where the whole is not what it should be.
    private final class Content extends InputStream {
        private final Sha256 content;
        private final Slot slot;
        private final MessageDigest digester = Sha256.digester();
        private long position;

        Content(Sha256 content, Slot slot) {
            this.content = content;
            this.slot = slot;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            Objects.checkFromIndexSize(at, length, into.length);
            if (length == 0) {
                return 0;
            }
            long left = slot.length - position;
            if (left == 0) {
                if (slot.length == 0 && !Sha256.of(new byte[0]).equals(content)) {
                    throw damaged(content, slot);
                }
                return -1;
            }
            int wanted = (int) Math.min(length, left);
            int n = readAt(slot.offset + position, into, at, wanted);
            digester.update(into, at, n);
            position += n;
            if (n < wanted || position == slot.length && !Sha256.ofDigest(digester.digest()).equals(content)) {
                throw damaged(content, slot);
            }
            return n;
        }
    }
}
