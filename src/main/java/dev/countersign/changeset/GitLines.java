package dev.countersign.changeset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Content as git sees it: bytes cut after each `\n`, whatever they mean. Each byte is one character of ISO-8859-1.
final class GitLines {
    private GitLines() {}

    /// Lines with their `\n`; the last one perhaps without.
    static List<String> split(byte[] content, int from, int to) {
        var lines = new ArrayList<String>();
        int start = from;
        for (int i = from; i < to; i++) {
            if (content[i] == '\n') {
                lines.add(new String(content, start, i + 1 - start, StandardCharsets.ISO_8859_1));
                start = i + 1;
            }
        }
        if (start < to) {
            lines.add(new String(content, start, to - start, StandardCharsets.ISO_8859_1));
        }
        return lines;
    }

    static List<String> split(byte[] content) {
        return split(content, 0, content.length);
    }

    /// The same as a text for the differ.
    static TextFile text(List<String> lines) {
        return new TextFile(lines.stream().map(l -> l.endsWith("\n") ? l.substring(0, l.length() - 1) : l).toList(),
                lines.stream().map(l -> l.endsWith("\n") ? "\n" : "").toList(), StandardCharsets.ISO_8859_1, false);
    }

    static byte[] join(List<String> lines) {
        return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
    }
}
