package dev.countersign.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A file that one process holds: the operating system frees it when the process ends, however it ends. It holds the process id of
/// whoever has it, for a message. Within a process one holder has it too. Any thread.
public final class ProcessLock implements AutoCloseable {
    /// What this process holds. POSIX locks belong to the process and go with the first descriptor of the file that it closes, so
    /// a file that is held here must not even be opened again: a fact about the process, which no instance can know.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();
    private static final long FAR = 1L << 40;

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock where it is free. The file is made, for its user alone; its folder must be there.
    ///
    /// @return empty where somebody has it
    public static Optional<ProcessLock> tryAcquire(Path file) throws IOException {
        Path name = file.toAbsolutePath().normalize();
        if (!HELD.add(name)) {
            return Optional.empty();
        }
        boolean taken = false;
        try {
            FileChannel channel = open(name);
            try {
                // Far behind the text, so that others can read it where locks are mandatory.
                FileLock lock = channel.tryLock(FAR, 1, false);
                if (lock != null) {
                    channel.truncate(0);
                    channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
                    taken = true;
                    return Optional.of(new ProcessLock(name, channel));
                }
            } catch (OverlappingFileLockException e) {
                // Held by other means in this very process: it is not free.
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
            return Optional.empty();
        } finally {
            if (!taken) {
                HELD.remove(name);
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(file, options);
    }

    /// Who wrote itself into the file last: the holder, where it is held.
    public static OptionalLong holder(Path file) {
        Path name = file.toAbsolutePath().normalize();
        if (HELD.contains(name)) {
            return OptionalLong.of(ProcessHandle.current().pid());
        }
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(name).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
