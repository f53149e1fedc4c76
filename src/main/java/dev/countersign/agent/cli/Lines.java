package dev.countersign.agent.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Cuts bytes into lines of UTF-8 text, whatever borders the chunks have. A line that is too long loses its end.
final class Lines {
    /// Agents put whole tool results into one line.
    private static final int LONGEST = 4 << 20;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();

    Lines(Consumer<String> lines) {
        this.lines = lines;
    }

    void add(byte[] chunk) {
        for (byte b : chunk) {
            if (b == '\n') {
                pass();
            } else if (open.size() < LONGEST) {
                open.write(b);
            }
        }
    }

    void close() {
        if (open.size() > 0) {
            pass();
        }
    }

    private void pass() {
        String line = open.toString(StandardCharsets.UTF_8);
        open.reset();
        lines.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
}
