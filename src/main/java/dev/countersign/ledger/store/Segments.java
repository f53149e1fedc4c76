package dev.countersign.ledger.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The numbered files `0.seg`, `1.seg` … of one folder, each closed for good when the next one is begun.
///
/// @param suffix with its dot
record Segments(Path folder, String suffix) {

    Path file(int number) {
        return folder.resolve(number + suffix);
    }

    /// The numbers that are there, ascending.
    List<Integer> numbers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .filter(name -> name.matches("0|[1-9][0-9]{0,8}"))
                    .map(Integer::valueOf).sorted().toList();
        }
    }

    /// As findings and messages name a file of this folder.
    String name(int number) {
        return folder.getFileName() + "/" + number + suffix;
    }
}
