package dev.countersign.verify.project;

import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
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
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Finds the check commands of a project by the build files at its top. Reads only; starts nothing.
final class ProjectChecks {
    static final Duration LIMIT = Duration.ofMinutes(15);

    private static final int MOST = 1 << 20;
    private static final Pattern MAKE_TARGET = Pattern.compile("(?m)^(test|check)\\s*:(?!=)");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path root;
    private final List<CheckCommand> found = new ArrayList<>();

    private ProjectChecks(Path root) {
        this.root = root;
    }

    static List<CheckCommand> find(Path root) {
        var checks = new ProjectChecks(root);
        checks.maven();
        checks.gradle();
        checks.node();
        checks.cargo();
        checks.go();
        checks.python();
        if (checks.found.isEmpty()) {
            // A makefile's test target mostly calls one of the above.
            checks.make();
        }
        return List.copyOf(checks.found);
    }

    private void maven() {
        if (isFile("pom.xml")) {
            String mvn = isProgram("mvnw") ? "./mvnw" : "mvn";
            add(mvn + " test", "pom.xml", mvn, "-B", "-ntp", "test");
        }
    }

    private void gradle() {
        for (String file : List.of("build.gradle.kts", "build.gradle", "settings.gradle.kts", "settings.gradle")) {
            if (isFile(file)) {
                String gradle = isProgram("gradlew") ? "./gradlew" : "gradle";
                add(gradle + " test", file, gradle, "--no-daemon", "--console=plain", "test");
                return;
            }
        }
    }

    private void node() {
        if (!isFile("package.json")) {
            return;
        }
        try {
            JsonNode test = JSON.readTree(read("package.json")).path("scripts").path("test");
            if (!test.isString() || test.stringValue().isBlank() || test.stringValue().contains("no test specified")) {
                return;
            }
        } catch (JacksonException e) {
            return;
        }
        String tool = isFile("pnpm-lock.yaml") ? "pnpm" : isFile("yarn.lock") ? "yarn" : "npm";
        add(tool + " test", "package.json", tool, "test");
    }

    private void cargo() {
        if (isFile("Cargo.toml")) {
            add("cargo test", "Cargo.toml", "cargo", "test");
        }
    }

    private void go() {
        if (isFile("go.mod")) {
            add("go test", "go.mod", "go", "test", "-json", "./...");
        }
    }

    private void python() {
        String by = isFile("pytest.ini") ? "pytest.ini"
                : isFile("pyproject.toml") && read("pyproject.toml").contains("pytest") ? "pyproject.toml"
                : isFile("setup.cfg") && read("setup.cfg").contains("[tool:pytest]") ? "setup.cfg"
                : isFile("tox.ini") && read("tox.ini").contains("[pytest]") ? "tox.ini"
                : hasTests("tests") ? "tests" : hasTests("test") ? "test" : "";
        if (!by.isEmpty()) {
            String python = isProgram(".venv/bin/python") ? ".venv/bin/python" : "python3";
            // pytest expands the variable itself; its cache would else be written into the tree.
            add("pytest", by, python, "-m", "pytest", "-q", "-o", "cache_dir=$TMPDIR/pytest", "--junitxml=$COUNTERSIGN_REPORTS/pytest.xml");
        }
    }

    private void make() {
        for (String file : List.of("GNUmakefile", "makefile", "Makefile")) {
            if (isFile(file)) {
                var target = MAKE_TARGET.matcher(read(file));
                if (target.find()) {
                    add("make " + target.group(1), file, "make", target.group(1));
                }
                return;
            }
        }
    }

    private void add(String name, String foundBy, String... argv) {
        found.add(new CheckCommand(name, Part.LOG, List.of(argv), LIMIT, foundBy));
    }

    private boolean isFile(String name) {
        return Files.isRegularFile(root.resolve(name), LinkOption.NOFOLLOW_LINKS);
    }

    private boolean isProgram(String name) {
        return Files.isRegularFile(root.resolve(name)) && Files.isExecutable(root.resolve(name));
    }

    private boolean hasTests(String folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root.resolve(folder), "{test_*,*_test}.py")) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private String read(String name) {
        try (InputStream in = Files.newInputStream(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
