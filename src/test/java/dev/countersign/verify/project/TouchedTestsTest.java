package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.plan.Contract;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Scale;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TouchedTestsTest {
    @TempDir
    private Path folder;

    private static Optional<String> narrowed(String command, String changed, String others) {
        var files = new HashMap<WorkspacePath, FileState>();
        var changes = new ArrayList<FileChange>();
        for (String path : changed.split(" ")) {
            var state = FileState.file(path.getBytes(), false);
            files.put(WorkspacePath.of(path), state);
            changes.add(new FileChange.Modified(WorkspacePath.of(path), FileState.file(new byte[0], false), state));
        }
        if (others != null) {
            Arrays.stream(others.split(" ")).forEach(path -> files.put(WorkspacePath.of(path), FileState.file(path.getBytes(), false)));
        }
        return new TouchedTests(changes, new Snapshot(files)).of(new CheckCommand("check", Part.LOG, List.of(command.split(" ")), Duration.ofSeconds(9), "given"))
                .map(c -> String.join(" ", c.argv()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "mvn -B test | src/main/java/a/B.java src/test/java/a/CTest.java | src/test/java/a/BTest.java "
                    + "| mvn -B test -Dtest=BTest,CTest -Dsurefire.failIfNoSpecifiedTests=false",
            "./gradlew --no-daemon -p app cleanTest test | app/src/main/kotlin/B.kt | app/src/test/kotlin/BTest.kt "
                    + "| ./gradlew --no-daemon -p app cleanTest test --tests *.BTest",
            "go test -json ./... | calc/add.go main.go | go.mod | go test -json . ./calc",
            "go -C srv test -json ./... | srv/a/b.go x/y.go | | go -C srv test -json ./a",
            "cargo test --no-fail-fast | src/a/b.rs src/lib.rs | src/main.rs | cargo test --no-fail-fast -- a::b:: tests::",
            "cargo test --manifest-path p/Cargo.toml | p/tests/one.rs p/src/a.rs | p/src/lib.rs | cargo test --manifest-path p/Cargo.toml --test one --lib",
            "python3 -m pytest -q | calc.py tests/test_b.py | tests/test_calc.py tests/test_c.py | python3 -m pytest -q tests/test_b.py tests/test_calc.py",
            "python3 -m pytest -q --rootdir p p | p/calc.py | p/tests/test_calc.py q/test_calc.py | python3 -m pytest -q --rootdir p p/tests/test_calc.py",
            "npm test -- --json --outputFile=$R/jest.json | src/a.ts | | npm test -- --json --outputFile=$R/jest.json --findRelatedTests src/a.ts",
            "pnpm -C web test --run --outputFile.json=$R/vitest.json | web/src/a.ts | web/src/a.test.ts b/a.test.ts "
                    + "| pnpm -C web test --run --outputFile.json=$R/vitest.json src/a.test.ts",
            "dotnet test a.sln | src/B.cs | test/BTests.cs | dotnet test a.sln --filter FullyQualifiedName~BTests",
            "bazel test //... --test_output=errors | a/b/c.cc d/e.py | a/BUILD.bazel BUILD | bazel test //:all //a:all --test_output=errors"})
    void toolIsToldWhichTestsTheChangeTouches(String command, String changed, String others, String narrowed) {
        assertThat(narrowed(command, changed, others)).contains(narrowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"mvn -B test | README.md", "mvn -B verify | src/test/java/a/BTest.java", "make test | a.c", "sh -c go | a.go",
            "npm test | a.test.js", "cargo build | src/lib.rs"})
    void whereItCannotBeToldOrNothingIsTouchedThereIsNoSuchRun(String command, String changed) {
        assertThat(narrowed(command, changed, null)).isEmpty();
    }

    private record Seen(SensorResult result, List<String> output) {}

    /// A package of two modules, of which `slow` is not touched.
    private Seen python(String calc, String slowTest, Verifier.Effort effort) throws IOException {
        assumeTrue(isThere(), "pytest is not installed");
        Path live = Files.createDirectories(folder.resolve("live"));
        Files.createDirectories(live.resolve("tests"));
        Files.writeString(live.resolve("pytest.ini"), "[pytest]\naddopts = -p no:benchmark\n");
        Files.writeString(live.resolve("calc.py"), "def add(a, b):\n    return a + b\n");
        Files.writeString(live.resolve("tests/conftest.py"), "import os, sys\nsys.path.insert(0, os.getcwd())\n");
        Files.writeString(live.resolve("tests/test_calc.py"), "from calc import add\n\ndef test_adds():\n    assert add(1, 2) == 3\n");
        Files.writeString(live.resolve("tests/test_slow.py"), slowTest);
        var lines = new ArrayList<String>();
        try (PackStore store = PackStore.open(folder.resolve("content.pack"))) {
            Workspace workspace = Workspace.open(live);
            Snapshot base = workspace.capture(store, Progress.NONE);
            try (Stage stage = workspace.stage(folder.resolve("stage"), base, store, Progress.NONE)) {
                Files.writeString(stage.root().resolve("calc.py"), calc);
                Snapshot tree = stage.capture(Progress.NONE);
                var sandbox = new LocalSandbox(folder.resolve("scratch"), new SecureRandom());
                var verifier = new ProjectVerifier(sandbox, List.of(), new CheckEnvironment(System.getenv(), folder.resolve("home"), folder.resolve("tmp"),
                        Path.of(System.getProperty("user.home")), Path.of(System.getProperty("java.home"))), new ResultCache(folder.resolve("results")), Scale.DEFAULT,
                        InstantSource.system());
                SensorResult result = verifier.verify(new Verifier.Request(stage, tree, Changeset.between(base, tree, store), Contract.OPEN, store,
                        verifier.detect(live), dev.countersign.verify.Together.ALONE, effort, sandbox.protection().level()), new Verifier.Listener() {
                            @Override
                            public void output(String sensor, String line) {
                                lines.add(line);
                            }
                        }, Progress.NONE).of(Part.LOG).getFirst();
                assertThat(stage.capture(Progress.NONE)).isEqualTo(tree);
                return new Seen(result, lines);
            }
        }
    }

    private static boolean isThere() {
        try {
            return new ProcessBuilder("python3", "-m", "pytest", "--version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static final String SLOW = "def test_slow():\n    assert True\n";

    @Test
    @Timeout(120)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
    void touchedTestsThatFailEndTheCheckBeforeTheOthersRun() throws IOException {
        Seen seen = python("def add(a, b):\n    return a - b\n", SLOW, Verifier.Effort.REUSE);
        assertThat(seen.result().residuals()).singleElement().satisfies(r -> assertThat(r.path()).contains(WorkspacePath.of("tests/test_calc.py")))
                .extracting(Residual::line).isEqualTo(4);
        assertThat(seen.result().baseline().compared()).isTrue();
        assertThat(seen.output()).first().asString().startsWith("First the tests that this change touches: python3 -m pytest").endsWith("tests/test_calc.py");
        assertThat(seen.output()).last().isEqualTo("Tests that the change touches fail; the others were not run.");
        assertThat(seen.result().evidence().orElseThrow().output()).doesNotContain("2 passed").contains("1 failed");
    }

    @Test
    @Timeout(120)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
    void allTestsRunWhereTheTouchedOnesPassOrAllAreAskedFor() throws IOException {
        Seen sound = python("def add(a, b):\n    return b + a\n", SLOW, Verifier.Effort.REUSE);
        assertThat(sound.result().state()).isEqualTo(new State.Passed("2 tests passed"));
        assertThat(sound.output()).contains("Now all tests:");

        Seen all = python("def add(a, b):\n    return a - b\n", SLOW, Verifier.Effort.FRESH);
        assertThat(all.output()).noneMatch(line -> line.startsWith("First the tests"));
        assertThat(all.result().evidence().orElseThrow().output()).contains("1 failed, 1 passed");
    }

    @Test
    @Timeout(120)
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
    void testOutsideOfWhatIsTouchedIsFoundByTheSecondRun() throws IOException {
        Seen seen = python("def add(a, b):\n    return a + b\n\nMODE = 1\n", "import calc\n\ndef test_mode():\n    assert not hasattr(calc, 'MODE')\n",
                Verifier.Effort.REUSE);
        assertThat(seen.result().residuals()).singleElement().satisfies(r -> assertThat(r.path()).contains(WorkspacePath.of("tests/test_slow.py")));
    }
}
