package dev.countersign.ledger.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/// A file read from its beginning to its end, some of it in memory at a time. Few steps for each record: at the start of a process nothing is compiled
/// yet. For one thread.
final class Window {
    private static final int USUAL = 1 << 18;

    private final FileChannel file;
    private final CRC32C sum = new CRC32C();
    private ByteBuffer held = ByteBuffer.allocate(USUAL).limit(0);
    private long start;

    Window(FileChannel file) {
        this.file = file;
    }

    /// Where bytes `at` to `at + length - 1` begin in what is held; never before those that were asked for last.
    ///
    /// @throws EOFException where the file has not so many any more
    private int hold(long at, int length) throws IOException {
        int from = (int) (at - start);
        if (from + (long) length <= held.limit()) {
            return from;
        }
        int kept = Math.min(from, held.limit());
        if (length > held.capacity()) {
            held = ByteBuffer.allocate(length).put(held.array(), kept, held.limit() - kept);
        } else {
            held.position(kept);
            held.compact();
        }
        start = at;
        while (held.position() < length) {
            if (file.read(held, start + held.position()) < 0) {
                throw new EOFException();
            }
        }
        held.limit(held.position());
        return 0;
    }

    int number(long at) throws IOException {
        int from = hold(at, 4);
        return held.getInt(from);
    }

    /// CRC-32C of four bytes and, behind four others, of `length` more.
    int sum(long at, int length) throws IOException {
        int from = hold(at, 8 + length);
        sum.reset();
        sum.update(held.array(), from, 4);
        sum.update(held.array(), from + 8, length);
        return (int) sum.getValue();
    }

    byte[] bytes(long at, int length) throws IOException {
        int from = hold(at, length);
        var bytes = new byte[length];
        System.arraycopy(held.array(), from, bytes, 0, length);
        return bytes;
    }
}
