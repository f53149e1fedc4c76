package dev.countersign.agent.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEnvironment;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure.Kind;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Missing;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.plan.Plan;
import dev.countersign.sandbox.Command;
import dev.countersign.sandbox.Level;
import dev.countersign.sandbox.Limits;
import dev.countersign.sandbox.Outcome;
import dev.countersign.sandbox.OutputListener;
import dev.countersign.sandbox.Profile;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.sandbox.SelfTest;
import dev.countersign.sandbox.Toolchains;
import dev.countersign.sandbox.local.LocalSandbox;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Agents here are real programs: small shell scripts on a PATH of their own.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the agents are POSIX shell scripts")
@Timeout(60)
class CliAgentTest {
    @TempDir
    private Path folder;
    private Path bin;
    private PackStore store;
    private Stage stage;
    private Snapshot base;
    private final List<AgentEvent> events = new ArrayList<>();
    private final Map<String, String> system = new HashMap<>();
    private final Shortened sandbox = new Shortened();

    /// The real sandbox with shorter limits, so that no test waits for the ten seconds that are the least an agent gets.
    private final class Shortened implements Sandbox {
        private final List<Limits> asked = new ArrayList<>();
        private Duration most = Duration.ofSeconds(30);

        @Override
        public Protection protection() {
            return real().protection();
        }

        @Override
        public Protection protection(Level level) {
            return real().protection(level);
        }

        @Override
        public SelfTest selfTest() {
            return real().selfTest();
        }

        @Override
        public Outcome run(Command command, Profile profile, Limits limits, OutputListener listener, Progress progress) {
            asked.add(limits);
            return real().run(command, profile, new Limits(limits.time().compareTo(most) > 0 ? most : limits.time(), limits.output()), listener,
                    progress);
        }

        private LocalSandbox real() {
            return new LocalSandbox(folder.resolve("scratch"), new SecureRandom());
        }
    }

    @BeforeEach
    void open() throws IOException {
        bin = Files.createDirectory(folder.resolve("bin"));
        Path live = Files.createDirectory(folder.resolve("live"));
        Files.writeString(live.resolve("a.txt"), "one\n");
        store = PackStore.open(folder.resolve("content.pack"));
        Workspace workspace = Workspace.open(live);
        base = workspace.capture(store, Progress.NONE);
        stage = workspace.stage(folder.resolve("stage"), base, store, Progress.NONE);
        system.put("PATH", bin + ":/usr/local/bin:/usr/bin:/bin");
        system.put("NOT_ALLOWED", "leaked");
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
        store.close();
    }

    private void program(String script) throws IOException {
        Files.writeString(bin.resolve("fake"), "#!/bin/sh\n" + script);
        assertThat(bin.resolve("fake").toFile().setExecutable(true)).isTrue();
    }

    private Agent agent(String keys) throws IOException {
        Path file = Files.writeString(folder.resolve("agents.toml"), "[[agent]]\nname = 'fake'\ncommand = 'fake'\n" + keys);
        var agents = new CliAgents(AgentRegistry.load(Optional.of(file), file), new AgentRuntime(sandbox, new Toolchains(system, folder.resolve("user-home"),
                Path.of(System.getProperty("java.home")))), folder.resolve("check-home"));
        return agents.find("fake").orElseThrow();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aProgramThatIsNotOnThePathIsMissingUntilItIsThere() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin-of-its-own"));
        system.put("PATH", bin.toString());
        Agent agent = agent("prompt = 'stdin'\ninstall = 'get fake'\n");
        var missing = new Missing(Missing.What.PROGRAM, "fake is not installed, or not on the PATH. Install it: get fake.");
        assertThat(agent.missing()).contains(missing);
        Path program = Files.writeString(bin.resolve("fake"), "#!/bin/sh\ntouch '" + folder.resolve("started") + "'\n");
        assertThat(agent.missing()).as("it cannot be run").contains(missing);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(agent.missing()).isEmpty();
        assertThat(folder.resolve("started")).as("nothing is started to find that out").doesNotExist();
    }

    private AgentResult run(Agent agent, String prompt, Progress progress) {
        var task = new AgentTask(Plan.single("t").nodes().getFirst(), "t", prompt, 1, stage, base, store, Optional.empty(),
                folder.resolve("live"), folder.resolve("home"), Level.L0);
        return agent.run(task, events::add, progress);
    }

    private AgentResult run(String keys, String prompt) throws IOException {
        return run(agent(keys), prompt, Progress.NONE);
    }

    private static void assertFailed(AgentResult result, Kind kind, String... said) {
        assertThat(result).isInstanceOfSatisfying(AgentResult.Failed.class, f -> {
            assertThat(f.failure().kind()).isEqualTo(kind);
            assertThat(f.failure().message()).contains(said);
        });
    }

    private List<String> lines() {
        return events.stream().filter(AgentEvent.Output.class::isInstance).map(e -> ((AgentEvent.Output) e).text()).toList();
    }

    @Test
    void editsTheStageAndNotTheLiveTree() throws IOException {
        program("echo two >> a.txt; echo new > b.txt; echo 'I wrote two files.'");

        AgentResult result = run("args = ['{prompt}']", "Do it");

        assertThat(result).isEqualTo(new AgentResult.Finished("I wrote two files.", Usage.UNKNOWN));
        assertThat(Changeset.between(base, stage.capture(Progress.NONE), store).changes())
                .extracting(c -> c.path().value()).containsExactly("a.txt", "b.txt");
        assertThat(folder.resolve("live/a.txt")).hasContent("one\n");
        assertThat(folder.resolve("live/b.txt")).doesNotExist();
    }

    @Test
    void promptIsOneLiteralArgument() throws IOException {
        program("for a in \"$@\"; do printf '<%s>' \"$a\"; done");
        String prompt = "$(echo P) `id` r;id {env:NOT_ALLOWED} \"quoted\" 'single' * \\";

        run("args = ['-p', '{prompt}', '{extra}', 'x{extra}']", prompt);

        assertThat(lines()).containsExactly("<-p><" + prompt + "><x{extra}>");
    }

    @Test
    void promptByStdinIsWhole() throws IOException {
        program("cat");
        String prompt = "ä line\n{env:NOT_ALLOWED}\n" + "x".repeat(300_000);

        run("prompt = 'stdin'", prompt);

        assertThat(String.join("\n", lines())).isEqualTo(prompt);
    }

    @Test
    void environmentIsTheAllowListOnly() throws IOException {
        system.put("FAKE_KEY", "k-123456789");
        system.put("FAKE_OTHER", "o-123456789");
        program("env | grep -v -e '^PWD=' -e '^_=' -e '^SHLVL=' | sed 's/k-1234/k_1234/;s/o-1234/o_1234/' | sort");

        run("args = ['{prompt}']\nenv = ['FAKE_KEY', 'FAKE_UNSET']", "P");

        assertThat(lines()).filteredOn(l -> !l.startsWith(LocalSandbox.MARK)).containsExactly("FAKE_KEY=k_123456789",
                "HOME=" + folder.resolve("home"), "LANG=C.UTF-8", "PATH=" + system.get("PATH"), "TERM=dumb");
    }

    @Test
    void startedShowsTheExactCommandWithSecretsMasked() throws IOException {
        system.put("FAKE_KEY", "k-123456789");
        program("true");

        run("args = ['--key', '{env:FAKE_KEY}', '--mode={env:FAKE_MODE:fast}', '{prompt}']\nenv = { KEY = 'x${FAKE_KEY}', MODE = 'm' }", "P");

        assertThat(events.getFirst()).isInstanceOfSatisfying(AgentEvent.Started.class, s -> {
            assertThat(s.argv()).containsExactly("fake", "--key", AgentEnvironment.MASK, "--mode=fast", "P");
            assertThat(s.environment()).containsEntry("KEY", AgentEnvironment.MASK).containsEntry("MODE", "m")
                    .containsEntry("HOME", folder.resolve("home").toString()).doesNotContainValue("xk-123456789");
        });
        Agent.Preview preview = agent("args = ['{prompt}']\nenv = ['FAKE_KEY']").preview("Q");
        assertThat(preview.argv()).containsExactly("fake", "Q");
        assertThat(preview.environment()).containsEntry("FAKE_KEY", AgentEnvironment.MASK).containsKeys("HOME", "PATH");
    }

    @Test
    void secretInOutputIsMaskedAlsoAcrossChunks() throws IOException {
        system.put("FAKE_KEY", "k-123456789");
        system.put("FAKE_LONG", "k-123456789-more");
        program("printf 'a k-1234'; sleep 0.1; echo '56789 b'; echo 'k-123456789-more' >&2; exit 1");

        AgentResult result = run("args = ['{prompt}']\nenv = ['FAKE_KEY', 'FAKE_LONG']", "P");

        assertThat(lines()).containsExactlyInAnyOrder("a [REDACTED:FAKE_KEY] b", "[REDACTED:FAKE_LONG]");
        assertThat(result).isInstanceOfSatisfying(AgentResult.Failed.class,
                f -> assertThat(f.failure().stderrTail()).isEqualTo("[REDACTED:FAKE_LONG]"));
    }

    @Test
    void missingVariableStartsNothing() throws IOException {
        program("touch started");

        assertFailed(run("args = ['{prompt}']\nenv = { KEY = '${FAKE_KEY}' }\nauth_hint = 'Get a key.'", "P"), Kind.MISSING_KEY,
                "FAKE_KEY", "Get a key.");
        assertFailed(run("args = ['{env:FAKE_KEY}', '{prompt}']", "P"), Kind.MISSING_KEY, "FAKE_KEY");
        assertThat(stage.root().resolve("started")).doesNotExist();
        assertThat(events).isEmpty();
        assertThat(agent("args = ['{env:FAKE_KEY}', '{prompt}']").preview("P").argv())
                .containsExactly("fake", "(FAKE_KEY is not set)", "P");
    }

    @Test
    void timeLimitIsThatOfTheRegistryAndHoldsForWritingThePrompt() throws IOException {
        sandbox.most = Duration.ofMillis(700);
        program("sleep 300");

        assertFailed(run("prompt = 'stdin'\ntimeout = 2", "x".repeat(10 << 20)), Kind.TIMEOUT, "fake did not end within");
        assertThat(sandbox.asked).containsExactly(new Limits(Duration.ofSeconds(10), CliAgent.MOST_OUTPUT));
    }

    @Test
    void grandchildThatHoldsStdoutEndsAtTheLimit() throws IOException {
        sandbox.most = Duration.ofMillis(700);
        program("sleep 300 & echo $! > pid; exit 0");

        assertFailed(run("args = ['{prompt}']", "P"), Kind.TIMEOUT, "was stopped");
        long pid = Long.parseLong(Files.readString(stage.root().resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid).filter(p -> !isZombie(pid)).filter(ProcessHandle::isAlive)).isEmpty();
    }

    private static boolean isZombie(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void floodIsStopped() throws IOException {
        program("yes 0123456789012345678901234567890123456789012345678901234567890123456789");
        Agent agent = agent("args = ['{prompt}']");
        var task = new AgentTask(Plan.single("t").nodes().getFirst(), "t", "P", 1, stage, base, store, Optional.empty(),
                folder.resolve("live"), folder.resolve("home"), Level.L0);

        assertFailed(agent.run(task, _ -> {}, Progress.NONE), Kind.OUTPUT_LIMIT, "64 MB");
    }

    @Test
    void cancelEndsIt() throws IOException {
        program("echo go; sleep 300");
        var cancelled = new AtomicBoolean();
        Progress progress = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return cancelled.get() || events.stream().anyMatch(AgentEvent.Output.class::isInstance);
            }
        };

        assertThat(run(agent("args = ['{prompt}']"), "P", progress)).isEqualTo(new AgentResult.Cancelled());
    }

    @Test
    void missingProgramSaysHowToInstallIt() throws IOException {
        assertFailed(run("args = ['{prompt}']\ninstall = 'npm install -g fake'", "P"), Kind.NOT_FOUND,
                "fake is not installed, or not on the PATH. Install it: npm install -g fake.");
    }

    @Test
    void programInTheStageIsNotTheAgent() throws IOException {
        Path planted = Files.writeString(stage.root().resolve("fake"), "#!/bin/sh\n");
        assertThat(planted.toFile().setExecutable(true)).isTrue();
        system.put("PATH", ".::" + system.get("PATH"));

        assertFailed(run("args = ['{prompt}']", "P"), Kind.NOT_FOUND, "not on the PATH");
    }

    @Test
    void failureHasTheStatusAndTheLastTwoKilobytes() throws IOException {
        program("i=0; while [ $i -lt 500 ]; do echo \"line number $i\" >&2; i=$((i+1)); done; exit 3");

        AgentResult result = run("args = ['{prompt}']", "P");

        assertFailed(result, Kind.EXITED, "fake ended with exit status 3.");
        assertThat(((AgentResult.Failed) result).failure().stderrTail()).endsWith("line number 499").hasSizeBetween(1500, 2048);
    }

    @Test
    void loginIsGuessedOnFailureOnly() throws IOException {
        program("echo 'Error: please log in' >&2; exit 1");
        assertFailed(run("args = ['{prompt}']\nauth_hint = 'Set FAKE_KEY.'", "P"), Kind.AUTH, "ended with exit status 1", "Set FAKE_KEY.");

        program("echo 'Error: please log in' >&2; exit 0");
        assertThat(run("args = ['{prompt}']\nauth_hint = 'Set FAKE_KEY.'", "P")).isInstanceOf(AgentResult.Finished.class);
        assertThat(events).contains(new AgentEvent.Output("Error: please log in", true));
    }

    @Test
    void streamOfAnAgentBecomesEvents() throws IOException {
        program("""
                cat <<'X'
                {"type":"system","subtype":"init"}
                {"type":"assistant","message":{"content":[{"type":"text","text":"Working"}]}}
                plain words
                {"type":"result","subtype":"success","is_error":false,"result":"All done","usage":{"input_tokens":5,"output_tokens":2}}
                X
                """);
        var usage = new Usage(java.util.OptionalLong.of(5), java.util.OptionalLong.of(2), Optional.empty());

        assertThat(run("args = ['{prompt}']", "P")).isEqualTo(new AgentResult.Finished("All done", usage));
        assertThat(events.subList(1, events.size())).containsExactly(new AgentEvent.Said("Working"),
                new AgentEvent.Output("plain words", false), new AgentEvent.Used(usage));
    }

    @Test
    void agentThatSaysItFailedFailed() throws IOException {
        program("echo '{\"type\":\"turn.failed\",\"error\":{\"message\":\"overloaded\"}}'");

        assertFailed(run("args = ['{prompt}']", "P"), Kind.PROVIDER, "fake gave up: overloaded.");
    }

    @Test
    void promptThatCannotBeGivenStartsNothing() throws IOException {
        program("touch started");

        assertFailed(run("args = ['{prompt}']", "a\0b"), Kind.INVALID_INPUT, "NUL");
        assertFailed(run("args = ['{prompt}']", "a\ud800b"), Kind.INVALID_INPUT, "half a character");
        assertFailed(run("args = ['{prompt}']", "x".repeat(200_000)), Kind.INVALID_INPUT, "200000 bytes");
        assertThat(stage.root().resolve("started")).doesNotExist();
    }

    @Test
    void bytesThatAreNoTextBreakNothing() throws IOException {
        program("printf '\\377\\376\\n'; echo ok");

        assertThat(run("args = ['{prompt}']", "P")).isInstanceOf(AgentResult.Finished.class);
        assertThat(lines()).containsExactly("\ufffd\ufffd", "ok");
    }

    @Test
    void nothingOfPromptOrOutputIsLeftOnDisk() throws IOException {
        program("cat; echo output-word");

        run("prompt = 'stdin'", "prompt-word");

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).filter(f -> !f.startsWith(bin))).noneSatisfy(f -> assertThat(
                    new String(Files.readAllBytes(f), UTF_8)).containsAnyOf("prompt-word", "output-word"));
        }
    }

    @Test
    void checkAsksForTheVersion() throws IOException {
        assertThat(agent("args = ['{prompt}']\ninstall = 'get it'").readiness()).satisfies(r -> {
            assertThat(r.ready()).isFalse();
            assertThat(r.says()).contains("is not installed", "get it");
        });

        program("echo 'a warning' >&2; test \"$1\" = --version && echo 'fake 1.2.3'");
        assertThat(agent("args = ['{prompt}']").readiness()).satisfies(r -> {
            assertThat(r.ready()).isTrue();
            assertThat(r.says()).isEqualTo("fake 1.2.3");
        });

        program("echo broken >&2; exit 9");
        assertThat(agent("args = ['{prompt}']").readiness()).satisfies(r -> {
            assertThat(r.ready()).isFalse();
            assertThat(r.says()).isEqualTo("fake --version ended with exit status 9: broken");
        });
    }

    @Test
    void namesThatAreNotInTheRegistryAreUnknown() throws IOException {
        Path file = Files.writeString(folder.resolve("agents.toml"), "");
        var agents = new CliAgents(AgentRegistry.load(Optional.of(file), file), new AgentRuntime(sandbox, new Toolchains(system, folder.resolve("user-home"),
                Path.of(System.getProperty("java.home")))), folder.resolve("check-home"));

        assertThat(agents.all()).isEmpty();
        assertThat(agents.find("fake")).isEmpty();
    }
}
