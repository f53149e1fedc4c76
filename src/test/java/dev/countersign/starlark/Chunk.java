package dev.countersign.starlark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A piece of a conformance file, between lines of `---`: a program of its own. Its text keeps the line numbers of the file.
record Chunk(String file, int line, List<String> lines) {
    static List<Chunk> of(String file) {
        var chunks = new ArrayList<Chunk>();
        List<String> lines = new ArrayList<>();
        int start = 1;
        int at = 0;
        for (String line : read(file).split("\n", -1)) {
            at++;
            if (line.strip().equals("---")) {
                chunks.add(new Chunk(file, start, List.copyOf(lines)));
                lines.clear();
                start = at + 1;
            } else {
                lines.add(line);
            }
        }
        chunks.add(new Chunk(file, start, List.copyOf(lines)));
        return chunks;
    }

    static String read(String file) {
        try (InputStream in = Chunk.class.getResourceAsStream("/starlark/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return "\n".repeat(line - 1) + String.join("\n", lines);
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
