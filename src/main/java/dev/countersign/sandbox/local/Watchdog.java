package dev.countersign.sandbox.local;

import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.Outcome.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Looks again and again how much a whole process tree uses, which the kernel limits for each process and file only.
final class Watchdog {
    /// Of a disk. A command that leaves less is stopped, whatever of it is its own.
    private static final long LEAST_FREE = 128L << 20;
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Limits limits;
    private final List<Path> folders;
    private final long before;
    private final boolean hasRoom;
    private long next;

    /// @param folders those that the command may write; looked at now
    Watchdog(Limits limits, List<Path> folders) {
        this.limits = limits;
        this.folders = List.copyOf(folders);
        long begun = System.nanoTime();
        this.before = folders.isEmpty() ? 0 : size();
        this.hasRoom = folders.stream().noneMatch(Watchdog::isFull);
        this.next = System.nanoTime() + pause(begun);
    }

    /// What is used too much now.
    Optional<Outcome> look(List<Long> pids) {
        long memory = 0;
        long threads = 0;
        for (long pid : pids) {
            try {
                for (String line : Files.readString(ProcStat.PROC.resolve(pid + "/status"), StandardCharsets.ISO_8859_1).split("\n")) {
                    if (line.startsWith("RssAnon:") || line.startsWith("RssShmem:") || line.startsWith("VmSwap:")) {
                        memory += number(line) << 10;
                    } else if (line.startsWith("Threads:")) {
                        threads += number(line);
                    }
                }
            } catch (IOException | RuntimeException e) {
                // It has ended.
            }
        }
        if (memory > limits.memory()) {
            return Optional.of(new Outcome.Exceeded(Resource.MEMORY, limits.memory()));
        }
        if (threads > limits.processes()) {
            return Optional.of(new Outcome.Exceeded(Resource.PROCESSES, limits.processes()));
        }
        return disk();
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("\\D+", ""));
    }

    private Optional<Outcome> disk() {
        if (folders.isEmpty() || System.nanoTime() - next < 0) {
            return Optional.empty();
        }
        long begun = System.nanoTime();
        boolean full = size() - before > limits.disk() || hasRoom && folders.stream().anyMatch(Watchdog::isFull);
        next = System.nanoTime() + pause(begun);
        return full ? Optional.of(new Outcome.Exceeded(Resource.DISK, limits.disk())) : Optional.empty();
    }

    /// Walking takes a twentieth of the time at most.
    private static long pause(long begun) {
        return Math.max(PAUSE, 20 * (System.nanoTime() - begun));
    }

    /// Asked of the file system that the folder lies on, without a look at all that are mounted.
    private static boolean isFull(Path folder) {
        return folder.toFile().getUsableSpace() < LEAST_FREE && Files.isDirectory(folder);
    }

    private long size() {
        long[] sum = new long[1];
        for (Path folder : folders) {
            try {
                Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        sum[0] += attributes.isRegularFile() ? attributes.size() : 0;
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path dir, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException | UncheckedIOException e) {
                // What vanishes while it is looked at is not counted.
            }
        }
        return sum[0];
    }
}
