package dev.countersign.run;

import static dev.countersign.run.Bench.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.changeset.Selection;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.KilledRun.Moment;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.workspace.WorkspacePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is found again after the window was closed or the process killed.
class ResumeTest {
    private static final Map<String, String> OLD = Map.of("a.txt", "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n",
            "b.txt", "bee\n");
    private static final Map<String, String> NEW = Map.of("a.txt", "new\n", "b.txt", "bop\n");

    @TempDir
    Path folder;

    private void killAt(Moment moment) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                KilledRun.class.getName(), folder.toString(), moment.name()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("here");
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /// The state that the node is found in, and the tree.
    private record Expected(NodeState state, Map<String, String> tree, List<EntryKind> entries) {
        static Expected of(Moment moment) {
            return switch (moment) {
                case AGENT -> new Expected(new NodeState.Failed("RUN-004", "Countersign ended during attempt 1."), OLD, List.of());
                case CHECKS -> new Expected(new NodeState.AwaitingReview("Countersign ended during its checks."), OLD, List.of());
                case REVIEW -> new Expected(new NodeState.AwaitingReview(""), OLD, List.of());
                case REVISION -> new Expected(new NodeState.AwaitingReview("Countersign ended during attempt 2."), OLD, List.of());
                case PARTIAL_CHECKS, APPROVAL_BEFORE_INTENT -> new Expected(new NodeState.AwaitingReview(
                        "Countersign ended while the approval was carried out; nothing was applied."), OLD, List.of());
                case APPROVAL_AFTER_INTENT, APPROVAL_AFTER_APPLY, APPROVAL_AFTER_FINISH ->
                        new Expected(new NodeState.Committed(0), NEW, List.of(EntryKind.COMMIT));
                case REJECTION_BEFORE_INTENT -> new Expected(new NodeState.AwaitingReview(
                        "Countersign ended before the decision was carried out; please decide again."), OLD, List.of());
                case REJECTION_AFTER_FINISH -> new Expected(new NodeState.Rejected("no"), OLD, List.of(EntryKind.REJECTION));
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aKilledRunStandsWhereItStoodAndGoesOn(Moment moment) throws Exception {
        killAt(moment);
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "new\n", "b.txt", "bop\n")))) {
            assertThat(bench.session.damaged()).isEmpty();
            RunState state = bench.session.runs().getFirst();
            Expected expected = Expected.of(moment);
            assertThat(new Expected(state.nodes().get(TASK).state(), bench.tree(), bench.kinds())).isEqualTo(expected);
            assertThat(state.isEnded()).isEqualTo(expected.state.isFinal());

            RunId run = state.id();
            if (expected.state instanceof NodeState.Failed) {
                bench.session.retry(run, TASK);
                bench.until(run, TASK, NodeState.AwaitingReview.class);
            }
            if (moment == Moment.CHECKS) {
                assertThat(bench.session.approvalFault(run, TASK))
                        .contains("its checks have not been run on this state; run them again.");
                bench.session.verifyAgain(run, TASK);
                bench.until(run, TASK, NodeState.AwaitingReview.class);
            }
            if (!(expected.state instanceof NodeState.Committed || expected.state instanceof NodeState.Rejected)) {
                assertThat(bench.session.approvalFault(run, TASK)).isEmpty();
                bench.approveAll(run, TASK);
                bench.until(run, RunState::isEnded);
                assertThat(bench.view(run, TASK).state()).isInstanceOf(NodeState.Committed.class);
                assertThat(bench.tree()).isEqualTo(NEW);
            }
        }
    }

    @Test
    void anInterruptedCommitThatNoLongerFitsWaitsForAPersonBeforeAnythingElse() throws Exception {
        killAt(Moment.APPROVAL_AFTER_INTENT);
        Files.writeString(folder.resolve("live/b.txt"), "mine\n");
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "new\n", "b.txt", "bop\n")))) {
            assertThat(bench.session.recovery()).isInstanceOf(Committer.Recovery.NeedsHuman.class);
            RunId run = bench.session.runs().getFirst().id();
            assertThat(bench.view(run, TASK).state()).isInstanceOf(NodeState.AwaitingReview.class);
            assertThat(bench.session.approvalFault(run, TASK)).contains("an entry that a crash interrupted must be settled first.");
            assertThatThrownBy(() -> bench.approveAll(run, TASK)).hasMessageContaining("RUN-002");

            bench.session.keepTree();
            assertThat(bench.session.recovery()).isEqualTo(new Committer.Recovery.Nothing());
            assertThat(bench.tree()).containsEntry("b.txt", "mine\n").containsEntry("a.txt", OLD.get("a.txt"));
            assertThat(bench.kinds()).containsExactly(EntryKind.COMMIT, EntryKind.RECOVERY);
            assertThatThrownBy(bench.session::keepTree).hasMessageContaining("RUN-005");
            bench.session.retry(run, TASK);
            bench.until(run, s -> s.isIdle() && s.nodes().get(TASK).attempt() == 2);
            bench.approveAll(run, TASK);
            bench.until(run, TASK, NodeState.Committed.class);
            assertThat(bench.tree()).isEqualTo(NEW);
        }
    }

    @Test
    void aStageThatIsGoneIsBuiltAgainForAPartialApproval() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "new\n", "b.txt", "bop\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            bench.session.close();
            RunStore.delete(bench.data.resolve("runs").resolve(bench.session.workspace().id()).resolve(run.value()).resolve("stages"));
            bench.reopened();
            bench.session.decide(run, TASK, new Decision.Approve(
                    new Selection(Map.of(WorkspacePath.of("b.txt"), new FileSelection.Whole())), "", false), "Ada");
            bench.until(run, TASK, NodeState.Committed.class);
            var tree = new TreeMap<>(OLD);
            tree.put("b.txt", "bop\n");
            assertThat(bench.tree()).isEqualTo(tree);
        }
    }

    @Test
    void aNodeThatWaitsForAnotherBeginsInTheNextSessionOnceThatIsCommitted() throws IOException {
        var one = new FakeAgent("one", FakeAgent.writes("a.txt", "A\n"));
        var two = new FakeAgent("two", FakeAgent.writes("b.txt", "B\n"));
        try (var bench = new Bench(folder, one, two)) {
            RunId run = bench.start(new Plan("Both", List.of(Bench.node("a", "one", List.of("a.txt")), Bench.node("b", "two", List.of("b.txt"), "a"))));
            var a = new NodeId("a");
            var b = new NodeId("b");
            bench.idle(run, a);
            bench.reopened();
            assertThat(bench.view(run, b).state()).isInstanceOf(NodeState.Waiting.class);
            bench.approveAll(run, a);
            bench.until(run, b, NodeState.AwaitingReview.class);
            bench.approveAll(run, b);
            bench.until(run, s -> s.isEnded());
        }
    }

    @Test
    void everythingAboutARunIsFoundAgain() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "BROKEN\n"), FakeAgent.writes("a.txt", "x\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            RunState before = bench.session.run(run).orElseThrow();
            var said = bench.heard.stream().filter(RunEvent.Said.class::isInstance).map(RunEvent.Said.class::cast).collect(Collectors.toList());
            var candidate = before.nodes().get(TASK).candidate().orElseThrow();
            bench.reopened();
            assertThat(bench.session.run(run)).contains(before);
            assertThat(bench.session.records().transcript(run, TASK)).isEqualTo(said).isNotEmpty();
            var after = candidate.changes().getFirst().afterState().orElseThrow();
            assertThat(bench.session.contents(run).read(after.content())).isEqualTo("x\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aTornLastLineIsDropped() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "x\n")))) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            RunState before = bench.session.run(run).orElseThrow();
            bench.session.close();
            Path journal = journal(bench, run);
            Files.writeString(journal, "{\"type\":\"moved\",\"at\":\"2026-11", StandardOpenOption.APPEND);
            bench.reopened();
            assertThat(bench.session.run(run)).contains(before);
            bench.approveAll(run, TASK);
            bench.until(run, TASK, NodeState.Committed.class);
            bench.reopened();
            assertThat(bench.session.damaged()).isEmpty();
            assertThat(bench.view(run, TASK).state()).isEqualTo(new NodeState.Committed(0));
        }
    }

    @Test
    void aDamagedJournalIsReportedAndHurtsNoOtherRun() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "x\n")))) {
            RunId bad = bench.start("Bad");
            RunId good = bench.start("Good");
            bench.idle(bad, TASK);
            bench.idle(good, TASK);
            bench.session.close();
            List<String> lines = Files.readAllLines(journal(bench, bad));
            lines.set(2, lines.get(2).substring(5));
            Files.write(journal(bench, bad), lines);
            Files.createDirectories(journal(bench, bad).getParent().resolveSibling("not-a-run"));
            bench.reopened();
            assertThat(bench.session.runs()).extracting(RunState::id).containsExactly(good);
            assertThat(bench.session.damaged()).extracting(p -> p.code() + " " + p.sentence()).containsExactly("RUN-006 The run "
                    + bad + " cannot be shown: line 3 cannot be read in " + journal(bench, bad) + ".");
            assertThat(Files.readAllLines(journal(bench, bad))).isEqualTo(lines);
        }
    }

    private static Path journal(Bench bench, RunId run) {
        return bench.data.resolve("runs").resolve(bench.session.workspace().id()).resolve(run.value()).resolve("journal.jsonl");
    }
}
