package dev.countersign.ledger.store;

import dev.countersign.fault.EnvironmentException;
import dev.countersign.ledger.Problems;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The pack files of a vault: records are read anywhere by any thread, and appended to the last by one thread at a time. An interrupted
/// thread finishes what it reads or writes here and stays interrupted: a channel that closed on it would be closed for all.
final class Packs implements AutoCloseable {
    private final Segments segments;
    private final long packBytes;
    private final Map<Integer, FileChannel> channels = new ConcurrentHashMap<>();
    private volatile int current;
    private long end;
    private boolean dirty;
    private boolean broken;
    private volatile boolean closed;

    /// @param packBytes size from which a new pack is begun
    Packs(Segments segments, long packBytes) {
        this.segments = segments;
        this.packBytes = packBytes;
    }

    private interface Work<T> {
        T on(FileChannel channel) throws IOException;
    }

    private <T> T on(int number, Work<T> work) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return work.on(channel(number));
                } catch (ClosedByInterruptException _) {
                    interrupted = true;
                    Thread.interrupted();
                } catch (ClosedChannelException e) {
                    if (closed) {
                        throw e;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private FileChannel channel(int number) throws IOException {
        FileChannel open = channels.get(number);
        if (open == null || !open.isOpen()) {
            synchronized (channels) {
                open = channels.get(number);
                if (open == null || !open.isOpen()) {
                    if (closed) {
                        throw new ClosedChannelException();
                    }
                    // A pack that was closed for good and is gone must stay gone, to be found.
                    open = number < current ? FileChannel.open(segments.file(number), StandardOpenOption.READ)
                            : OwnerOnly.open(segments.file(number));
                    channels.put(number, open);
                }
            }
        }
        return open;
    }

    /// Where appending goes on.
    void goOnAt(int number, long offset) {
        current = number;
        end = offset;
    }

    int current() {
        return current;
    }

    long end() {
        return end;
    }

    /// Makes the pack to append to where it is missing, and puts on the disk what it holds, and its name.
    void settle() throws IOException {
        force();
        OwnerOnly.syncFolder(segments.folder());
    }

    long size(int number) throws IOException {
        return on(number, FileChannel::size);
    }

    void truncate(int number, long size) throws IOException {
        on(number, channel -> channel.truncate(size));
    }

    /// Appends, in a new pack where the last is full.
    ///
    /// @return where its head lies, in [#current]
    /// @throws EnvironmentException `LEDGER-006` where it cannot be written; what was appended before stays
    long append(ByteBuffer record) throws IOException {
        if (broken) {
            throw unwritten(new IOException("the vault could not be put right after a failed write"));
        }
        if (end >= packBytes) {
            sync();
            current++;
            end = 0;
            settle();
        }
        long at = end;
        try {
            on(current, channel -> {
                for (ByteBuffer rest = record.duplicate(); rest.hasRemaining(); ) {
                    channel.write(rest, at + rest.position());
                }
                return channel;
            });
        } catch (IOException e) {
            takeBack(e);
            throw unwritten(e);
        }
        dirty = true;
        end += record.limit();
        return at;
    }

    private static EnvironmentException unwritten(IOException why) {
        return new EnvironmentException(Problems.notWritten("content", why), why);
    }

    private void takeBack(IOException cause) {
        try {
            truncate(current, end);
        } catch (IOException e) {
            broken = true;
            cause.addSuppressed(e);
        }
    }

    /// The bytes of a record whose checksum fits.
    Optional<byte[]> record(int number, long offset, int stored) throws IOException {
        Optional<ByteBuffer> bytes = bytes(number, offset, Pack.HEAD + stored);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        byte[] record = bytes.get().array();
        Pack.Head head = Pack.Head.read(bytes.get());
        return head.stored() == stored && head.crc() == Pack.crc(record) ? Optional.of(record) : Optional.empty();
    }

    Optional<ByteBuffer> bytes(int number, long offset, int length) throws IOException {
        return on(number, channel -> {
            var bytes = ByteBuffer.allocate(length);
            return PackReader.readFully(channel, bytes, offset) ? Optional.of(bytes.flip()) : Optional.empty();
        });
    }

    /// The records of a pack from an offset to its present end, on a channel of their own: also a pack that is rewritten meanwhile is read
    /// to its end.
    PackReader reader(int number, long from) throws IOException {
        return new PackReader(segments.name(number), FileChannel.open(segments.file(number), StandardOpenOption.READ), from);
    }

    /// Puts another file in the place of a pack; nothing may be read or written meanwhile.
    ///
    /// @param file synced
    void replace(int number, Path file) throws IOException {
        FileChannel old = channels.remove(number);
        if (old != null) {
            old.close();
        }
        OwnerOnly.rename(file, segments.file(number));
        if (number == current) {
            end = size(number);
            dirty = false;
        }
    }

    Segments segments() {
        return segments;
    }

    long bytes() throws IOException {
        long bytes = 0;
        for (int number : segments.numbers()) {
            bytes += Files.size(segments.file(number));
        }
        return bytes;
    }

    void sync() throws IOException {
        if (dirty) {
            try {
                force();
            } catch (IOException e) {
                throw unwritten(e);
            }
        }
    }

    private void force() throws IOException {
        on(current, channel -> {
            channel.force(true);
            return channel;
        });
        dirty = false;
    }

    @Override
    public void close() throws IOException {
        sync();
        closed = true;
        synchronized (channels) {
            for (FileChannel channel : channels.values()) {
                channel.close();
            }
        }
    }
}
