package dev.countersign.workspace;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    // Not a FileChannel: an interrupted thread could not even open one.
    private final RandomAccessFile open;

    private ProcessLock(Path file, RandomAccessFile open) {
        this.file = file;
        this.open = open;
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
            RandomAccessFile open = open(name);
            try {
                // Far behind the text, so that others can read it where locks are mandatory.
                FileLock lock = open.getChannel().tryLock(FAR, 1, false);
                if (lock != null) {
                    open.setLength(0);
                    open.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
                    taken = true;
                    return Optional.of(new ProcessLock(name, open));
                }
            } catch (OverlappingFileLockException e) {
                // Held by other means in this very process: it is not free.
            } finally {
                if (!taken) {
                    open.close();
                }
            }
            return Optional.empty();
        } finally {
            if (!taken) {
                HELD.remove(name);
            }
        }
    }

    private static RandomAccessFile open(Path file) throws IOException {
        if (!Files.exists(file)) {
            try {
                if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                } else {
                    Files.createFile(file);
                }
            } catch (FileAlreadyExistsException e) {
                // Another process was faster: it is there, which is all that is wanted.
            }
        }
        return new RandomAccessFile(file.toFile(), "rw");
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
            open.close();
        } finally {
            HELD.remove(file);
        }
    }
}
