package dev.countersign.verify.project;

import dev.countersign.changeset.FileChange;
import dev.countersign.verify.CheckCommand;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The tests that a change touches, as the tool that runs them can be told: those in changed files, those named after changed files, and
/// what the tool itself relates to them. By the words of the command; where these are not known there is no such run. Pure.
final class TouchedTests {
    /// More of them are as good as all.
    private static final int MOST = 40;
    private static final Pattern JAVA_TEST = Pattern.compile("Test\\w+|\\w+(?:Tests?|TestCase|IT)");
    private static final Pattern SCRIPT_TEST = Pattern.compile(".*\\.(?:test|spec)\\.[cm]?[jt]sx?");
    private static final Pattern PYTHON_TEST = Pattern.compile("test_.*\\.py|.*_test\\.py");
    private static final Pattern SCRIPT = Pattern.compile(".*\\.[cm]?[jt]sx?");
    private static final Set<String> TEST_FOLDERS = Set.of("test", "tests", "__tests__");

    private final Set<WorkspacePath> changed = new TreeSet<>();
    private final Snapshot tree;

    /// @param tree the checked one
    TouchedTests(Collection<FileChange> changes, Snapshot tree) {
        this.tree = tree;
        for (FileChange change : changes) {
            if (tree.get(change.path()).isPresent()) {
                changed.add(change.path());
            }
        }
    }

    /// The same command for these tests alone; empty where it can't be told them, or there are none.
    Optional<CheckCommand> of(CheckCommand check) {
        List<String> argv = check.argv();
        String program = argv.getFirst().substring(argv.getFirst().lastIndexOf('/') + 1);
        Optional<List<String>> narrowed = check.smoke().isPresent() ? Optional.empty() : switch (program) {
            case "mvn", "mvnw", "mvnd" -> endsWith(argv, "test").flatMap(words -> java().map(names ->
                    plus(words, "-Dtest=" + String.join(",", names), "-Dsurefire.failIfNoSpecifiedTests=false")));
            case "gradle", "gradlew" -> endsWith(argv, "test").flatMap(words -> java().map(names ->
                    plus(words, names.stream().flatMap(name -> Stream.of("--tests", "*." + name)).toArray(String[]::new))));
            case "dotnet" -> argv.contains("test") && !argv.contains("--filter") ? sharp().map(names ->
                    plus(argv, "--filter", String.join("|", names.stream().map(name -> "FullyQualifiedName~" + name).toList()))) : Optional.empty();
            case "go" -> go(argv);
            case "cargo" -> cargo(argv);
            case "bazel" -> argv.contains("//...") ? bazel().map(targets -> replaced(argv, "//...", targets)) : Optional.empty();
            case "npm", "pnpm", "yarn" -> script(argv);
            default -> argv.contains("pytest") ? pytest(argv) : Optional.empty();
        };
        return narrowed.map(words -> new CheckCommand(check.name(), check.part(), words, check.limit(), check.foundBy()));
    }

    private static Optional<List<String>> endsWith(List<String> argv, String word) {
        return argv.getLast().equals(word) ? Optional.of(argv) : Optional.empty();
    }

    private static List<String> plus(List<String> argv, String... more) {
        return Stream.concat(argv.stream(), Stream.of(more)).toList();
    }

    private static List<String> replaced(List<String> argv, String word, Collection<String> by) {
        return argv.stream().flatMap(w -> w.equals(word) ? by.stream() : Stream.of(w)).toList();
    }

    private static Optional<Set<String>> few(Set<String> names) {
        return names.isEmpty() || names.size() > MOST ? Optional.empty() : Optional.of(names);
    }

    private static String stem(WorkspacePath path) {
        return path.name().substring(0, path.name().length() - (path.extension().isEmpty() ? 0 : path.extension().length() + 1));
    }

    private Stream<WorkspacePath> files() {
        return tree.files().keySet().stream();
    }

    /// Simple names of test classes, of the JVM's languages.
    private Optional<Set<String>> java() {
        Set<String> kinds = Set.of("java", "kt", "scala", "groovy");
        var wanted = new TreeSet<String>();
        var names = new TreeSet<String>();
        for (WorkspacePath path : changed) {
            if (kinds.contains(path.extension())) {
                if (path.parts().contains("test") && JAVA_TEST.matcher(stem(path)).matches()) {
                    names.add(stem(path));
                } else {
                    wanted.addAll(List.of(stem(path) + "Test", stem(path) + "Tests", "Test" + stem(path), stem(path) + "TestCase"));
                }
            }
        }
        files().filter(p -> kinds.contains(p.extension()) && wanted.contains(stem(p))).forEach(p -> names.add(stem(p)));
        return few(names);
    }

    private Optional<Set<String>> sharp() {
        var names = new TreeSet<String>();
        List<WorkspacePath> sources = changed.stream().filter(p -> Set.of("cs", "fs", "vb").contains(p.extension())).toList();
        Set<String> wanted = new TreeSet<>();
        sources.forEach(p -> wanted.addAll(List.of(stem(p) + "Tests", stem(p) + "Test")));
        sources.stream().filter(p -> stem(p).endsWith("Tests") || stem(p).endsWith("Test")).forEach(p -> names.add(stem(p)));
        files().filter(p -> Set.of("cs", "fs", "vb").contains(p.extension()) && wanted.contains(stem(p))).forEach(p -> names.add(stem(p)));
        return few(names);
    }

    /// The packages of changed files.
    private Optional<List<String>> go(List<String> argv) {
        if (!argv.contains("test") || !argv.contains("./...")) {
            return Optional.empty();
        }
        String place = argv.contains("-C") ? argv.get(argv.indexOf("-C") + 1) : "";
        var packages = new TreeSet<String>();
        changed.stream().filter(p -> p.extension().equals("go")).flatMap(p -> below(place, p.folder()).stream())
                .forEach(folder -> packages.add(folder.isEmpty() ? "." : "./" + folder));
        return few(packages).map(found -> replaced(argv, "./...", found));
    }

    private static Optional<String> below(String place, String path) {
        return place.isEmpty() || place.equals(".") ? Optional.of(path) : path.equals(place) ? Optional.of("")
                : path.startsWith(place + "/") ? Optional.of(path.substring(place.length() + 1)) : Optional.empty();
    }

    /// Unit tests by the path of their module, tests of a folder `tests` by their name.
    private Optional<List<String>> cargo(List<String> argv) {
        if (!argv.contains("test") || argv.contains("--")) {
            return Optional.empty();
        }
        int at = argv.indexOf("--manifest-path");
        String manifest = at < 0 ? "" : argv.get(at + 1);
        String place = manifest.contains("/") ? manifest.substring(0, manifest.lastIndexOf('/')) : "";
        var modules = new TreeSet<String>();
        var tests = new TreeSet<String>();
        for (WorkspacePath path : changed) {
            Optional<String> inside = path.extension().equals("rs") ? below(place, path.folder()) : Optional.empty();
            if (inside.isPresent() && inside.get().equals("tests")) {
                tests.add(stem(path));
            } else if (inside.isPresent() && (inside.get().equals("src") || inside.get().startsWith("src/"))) {
                String module = (inside.get() + "/" + stem(path)).replaceFirst("^src/", "").replaceFirst("/mod$", "").replace("/", "::");
                modules.add(Set.of("lib", "main", "mod").contains(module) ? "tests::" : module + "::");
            }
        }
        if (modules.size() + tests.size() > MOST || modules.isEmpty() && tests.isEmpty()) {
            return Optional.empty();
        }
        var words = new ArrayList<>(argv);
        tests.forEach(name -> words.addAll(List.of("--test", name)));
        if (!modules.isEmpty()) {
            if (!tests.isEmpty()) {
                words.add(tree.get(WorkspacePath.of((place.isEmpty() ? "" : place + "/") + "src/lib.rs")).isPresent() ? "--lib" : "--bins");
            } else {
                words.add("--");
                words.addAll(modules);
            }
        }
        return Optional.of(words);
    }

    private Optional<Set<String>> bazel() {
        var targets = new TreeSet<String>();
        for (WorkspacePath path : changed) {
            for (String folder = path.folder(); ; folder = folder.contains("/") ? folder.substring(0, folder.lastIndexOf('/')) : "") {
                String at = folder.isEmpty() ? "" : folder + "/";
                if (tree.get(WorkspacePath.of(at + "BUILD.bazel")).isPresent() || tree.get(WorkspacePath.of(at + "BUILD")).isPresent()) {
                    targets.add("//" + folder + ":all");
                    break;
                }
                if (folder.isEmpty()) {
                    break;
                }
            }
        }
        return few(targets);
    }

    private Optional<List<String>> pytest(List<String> argv) {
        int root = argv.indexOf("--rootdir");
        String place = root < 0 ? "" : argv.get(root + 1);
        Set<String> wanted = new TreeSet<>();
        var files = new LinkedHashSet<String>();
        changed.stream().filter(p -> p.extension().equals("py") && below(place, p.folder()).isPresent()).forEach(path -> {
            if (PYTHON_TEST.matcher(path.name()).matches()) {
                files.add(path.value());
            } else {
                wanted.addAll(List.of("test_" + path.name(), stem(path) + "_test.py"));
            }
        });
        files().filter(p -> wanted.contains(p.name()) && below(place, p.folder()).isPresent()).forEach(p -> files.add(p.value()));
        List<String> start = root >= 0 && argv.getLast().equals(place) && root == argv.size() - 3 ? argv.subList(0, argv.size() - 1) : argv;
        return few(files).map(found -> Stream.concat(start.stream(), found.stream()).toList());
    }

    /// By the runner that the words of the report give away.
    private Optional<List<String>> script(List<String> argv) {
        String words = String.join(" ", argv);
        Matcher place = Pattern.compile("(?:--prefix|-C|--cwd) (\\S+)").matcher(words);
        String in = place.find() ? place.group(1) : "";
        if (words.contains("/jest.json")) {
            var files = new TreeSet<String>();
            changed.stream().filter(p -> SCRIPT.matcher(p.name()).matches()).flatMap(p -> below(in, p.value()).stream()).forEach(files::add);
            return few(files).map(found -> plus(argv, Stream.concat(Stream.of("--findRelatedTests"), found.stream()).toArray(String[]::new)));
        }
        return words.contains("/vitest.json") ? scriptTests(in).map(found -> plus(argv, found.toArray(String[]::new))) : Optional.empty();
    }

    private Optional<Set<String>> scriptTests(String in) {
        Set<String> wanted = new TreeSet<>();
        var files = new TreeSet<String>();
        changed.stream().filter(p -> SCRIPT.matcher(p.name()).matches()).forEach(path -> {
            if (SCRIPT_TEST.matcher(path.name()).matches() || TEST_FOLDERS.stream().anyMatch(path.parts()::contains)) {
                below(in, path.value()).ifPresent(files::add);
            } else {
                wanted.add(stem(path));
            }
        });
        files().filter(p -> SCRIPT_TEST.matcher(p.name()).matches() && wanted.contains(p.name().replaceFirst("\\.(?:test|spec)\\.[^.]+$", "")))
                .flatMap(p -> below(in, p.value()).stream()).forEach(files::add);
        return few(files);
    }
}
