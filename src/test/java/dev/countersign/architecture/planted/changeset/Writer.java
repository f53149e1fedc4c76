package dev.countersign.architecture.planted.changeset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes where only workspace may.
public final class Writer {
    void write(Path file) throws IOException {
        Files.writeString(file, "x");
    }
}
