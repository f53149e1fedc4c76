package dev.countersign.verify.project;

import dev.countersign.verify.CheckCommand;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Finds the check commands of a project by its build files: at its top, and in folders below for tools that have none above, as in
/// a repository of several projects. Reads only; starts nothing.
final class ProjectChecks {
    private static final int DEEPEST = 3;
    private static final int MOST_FOLDERS = 2000;
    private static final int MOST = 24;
    private static final Set<String> SKIPPED = Set.of("node_modules", "target", "build", "dist", "out", "bin", "obj", "vendor", "third_party",
            "test", "tests", "testdata", "fixtures", "resources", "examples", "samples", "docs", "venv");

    private final List<CheckCommand> found = new ArrayList<>();
    private final Path root;
    private int seen;

    private ProjectChecks(Path root) {
        this.root = root;
    }

    static List<CheckCommand> find(Path root) {
        var checks = new ProjectChecks(root);
        checks.folder(root, 0, EnumSet.noneOf(BuildTool.class));
        return List.copyOf(checks.found.subList(0, Math.min(MOST, checks.found.size())));
    }

    /// @param above tools of a folder around this one: what they build includes it
    private void folder(Path folder, int depth, Set<BuildTool> above) {
        if (++seen > MOST_FOLDERS || found.size() >= MOST) {
            return;
        }
        var build = new BuildFolder(root, folder);
        var here = EnumSet.noneOf(BuildTool.class);
        for (BuildTool tool : BuildTool.values()) {
            // A makefile mostly calls one of the others.
            boolean last = tool == BuildTool.MAKE && (!here.isEmpty() || !above.isEmpty());
            if (!above.contains(tool) && !last && build.uses(tool)) {
                here.add(tool);
                found.addAll(build.checks(tool));
            }
        }
        if (depth == DEEPEST) {
            return;
        }
        var around = EnumSet.copyOf(above);
        around.addAll(here);
        var below = new ArrayList<Path>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder, f -> Files.isDirectory(f, LinkOption.NOFOLLOW_LINKS))) {
            folders.forEach(below::add);
        } catch (IOException e) {
            return;
        }
        below.sort(null);
        for (Path each : below) {
            String name = each.getFileName().toString();
            if (!name.startsWith(".") && !SKIPPED.contains(name)) {
                folder(each, depth + 1, around);
            }
        }
    }
}
