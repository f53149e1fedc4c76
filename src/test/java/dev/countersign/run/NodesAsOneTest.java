package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.Selection;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The nodes of a plan as one: what they made together is checked before the run is done, and what one builds on another stays as it was declared.
class NodesAsOneTest {
    @TempDir
    Path folder;

    /// Writes what stands for its node.
    private static FakeAgent writer(Map<String, List<String>> byNode) {
        return new FakeAgent("fake", (task, events, progress) -> FakeAgent.writes(byNode.get(task.node().id().value()).toArray(String[]::new))
                .run(task, events, progress)).thatNeverRetries();
    }

    private static Node node(String id, NodeClass kind, String... after) {
        return new Node(new NodeId(id), "Do " + id, kind, Arrays.stream(after).map(NodeId::new).toList(), java.util.Optional.empty(),
                new Contract(List.of(id + ".*"), List.of(), List.of()));
    }

    private static Plan plan(String... ids) {
        return new Plan("Task", Arrays.stream(ids).map(id -> node(id, NodeClass.IMPLEMENTATION)).toList());
    }

    private static void approve(Bench bench, RunId run, String id) throws IOException {
        bench.until(run, new NodeId(id), NodeState.AwaitingReview.class);
        bench.approveAll(run, new NodeId(id));
        bench.until(run, new NodeId(id), NodeState.Committed.class);
    }

    private static List<String> merges(Bench bench) {
        return bench.heard.stream().filter(RunEvent.Merged.class::isInstance).map(e -> ((RunEvent.Merged) e).shortfall()).toList();
    }

    @Test
    void whatSeveralNodesMadeIsCheckedAsOneTreeBeforeTheRunIsDone() throws IOException {
        try (var bench = new Bench(folder, writer(Map.of("one", List.of("one.txt", "1\n"), "two", List.of("two.txt", "2\n", "b.txt", "bop\n"))))) {
            RunId run = bench.start(plan("one", "two"));
            approve(bench, run, "one");
            approve(bench, run, "two");
            RunState ended = bench.until(run, RunState::isEnded);

            Verifier.Request last = bench.verifier.requests().getLast();
            assertThat(last.together().isWhole()).isTrue();
            assertThat(last.together().others()).extracting(o -> o.id().value()).containsExactly("one", "two");
            assertThat(last.changeset().changes()).extracting(FileChange::path).extracting(Object::toString).containsExactly("b.txt", "one.txt", "two.txt");
            assertThat(last.tree().files().keySet()).extracting(Object::toString).containsExactlyElementsOf(bench.tree().keySet());
            assertThat(last.tree().treeHash()).isEqualTo(bench.entries().getLast().treeAfter());
            assertThat(ended.ended()).contains("All 2 nodes are committed and were checked together.");
            assertThat(merges(bench)).containsExactly("");
        }
    }

    @Test
    void oneNodeByItselfIsNotCheckedTwice() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("one.txt", "apart\n")))) {
            RunId run = bench.start("Alone");
            approve(bench, run, "task");
            assertThat(bench.until(run, RunState::isEnded).ended()).contains("Committed.");
            assertThat(bench.verifier.requests()).hasSize(1);
        }
    }

    @Test
    void nodesThatFailTogetherHoldTheRunUntilThePlanMendsThem() throws IOException {
        try (var bench = new Bench(folder, writer(Map.of("one", List.of("one.txt", "apart\n"), "two", List.of("two.txt", "2\n"),
                "mend", List.of("one.txt", "1\n"))))) {
            RunId run = bench.start(plan("one", "two"));
            approve(bench, run, "one");
            approve(bench, run, "two");
            RunState held = bench.until(run, s -> s.course().pause().isPresent());
            String why = "Together the nodes fail their checks: one.txt:1: it does not fit.";

            assertThat(held.isEnded()).isFalse();
            assertThat(held.isIdle()).isTrue();
            assertThat(held.course().pause().orElseThrow().why()).isEqualTo(why);
            assertThat(bench.kinds()).containsExactly(EntryKind.COMMIT, EntryKind.COMMIT, EntryKind.ESCALATION);
            assertThat(bench.entries().getLast().summary()).isEqualTo("Escalated: " + why);
            assertThat(bench.evidence(2, "verification")).contains("it does not fit");

            // The next session finds it so.
            bench.reopened();
            assertThat(bench.session.run(run).orElseThrow().isHeldTogether()).isTrue();
            bench.session.steering().resume(run, "Ada");
            bench.until(run, s -> merges(bench).size() == 2 && s.course().pause().isPresent());

            var nodes = new ArrayList<>(plan("one", "two").nodes());
            nodes.add(node("mend", NodeClass.INTEGRATION));
            bench.session.steering().replan(run, new Plan("Task", nodes), "it does not fit", "Ada");
            bench.session.steering().resume(run, "Ada");
            approve(bench, run, "mend");
            assertThat(bench.until(run, RunState::isEnded).ended()).contains("All 3 nodes are committed and were checked together.");
            assertThat(merges(bench)).containsExactly(why, why, "");
        }
    }

    @Test
    void personCanEndARunWhoseNodesFailTogether() throws IOException {
        try (var bench = new Bench(folder, writer(Map.of("one", List.of("one.txt", "apart\n"), "two", List.of("two.txt", "2\n"))))) {
            RunId run = bench.start(plan("one", "two"));
            approve(bench, run, "one");
            approve(bench, run, "two");
            bench.until(run, s -> s.course().pause().isPresent());
            bench.session.cancel(run);
            assertThat(bench.until(run, RunState::isEnded).ended())
                    .contains("All 2 nodes are committed. Together the nodes fail their checks: one.txt:1: it does not fit.");
        }
    }

    @Test
    void whatWasApprovedAllTheSameHoldsNothing() throws IOException {
        try (var bench = new Bench(folder, writer(Map.of("one", List.of("one.txt", "BROKEN\n"), "two", List.of("two.txt", "2\n"))))) {
            RunId run = bench.start(plan("one", "two"));
            bench.until(run, new NodeId("one"), NodeState.AwaitingReview.class);
            bench.session.decide(run, new NodeId("one"), new Decision.Approve(Selection.all(bench.view(run, new NodeId("one")).candidate().orElseThrow()), "known", true),
                    "Ada");
            bench.until(run, new NodeId("one"), NodeState.Committed.class);
            bench.until(run, new NodeId("two"), NodeState.AwaitingReview.class);
            bench.session.decide(run, new NodeId("two"), new Decision.Approve(Selection.all(bench.view(run, new NodeId("two")).candidate().orElseThrow()), "known", true),
                    "Ada");
            bench.until(run, s -> s.isEnded() || s.nodes().get(new NodeId("two")).state() instanceof NodeState.AwaitingReview && s.isIdle());
            if (!bench.session.run(run).orElseThrow().isEnded()) {
                bench.session.decide(run, new NodeId("two"), new Decision.Approve(Selection.all(bench.view(run, new NodeId("two")).candidate().orElseThrow()), "known",
                        true), "Ada");
            }
            assertThat(bench.until(run, s -> s.isEnded() || s.course().pause().isPresent()).course().pause()).isEmpty();
            assertThat(merges(bench)).containsExactly("");
        }
    }

    @Test
    void checkThatASessionBrokeOffIsMadeByTheNext() throws IOException {
        var begun = new CountDownLatch(1);
        var hangs = new AtomicBoolean(true);
        try (var bench = new Bench(folder, writer(Map.of("one", List.of("one.txt", "1\n"), "two", List.of("two.txt", "2\n"))))) {
            bench.verifier.before((request, progress) -> {
                while (request.together().isWhole() && hangs.get() && !progress.cancelled()) {
                    begun.countDown();
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
                return true;
            });
            RunId run = bench.start(plan("one", "two"));
            approve(bench, run, "one");
            approve(bench, run, "two");
            Bench.await(begun);
            assertThat(bench.session.run(run).orElseThrow().isIdle()).isFalse();
            bench.session.close();
            hangs.set(false);
            assertThat(merges(bench)).isEmpty();
            bench.reopened();
            assertThat(bench.until(run, RunState::isEnded).ended()).contains("All 2 nodes are committed and were checked together.");
        }
    }

    @Test
    void checkThatAPersonCancelledIsSaidToBeMissing() throws IOException {
        var begun = new CountDownLatch(1);
        try (var bench = new Bench(folder, writer(Map.of("one", List.of("one.txt", "1\n"), "two", List.of("two.txt", "2\n"))))) {
            bench.verifier.before((request, progress) -> {
                while (request.together().isWhole() && !progress.cancelled()) {
                    begun.countDown();
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
                return true;
            });
            RunId run = bench.start(plan("one", "two"));
            approve(bench, run, "one");
            approve(bench, run, "two");
            Bench.await(begun);
            bench.session.cancel(run);
            assertThat(bench.until(run, RunState::isEnded).ended())
                    .contains("All 2 nodes are committed. They were not checked together: the check was cancelled.");
        }
    }

    private static final String API = "// adds\ndeclares add\n";

    private static Plan dependants() {
        return new Plan("Task", List.of(node("api", NodeClass.INTERFACE), node("use", NodeClass.IMPLEMENTATION, "api"),
                node("other", NodeClass.IMPLEMENTATION, "api")));
    }

    private static Bench afterTheOther(Path folder, String api) throws IOException {
        var bench = new Bench(folder, writer(Map.of("api", List.of("api.txt", API), "use", List.of("use.txt", "calls add\n"),
                "other", List.of("api.txt", api, "other.txt", "o\n"))));
        RunId run = bench.start(dependants());
        approve(bench, run, "api");
        bench.until(run, new NodeId("use"), NodeState.AwaitingReview.class);
        approve(bench, run, "other");
        return bench;
    }

    @Test
    void dependantIsStaleWhenASignatureMovedAndIsCheckedOnTheTreeAsItIsNow() throws IOException {
        try (Bench bench = afterTheOther(folder, "// adds\ndeclares add more\n")) {
            RunId run = bench.session.runs().getFirst().id();
            var use = new NodeId("use");
            String why = "What it builds on changed: api.txt, `declares add` is no longer declared.";
            bench.until(run, s -> s.nodes().get(use).state().equals(new NodeState.AwaitingReview(why)));
            NodeView view = bench.view(run, use);

            assertThat(view.verification().orElseThrow().results()).extracting(SensorResult::state).containsExactly(new SensorResult.State.Stale(why));
            assertThat(view.verification().orElseThrow().isVerified()).isFalse();
            assertThat(bench.session.approvalFault(run, use)).contains("its checks are stale; run them again.");
            assertThatThrownBy(() -> bench.approveAll(run, use)).hasMessageContaining("its checks are stale; run them again.");

            bench.session.verifyAgain(run, use);
            bench.until(run, s -> s.nodes().get(use).state().equals(new NodeState.AwaitingReview("")));
            assertThat(bench.verifier.requests().getLast().tree().get(dev.countersign.workspace.WorkspacePath.of("other.txt"))).isPresent();
            assertThat(bench.view(run, use).origin()).isEqualTo(RunEvent.Origin.REBASE);
            approve(bench, run, "use");
            bench.until(run, RunState::isEnded);
        }
    }

    @Test
    void anotherRunOrARollbackMovesAnInterfaceToo() throws IOException {
        try (var bench = new Bench(folder, writer(Map.of("api", List.of("api.txt", API), "use", List.of("use.txt", "calls add\n"),
                "task", List.of("api.txt", "declares nothing\n"))))) {
            RunId run = bench.start(new Plan("Task", List.of(node("api", NodeClass.INTERFACE), node("use", NodeClass.IMPLEMENTATION, "api"))));
            approve(bench, run, "api");
            bench.until(run, new NodeId("use"), NodeState.AwaitingReview.class);
            approve(bench, bench.start("Change the interface"), "task");
            assertThat(bench.until(run, s -> s.nodes().get(new NodeId("use")).verification().orElseThrow().isStale()).isIdle()).isTrue();
        }
    }

    @Test
    void anEditByHandMovesAnInterfaceAndACommentDoesNot() throws IOException {
        try (var bench = new Bench(folder, writer(Map.of("api", List.of("api.txt", API), "use", List.of("use.txt", "calls add\n"))))) {
            RunId run = bench.start(new Plan("Task", List.of(node("api", NodeClass.INTERFACE), node("use", NodeClass.IMPLEMENTATION, "api"))));
            approve(bench, run, "api");
            var use = new NodeId("use");
            bench.until(run, use, NodeState.AwaitingReview.class);
            Files.writeString(bench.live.resolve("api.txt"), "// by hand\ndeclares add\n");
            Files.writeString(bench.live.resolve("api.txt"), "// by hand\ndeclares subtract\n");
            bench.until(run, s -> s.nodes().get(use).verification().orElseThrow().isStale());
            String why = "What it builds on changed: api.txt, `declares add` is no longer declared.";
            bench.until(run, s -> s.nodes().get(use).state().equals(new NodeState.AwaitingReview(why)));
            assertThat(bench.session.approvalFault(run, use)).contains("its checks are stale; run them again.");
            assertThat(Stream.of(bench.heard.toArray(RunEvent[]::new)).filter(RunEvent.Verified.class::isInstance).map(RunEvent.Verified.class::cast)
                    .filter(e -> e.node().equals(use) && e.verification().isStale())).hasSize(1);
        }
    }

    @Test
    void dependantStaysFreshWhenACommentChanged() throws IOException {
        try (Bench bench = afterTheOther(folder, "// sums up\ndeclares add\n")) {
            RunId run = bench.session.runs().getFirst().id();
            var use = new NodeId("use");
            approve(bench, run, "use");
            bench.until(run, RunState::isEnded);
            assertThat(Stream.of(bench.heard.toArray(RunEvent[]::new)).filter(RunEvent.Verified.class::isInstance).map(RunEvent.Verified.class::cast)
                    .filter(e -> e.node().equals(use) && e.verification().isStale())).isEmpty();
        }
    }
}
