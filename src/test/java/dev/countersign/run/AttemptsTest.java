package dev.countersign.run;

import static dev.countersign.run.Bench.TASK;
import static dev.countersign.run.Bench.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentFailure;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.Usage;
import dev.countersign.changeset.CodeAnchor;
import dev.countersign.changeset.LineRange;
import dev.countersign.changeset.Selection;
import dev.countersign.fault.UserException;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From the start to the reviewer: attempts, evidence, the gate, rules.
class AttemptsTest {
    @TempDir
    Path folder;

    @Test
    void aPassingCandidateWaitsForReviewAndTheLiveTreeIsUntouched() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "new\n")))) {
            var before = bench.tree();
            RunId run = bench.start("Change a");
            NodeView view = bench.idle(run, TASK);

            assertThat(view.state()).isEqualTo(new NodeState.AwaitingReview(""));
            assertThat(view.attempt()).isEqualTo(1);
            assertThat(view.words()).isEqualTo("wrote a.txt");
            assertThat(view.candidate().orElseThrow().changes()).hasSize(1);
            assertThat(view.verification().orElseThrow().isVerified()).isTrue();
            assertThat(bench.session.approvalFault(run, TASK)).isEmpty();
            assertThat(bench.tree()).isEqualTo(before);
            assertThat(bench.kinds()).isEmpty();
        }
    }

    @Test
    void anApprovedCandidateIsAppliedAndRecordedWithItsEvidence() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "new\n", "c/d.txt", "dee\n")))) {
            bench.session.keepPrompts(true);
            RunId run = bench.start("Change a\nand more");
            bench.idle(run, TASK);
            bench.approveAll(run, TASK);
            RunState end = bench.until(run, RunState::isEnded);

            assertThat(end.nodes().get(TASK).state()).isEqualTo(new NodeState.Committed(0));
            assertThat(end.ended()).contains("Committed.");
            assertThat(bench.tree()).containsEntry("a.txt", "new\n").containsEntry("c/d.txt", "dee\n").containsEntry("b.txt", "bee\n");
            var entry = bench.entries().getFirst();
            assertThat(entry.kind()).isEqualTo(EntryKind.COMMIT);
            assertThat(entry.session()).isEqualTo(run.value());
            assertThat(entry.node()).isEqualTo("task");
            assertThat(entry.actor()).isEqualTo(new EntryDraft.Actor("agent", "fake", ""));
            assertThat(entry.summary()).isEqualTo("Change a");
            assertThat(entry.approval().orElseThrow().who()).isEqualTo("Ada");
            assertThat(entry.approval().orElseThrow().hunks()).isEqualTo("2 of 2 hunks");
            assertThat(entry.changes()).extracting(e -> e.path().value()).containsExactly("a.txt", "c/d.txt");
            assertThat(entry.evidence()).extracting(EntryDraft.Evidence::kind).containsExactly("task",
                    "plan", "node", "call", "argv", "prompt", "words", "response", "transcript", "rulings", "verification", "protection", "usage", "selection",
                    "decision", "tree");
            assertThat(bench.evidence(0, "task")).isEqualTo("Change a\nand more");
            assertThat(bench.evidence(0, "prompt")).startsWith("Change a\nand more\n\nWork only in the current folder");
            assertThat(bench.evidence(0, "rulings")).isEqualTo("[{\"type\":\"allow\",\"rule\":\"fake\"}]");
            assertThat(bench.evidence(0, "verification")).contains("\"what\":\"3 files\"");
            assertThat(folder.resolve("data/runs").resolve(bench.session.workspace().id()).resolve(run.value())
                    .resolve("stages/task")).doesNotExist();
        }
    }

    @Test
    void aSecondAttemptGetsTheEvidenceOfTheFirst() throws IOException {
        var agent = new FakeAgent("fake", FakeAgent.writes("a.txt", "fine\nBROKEN\n"), FakeAgent.writes("a.txt", "fine\n"));
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.start("Change a");
            NodeView view = bench.idle(run, TASK);

            assertThat(view.state()).isEqualTo(new NodeState.AwaitingReview(""));
            assertThat(view.attempt()).isEqualTo(2);
            assertThat(view.energies()).containsExactly(1.0, 0.0);
            assertThat(agent.calls()).hasSize(2);
            assertThat(agent.calls().get(1).prompt()).contains("- a.txt:2: it is broken").startsWith(agent.calls().get(0).prompt());
        }
    }

    @Test
    void theBestCandidateStandsWhenAllAttemptsAreUsedUp() throws IOException {
        var agent = new FakeAgent("fake", FakeAgent.writes("a.txt", "BROKEN\nBROKEN\n"), FakeAgent.writes("a.txt", "BROKEN\n"),
                (task, events, progress) -> {
                    assertThat(Files.readString(task.stage().root().resolve("a.txt"))).isEqualTo("BROKEN\n");
                    return FakeAgent.writes("a.txt", "BROKEN\nBROKEN\nBROKEN\n").run(task, events, progress);
                });
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.start("Change a");
            NodeView view = bench.idle(run, TASK);

            assertThat(view.state()).isEqualTo(
                    new NodeState.AwaitingReview("Checks still fail after 3 attempts: a.txt:1: it is broken."));
            assertThat(view.attempt()).isEqualTo(2);
            assertThat(view.verification().orElseThrow().energy()).isEqualTo(1.0);
            assertThat(bench.kinds()).containsExactly(EntryKind.ESCALATION);

            assertThatThrownBy(() -> bench.approveAll(run, TASK)).isInstanceOf(UserException.class).hasMessageContaining("RUN-002");
            bench.session.decide(run, TASK, new Decision.Approve(
                    Selection.all(view.candidate().orElseThrow()), "known", true), "Ada");
            assertThat(bench.until(run, RunState::isEnded).nodes().get(TASK).state()).isEqualTo(new NodeState.Committed(1));
            assertThat(bench.tree()).containsEntry("a.txt", "BROKEN\n");
        }
    }

    @Test
    void aWorseAttemptIsThrownAwayBeforeTheNext() throws IOException {
        var agent = new FakeAgent("fake", FakeAgent.writes("a.txt", "BROKEN\n"), FakeAgent.writes("a.txt", "BROKEN\nBROKEN\n", "x", "x"),
                (task, events, progress) -> {
                    assertThat(Files.readString(task.stage().root().resolve("a.txt"))).isEqualTo("BROKEN\n");
                    assertThat(task.stage().root().resolve("x")).doesNotExist();
                    return FakeAgent.writes("a.txt", "good\n").run(task, events, progress);
                });
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.start("Change a");
            NodeView view = bench.idle(run, TASK);
            assertThat(view.state()).isEqualTo(new NodeState.AwaitingReview(""));
            assertThat(view.energies()).containsExactly(1.0, 2.0, 0.0);
        }
    }

    @Test
    void anAgentThatCannotRetryIsAskedOnce() throws IOException {
        var agent = new FakeAgent("patch", FakeAgent.writes("a.txt", "BROKEN\n")).thatNeverRetries();
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.start("Change a");
            assertThat(bench.idle(run, TASK).state()).isEqualTo(new NodeState.AwaitingReview("Checks failed: a.txt:1: it is broken."));
            assertThat(agent.calls()).hasSize(1);
            assertThatThrownBy(() -> bench.session.decide(run, TASK, new Decision.Revise("again"), "Ada"))
                    .hasMessageContaining("cannot revise");
        }
    }

    @Test
    void aDeniedChangeStopsItsNodeAndIsRecorded() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("secret.txt", "x\n")))) {
            RunId run = bench.start("Add a secret");
            NodeView view = bench.idle(run, TASK);

            assertThat(view.state()).isEqualTo(new NodeState.Stopped("no-secrets", "secret.txt is secret"));
            assertThat(bench.verifier.requests()).isEmpty();
            assertThat(bench.kinds()).containsExactly(EntryKind.DENIAL);
            assertThat(bench.entries().getFirst().summary()).isEqualTo("Denied by no-secrets: secret.txt is secret");
            assertThat(bench.session.approvalFault(run, TASK)).contains("the rule no-secrets denies it: secret.txt is secret");
            assertThatThrownBy(() -> bench.approveAll(run, TASK)).hasMessageContaining("RUN-002");
            assertThat(bench.tree()).doesNotContainKey("secret.txt");
        }
    }

    @Test
    void aDeniedCommandStopsBeforeTheAgentStarts() throws IOException {
        var agent = new FakeAgent("fake", FakeAgent.writes("a.txt", "x\n")).thatStarts("rm", "-rf", ".");
        try (var bench = new Bench(folder, agent).contained()) {
            RunId run = bench.start("Remove all");
            assertThat(bench.idle(run, TASK).state()).isEqualTo(new NodeState.Stopped("no-rm", "rm is not allowed"));
            assertThat(agent.calls()).isEmpty();
            assertThat(bench.kinds()).containsExactly(EntryKind.DENIAL);
        }
    }

    @Test
    void anAgentThatChangesNothingEndsUnchanged() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bee\n")))) {
            RunId run = bench.start("Do nothing");
            RunState end = bench.until(run, RunState::isEnded);
            assertThat(end.nodes().get(TASK).state()).isEqualTo(new NodeState.Unchanged());
            assertThat(end.ended()).contains("0 of 1 node is committed; task changed nothing.");
        }
    }

    @Test
    void aFailedAgentCanBeStartedOver() throws IOException {
        var agent = new FakeAgent("fake", FakeAgent.fails(AgentFailure.Kind.AUTH, "Log in first."), FakeAgent.writes("a.txt", "x\n"));
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.start(new Plan("Two", List.of(node("one", "One"), node("two", "Two", "one"))));
            RunState failed = bench.until(run, RunState::isEnded);
            assertThat(failed.nodes().get(new NodeId("one")).state()).isEqualTo(new NodeState.Failed("AGENT-004", "Log in first."));
            assertThat(failed.nodes().get(new NodeId("two")).state()).isEqualTo(new NodeState.Blocked(List.of(new NodeId("one"))));

            bench.session.retry(run, new NodeId("one"));
            RunState waiting = bench.until(run, s -> !s.waiting().isEmpty());
            assertThat(waiting.isEnded()).isFalse();
            assertThat(waiting.nodes().get(new NodeId("one")).state()).isEqualTo(new NodeState.AwaitingReview(""));
            assertThat(waiting.nodes().get(new NodeId("two")).state()).isEqualTo(new NodeState.Waiting());
        }
    }

    @Test
    void aFailedSecondAttemptLeavesTheFirstForReview() throws IOException {
        var agent = new FakeAgent("fake", FakeAgent.writes("a.txt", "BROKEN\n"), FakeAgent.fails(AgentFailure.Kind.TIMEOUT, "Too slow."));
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.start("Change a");
            NodeView view = bench.idle(run, TASK);
            assertThat(view.state()).isEqualTo(new NodeState.AwaitingReview("Attempt 2 failed: Too slow. (AGENT-005)"));
            assertThat(view.attempt()).isEqualTo(2);
            assertThat(view.verification()).isPresent();
        }
    }

    @Test
    void anAgentThatThrowsFailsItsNodeOnly() throws IOException {
        var agent = new FakeAgent("fake", (task, events, progress) -> {
            throw new IllegalStateException("boom");
        }, FakeAgent.writes("a.txt", "x\n"));
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.session.start(bench.request(new Plan("Two", List.of(node("one", "One"), node("two", "Two")))).with(RunLimits.parallel(1)));
            RunState state = bench.until(run, RunState::isIdle);
            assertThat(state.nodes().get(new NodeId("one")).state()).isInstanceOfSatisfying(NodeState.Failed.class,
                    f -> assertThat(f.code()).isEqualTo("BUG-001"));
            assertThat(state.nodes().get(new NodeId("two")).state()).isEqualTo(new NodeState.AwaitingReview(""));
        }
    }

    @Test
    void aRevisionWorksOnTheCandidateWithTheFeedback() throws IOException {
        var agent = new FakeAgent("fake", FakeAgent.writes("a.txt", "first\n"), (task, events, progress) -> {
            assertThat(Files.readString(task.stage().root().resolve("a.txt"))).isEqualTo("first\n");
            return FakeAgent.writes("c.txt", "second\n").run(task, events, progress);
        });
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.start("Change a");
            bench.idle(run, TASK);
            bench.session.decide(run, TASK, new Decision.Revise("Add c as well"), "Ada");
            NodeView view = bench.until(run, s -> s.isIdle() && s.nodes().get(TASK).attempt() == 2).nodes().get(TASK);

            assertThat(view.state()).isEqualTo(new NodeState.AwaitingReview(""));
            assertThat(view.decision()).isEmpty();
            assertThat(view.candidate().orElseThrow().changes()).extracting(c -> c.path().value()).containsExactly("a.txt", "c.txt");
            assertThat(agent.calls().get(1).prompt()).contains("The reviewer asks for this revision:\nAdd c as well\n");
        }
    }

    @Test
    void aRevisionByCommentsTellsEachPlaceWithItsLinesAndIsKept() throws IOException {
        var agent = new FakeAgent("fake", FakeAgent.writes("a.txt", "first\nsecond\n"), FakeAgent.writes("a.txt", "first\n2nd\n"));
        var comment = new ReviewComment("c1", WorkspacePath.of("a.txt"), CodeAnchor.of(CodeAnchor.Side.AFTER, List.of("first", "second"),
                new LineRange(1, 2)), "Shorter.\nAs a number.", ReviewComment.Author.person("Ada"), Instant.parse("2026-11-21T09:00:00.123Z"), false);
        RunId run;
        try (var bench = new Bench(folder, agent)) {
            run = bench.start("Change a");
            bench.idle(run, TASK);
            bench.session.decide(run, TASK, new Decision.Revise("", List.of(comment)), "Ada");
            bench.until(run, s -> s.isIdle() && s.nodes().get(TASK).attempt() == 2);
            assertThat(agent.calls().get(1).prompt()).endsWith("""
                    The reviewer asks for this revision:

                    1. a.txt:2:
                       | second
                       Shorter.
                       As a number.

                    Answer this comment by a change at its place; leave alone what nobody asked about.
                    """);
            bench.approveAll(run, TASK);
            bench.until(run, RunState::isEnded);
            JsonNode revision = JsonMapper.builder().build().readTree(bench.evidence(0, "revisions")).get(0);
            assertThat(revision.get("who").asString()).isEqualTo("Ada");
            assertThat(revision.get("feedback").asString()).isEmpty();
            assertThat(revision.at("/comments/0/anchor/quote/0").asString()).isEqualTo("second");
            assertThat(revision.at("/comments/0/text").asString()).isEqualTo("Shorter.\nAs a number.");
        }
    }

    @Test
    void aDecisionIsReadAsItWasWrittenAndARevisionFromBeforeCommentsHasNone() {
        var comment = new ReviewComment("c1", WorkspacePath.of("a.txt"), CodeAnchor.of(CodeAnchor.Side.BEFORE, List.of("x"),
                new LineRange(0, 1)), "why", new ReviewComment.Author(ReviewComment.Author.Kind.AGENT, "critic"), Instant.EPOCH, true);
        Decision revise = new Decision.Revise("all", List.of(comment));
        JsonMapper json = RunJson.mapper();
        assertThat(json.readValue(json.writerFor(Decision.class).writeValueAsString(revise), Decision.class)).isEqualTo(revise);
        assertThat(json.readValue("{\"type\":\"revise\",\"feedback\":\"old\"}", Decision.class)).isEqualTo(new Decision.Revise("old"));
    }

    @Test
    void aRejectionKeepsWhatWasRejected() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")))) {
            RunId run = bench.start("Change b");
            bench.idle(run, TASK);
            bench.session.decide(run, TASK, new Decision.Reject("not like this"), "Ada");
            RunState end = bench.until(run, RunState::isEnded);

            assertThat(end.nodes().get(TASK).state()).isEqualTo(new NodeState.Rejected("not like this"));
            assertThat(bench.kinds()).containsExactly(EntryKind.REJECTION);
            assertThat(bench.entries().getFirst().approval().orElseThrow().note()).isEqualTo("not like this");
            assertThat(bench.evidence(0, "rejected-patch")).contains("-bee").contains("+bop");
            assertThat(bench.tree()).containsEntry("b.txt", "bee\n");
        }
    }

    @Test
    void aRejectionThatCannotBeRecordedLeavesTheNodeWaiting() throws IOException {
        try (var bench = new Bench(folder, true, new FakeAgent("fake", FakeAgent.writes("b.txt", "bop\n")))) {
            RunId run = bench.start("Change b");
            bench.idle(run, TASK);
            bench.memory.orElseThrow().fail(true);
            bench.session.decide(run, TASK, new Decision.Reject("no"), "Ada");
            NodeView view = bench.until(run, s -> s.nodes().get(TASK).state() instanceof NodeState.AwaitingReview a
                    && !a.escalated().isEmpty()).nodes().get(TASK);
            assertThat(((NodeState.AwaitingReview) view.state()).escalated()).startsWith("The rejection could not be recorded");
            bench.memory.orElseThrow().fail(false);
            bench.session.decide(run, TASK, new Decision.Reject("no"), "Ada");
            bench.until(run, TASK, NodeState.Rejected.class);
        }
    }

    @Test
    void independentNodesGoOnAndDependentsWaitOrAreBlocked() throws IOException {
        var agent = new FakeAgent("fake", (task, events, progress) ->
                FakeAgent.writes(task.node().id() + ".txt", "x\n").run(task, events, progress));
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.start(new Plan("Four", List.of(node("one", "One"), node("two", "Two", "one"), node("three", "Three"),
                    node("four", "Four", "two", "three"))));
            RunState idle = bench.until(run, RunState::isIdle);
            assertThat(idle.waiting()).extracting(v -> v.node().id().value()).containsExactly("one", "three");

            bench.approveAll(run, new NodeId("one"));
            bench.until(run, new NodeId("two"), NodeState.AwaitingReview.class);
            assertThat(agent.calls().getLast().base().files().keySet()).extracting(Object::toString).contains("one.txt");
            bench.session.decide(run, new NodeId("three"), new Decision.Reject("no"), "Ada");
            bench.until(run, new NodeId("four"), NodeState.Blocked.class);
            bench.approveAll(run, new NodeId("two"));
            RunState end = bench.until(run, RunState::isEnded);
            assertThat(end.nodes().get(new NodeId("four")).state()).isEqualTo(new NodeState.Blocked(List.of(new NodeId("three"))));
            assertThat(end.ended()).contains("2 of 4 nodes are committed and were checked together; three was rejected, four is blocked.");
            assertThat(bench.tree()).containsKeys("one.txt", "two.txt").doesNotContainKeys("three.txt", "four.txt");
        }
    }

    @Test
    void usageIsTheSumOfCallsAndUnknownStaysUnknown() throws IOException {
        var cost = new Usage(OptionalLong.of(10), OptionalLong.empty(), Optional.of(new BigDecimal("0.25")));
        var agent = new FakeAgent("fake", (task, events, progress) -> {
            FakeAgent.writes("a.txt", "BROKEN\n").run(task, events, progress);
            events.accept(new AgentEvent.Used(cost));
            return new AgentResult.Finished("", cost);
        }, (task, events, progress) -> {
            FakeAgent.writes("a.txt", "good\n").run(task, events, progress);
            return new AgentResult.Finished("", cost);
        });
        try (var bench = new Bench(folder, agent)) {
            RunId run = bench.start("Change a");
            NodeView view = bench.idle(run, TASK);
            assertThat(view.usage()).isEqualTo(new Usage(OptionalLong.of(20), OptionalLong.empty(), Optional.of(new BigDecimal("0.50"))));
        }
    }

    @Test
    void startRefusesWhatCannotRunBeforeAnythingStarts() throws IOException {
        var agent = new FakeAgent("claude", FakeAgent.writes("a.txt", "x\n")).thatStarts("claude");
        try (var bench = new Bench(folder, agent)) {
            assertThatThrownBy(() -> bench.start("x")).hasMessage(
                    "RUN-003: The agent \"claude\" starts programs, and nothing contains them here (sandbox: none).");
            assertThatThrownBy(() -> bench.start(new Plan("x", List.of()))).hasMessageContaining("RUN-001");
            assertThatThrownBy(() -> bench.start(new Plan("x", List.of(node("a", "ghost", List.of())))))
                    .hasMessage("AGENT-002: There is no agent called \"ghost\".");
            assertThat(bench.session.runs()).isEmpty();
            assertThat(agent.calls()).isEmpty();
            try (var folders = Files.list(bench.data.resolve("runs").resolve(bench.session.workspace().id()))) {
                assertThat(folders).isEmpty();
            }
        }
    }

    @Test
    void leaveToRunUnconfinedIsRecordedBeforeTheAgentStarts() throws IOException {
        var agent = new FakeAgent("claude", FakeAgent.writes("a.txt", "x\n")).thatStarts("claude", "-p");
        try (var bench = new Bench(folder, agent)) {
            RunRequest plain = bench.request(Plan.single("x"));
            RunId run = bench.session.start(new RunRequest(plain.plan(), "claude", Optional.empty(), List.of(), true, false));
            bench.idle(run, TASK);
            assertThat(bench.kinds()).containsExactly(EntryKind.GRANT);
            assertThat(bench.entries().getFirst().summary()).isEqualTo("Allowed to run with sandbox: none: claude");
            bench.approveAll(run, TASK);
            bench.until(run, RunState::isEnded);
            assertThat(bench.evidence(1, "argv")).isEqualTo("[\"claude\",\"-p\"]");
            assertThat(bench.evidence(1, "environment")).isEqualTo("{\"HOME\":\"/home/of/claude\"}");
        }
    }

    @Test
    void checksOfTheRunComeBeforeThoseOfTheNodeAndThoseFound() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "x\n")))) {
            var found = new CheckCommand("mvn test", Part.LOG, List.of("mvn", "test"),
                    Duration.ofMinutes(1), "pom.xml");
            bench.verifier.finds(found);
            bench.idle(bench.start("x"), TASK);
            assertThat(bench.verifier.requests().getLast().checks()).containsExactly(found);

            var own = new Node(TASK, "x", NodeClass.IMPLEMENTATION, List.of(), Optional.empty(),
                    new Contract(List.of(), List.of(), List.of(List.of("make", "check"))));
            bench.idle(bench.start(new Plan("x", List.of(own))), TASK);
            assertThat(bench.verifier.requests().getLast().checks()).extracting(c -> c.name()).containsExactly("make check");

            bench.idle(bench.session.start(new RunRequest(new Plan("x", List.of(own)), "fake", Optional.empty(),
                    List.of(List.of("./t")), false, false)), TASK);
            assertThat(bench.verifier.requests().getLast().checks()).extracting(c -> c.argv()).containsExactly(List.of("./t"));
        }
    }

    @Test
    void aThrowingListenerHurtsNobody() throws Exception {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "x\n")))) {
            var after = new CopyOnWriteArrayList<RunEvent>();
            bench.session.listen((state, event) -> {
                if (event instanceof RunEvent.Candidate) {
                    throw new AssertionError("a bad listener");
                }
            });
            AutoCloseable listening = bench.session.listen((state, event) -> after.add(event));
            RunId run = bench.start("x");
            bench.idle(run, TASK);
            bench.approveAll(run, TASK);
            bench.until(run, RunState::isEnded);
            bench.until(run, s -> after.stream().anyMatch(RunEvent.Ended.class::isInstance));
            assertThat(after).containsExactlyElementsOf(bench.heard);
            listening.close();
            int before = after.size();
            bench.idle(bench.start("y"), TASK);
            assertThat(after).hasSize(before);
        }
    }

    @Test
    void twoRunsOfOneSessionWorkAtOnce() throws IOException {
        var together = new CountDownLatch(2);
        FakeAgent.Step meet = (task, events, progress) -> {
            together.countDown();
            Bench.await(together);
            return FakeAgent.writes(task.task() + ".txt", "x\n").run(task, events, progress);
        };
        try (var bench = new Bench(folder, new FakeAgent("fake", meet))) {
            RunId one = bench.start("one");
            RunId two = bench.start("two");
            bench.until(two, s -> !(s.nodes().get(TASK).state() instanceof NodeState.Running));
            assertThat(bench.idle(one, TASK).state()).isEqualTo(new NodeState.AwaitingReview(""));
            assertThat(bench.idle(two, TASK).state()).isEqualTo(new NodeState.AwaitingReview(""));
            assertThat(bench.session.runs()).extracting(RunState::id).containsExactlyInAnyOrder(one, two);
            bench.approveAll(one, TASK);
            bench.approveAll(two, TASK);
            bench.until(one, RunState::isEnded);
            bench.until(two, RunState::isEnded);
            assertThat(bench.tree()).containsKeys("one.txt", "two.txt");
            assertThat(bench.kinds()).containsExactly(EntryKind.COMMIT, EntryKind.COMMIT);
        }
    }
}
