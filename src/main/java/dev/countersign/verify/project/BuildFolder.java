package dev.countersign.verify.project;

import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.project.report.TestReports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder with build files, and the commands that check what they build. Commands start at the root of the tree and name the folder.
final class BuildFolder {
    static final Duration LIMIT = Duration.ofMinutes(15);

    private static final int MOST = 1 << 20;
    private static final String REPORTS = "$" + TestReports.VARIABLE;
    private static final Pattern MAKE_TARGET = Pattern.compile("(?m)^(test|check)\\s*:(?!=)");

    private final Path root;
    private final Path folder;
    /// From the root with `/`; empty for the root itself.
    private final String place;

    BuildFolder(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
        this.place = root.relativize(folder).toString().replace('\\', '/');
    }

    boolean uses(BuildTool tool) {
        return file(tool).isPresent();
    }

    /// The file that tells of the tool.
    private Optional<String> file(BuildTool tool) {
        return switch (tool) {
            case MAVEN -> first("pom.xml");
            case GRADLE -> first("build.gradle.kts", "build.gradle", "settings.gradle.kts", "settings.gradle");
            case NODE -> first("package.json");
            case CARGO -> first("Cargo.toml");
            case GO -> first("go.mod", "go.work");
            case PYTHON -> python();
            case CMAKE -> first("CMakeLists.txt").filter(file -> read(file).contains("project"));
            case DOTNET -> ending(".sln", ".slnx").or(() -> ending(".csproj", ".fsproj"));
            case BAZEL -> first("MODULE.bazel", "WORKSPACE.bazel", "WORKSPACE");
            case MAKE -> first("GNUmakefile", "makefile", "Makefile").filter(file -> MAKE_TARGET.matcher(read(file)).find());
        };
    }

    List<CheckCommand> checks(BuildTool tool) {
        String by = file(tool).orElseThrow();
        return switch (tool) {
            case MAVEN -> maven(by);
            case GRADLE -> gradle(by);
            case NODE -> new NodeProject(this, by).checks();
            case CARGO -> cargo(by);
            case GO -> go(by);
            case PYTHON -> pytest(by);
            case CMAKE -> List.of(check(Part.LOG, "ctest", by, "ctest", "--build-and-test", here(), REPORTS + "/build", "--build-generator",
                    "Unix Makefiles", "--build-noclean", "--test-command", "ctest", "--output-on-failure", "--output-junit", REPORTS + "/ctest.xml"));
            case DOTNET -> List.of(check(Part.LOG, "dotnet test", by, "dotnet", "test", at(by), "--nologo", "--logger", "trx",
                    "--results-directory", REPORTS));
            case BAZEL -> place.isEmpty() ? List.of(check(Part.LOG, "bazel test", by, "bazel", "test", "//...", "--test_output=errors")) : List.of();
            case MAKE -> make(by);
        };
    }

    private List<CheckCommand> maven(String by) {
        String mvn = wrapper("mvnw", "mvn");
        return List.of(check(Part.LOG, mvn + " test", by, words(List.of(mvn, "-B", "-ntp"), "-f", at(by), List.of("test"))));
    }

    private List<CheckCommand> gradle(String by) {
        String gradle = wrapper("gradlew", "gradle");
        // Without the cleaning a test that is up to date is not run, and reports nothing.
        return List.of(check(Part.LOG, gradle + " test", by, words(List.of(gradle, "--no-daemon", "--console=plain"), "-p", place,
                List.of("cleanTest", "test"))));
    }

    private List<CheckCommand> cargo(String by) {
        var checks = new ArrayList<CheckCommand>();
        if (first("rustfmt.toml", ".rustfmt.toml").isPresent()) {
            checks.add(check(Part.STR, "cargo fmt", first("rustfmt.toml", ".rustfmt.toml").orElseThrow(),
                    words(List.of("cargo", "fmt"), "--manifest-path", at(by), List.of("--check"))));
        }
        checks.add(check(Part.LOG, "cargo test", by, words(List.of("cargo", "test"), "--manifest-path", at(by), List.of("--no-fail-fast"))));
        checks.add(check(Part.BOOT, "cargo build", by, words(List.of("cargo", "build"), "--manifest-path", at(by), List.of("--all-targets"))));
        return checks;
    }

    private List<CheckCommand> go(String by) {
        List<String> go = place.isEmpty() ? List.of("go") : List.of("go", "-C", place);
        return List.of(check(Part.LOG, "go test", by, words(go, "", "", List.of("test", "-json", "./..."))),
                check(Part.BOOT, "go build", by, words(go, "", "", List.of("build", "-o", "/dev/null", "./..."))));
    }

    private Optional<String> python() {
        return first("pytest.ini")
                .or(() -> first("pyproject.toml").filter(file -> read(file).contains("pytest")))
                .or(() -> first("setup.cfg").filter(file -> read(file).contains("[tool:pytest]")))
                .or(() -> first("tox.ini").filter(file -> read(file).contains("[pytest]")))
                // Below the top any project has a folder of that name.
                .or(() -> place.isEmpty() || first("pyproject.toml", "setup.py").isPresent() ? tests() : Optional.empty());
    }

    private Optional<String> tests() {
        return hasTests("tests") ? Optional.of("tests") : hasTests("test") ? Optional.of("test") : Optional.empty();
    }

    private List<CheckCommand> pytest(String by) {
        String own = (place.isEmpty() ? "" : place + "/") + ".venv/bin/python";
        List<String> python = isProgram(own) ? List.of(own)
                : first("uv.lock").isPresent() ? List.of("uv", "run", "--frozen", "--offline", "python") : List.of("python3");
        var checks = new ArrayList<CheckCommand>();
        Optional<String> ruff = first("ruff.toml", ".ruff.toml").or(() -> first("pyproject.toml").filter(file -> read(file).contains("[tool.ruff")));
        ruff.ifPresent(file -> checks.add(check(Part.STR, "ruff", file, "ruff", "check", "--no-cache", "--output-format", "concise", here())));
        // pytest expands the variable itself; its cache would else be written into the tree.
        var argv = new ArrayList<>(words(python, "", "", List.of("-m", "pytest", "-q", "-o", "cache_dir=$TMPDIR/pytest",
                "--junitxml=" + REPORTS + "/pytest.xml")));
        if (!place.isEmpty()) {
            argv.addAll(List.of("--rootdir", place, place));
        } else if (hasPackageInSource()) {
            // Else tests may import a copy that is installed, or the live tree by an editable install, and not the tree that is checked.
            argv.addAll(List.of("-o", "pythonpath=src"));
        }
        checks.add(check(Part.LOG, "pytest", by, argv));
        return checks;
    }

    private boolean hasPackageInSource() {
        if (Stream.of("pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini").anyMatch(file -> read(file).contains("pythonpath"))) {
            return false;
        }
        try (DirectoryStream<Path> packages = Files.newDirectoryStream(folder.resolve("src"))) {
            for (Path each : packages) {
                if (Files.isRegularFile(each.resolve("__init__.py"), LinkOption.NOFOLLOW_LINKS)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private List<CheckCommand> make(String by) {
        Matcher target = MAKE_TARGET.matcher(read(by));
        return target.find() ? List.of(check(Part.LOG, "make " + target.group(1), by, words(List.of("make"), "-C", place, List.of(target.group(1))))) : List.of();
    }

    CheckCommand check(Part part, String name, String by, String... argv) {
        return check(part, name, by, List.of(argv));
    }

    /// Named after its folder too, where that is not the root.
    CheckCommand check(Part part, String name, String by, List<String> argv) {
        return new CheckCommand(place.isEmpty() ? name : name + " in " + place, part, argv, LIMIT, at(by));
    }

    /// The folder is named by `option` where it is not the root.
    List<String> words(List<String> start, String option, String where, List<String> end) {
        var words = new ArrayList<>(start);
        if (!place.isEmpty() && !option.isEmpty()) {
            words.add(option);
            words.add(where);
        }
        words.addAll(end);
        return List.copyOf(words);
    }

    String place() {
        return place;
    }

    private String here() {
        return place.isEmpty() ? "." : place;
    }

    String at(String file) {
        return place.isEmpty() ? file : place + "/" + file;
    }

    private String wrapper(String wrapper, String program) {
        return isProgram(at(wrapper)) ? "./" + at(wrapper) : program;
    }

    Optional<String> first(String... names) {
        for (String name : names) {
            if (Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private Optional<String> ending(String... endings) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                for (String ending : endings) {
                    if (name.endsWith(ending) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        return Optional.of(name);
                    }
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /// @param path from the root
    boolean isProgram(String path) {
        return Files.isRegularFile(root.resolve(path)) && Files.isExecutable(root.resolve(path));
    }

    private boolean hasTests(String name) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve(name), "{test_*,*_test}.py")) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    String read(String name) {
        try (InputStream in = Files.newInputStream(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
