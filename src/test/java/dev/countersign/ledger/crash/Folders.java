package dev.countersign.ledger.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;

/// Whole folders: deleted, and put back as they were.
final class Folders {
    private Folders() {}

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /// With permissions, links and times.
    static void copy(Path from, Path to) throws IOException {
        List<Path> all;
        try (var files = Files.walk(from)) {
            all = files.sorted().toList();
        }
        for (Path file : all) {
            Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
        // What was put into a folder has touched its time.
        for (Path file : all.reversed()) {
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                Files.setLastModifiedTime(to.resolve(from.relativize(file)), Files.getLastModifiedTime(file));
            }
        }
    }

    /// Where many small files are made and deleted: in memory, where the system has such a place.
    static Path scratch(Path otherwise) throws IOException {
        Path memory = Path.of("/dev/shm");
        boolean usable = Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > 1L << 30;
        return Files.createTempDirectory(usable ? memory : otherwise, "countersign-crash").toRealPath();
    }
}
