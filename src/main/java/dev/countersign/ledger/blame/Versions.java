package dev.countersign.ledger.blame;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.Hunk;
import dev.countersign.changeset.TextFile;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Texts by digest and the hunks between them, the last ones kept: stepping through a file's past asks for the same again. Safe
/// for use by several threads.
final class Versions {
    private static final int TEXTS = 4;
    private static final int DIFFS = 8_192;

    private record Pair(Sha256 before, Sha256 after) {}

    /// @param lines of the later version
    private record Difference(List<Hunk> hunks, int lines) {}

    private final Contents contents;
    private final Differ differ = new Differ();
    private final Map<Sha256, Optional<TextFile>> texts = recent(TEXTS);
    private final Map<Pair, Difference> diffs = recent(DIFFS);

    Versions(Contents contents) {
        this.contents = contents;
    }

    /// Where each line of `after` stands in `before`; -1 for a line that is not there. A version that is no text has no lines.
    int[] origins(Sha256 before, Sha256 after) throws IOException {
        var pair = new Pair(before, after);
        Difference known;
        synchronized (diffs) {
            known = diffs.get(pair);
        }
        if (known == null) {
            known = difference(text(before).orElse(TextFile.EMPTY), text(after).orElse(TextFile.EMPTY));
            synchronized (diffs) {
                diffs.put(pair, known);
            }
        }
        return map(known.hunks(), known.lines());
    }

    /// The same for a later version that is in no store.
    int[] origins(Sha256 before, TextFile after) throws IOException {
        Difference difference = difference(text(before).orElse(TextFile.EMPTY), after);
        return map(difference.hunks(), difference.lines());
    }

    private Difference difference(TextFile before, TextFile after) {
        return new Difference(differ.diff(before, after, Differ.Options.EXACT).hunks(), after.lines().size());
    }

    private static int[] map(List<Hunk> hunks, int lines) {
        int[] origins = new int[lines];
        int at = 0;
        int shift = 0;
        for (Hunk hunk : hunks) {
            for (; at < hunk.afterStart(); at++) {
                origins[at] = at + shift;
            }
            for (; at < hunk.afterEnd(); at++) {
                origins[at] = -1;
            }
            shift = hunk.beforeEnd() - hunk.afterEnd();
        }
        for (; at < lines; at++) {
            origins[at] = at + shift;
        }
        return origins;
    }

    /// Empty where the content is binary or too large.
    Optional<TextFile> text(Sha256 content) throws IOException {
        synchronized (texts) {
            Optional<TextFile> kept = texts.get(content);
            if (kept != null) {
                return kept;
            }
        }
        Optional<TextFile> text = text(contents.read(content));
        synchronized (texts) {
            texts.put(content, text);
        }
        return text;
    }

    static Optional<TextFile> text(byte[] content) {
        return content.length > Differ.MAX_BYTES ? Optional.empty() : TextFile.read(content);
    }

    private static <K, V> Map<K, V> recent(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }
}
