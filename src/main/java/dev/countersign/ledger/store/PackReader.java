package dev.countersign.ledger.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/// Reads the records of one pack in order, up to the size it had when this was made.
public final class PackReader implements AutoCloseable {
    private static final int WINDOW = 1 << 18;

    private final String name;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long windowAt;
    private long at;

    sealed interface Read {
        record Good(Pack.Head head, long offset, byte[] stored) implements Read {}

        /// @param last whether nothing can be read behind it: what a crash leaves of an unfinished record looks like this
        record Bad(long offset, String why, boolean last) implements Read {}
    }

    PackReader(String name, FileChannel channel, long from) throws IOException {
        this.name = name;
        this.channel = channel;
        this.size = channel.size();
        this.at = from;
    }

    String name() {
        return name;
    }

    long size() {
        return size;
    }

    /// The next record, or what is wrong with it. Behind a bad one reading goes on where the next whole record begins.
    Optional<Read> next() throws IOException {
        if (at >= size) {
            return Optional.empty();
        }
        long offset = at;
        Optional<Read.Good> good = readAt(offset);
        if (good.isPresent()) {
            at = offset + Pack.HEAD + good.get().stored().length;
            return Optional.of(good.get());
        }
        at = resume(offset);
        String why = size - offset < Pack.HEAD ? "the record ends early" : "the checksum does not fit the bytes";
        return Optional.of(new Read.Bad(offset, why, at >= size));
    }

    private Optional<Read.Good> readAt(long offset) throws IOException {
        if (size - offset < Pack.HEAD) {
            return Optional.empty();
        }
        byte[] front = bytes(offset, Pack.HEAD);
        Pack.Head head = Pack.Head.read(ByteBuffer.wrap(front));
        if (head.stored() > size - offset - Pack.HEAD) {
            return Optional.empty();
        }
        byte[] stored = bytes(offset + Pack.HEAD, head.stored());
        return Pack.crc(front, stored) == head.crc() ? Optional.of(new Read.Good(head, offset, stored)) : Optional.empty();
    }

    /// Small records lie many to a window, which is read at once.
    ///
    /// @param length no further than the end of the pack as it was when this was made
    private byte[] bytes(long offset, int length) throws IOException {
        var bytes = new byte[length];
        if (length > WINDOW) {
            readFully(channel, ByteBuffer.wrap(bytes), offset);
            return bytes;
        }
        if (offset < windowAt || offset + length > windowAt + window.limit()) {
            window.clear().limit((int) Math.min(WINDOW, size - offset));
            readFully(channel, window, offset);
            windowAt = offset;
            window.flip();
        }
        if (offset + length <= windowAt + window.limit()) {
            window.get((int) (offset - windowAt), bytes);
        }
        return bytes;
    }

    /// Finds the next record by the mark with which every zstd frame begins; before that of a delta stand its base and depth.
    private long resume(long bad) throws IOException {
        int step = 1 << 20;
        int most = Pack.HEAD + Delta.FRONT + 4;
        for (long from = bad + 1; from + Pack.HEAD + 4 <= size; from += step) {
            var window = ByteBuffer.allocate((int) Math.min(step + (long) most, size - from));
            readFully(channel, window, from);
            long found = size;
            for (int i = Pack.HEAD; i + 4 <= window.capacity() && from + i - most < found; i++) {
                if (window.getInt(i) == 0x28b52ffd) {
                    found = Math.min(found, begins(from + i - Pack.HEAD, bad));
                    found = Math.min(found, begins(from + i - Pack.HEAD - Delta.FRONT, bad));
                }
            }
            if (found < size) {
                return found;
            }
        }
        return size;
    }

    private long begins(long offset, long bad) throws IOException {
        return offset > bad && readAt(offset).isPresent() ? offset : size;
    }

    /// @return false where the file ends before
    static boolean readFully(FileChannel channel, ByteBuffer into, long offset) throws IOException {
        while (into.hasRemaining()) {
            if (channel.read(into, offset + into.position()) < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
