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
        return check(Part.LOG, name, foundBy, argv);
    }

    private static CheckCommand check(Part part, String name, String foundBy, String... argv) {
        return new CheckCommand(name, part, List.of(argv), Duration.ofMinutes(15), foundBy);
    }

    private List<String> lines() {
        return ProjectChecks.find(root).stream().map(c -> c.part().symbol() + " " + c.name() + ": " + String.join(" ", c.argv())).toList();
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
                check("./gradlew test", "build.gradle.kts", "./gradlew", "--no-daemon", "--console=plain", "cleanTest", "test"));
    }

    @Test
    void nodeByItsLockFileAndRunnersAreAskedForAReport() throws IOException {
        file("package.json", "{\"scripts\": {\"test\": \"node --test\", \"build\": \"tsc\"}}");
        assertThat(ProjectChecks.find(root)).containsExactly(check("npm test", "package.json", "npm", "test"),
                check(Part.BOOT, "npm run build", "package.json", "npm", "run", "build"));

        file("package.json", "{\"scripts\": {\"test\": \"jest --ci\"}}");
        assertThat(lines()).containsExactly("V_log npm test: npm test -- --json --outputFile=$COUNTERSIGN_REPORTS/jest.json");
        file("yarn.lock", "");
        assertThat(lines()).containsExactly("V_log yarn test: yarn test --json --outputFile=$COUNTERSIGN_REPORTS/jest.json");
        file("pnpm-lock.yaml", "");
        file("package.json", "{\"scripts\": {\"test\": \"vitest\"}}");
        assertThat(lines()).containsExactly(
                "V_log pnpm test: pnpm test --run --reporter=default --reporter=json --outputFile.json=$COUNTERSIGN_REPORTS/vitest.json");
        file("package.json", "{\"scripts\": {\"test\": \"tsc && jest\"}}");
        assertThat(lines()).containsExactly("V_log pnpm test: pnpm test");
    }

    @Test
    void checkersOfNodeRunWhereTheyAreInstalledAndHaveSettings() throws IOException {
        file("package.json", "{}");
        file("tsconfig.json", "{}");
        assertThat(lines()).isEmpty();

        program("node_modules/.bin/tsc");
        program("node_modules/.bin/eslint");
        assertThat(lines()).containsExactly("V_str tsc: node_modules/.bin/tsc --noEmit --pretty false -p .");
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
        file("rustfmt.toml", "");
        file("go.mod", "");
        file("Makefile", "test:\n\tcargo test\n");

        assertThat(lines()).containsExactly("V_str cargo fmt: cargo fmt --check", "V_log cargo test: cargo test --no-fail-fast",
                "V_boot cargo build: cargo build --all-targets", "V_log go test: go test -json ./...", "V_boot go build: go build -o /dev/null ./...");
    }

    @Test
    void projectsBelowAreFoundUnlessTheirToolIsUsedAboveThem() throws IOException {
        file("server/pom.xml", "<project/>");
        file("server/module/pom.xml", "<project/>");
        file("web/package.json", "{\"scripts\": {\"test\": \"mocha\"}}");
        file("web/node_modules/x/package.json", "{\"scripts\": {\"test\": \"mocha\"}}");
        file("tools/lint/Cargo.toml", "");
        file("tools/gen/go.mod", "");
        file("tests/sample/pom.xml", "<project/>");

        assertThat(lines()).containsExactly("V_log mvn test in server: mvn -B -ntp -f server/pom.xml test",
                "V_log go test in tools/gen: go -C tools/gen test -json ./...", "V_boot go build in tools/gen: go -C tools/gen build -o /dev/null ./...",
                "V_log cargo test in tools/lint: cargo test --manifest-path tools/lint/Cargo.toml --no-fail-fast",
                "V_boot cargo build in tools/lint: cargo build --manifest-path tools/lint/Cargo.toml --all-targets",
                "V_log npm test in web: npm --prefix web test -- --reporter json --reporter-option output=$COUNTERSIGN_REPORTS/mocha.json");
    }

    @Test
    void pytestImportsThePackageOfThisTree() throws IOException {
        file("pyproject.toml", "[tool.pytest.ini_options]\n");
        file("src/x/__init__.py", "");
        assertThat(ProjectChecks.find(root).getLast().argv()).endsWith("-o", "pythonpath=src");

        file("pyproject.toml", "[tool.pytest.ini_options]\npythonpath = ['src', 'more']\n");
        assertThat(ProjectChecks.find(root).getLast().argv()).doesNotContain("pythonpath=src");
    }

    @Test
    void pytestByItsSettingsOrItsTests() throws IOException {
        var pytest = List.of("python3", "-m", "pytest", "-q", "-o", "cache_dir=$TMPDIR/pytest", "--junitxml=$COUNTERSIGN_REPORTS/pytest.xml");
        file("pyproject.toml", "[project]\nname = 'x'\n");
        assertThat(ProjectChecks.find(root)).isEmpty();

        file("tests/test_x.py", "");
        assertThat(ProjectChecks.find(root)).containsExactly(new CheckCommand("pytest", Part.LOG, pytest, Duration.ofMinutes(15), "tests"));

        file("pyproject.toml", "[tool.pytest.ini_options]\n[tool.ruff]\n");
        assertThat(ProjectChecks.find(root)).containsExactly(
                check(Part.STR, "ruff", "pyproject.toml", "ruff", "check", "--no-cache", "--output-format", "concise", "."),
                new CheckCommand("pytest", Part.LOG, pytest, Duration.ofMinutes(15), "pyproject.toml"));

        file("uv.lock", "");
        assertThat(ProjectChecks.find(root).getLast().argv()).startsWith("uv", "run", "--frozen", "--offline", "python", "-m", "pytest");
        program(".venv/bin/python");
        assertThat(ProjectChecks.find(root).getLast().argv()).startsWith(".venv/bin/python", "-m", "pytest");
    }

    @Test
    void cmakeDotNetAndBazel() throws IOException {
        file("CMakeLists.txt", "project(a C)\n");
        file("a.sln", "");
        file("MODULE.bazel", "");

        assertThat(ProjectChecks.find(root)).extracting(CheckCommand::name, CheckCommand::foundBy).containsExactly(
                org.assertj.core.groups.Tuple.tuple("ctest", "CMakeLists.txt"), org.assertj.core.groups.Tuple.tuple("dotnet test", "a.sln"),
                org.assertj.core.groups.Tuple.tuple("bazel test", "MODULE.bazel"));
    }

    @Test
    void makeComesLast() throws IOException {
        file("Makefile", "test := 1\ncheck: all\n\tdiff a b\n");

        assertThat(ProjectChecks.find(root)).containsExactly(check("make check", "Makefile", "make", "check"));
    }
}
