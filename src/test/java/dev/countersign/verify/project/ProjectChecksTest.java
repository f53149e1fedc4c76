package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectChecksTest {
    @TempDir
    private Path root;

    private void file(String name, String content) throws IOException {
        Files.createDirectories(root.resolve(name).getParent());
        Files.writeString(root.resolve(name), content);
    }

    private void program(String name) throws IOException {
        file(name, "#!/bin/sh\n");
        assertThat(root.resolve(name).toFile().setExecutable(true)).isTrue();
    }

    private static CheckCommand check(String name, String foundBy, String... argv) {
        return new CheckCommand(name, Part.LOG, List.of(argv), Duration.ofMinutes(15), foundBy);
    }

    @Test
    void emptyFolderHasNone() {
        assertThat(ProjectChecks.find(root)).isEmpty();
        assertThat(ProjectChecks.find(root.resolve("gone"))).isEmpty();
    }

    @Test
    void mavenWithAndWithoutItsWrapper() throws IOException {
        file("pom.xml", "<project/>");
        file("mvnw", "not executable");
        assertThat(ProjectChecks.find(root)).containsExactly(check("mvn test", "pom.xml", "mvn", "-B", "-ntp", "test"));

        program("mvnw");
        assertThat(ProjectChecks.find(root)).containsExactly(check("./mvnw test", "pom.xml", "./mvnw", "-B", "-ntp", "test"));
    }

    @Test
    void gradleWithItsWrapper() throws IOException {
        file("build.gradle.kts", "");
        program("gradlew");

        assertThat(ProjectChecks.find(root)).containsExactly(
                check("./gradlew test", "build.gradle.kts", "./gradlew", "--no-daemon", "--console=plain", "test"));
    }

    @Test
    void nodeByItsLockFile() throws IOException {
        file("package.json", "{\"scripts\": {\"test\": \"jest\"}}");
        assertThat(ProjectChecks.find(root)).containsExactly(check("npm test", "package.json", "npm", "test"));

        file("yarn.lock", "");
        assertThat(ProjectChecks.find(root)).containsExactly(check("yarn test", "package.json", "yarn", "test"));

        file("pnpm-lock.yaml", "");
        assertThat(ProjectChecks.find(root)).containsExactly(check("pnpm test", "package.json", "pnpm", "test"));
    }

    @Test
    void nodeWithoutATestScriptHasNone() throws IOException {
        file("package.json", "{\"scripts\": {\"test\": \"echo \\\"Error: no test specified\\\" && exit 1\"}}");
        assertThat(ProjectChecks.find(root)).isEmpty();

        file("package.json", "{\"scripts\": [1]}");
        assertThat(ProjectChecks.find(root)).isEmpty();

        file("package.json", "{ broken");
        assertThat(ProjectChecks.find(root)).isEmpty();
    }

    @Test
    void severalMayApply() throws IOException {
        file("Cargo.toml", "");
        file("go.mod", "");
        file("Makefile", "test:\n\tcargo test\n");

        assertThat(ProjectChecks.find(root)).containsExactly(check("cargo test", "Cargo.toml", "cargo", "test"),
                check("go test", "go.mod", "go", "test", "-json", "./..."));
    }

    @Test
    void pytestByItsSettingsOrItsTests() throws IOException {
        var pytest = List.of("python3", "-m", "pytest", "-q", "-o", "cache_dir=$TMPDIR/pytest", "--junitxml=$COUNTERSIGN_REPORTS/pytest.xml");
        file("pyproject.toml", "[project]\nname = 'x'\n");
        assertThat(ProjectChecks.find(root)).isEmpty();

        file("tests/test_x.py", "");
        assertThat(ProjectChecks.find(root)).containsExactly(new CheckCommand("pytest", Part.LOG, pytest, ProjectChecks.LIMIT, "tests"));

        file("pyproject.toml", "[tool.pytest.ini_options]\n");
        assertThat(ProjectChecks.find(root)).containsExactly(
                new CheckCommand("pytest", Part.LOG, pytest, ProjectChecks.LIMIT, "pyproject.toml"));

        program(".venv/bin/python");
        assertThat(ProjectChecks.find(root).getFirst().argv()).startsWith(".venv/bin/python", "-m", "pytest");
    }

    @Test
    void makeComesLast() throws IOException {
        file("Makefile", "test := 1\ncheck: all\n\tdiff a b\n");

        assertThat(ProjectChecks.find(root)).containsExactly(check("make check", "Makefile", "make", "check"));
    }
}
