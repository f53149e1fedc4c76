package dev.countersign.sandbox.local;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Standard input, output and error of one command.
///
/// Named pipes where the system has them. The JDK's own pipes end as soon as the direct child does, though a grandchild
/// may still write, and a blocked read of one can't be ended; those of a [FileChannel] end with the last writer and by
/// [#close].
final class Pipes implements Closeable {
    private final Optional<Path> folder;
    private final boolean input;
    private final List<Closeable> ends = new ArrayList<>();
    private final List<Closeable> guards = new ArrayList<>();
    private Optional<OutputStream> in = Optional.empty();
    private Optional<InputStream> out = Optional.empty();
    private Optional<InputStream> err = Optional.empty();

    private Pipes(Optional<Path> folder, boolean input) {
        this.folder = folder;
        this.input = input;
    }

    /// @param folder does not exist yet; is deleted by [#close]
    /// @param input  whether anything will be written to standard input; else it is empty
    static Pipes open(Path folder, boolean input, Fifos fifos) throws IOException {
        if (!fifos.areThere()) {
            return new Pipes(Optional.empty(), input);
        }
        Files.createDirectories(folder.getParent());
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var pipes = new Pipes(Optional.of(folder), input);
        try {
            // Opened both ways first, so that no later open blocks; closed again once the child has its ends.
            for (String name : List.of("in", "out", "err")) {
                fifos.make(folder.resolve(name));
                pipes.guards.add(new RandomAccessFile(folder.resolve(name).toFile(), "rw"));
            }
            pipes.out = Optional.of(pipes.reader("out"));
            pipes.err = Optional.of(pipes.reader("err"));
            if (input) {
                FileChannel channel = FileChannel.open(folder.resolve("in"), StandardOpenOption.WRITE);
                pipes.ends.add(channel);
                pipes.in = Optional.of(Channels.newOutputStream(channel));
            }
            return pipes;
        } catch (IOException e) {
            pipes.close();
            throw e;
        }
    }

    private InputStream reader(String name) throws IOException {
        FileChannel channel = FileChannel.open(folder.orElseThrow().resolve(name), StandardOpenOption.READ);
        ends.add(channel);
        return Channels.newInputStream(channel);
    }

    /// Where the pipes lie, by which a process that holds one is known; empty for the JDK's own.
    Optional<Path> folder() {
        return folder;
    }

    void redirect(ProcessBuilder builder) {
        folder.ifPresent(f -> {
            builder.redirectInput(input ? f.resolve("in").toFile() : new File("/dev/null"));
            builder.redirectOutput(f.resolve("out").toFile());
            builder.redirectError(f.resolve("err").toFile());
        });
    }

    /// The child has its ends: from now on an end of file is one.
    void started(Process process) throws IOException {
        if (folder.isPresent()) {
            for (Closeable guard : guards) {
                guard.close();
            }
        } else {
            out = Optional.of(process.getInputStream());
            err = Optional.of(process.getErrorStream());
            in = Optional.of(process.getOutputStream());
            if (!input) {
                process.getOutputStream().close();
            }
        }
    }

    OutputStream in() {
        return in.orElseThrow();
    }

    InputStream out() {
        return out.orElseThrow();
    }

    InputStream err() {
        return err.orElseThrow();
    }

    /// Closes our ends, which frees whoever reads or writes here.
    void cut() {
        for (Closeable each : guards) {
            quietly(each);
        }
        for (Closeable each : ends) {
            quietly(each);
        }
    }

    @Override
    public void close() {
        cut();
        folder.ifPresent(f -> {
            quietly(() -> clear(f));
        });
    }

    /// What a command left in a folder of its own lies in it too, whatever modes it has. Links are not followed.
    private static void clear(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && !Files.isReadable(file)) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
                    clear(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, IOException e) throws IOException {
                Files.deleteIfExists(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void quietly(Closeable action) {
        try {
            action.close();
        } catch (IOException e) {
            // A pipe that can't be closed or removed does no harm; the command's outcome stands.
        }
    }
}
