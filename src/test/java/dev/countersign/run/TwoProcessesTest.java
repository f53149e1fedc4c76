package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.changeset.Selection;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.remote.RunSockets;
import dev.countersign.remote.Sharing;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.run.fake.FakePolicy;
import dev.countersign.run.fake.FakeSandbox;
import dev.countersign.run.fake.FakeVerifier;
import dev.countersign.workspace.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two windows on one workspace, each a process with a session of its own.
class TwoProcessesTest {
    private static final NodeId TASK = new NodeId("task");

    @TempDir
    Path folder;

    private Optional<Process> other = Optional.empty();
    private Optional<BufferedReader> said = Optional.empty();

    @BeforeEach
    void make() throws IOException {
        Path live = Files.createDirectories(folder.resolve("live"));
        Files.writeString(live.resolve("a.txt"), "one\n");
        Files.writeString(live.resolve("b.txt"), "bee\n");
    }

    @AfterEach
    void end() throws InterruptedException {
        if (other.isPresent()) {
            other.get().destroyForcibly().waitFor();
        }
    }

    private static Session open(Path folder, RunLink link, FakeAgent.Step... steps) throws IOException {
        InstantSource clock = InstantSource.system();
        Path data = folder.resolve("data");
        var agent = new FakeAgent("fake", steps);
        return new Workbench(data, () -> List.of(agent), new FakePolicy(), new FakeSandbox(FakeSandbox.NONE), new FakeVerifier(clock),
                Sharing.ledgers(data, "1"), clock, RandomGenerator.getDefault(), link).open(folder.resolve("live"), Progress.NONE);
    }

    private static RunLink link() {
        return new RunSockets(Path.of(System.getProperty("java.io.tmpdir")).resolve("countersign-test-run"), "1",
                RandomGenerator.getDefault());
    }

    private static RunId start(Session session, String task) throws IOException {
        return session.start(new RunRequest(Plan.single(task), "fake", Optional.empty(), List.of(), false, false));
    }

    private static RunState until(Session session, RunId run, Predicate<RunState> so) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (true) {
            Optional<RunState> state = session.run(run);
            if (state.filter(so).isPresent()) {
                return state.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("still " + state.map(s -> s.nodes().get(TASK).state()));
            }
            Thread.sleep(20);
        }
    }

    private static RunState until(Session session, RunId run, Class<? extends NodeState> state) throws InterruptedException {
        return until(session, run, s -> state.isInstance(s.nodes().get(TASK).state()));
    }

    private static void approve(Session session, RunId run) throws IOException {
        var candidate = session.run(run).orElseThrow().nodes().get(TASK).candidate().orElseThrow();
        session.decide(run, TASK, new Decision.Approve(Selection.all(candidate), "", false), "Ada");
    }

    private RunId otherWith(String what) throws IOException {
        Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"), "-cp", System.getProperty("java.class.path"),
                Other.class.getName(), folder.toString(), what)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        other = Optional.of(process);
        said = Optional.of(new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
        return new RunId(said.get().readLine());
    }

    private void kill() throws InterruptedException {
        other.orElseThrow().toHandle().destroyForcibly();
        other.get().waitFor();
    }

    /// Starts a run, says its name, and stays until its input ends.
    static final class Other {
        private Other() {}

        public static void main(String[] args) throws Exception {
            FakeAgent.Step step = args[1].equals("review") ? FakeAgent.writes("a.txt", "two\n") : (task, events, progress) -> {
                while (!progress.cancelled()) {
                    FakeAgent.pause();
                }
                throw new Progress.CancelledException();
            };
            try (Session session = open(Path.of(args[0]), link(), step)) {
                RunId run = start(session, "Change a");
                until(session, run, args[1].equals("review") ? NodeState.AwaitingReview.class : NodeState.Running.class);
                System.out.println(run);
                System.in.read();
            }
        }
    }

    @Test
    void twoWindowsHaveARunEachAndEitherDecidesBoth() throws Exception {
        RunId theirs = otherWith("review");
        try (Session session = open(folder, link(), FakeAgent.writes("b.txt", "bop\n"))) {
            var heard = new CopyOnWriteArrayList<RunId>();
            var grown = new CopyOnWriteArrayList<Long>();
            session.listen((state, event) -> heard.add(state.id()));
            session.onLedger(() -> grown.add(session.ledger().size()));
            assertThat(session.isElsewhere(theirs)).isTrue();
            RunId ours = start(session, "Change b");
            until(session, ours, NodeState.AwaitingReview.class);

            var change = session.run(theirs).orElseThrow().nodes().get(TASK).candidate().orElseThrow().changes().getFirst();
            var content = change.afterState().orElseThrow().content();
            assertThat(session.contents(theirs).read(content)).isEqualTo("two\n".getBytes(StandardCharsets.UTF_8));
            try (var in = session.contents(theirs).open(content)) {
                assertThat(in.readAllBytes()).isEqualTo("two\n".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(session.approvalFault(theirs, TASK)).isEmpty();

            approve(session, theirs);
            approve(session, ours);
            until(session, theirs, NodeState.Committed.class);
            until(session, ours, NodeState.Committed.class);
            assertThat(Files.readString(folder.resolve("live/a.txt"))).isEqualTo("two\n");
            assertThat(Files.readString(folder.resolve("live/b.txt"))).isEqualTo("bop\n");
            assertThat(heard).contains(theirs, ours);
            assertThat(session.ledger().page(EntryQuery.recent(10)).stream().map(e -> e.what().kind()).toList())
                    .containsExactly(EntryKind.COMMIT, EntryKind.COMMIT);
            assertThat(session.ledger().audit(Progress.NONE).findings()).isEmpty();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!grown.contains(2L) && System.nanoTime() < end) {
                Thread.sleep(20);
            }
            assertThat(grown).contains(2L);
        }
    }

    @Test
    void aRunThatIsAtWorkElsewhereIsNotSettledAndCanBeCancelled() throws Exception {
        RunId theirs = otherWith("work");
        try (Session session = open(folder, link())) {
            session.listen((state, event) -> { });
            assertThat(session.run(theirs).orElseThrow().nodes().get(TASK).state()).isInstanceOf(NodeState.Running.class);
            TimeUnit.MILLISECONDS.sleep(700);
            assertThat(session.run(theirs).orElseThrow().nodes().get(TASK).state()).isInstanceOf(NodeState.Running.class);
            assertThatThrownBy(() -> session.retry(theirs, TASK)).hasMessageContaining("RUN-002");
            session.cancel(theirs);
            until(session, theirs, NodeState.Cancelled.class);
        }
    }

    @Test
    void aRunWhoseDriverIsKilledIsTakenOverAndSettled() throws Exception {
        RunId theirs = otherWith("work");
        try (Session session = open(folder, link())) {
            session.listen((state, event) -> { });
            kill();
            var failed = (NodeState.Failed) until(session, theirs, NodeState.Failed.class).nodes().get(TASK).state();
            assertThat(failed.code()).isEqualTo("RUN-004");
            assertThat(session.isElsewhere(theirs)).isFalse();
        }
    }

    @Test
    void whatWaitsForReviewIsDecidedHereWhenItsDriverIsGone() throws Exception {
        RunId theirs = otherWith("review");
        try (Session session = open(folder, link())) {
            kill();
            approve(session, theirs);
            until(session, theirs, NodeState.Committed.class);
            assertThat(Files.readString(folder.resolve("live/a.txt"))).isEqualTo("two\n");
            assertThat(session.ledger().audit(Progress.NONE).findings()).isEmpty();
        }
    }

    @Test
    void aWindowThatClosesHandsOver() throws Exception {
        RunId theirs = otherWith("review");
        try (Session session = open(folder, link())) {
            other.orElseThrow().getOutputStream().close();
            assertThat(other.get().waitFor()).isZero();
            approve(session, theirs);
            until(session, theirs, NodeState.Committed.class);
            assertThat(session.ledger().size()).isEqualTo(1);
        }
    }

    @Test
    void aDriverOutOfReachIsNamed() throws Exception {
        RunId theirs = otherWith("review");
        try (Session session = open(folder, RunLink.NONE)) {
            assertThatThrownBy(() -> approve(session, theirs)).hasMessageContaining("RUN-080")
                    .hasMessageContaining("process " + other.orElseThrow().pid());
            assertThat(session.run(theirs).orElseThrow().nodes().get(TASK).state()).isInstanceOf(NodeState.AwaitingReview.class);
        }
    }

    @Test
    void theFilesOfSessionsThatAreGoneAreClearedAway() throws Exception {
        otherWith("review");
        kill();
        var left = new ArrayList<String>();
        try (Session session = open(folder, link())) {
            try (var files = Files.list(folder.resolve("data/drivers").resolve(session.workspace().id()))) {
                files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".token")).forEach(left::add);
            }
        }
        assertThat(left).hasSize(1).allMatch(f -> f.startsWith(ProcessHandle.current().pid() + "-"));
    }
}
