package dev.countersign.verify.project;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.LineRange;
import dev.countersign.verify.Coverage;
import dev.countersign.workspace.WorkspacePath;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Lines of changed files that ran or did not, gathered from reports. A line that one report has run has run.
final class CoverageLines {
    private final Path root;
    private final List<WorkspacePath> changed;
    private final SortedMap<WorkspacePath, TreeMap<Integer, Boolean>> lines = new TreeMap<>();
    private boolean something;

    CoverageLines(Path root, Changeset changeset) {
        this.root = root;
        this.changed = changeset.changes().stream().filter(c -> c.afterState().isPresent()).map(FileChange::path).toList();
    }

    /// An empty one for the same files.
    CoverageLines(CoverageLines like) {
        this.root = like.root;
        this.changed = like.changed;
    }

    /// The changed file that a report calls `name`; empty where it means none of them, or could mean several.
    Optional<WorkspacePath> file(String name) {
        something = true;
        String wanted = name.replace('\\', '/');
        try {
            Path path = Path.of(wanted);
            if (path.isAbsolute()) {
                if (!path.normalize().startsWith(root)) {
                    return Optional.empty();
                }
                wanted = root.relativize(path.normalize()).toString().replace('\\', '/');
                String exact = wanted;
                return changed.stream().filter(p -> p.value().equals(exact)).findFirst();
            }
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        String relative = wanted.startsWith("./") ? wanted.substring(2) : wanted;
        List<WorkspacePath> meant = changed.stream().filter(p -> p.value().equals(relative)).toList();
        if (meant.isEmpty()) {
            meant = changed.stream().filter(p -> p.value().endsWith("/" + relative) || relative.endsWith("/" + p.value())).toList();
        }
        return meant.size() == 1 ? Optional.of(meant.getFirst()) : Optional.empty();
    }

    /// @param line from 1
    void line(WorkspacePath path, int line, boolean ran) {
        if (line > 0) {
            lines.computeIfAbsent(path, _ -> new TreeMap<>()).merge(line - 1, ran, Boolean::logicalOr);
        }
    }

    void add(CoverageLines other) {
        other.lines.forEach((path, all) -> all.forEach((line, ran) -> line(path, line + 1, ran)));
    }

    /// Whether any file at all was named, changed or not.
    boolean isOfSomething() {
        return something;
    }

    SortedMap<WorkspacePath, Coverage.Lines> files() {
        var files = new TreeMap<WorkspacePath, Coverage.Lines>();
        lines.forEach((path, all) -> files.put(path, new Coverage.Lines(ranges(all, true), ranges(all, false))));
        return files;
    }

    private static List<LineRange> ranges(TreeMap<Integer, Boolean> all, boolean ran) {
        var ranges = new ArrayList<LineRange>();
        all.forEach((line, was) -> {
            if (was == ran) {
                if (!ranges.isEmpty() && ranges.getLast().to() == line) {
                    ranges.add(new LineRange(ranges.removeLast().from(), line + 1));
                } else {
                    ranges.add(new LineRange(line, line + 1));
                }
            }
        });
        return ranges;
    }
}
