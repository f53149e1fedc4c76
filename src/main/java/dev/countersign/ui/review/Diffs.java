package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.TextFile;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Diffs that stand for nothing.
final class Diffs {
    private static final TextFile NOTHING = new TextFile(List.of(), List.of(), StandardCharsets.UTF_8, false);
    static final FileDiff.Text EMPTY = new FileDiff.Text(NOTHING, NOTHING, List.of(), false);

    private Diffs() {}
}
