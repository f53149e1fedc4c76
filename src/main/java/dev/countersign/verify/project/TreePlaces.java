package dev.countersign.verify.project;

import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Files of a tree by what tools call them, and the places that a stack trace names.
final class TreePlaces {
    private static final int LONGEST_LINE = 2000;
    /// Java, Kotlin, Groovy, Scala: the package is the folder.
    private static final Pattern JVM = Pattern.compile(
            "\\bat (?:[\\w.@-]*/)*(?<package>(?:[\\w$]+\\.)*)[\\w$]+\\.[\\w$<>]+\\((?<name>\\w+\\.(?:java|kt|groovy|scala)):(?<line>\\d{1,9})\\)");
    private static final List<Pattern> FRAMES = List.of(
            Pattern.compile("\\bin (?<file>\\S.*?):line (?<line>\\d{1,9})\\b"),
            Pattern.compile("\\bFile \"(?<file>[^\"]+)\", line (?<line>\\d{1,9})"),
            Pattern.compile("\\bin (?:test )?file (?<file>[^\\s,]+), line (?<line>\\d{1,9})"),
            Pattern.compile("(?<![\\w./:-])(?:file://)?(?<file>[^\\s()<>\\[\\]'\"`:,]+\\.\\w+):(?<line>\\d{1,9})(?::\\d+)?(?!\\w)"),
            Pattern.compile("(?<![\\w./:-])(?<file>[^\\s()<>\\[\\]'\"`:,]+\\.\\w+)\\((?<line>\\d{1,9})(?:,\\d+)?\\)"));

    private final String root;
    private final Snapshot tree;
    private final Map<String, List<WorkspacePath>> byName = new HashMap<>();

    /// @param root where the command ran
    TreePlaces(Path root, Snapshot tree) {
        this.tree = tree;
        String real;
        try {
            real = root.toRealPath().toString();
        } catch (IOException e) {
            real = root.toString();
        }
        this.root = real;
        tree.files().keySet().forEach(p -> byName.computeIfAbsent(p.name(), _ -> new ArrayList<>()).add(p));
    }

    /// @param line from 1; 0 where it is not known
    record Place(WorkspacePath path, int line) {}

    /// The first place in the tree that a trace names.
    Optional<Place> first(String trace) {
        List<String> lines = trace.lines().filter(line -> line.length() <= LONGEST_LINE).toList();
        // pytest's word on a file that is no Python comes below the import of it.
        return Stream.concat(lines.stream().filter(line -> line.startsWith("E  ") && line.contains(" File \"")), lines.stream())
                .map(this::place).flatMap(Optional::stream).findFirst();
    }

    private Optional<Place> place(String line) {
        Matcher jvm = JVM.matcher(line);
        if (jvm.find()) {
            String name = jvm.group("name");
            return locate(jvm.group("package").replace('.', '/') + name).or(() -> locate(name))
                    .map(path -> new Place(path, Integer.parseInt(jvm.group("line"))));
        }
        for (Pattern pattern : FRAMES) {
            Matcher frame = pattern.matcher(line);
            while (frame.find()) {
                Optional<WorkspacePath> path = within(frame.group("file"));
                if (path.isPresent()) {
                    return Optional.of(new Place(path.get(), Integer.parseInt(frame.group("line"))));
                }
            }
        }
        return Optional.empty();
    }

    /// As [#locate], or else below the last folders that are named: `example.org/module/pkg/a.go` is `pkg/a.go`.
    Optional<WorkspacePath> within(String named) {
        Optional<WorkspacePath> known = locate(named);
        for (int slash = named.indexOf('/', 1); known.isEmpty() && !named.startsWith("/") && slash > 0; slash = named.indexOf('/', slash + 1)) {
            String rest = named.substring(slash + 1);
            known = WorkspacePath.faultOf(rest).isPresent() ? Optional.empty() : Optional.of(WorkspacePath.of(rest)).filter(p -> tree.get(p).isPresent());
        }
        return known;
    }

    /// A file of the tree by what a tool calls it: absolute, relative, or by an ending that only one file has.
    Optional<WorkspacePath> locate(String named) {
        String path = named.strip();
        if (path.startsWith(root + "/")) {
            path = path.substring(root.length() + 1);
        } else if (path.startsWith("/")) {
            return Optional.empty();
        }
        path = path.startsWith("./") ? path.substring(2) : path;
        if (WorkspacePath.faultOf(path).isPresent()) {
            return Optional.empty();
        }
        WorkspacePath exact = WorkspacePath.of(path);
        if (tree.get(exact).isPresent()) {
            return Optional.of(exact);
        }
        List<WorkspacePath> ending = byName.getOrDefault(exact.name(), List.of()).stream()
                .filter(p -> p.value().endsWith("/" + exact.value())).toList();
        return ending.size() == 1 ? Optional.of(ending.getFirst()) : Optional.empty();
    }
}
