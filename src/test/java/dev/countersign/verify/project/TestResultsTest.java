package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Contract;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Scale;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Smoke;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A runner of few lines reads what its tests do from a file of the tree, and reports it as TAP.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
@Timeout(60)
class TestResultsTest {
    private static final String RUNNER = """
            echo x >> 'FOLDER/runs'; echo TAP version 13; code=0; n=0
            while read -r name does; do
              n=$((n + 1))
              if [ "$does" = shaky ]; then
                if [ -e 'FOLDER/shaken' ]; then does=pass; else does=fail; : > 'FOLDER/shaken'; fi
              fi
              case $does in
                pass) echo "ok $n - $name";;
                skip) echo "ok $n - $name # SKIP";;
                *) echo "not ok $n - $name"; echo "# at tests.txt:$n"; code=1;;
              esac
            done < tests.txt
            echo "1..$n"; exit $code
            """;

    @TempDir
    private Path folder;
    private Path live;
    private PackStore store;

    @BeforeEach
    void open() throws IOException {
        live = Files.createDirectory(folder.resolve("live"));
        store = PackStore.open(folder.resolve("content.pack"));
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    /// What the runner says of the second tests where the first are those of the base.
    private SensorResult check(String before, String after) throws IOException {
        return check(before, after, new CheckCommand("check", Part.LOG, List.of("sh", "-c", RUNNER.replace("FOLDER", folder.toString())),
                Duration.ofSeconds(30), "given"));
    }

    private SensorResult check(String before, String after, CheckCommand check) throws IOException {
        Files.writeString(live.resolve("tests.txt"), before);
        Workspace workspace = Workspace.open(live);
        Snapshot base = workspace.capture(store, Progress.NONE);
        try (Stage stage = workspace.stage(folder.resolve("stage"), base, store, Progress.NONE)) {
            Files.writeString(stage.root().resolve("tests.txt"), after);
            Snapshot tree = stage.capture(Progress.NONE);
            return verifier().verify(new Verifier.Request(stage, tree, Changeset.between(base, tree, store), Contract.OPEN, store,
                    List.of(check), Level.L0), Verifier.Listener.NONE, Progress.NONE).of(check.part()).getFirst();
        }
    }

    private ProjectVerifier verifier() {
        return new ProjectVerifier(new LocalSandbox(folder.resolve("scratch"), new SecureRandom()), List.of(),
                new CheckEnvironment(Map.of("PATH", System.getenv("PATH")), folder.resolve("home"), folder.resolve("tmp"), folder.resolve("user"),
                        Path.of(System.getProperty("java.home"))), new ResultCache(folder.resolve("results")), Scale.DEFAULT,
                InstantSource.fixed(Instant.parse("2026-11-21T08:00:00Z")));
    }

    private int runs() throws IOException {
        return Files.readAllLines(folder.resolve("runs")).size();
    }

    private static List<String> brief(SensorResult result) {
        return result.residuals().stream().map(r -> r.path().map(p -> p + ":" + r.line() + " ").orElse("") + r.message()).toList();
    }

    @Test
    void newTestsAreCounted() throws IOException {
        SensorResult result = check("a pass\nb skip\n", "a pass\nb skip\nc pass\n");

        assertThat(result.state()).isEqualTo(new State.Passed("2 tests passed, 1 skipped, 1 new"));
        assertThat(result.baseline().compared()).isTrue();
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void failedTestIsPlacedAndSoIsOnlyWhatTheChangeBroke() throws IOException {
        SensorResult result = check("a fail\nb pass\nc fail\n", "a fail\nb fail\nc pass\n");

        assertThat(brief(result)).containsExactly("tests.txt:2 b: at tests.txt:2");
        assertThat(result.baseline().before()).extracting(Residual::message).containsExactly("a: at tests.txt:1");
        assertThat(result.baseline().mended()).extracting(Residual::message).containsExactly("c: at tests.txt:3");
    }

    @Test
    void testThatDisappearedIsAResidualAndSoIsOneThatIsSkippedNow() throws IOException {
        assertThat(brief(check("a pass\nb pass\nc fail\nd pass\n", "a pass\nd skip\n"))).containsExactly(
                "b: this test is gone; on the base tree it passed.", "c: this test is gone; on the base tree it failed.",
                "d: this test is skipped now; on the base tree it ran.");
    }

    @Test
    void failuresOfTheBaseAloneArePassedWhereAllElseRan() throws IOException {
        SensorResult result = check("a fail\nb pass\n", "a fail\nb pass\nc pass\n");

        assertThat(result.state()).isEqualTo(new State.Passed("2 tests passed, 1 new, 1 fails as on the base tree"));
        assertThat(result.baseline().before()).hasSize(1);
    }

    @Test
    void aRunInWhichNoTestPassesIsNoPass() throws IOException {
        assertThat(check("a fail\nb fail\n", "a fail\nb fail\nc skip\n").state())
                .isEqualTo(new State.NotChecked("No test passed. 2 fail as on the base tree."));
    }

    @Test
    void aRunOfNoTestIsNoPassThoughItEndsWell() throws IOException {
        assertThat(check("a skip\n", "a skip\nb skip\n").state())
                .isEqualTo(new State.NotChecked("It ended with exit status 0, but no test ran, 2 skipped."));
        assertThat(check("", "x", new CheckCommand("check", Part.LOG, List.of("sh", "-c", "echo 'test result: ok. 0 passed; 0 failed;'"),
                Duration.ofSeconds(30), "given")).state()).isEqualTo(new State.NotChecked("It ended with exit status 0, but no test ran."));
    }

    @Test
    void flakyTestPassesMarked() throws IOException {
        SensorResult result = check("a pass\nb pass\n", "a pass\nb shaky\n");

        assertThat(result.state()).isEqualTo(new State.Passed("2 tests passed, 1 flaky (b)"));
        assertThat(runs()).isEqualTo(3);
    }

    @Test
    void newTestThatIsFlakyIsAResidual() throws IOException {
        assertThat(brief(check("a pass\n", "a pass\nb shaky\n")))
                .containsExactly("b: it is new, and both passed and failed on the same tree.");
    }

    @Test
    void sameTreeIsKnownWithItsTests() throws IOException {
        SensorResult first = check("a pass\nb pass\n", "a pass\n");
        SensorResult second = check("a pass\nb pass\n", "a pass\n");

        assertThat(second.state()).isEqualTo(first.state()).isInstanceOf(State.Failed.class);
        assertThat(second.evidence().orElseThrow().reusedFrom()).isPresent();
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void runWithoutAReportIsNoPassWhereTheBaseHadTests() throws IOException {
        assertThat(check("a pass\n", "a fail\n", new CheckCommand("check", Part.LOG, List.of("sh", "-c",
                "grep -q pass tests.txt && printf '1..2\\nok\\nok\\n'; true"), Duration.ofSeconds(30), "given")).state()).isEqualTo(new State.Passed("exit 0"));
        check("a pass\n", "b pass\n", known());
        assertThat(check("a pass\n", "a fail\n", known()).state())
                .isEqualTo(new State.NotChecked("No report of single tests was written; on the base tree there were 2 tests."));
    }

    private static CheckCommand known() {
        return new CheckCommand("known", Part.LOG, List.of("sh", "-c", "grep -q pass tests.txt && printf '1..2\\nok\\nok\\n'; true"),
                Duration.ofSeconds(30), "given");
    }

    @Test
    void reportFolderIsGivenByVariableAndInArguments() throws IOException {
        var check = new CheckCommand("check", Part.LOG, List.of("sh", "-c",
                "echo '<testsuite><testcase name=\"n\" classname=\"'$(basename \"$1\")'\"/></testsuite>' > \"$COUNTERSIGN_REPORTS/a.xml\"", "sh",
                "$COUNTERSIGN_REPORTS/x"), Duration.ofSeconds(30), "given");

        SensorResult result = check("", "a", check);

        assertThat(result.state()).isEqualTo(new State.Passed("1 test passed"));
        assertThat(result.evidence().orElseThrow().argv()).isEqualTo(check.argv());
        try (var left = Files.list(folder.resolve("tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void failedTestCountsThoughTheCommandEndsWell() throws IOException {
        assertThat(brief(check("a pass\n", "b pass\n", new CheckCommand("check", Part.LOG, List.of("sh", "-c",
                "printf '1..1\\nnot ok 1 - a\\n'"), Duration.ofSeconds(30), "given")))).isEmpty();
        assertThat(check("a pass\n", "b pass\n", new CheckCommand("check", Part.LOG, List.of("sh", "-c",
                "if grep -q b tests.txt; then printf '1..1\\nnot ok 1 - a\\n'; else printf '1..1\\nok 1 - a\\n'; fi"), Duration.ofSeconds(30), "given"))
                .residuals()).extracting(Residual::message).containsExactly("a: not ok");
    }

    /// On the base tree it starts.
    private static final String BASE = "[ -s tests.txt ] || { echo Listening; sleep 60; }; ";

    private static CheckCommand smoke(String script, Smoke smoke) {
        return new CheckCommand("start", Part.BOOT, List.of("sh", "-c", script), Duration.ofSeconds(5), "given", Optional.of(smoke));
    }

    private SensorResult start(String script, Smoke smoke) throws IOException {
        return check("", String.valueOf(script.hashCode()), smoke(script, smoke));
    }

    @Test
    void programThatStaysUpOrSaysItsWordHasStartedAndIsEnded() throws IOException {
        var stays = new Smoke(Duration.ofMillis(300), Optional.empty());
        var says = new Smoke(Duration.ZERO, Optional.of("Listening"));

        assertThat(start("echo $$ > '" + folder + "/pid'; sleep 60", stays).state()).isEqualTo(new State.Passed("started, and ran for 300 ms"));
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(start("echo Listening on 80; sleep 60", says).state()).isEqualTo(new State.Passed("started: it said \"Listening\""));
        assertThat(start("echo Listening on 80", says).state()).isEqualTo(new State.Passed("started: it said \"Listening\""));
    }

    @Test
    void programThatEndsTooSoonOrStaysSilentDidNotStart() throws IOException {
        assertThat(brief(start(BASE + "echo no such port >&2; exit 3", new Smoke(Duration.ofSeconds(4), Optional.empty()))))
                .containsExactly("It ended with exit status 3 before it had run for 4 s.\nno such port");
        assertThat(brief(start(BASE + "exit 0", new Smoke(Duration.ofSeconds(4), Optional.empty()))))
                .containsExactly("It ended with exit status 0 before it had run for 4 s.");
        assertThat(brief(start(BASE + "sleep 60", new Smoke(Duration.ZERO, Optional.of("Listening")))))
                .singleElement().asString().startsWith("It was stopped after 5 s without saying \"Listening\".");
        assertThat(start(BASE + "exit 1", new Smoke(Duration.ofSeconds(4), Optional.empty())).residuals()).hasSize(1);
    }
}
