package dev.countersign.verify.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Contract;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.Readings;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Scale;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Together;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.verify.syntax.Pythons;
import dev.countersign.verify.syntax.SyntaxSensor;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
@Timeout(120)
class ProjectVerifierTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    @TempDir
    private Path folder;
    private PackStore store;
    private Stage stage;
    private Snapshot base;
    private final Map<String, String> system = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "SECRET_TOKEN", "s3cret"));

    @BeforeEach
    void open() throws IOException {
        Path live = Files.createDirectory(folder.resolve("live"));
        Files.writeString(live.resolve("a.json"), "{}");
        store = PackStore.open(folder.resolve("content.pack"));
        Workspace workspace = Workspace.open(live);
        base = workspace.capture(store, Progress.NONE);
        stage = workspace.stage(folder.resolve("stage"), base, store, Progress.NONE);
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
        store.close();
    }

    private ProjectVerifier verifier() {
        return new ProjectVerifier(new LocalSandbox(folder.resolve("scratch"), new SecureRandom()),
                List.of(new SyntaxSensor(new Readings(100), Pythons.none()), new ForbiddenLines(Duration.ofMillis(200))),
                new CheckEnvironment(system, folder.resolve("home"), folder.resolve("tmp"), folder.resolve("user"),
                        Path.of(System.getProperty("java.home"))), new ResultCache(folder.resolve("results")), Scale.DEFAULT, InstantSource.fixed(NOW));
    }

    private static CheckCommand sh(String script) {
        return command(Duration.ofSeconds(60), "sh", "-c", script);
    }

    private static CheckCommand command(Duration limit, String... argv) {
        return new CheckCommand("check", Part.LOG, List.of(argv), limit, "given");
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(stage.root().resolve(name).getParent());
        Files.writeString(stage.root().resolve(name), content);
    }

    private Verification verify(CheckCommand... checks) throws IOException {
        return verify(Verifier.Listener.NONE, Progress.NONE, checks);
    }

    private Verification verify(Verifier.Listener listener, Progress progress, CheckCommand... checks) throws IOException {
        Snapshot tree = stage.capture(Progress.NONE);
        return verifier().verify(new Verifier.Request(stage, tree, Changeset.between(base, tree, store),
                new Contract(List.of(), List.of("FORBIDDEN"), List.of()), store, Arrays.asList(checks), Level.L0), listener, progress);
    }

    private static SensorResult log(Verification verification) {
        return verification.of(Part.LOG).getFirst();
    }

    @Test
    void everyPartHasAResultAndWhatIsNotCheckedSaysSo() throws IOException {
        write("a.json", "{\"a\": 1}");

        Verification verification = verify();

        assertThat(verification.results()).extracting(SensorResult::part)
                .containsExactly(Part.SYN, Part.STR, Part.LOG, Part.BOOT, Part.SHEAF);
        assertThat(verification.of(Part.SYN).getFirst().state()).isEqualTo(new State.Passed("1 file"));
        assertThat(verification.of(Part.STR).getFirst().state()).isEqualTo(new State.Passed("1 added line"));
        assertThat(log(verification).state()).isEqualTo(
                new State.NotChecked("No check command was found in this project, and none was given."));
        assertThat(verification.of(Part.BOOT).getFirst().state()).isInstanceOf(State.NotChecked.class);
        assertThat(verification.of(Part.SHEAF).getFirst().state()).isInstanceOf(State.NotChecked.class);
        assertThat(verification.at()).isEqualTo(NOW);
        assertThat(verification.speaksFor(stage.capture(Progress.NONE).treeHash())).isTrue();
    }

    @Test
    void syntaxAndContractFaultsCount() throws IOException {
        write("a.json", "{ FORBIDDEN\n");

        Verification verification = verify();

        assertThat(verification.energy(Part.SYN)).isEqualTo(1);
        assertThat(verification.energy(Part.STR)).isEqualTo(1);
        assertThat(verification.isStable()).isFalse();
    }

    @Test
    void passedCommandHasItsEvidence() throws IOException {
        String text = "2 passed in 0.01s\n";
        SensorResult result = log(verify(sh("printf '2 passed in 0.01s\\n'")));

        assertThat(result.state()).isEqualTo(new State.Passed("2 tests passed"));
        assertThat(result.evidence()).hasValueSatisfying(e -> {
            assertThat(e.argv()).containsExactly("sh", "-c", "printf '2 passed in 0.01s\\n'");
            assertThat(e.exit()).contains(0);
            assertThat(e.log()).isEqualTo(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
            assertThat(e.output()).isEqualTo(text);
        });
    }

    private CheckCommand counting(String then) {
        return sh("echo x >> '" + folder.resolve("count") + "'; " + then);
    }

    private int runs() throws IOException {
        return Files.exists(folder.resolve("count")) ? Files.readAllLines(folder.resolve("count")).size() : 0;
    }

    @Test
    void sameTreeIsNotCheckedTwiceAndSaysSo() throws IOException {
        SensorResult first = log(verify(counting("echo fine")));
        SensorResult second = log(verify(counting("echo fine")));

        assertThat(runs()).isEqualTo(1);
        assertThat(first.evidence().orElseThrow().reusedFrom()).isEmpty();
        assertThat(second.evidence().orElseThrow().reusedFrom()).contains(NOW);
        assertThat(second.state()).isEqualTo(first.state());
        assertThat(second.evidence().orElseThrow().log()).isEqualTo(first.evidence().orElseThrow().log());
        assertThat(second.evidence().orElseThrow().origin().orElseThrow().tree()).isEqualTo(stage.capture(Progress.NONE).treeHash());
    }

    @Test
    void anotherTreeOrEnvironmentIsCheckedAnew() throws IOException {
        verify(counting("true"));
        write("a.json", "{\"a\": 1}");
        verify(counting("true"));
        system.put("TZ", "Asia/Tokyo");
        verify(counting("true"));

        assertThat(runs()).isEqualTo(3);
    }

    @Test
    void checkingAgainRunsEverythingOrOnlyWhatIsAskedFor() throws IOException {
        Snapshot tree = stage.capture(Progress.NONE);
        CheckCommand one = new CheckCommand("one", Part.LOG, counting("true").argv(), Duration.ofSeconds(60), "given");
        CheckCommand two = new CheckCommand("two", Part.LOG, counting("true").argv(), Duration.ofSeconds(60), "given");
        for (Verifier.Effort effort : List.of(Verifier.Effort.REUSE, Verifier.Effort.only("two"), Verifier.Effort.FRESH)) {
            verifier().verify(new Verifier.Request(stage, tree, Changeset.between(base, tree, store), Contract.OPEN, store,
                    List.of(one, two), Together.ALONE, effort, Level.L0), Verifier.Listener.NONE, Progress.NONE);
        }

        assertThat(runs()).isEqualTo(2 + 1 + 2);
    }

    @Test
    void damagedKeptResultIsAsNone() throws IOException {
        verify(counting("true"));
        try (var kept = Files.list(folder.resolve("results"))) {
            for (Path file : kept.toList()) {
                Files.writeString(file, "{");
            }
        }

        assertThat(log(verify(counting("true"))).evidence().orElseThrow().reusedFrom()).isEmpty();
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    void failureOfTheBaseIsShownApartAndIsNoPass() throws IOException {
        write("src/A.java", "class A {}");

        SensorResult result = log(verify(sh("echo \"$PWD/a.json:1: error: old\"; exit 1")));

        assertThat(result.state()).isInstanceOf(State.NotChecked.class);
        assertThat(result.baseline().before()).singleElement().satisfies(r -> assertThat(r.message()).isEqualTo("old"));
    }

    @Test
    void aCommandThatFailsOnBothTreesInOtherWordsIsNeitherTheChangesDoingNorMended() throws IOException {
        write("b.json", "{}");

        SensorResult result = log(verify(sh("ls; echo took 0.$(ls | wc -l) s; exit 1")));

        assertThat(result.state()).isInstanceOf(State.NotChecked.class);
        assertThat(result.baseline().mended()).isEmpty();
        assertThat(result.baseline().before()).singleElement().satisfies(r -> assertThat(r.message()).contains("exit status 1", "b.json"));
    }

    @Test
    void aCommandThatEndsWithAnotherStatusThanOnTheBaseCounts() throws IOException {
        write("b.json", "{}");

        assertThat(log(verify(sh("test -f b.json && exit 2; exit 1"))).state()).isInstanceOf(State.Failed.class);
    }

    @Test
    void onlyWhatTheChangeBrokeCountsBesideWhatWasBroken() throws IOException {
        write("b.json", "{}");

        Verification verification = verify(sh("for f in *.json; do echo \"$PWD/$f:1: error: bad\"; done; exit 1"));

        assertThat(verification.residuals()).extracting(r -> r.path().orElseThrow().value()).containsExactly("b.json");
        assertThat(log(verification).baseline().before()).extracting(r -> r.path().orElseThrow().value()).containsExactly("a.json");
        assertThat(verification.energy()).isEqualTo(1);
    }

    @Test
    void whatWasMendedIsKnownOnceTheBaseWasChecked() throws IOException {
        CheckCommand check = sh("test -f mended && exit 0; echo \"$PWD/a.json:1: error: bad\"; exit 1");
        write("other", "x");
        verify(check);
        write("mended", "x");

        SensorResult result = log(verify(check));

        assertThat(result.state()).isEqualTo(new State.Passed("exit 0"));
        assertThat(result.baseline().mended()).singleElement().satisfies(r -> assertThat(r.message()).isEqualTo("bad"));
    }

    @Test
    void failedCommandNamesThePlaceInTheTree() throws IOException {
        write("src/A.java", "class A {}");

        SensorResult result = log(verify(sh("echo \"$PWD/src/A.java:3: error: ';' expected\"; exit 1")));

        assertThat(result.state()).isEqualTo(new State.Failed(List.of(new Residual(Part.LOG, "check",
                Optional.of(WorkspacePath.of("src/A.java")), 3, 0, "';' expected", 1, 1))));
    }

    @Test
    void failedCommandWithoutAPlaceShowsItsLastLines() throws IOException {
        SensorResult result = log(verify(sh("echo one; echo two >&2; exit 4")));

        assertThat(result.residuals()).singleElement().satisfies(r -> {
            assertThat(r.message()).startsWith("It ended with exit status 4:").contains("one", "two");
            assertThat(r.path()).isEmpty();
        });
    }

    @Test
    void commandThatHangsIsAFailureThatSaysSo() throws IOException {
        SensorResult result = log(verify(command(Duration.ofMillis(300), "sleep", "300")));

        assertThat(result.residuals()).singleElement().satisfies(r ->
                assertThat(r.message()).isEqualTo("It did not end within 300 ms and was stopped."));
        assertThat(result.evidence().orElseThrow().exit()).isEmpty();
    }

    @Test
    void commandThatFloodsIsStoppedAndItsOutputStaysBounded() throws IOException {
        SensorResult result = log(verify(sh("yes 0123456789012345678901234567890123456789")));

        assertThat(result.residuals()).singleElement().satisfies(r ->
                assertThat(r.message()).isEqualTo("It wrote more than 32 MB of output and was stopped."));
        assertThat(result.evidence().orElseThrow().output()).hasSizeLessThan(CheckOutput.KEPT + 100).startsWith("[");
    }

    @Test
    void missingProgramIsNotChecked() throws IOException {
        system.put("PATH", "/nowhere");

        assertThat(log(verify(command(Duration.ofSeconds(9), "mvn", "test"))).state()).isEqualTo(new State.NotChecked(
                "mvn is not installed, or not on the PATH. Install Apache Maven, or add the Maven wrapper (mvnw) to the project,"
                        + " then check again."));
    }

    @Test
    void javaIsAlwaysFound() throws IOException {
        assumeTrue(Files.isExecutable(Path.of(System.getProperty("java.home"), "bin", "java")), "the runtime has no launcher");
        system.put("PATH", "/nowhere");

        assertThat(log(verify(command(Duration.ofSeconds(60), "java", "-version"))).state()).isEqualTo(new State.Passed("exit 0"));
    }

    @Test
    void environmentIsTheAllowListOnly() throws IOException {
        SensorResult result = log(verify(sh("env")));

        String output = result.evidence().orElseThrow().output();
        assertThat(output).doesNotContain("SECRET_TOKEN", "s3cret").contains("HOME=" + folder.resolve("home") + "\n",
                "TMPDIR=" + folder.resolve("tmp") + "\n", "CI=true\n");
    }

    @Test
    void whatCommandsWereGivenAndWhatTheyCoveredIsKept() throws IOException {
        system.put("LANG", "C.UTF-8");
        Verification found = verify(sh("printf 'SF:a.json\\nDA:1,1\\nend_of_record\\n' >lcov.info; mkdir -p coverage; mv lcov.info coverage/"));

        assertThat(found.variables()).containsEntry("CI", "true").containsEntry("LANG", "C.UTF-8").doesNotContainKey("SECRET_TOKEN");
        assertThat(found.coverage().orElseThrow().reports()).containsExactly("coverage/lcov.info");
    }

    @Test
    void cachesOfTheUserAreShared() throws IOException {
        Files.createDirectories(folder.resolve("user/.m2/repository"));
        Files.createDirectories(folder.resolve("user/.cargo"));
        system.put("GRADLE_USER_HOME", "/g");

        String output = log(verify(sh("env"))).evidence().orElseThrow().output();

        assertThat(output).contains("MAVEN_OPTS=-Dmaven.repo.local=" + folder.resolve("user/.m2/repository") + "\n",
                "CARGO_HOME=" + folder.resolve("user/.cargo") + "\n", "GRADLE_USER_HOME=/g\n").doesNotContain("npm_config_cache");
    }

    @Test
    void proxyWithAPasswordIsNotPassedOn() throws IOException {
        system.put("http_proxy", "http://me:pw@proxy:1");
        system.put("https_proxy", "http://proxy:1");

        assertThat(log(verify(sh("env"))).evidence().orElseThrow().output()).contains("https_proxy=http://proxy:1").doesNotContain("pw@");
    }

    @Test
    void whatACheckWritesIsPutBackAndNamed() throws IOException {
        write("a.json", "{\"a\": 1}");
        Snapshot tree = stage.capture(Progress.NONE);

        Verification verification = verify(sh("echo tampered > a.json; mkdir -p made; echo x > made/file"));

        assertThat(verification.of(Part.LOG)).hasSize(2);
        assertThat(verification.of(Part.LOG).getLast().state()).isInstanceOfSatisfying(State.NotChecked.class,
                n -> assertThat(n.why()).startsWith("The checks changed 2 files of the tree, which were put back: a.json, made/file."));
        assertThat(stage.capture(Progress.NONE)).isEqualTo(tree);
        assertThat(stage.root().resolve("a.json")).hasContent("{\"a\": 1}");
        assertThat(verification.tree()).isEqualTo(tree.treeHash());
    }

    @Test
    void aCheckThatOnlyAddsFilesRunsOnceOnItsBase() throws IOException {
        CheckCommand adds = sh("grep -q broken a.json && echo tree >> $TMPDIR/runs || echo base >> $TMPDIR/runs; echo x > made; echo 'a.json:1: error: as ever'; exit 1");
        write("a.json", "{\"broken\": 1}");
        verify(adds);
        write("a.json", "{\"broken\": 2}");
        assertThat(log(verify(adds)).baseline().before()).hasSize(1);

        assertThat(Files.readAllLines(folder.resolve("tmp/runs"))).containsExactly("tree", "base", "tree");
    }

    @Test
    void aCheckThatChangesFilesRunsOnItsBaseEachTime() throws IOException {
        CheckCommand changes = sh("grep -q broken a.json && echo tree >> $TMPDIR/runs || echo base >> $TMPDIR/runs; echo >> a.json; echo 'a.json:1: error: as ever'; exit 1");
        write("a.json", "{\"broken\": 1}");
        verify(changes);
        write("a.json", "{\"broken\": 2}");
        verify(changes);

        assertThat(Files.readAllLines(folder.resolve("tmp/runs"))).containsExactly("tree", "base", "tree", "base");
    }

    @Test
    void cancelEndsTheCommandAndPutsTheTreeBack() throws IOException {
        var cancelled = new AtomicBoolean();
        Progress progress = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return cancelled.get();
            }
        };
        Verifier.Listener listener = new Verifier.Listener() {
            @Override
            public void output(String sensor, String line) {
                cancelled.set(true);
            }
        };
        Snapshot tree = stage.capture(Progress.NONE);

        assertThatThrownBy(() -> verify(listener, progress, sh("echo x > made; echo go; sleep 300")))
                .isInstanceOf(Progress.CancelledException.class);
        assertThat(stage.capture(Progress.NONE)).isEqualTo(tree);
    }

    @Test
    void linesAndResultsAreHeardAsTheyCome() throws IOException {
        var heard = new ArrayList<String>();
        Verifier.Listener listener = new Verifier.Listener() {
            @Override
            public void started(Part part, String sensor) {
                heard.add("start " + sensor);
            }

            @Override
            public void output(String sensor, String line) {
                heard.add(sensor + "> " + line);
            }

            @Override
            public void finished(SensorResult result) {
                heard.add("end " + result.sensor());
            }
        };

        Verification verification = verify(listener, Progress.NONE, sh("printf 'one\\n\\033[31mt\\303\\274\\033[0m\\nlast'"));

        assertThat(heard).containsSubsequence("start check", "check> one", "check> tü", "check> last", "end check")
                .filteredOn(h -> h.startsWith("end ")).hasSameSizeAs(verification.results());
    }

    @Test
    void environmentDigestFollowsWhatCommandsCanSee() throws IOException {
        Sha256 one = verify(sh("true")).environment();
        Sha256 same = verify(sh("true")).environment();
        system.put("TZ", "Asia/Tokyo");

        assertThat(same).isEqualTo(one);
        assertThat(verify(sh("true")).environment()).isNotEqualTo(one);
    }

    @Test
    void packagesThatAreNotInstalledAreNotChecked() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.writeString(bin.resolve("npm"), "#!/bin/sh\necho 'sh: 1: jest: not found'\nexit 127\n");
        assertThat(bin.resolve("npm").toFile().setExecutable(true)).isTrue();
        system.put("PATH", bin + ":" + system.get("PATH"));

        assertThat(log(verify(command(Duration.ofSeconds(9), "npm", "test"))).state()).isEqualTo(new State.NotChecked(
                "The packages of this project are not installed. Run npm install in your workspace, then check again."));
    }

    @Test
    void realPythonTestsAreCountedAndTheirFailuresFound() throws IOException {
        assumeTrue(works("python3", "-c", "import unittest"), "python3 is not installed");
        write("test_calc.py", """
                import unittest

                class Calc(unittest.TestCase):
                    def test_ok(self):
                        pass

                    def test_adds(self):
                        self.assertEqual(1 + 1, 2)
                """);
        CheckCommand check = command(Duration.ofSeconds(60), "python3", "-m", "unittest", "-q");
        assertThat(log(verify(check)).state()).isEqualTo(new State.Passed("2 tests passed"));

        write("test_calc.py", Files.readString(stage.root().resolve("test_calc.py")).replace("1 + 1", "1 - 1"));
        assertThat(log(verify(check)).residuals()).singleElement().satisfies(r -> {
            assertThat(r.path()).contains(WorkspacePath.of("test_calc.py"));
            assertThat(r.line()).isEqualTo(8);
            assertThat(r.message()).isEqualTo("AssertionError: 0 != 2");
        });
    }

    private static boolean works(String... argv) {
        try {
            return new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
