package dev.countersign.agent.acp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentRegistry;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentRuntime;
import dev.countersign.agent.AgentSpec;
import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.Permissions;
import dev.countersign.agent.Readiness;
import dev.countersign.agent.StageFixture;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.FileChange;
import dev.countersign.sandbox.local.LocalSandbox;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Against an implementation of the protocol that others wrote, in a process of its own.
@Timeout(120)
class ConformanceTest {
    @TempDir
    private Path folder;
    private StageFixture work;
    private Agent agent;
    private final List<AgentEvent> events = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() throws IOException {
        work = new StageFixture(folder);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var spec = new AgentSpec("core", "", java, List.of("-XX:TieredStopAtLevel=1", "-cp", classPath(),
                CorePeer.class.getName()), AgentSpec.PromptBy.PROTOCOL, new TreeMap<>(), Duration.ofSeconds(100), "", "", Set.of(), "test",
                Optional.of(new AgentSpec.Acp(Optional.of("code"), new TreeMap<>(), Optional.empty(), Duration.ofSeconds(60))));
        agent = new AcpAgents(new AgentRegistry(List.of(spec)), new AgentRuntime(new LocalSandbox(work.folder.resolve("scratch"), new SecureRandom()),
                new dev.countersign.sandbox.Toolchains(Map.of("PATH", "/usr/bin:/bin:" + folders()), work.folder.resolve("user-home"),
                        Path.of(System.getProperty("java.home")))), work.folder.resolve("check-home"), "1").all().getFirst();
    }

    /// Where its classes lie, which it must be let see.
    private static String folders() {
        return Arrays.stream(classPath().split(File.pathSeparator)).map(Path::of)
                .map(each -> (java.nio.file.Files.isDirectory(each) ? each : each.getParent()).toString()).distinct()
                .collect(java.util.stream.Collectors.joining(File.pathSeparator));
    }

    /// The agent is started in another folder.
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString()).collect(Collectors.joining(File.pathSeparator));
    }

    @AfterEach
    void close() throws IOException {
        work.close();
    }

    @Test
    void editWithLeaveReachesTheStageAndNothingElse() throws IOException {
        Permissions yes = (request, _) -> new PermissionAnswer.Chosen(request.once(true).orElseThrow(), "rules", false);

        AgentResult result = agent.run(work.task("edit", 1, List.of(), yes), events::add, Progress.NONE);

        assertThat(result).as("%s", events).isEqualTo(new AgentResult.Finished("I wrote b.txt.", Usage.UNKNOWN));
        assertThat(work.changes().changes()).containsExactly(new FileChange.Added(WorkspacePath.of("b.txt"),
                FileState.file("two\n".getBytes(StandardCharsets.UTF_8), false)));
        assertThat(work.live.resolve("b.txt")).doesNotExist();
        assertThat(events).filteredOn(e -> !(e instanceof AgentEvent.Started || e instanceof AgentEvent.Output || e instanceof AgentEvent.Asked))
                .containsExactly(new AgentEvent.Thought("Let me see."),
                        new AgentEvent.Planned(List.of(new AgentEvent.Step("Write b.txt", "in_progress"))),
                        new AgentEvent.ToolCall("t1", "Write b.txt", "running", ""),
                        new AgentEvent.Answered("p1", "Write b.txt", "Go ahead", true, "rules"),
                        new AgentEvent.ToolCall("t1", "Write b.txt", "done", ""), new AgentEvent.Said("I wrote b.txt."));
    }

    @Test
    void refusedEditIsAFailureAndChangesNothing() throws IOException {
        AgentResult result = agent.run(work.task("edit"), events::add, Progress.NONE);

        assertThat(result).isInstanceOfSatisfying(AgentResult.Failed.class, f ->
                assertThat(f.failure().kind()).isEqualTo(AgentFailure.Kind.POLICY));
        assertThat(work.changes().changes()).isEmpty();
    }

    @Test
    void cancelEndsIt() {
        var progress = new Progress() {
            @Override
            public void step(String what, long done, long total) {}

            @Override
            public boolean cancelled() {
                return events.contains(new AgentEvent.Said("waiting"));
            }
        };

        assertThat(agent.run(work.task("wait"), events::add, progress)).isEqualTo(new AgentResult.Cancelled());
    }

    @Test
    void checkFindsItReady() {
        assertThat(agent.readiness()).isEqualTo(new Readiness(true, "core, ACP version 1", Readiness.Answer.YES, Readiness.Answer.YES,
                Readiness.Answer.UNKNOWN));
    }
}
