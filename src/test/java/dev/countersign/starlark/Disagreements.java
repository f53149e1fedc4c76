package dev.countersign.starlark;

import java.util.Map;
import java.util.TreeMap;

/// The places where a suite expects what this interpreter does not do, each with the reason. What is in `disagreements.txt` is run and must
/// disagree, or the list is wrong; what is in `left-out.txt` is not run.
final class Disagreements {
    private Disagreements() {}

    /// By `file:line` of an assertion, or of the first line of a chunk.
    static Map<String, String> all() {
        return read("disagreements.txt");
    }

    /// By `file:line` of each line that is not run.
    static Map<String, String> leftOut() {
        return read("left-out.txt");
    }

    /// Lines of `file:line reason` or `file:from-to reason`.
    private static Map<String, String> read(String list) {
        var all = new TreeMap<String, String>();
        for (String line : Chunk.read(list).split("\n")) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\s+", 2);
            String file = parts[0].substring(0, parts[0].lastIndexOf(':'));
            String[] span = parts[0].substring(file.length() + 1).split("-");
            for (int at = Integer.parseInt(span[0]); at <= Integer.parseInt(span[span.length - 1]); at++) {
                all.put(file + ":" + at, parts[1]);
            }
        }
        return all;
    }
}
