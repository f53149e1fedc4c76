package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.TextFile;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Names of single lines by content, so that a decision on a line finds it again after a revision: its words and its end. A line
/// that stands in its file more than once is named with its neighbours and which of several equal ones it is.
final class LineKeys {
    private final WorkspacePath path;
    private final Map<Side, Map<String, Integer>> counts = new HashMap<>();
    private final Map<Side, int[]> nth = new HashMap<>();
    private final FileDiff.Text diff;

    LineKeys(WorkspacePath path, FileDiff.Text diff) {
        this.path = path;
        this.diff = diff;
        for (Side side : Side.values()) {
            var count = new HashMap<String, Integer>();
            var places = new HashMap<String, Integer>();
            TextFile file = file(side);
            var order = new int[file.lines().size()];
            for (int i = 0; i < order.length; i++) {
                count.merge(content(file, i), 1, Integer::sum);
                order[i] = places.merge(content(file, i) + "\0" + place(file, i), 1, Integer::sum);
            }
            counts.put(side, count);
            nth.put(side, order);
        }
    }

    private TextFile file(Side side) {
        return side == Side.BEFORE ? diff.before() : diff.after();
    }

    private static String content(TextFile file, int line) {
        return file.lines().get(line) + file.ends().get(line);
    }

    /// The hex key of a line, 0-based.
    String key(Side side, int line) {
        TextFile file = file(side);
        String content = content(file, line);
        var name = new StringBuilder("line\n").append(path).append('\n').append(side).append('\n').append(content);
        if (counts.get(side).get(content) > 1) {
            name.append('\n').append(place(file, line)).append('\n').append(nth.get(side)[line]);
        }
        return Sha256.of(name.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static String place(TextFile file, int line) {
        List<String> lines = file.lines();
        return (line > 0 ? lines.get(line - 1) : "^") + "\0" + (line + 1 < lines.size() ? lines.get(line + 1) : "$");
    }
}
