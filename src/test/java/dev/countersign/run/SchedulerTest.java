package dev.countersign.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.Selection;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeSandbox;
import dev.countersign.workspace.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/// A plan of 200 nodes ends as the rules say whoever is quick or slow, whatever fails, is replanned, paused or killed in between.
class SchedulerTest {
    private static final int NODES = 200;

    /// What becomes of a node whenever its agent is done.
    private enum Fate { PASSES, FAILS, CHANGES_NOTHING, NEEDS_A_PERSON, IS_STOPPED }

    private static Fate fate(Node node) {
        return switch (Math.floorMod(node.goal().hashCode(), 24)) {
            case 0 -> Fate.FAILS;
            case 1 -> Fate.CHANGES_NOTHING;
            case 2 -> Fate.NEEDS_A_PERSON;
            case 3 -> Fate.IS_STOPPED;
            default -> Fate.PASSES;
        };
    }

    private static Node node(int number, List<NodeId> after, String goal) {
        return new Node(new NodeId("n" + number), goal, NodeClass.IMPLEMENTATION, after, Optional.empty(),
                new Contract(List.of("n" + number + "/**"), List.of(), List.of()));
    }

    /// Nodes wait for up to three others; the plan names them in an order of its own.
    private static Plan plan(Random random) {
        var nodes = new ArrayList<Node>();
        for (int i = 0; i < NODES; i++) {
            Set<NodeId> after = new LinkedHashSet<>();
            for (int k = random.nextInt(4); k > 0 && i > 0; k--) {
                after.add(nodes.get(Math.max(0, i - 1 - random.nextInt(25))).id());
            }
            nodes.add(node(i, List.copyOf(after), "goal " + random.nextInt()));
        }
        Collections.shuffle(nodes, random);
        return new Plan("many", nodes);
    }

    /// How every node of `plan` must stand in the end, whatever happened on the way.
    private static Map<NodeId, Class<? extends NodeState>> expected(Plan plan) {
        Map<NodeId, Class<? extends NodeState>> ends = new LinkedHashMap<>();
        for (NodeId id : Scheduler.order(plan)) {
            Node node = plan.node(id).orElseThrow();
            boolean dead = node.after().stream().anyMatch(b -> Set.of(NodeState.Failed.class, NodeState.Unchanged.class, NodeState.Blocked.class)
                    .contains(ends.get(b)));
            boolean ready = node.after().stream().allMatch(b -> ends.get(b) == NodeState.Committed.class);
            ends.put(id, dead ? NodeState.Blocked.class : !ready ? NodeState.Waiting.class : switch (fate(node)) {
                case PASSES -> NodeState.Committed.class;
                case FAILS -> NodeState.Failed.class;
                case CHANGES_NOTHING -> NodeState.Unchanged.class;
                case NEEDS_A_PERSON -> NodeState.AwaitingReview.class;
                case IS_STOPPED -> NodeState.Stopped.class;
            });
        }
        return ends;
    }

    /// A run whose agents, commits and crashes come in whatever order a random number says. What is decided is the scheduler's.
    private static final class Simulation {
        private final Random random;
        private final int parallel;
        private final Set<NodeId> held = new HashSet<>();
        private final Set<NodeId> atWork = new HashSet<>();
        private final Set<NodeId> committing = new LinkedHashSet<>();
        private final List<NodeId> committed = new ArrayList<>();
        private RunState state;
        private long ticks;

        Simulation(Plan plan, Random random, int parallel) {
            this.random = random;
            this.parallel = parallel;
            var request = new RunRequest(plan, "fake", Optional.empty(), List.of(), false, true).with(RunLimits.parallel(parallel));
            state = RunState.of(new RunEvent.Started(Instant.EPOCH, new RunId("20261121-074512-k3f9"), request, FakeSandbox.NONE));
        }

        private Instant now() {
            return Instant.EPOCH.plusMillis(++ticks);
        }

        void tell(RunEvent event) {
            state = state.after(event);
        }

        void move(NodeId id, NodeState to) {
            tell(new RunEvent.Moved(now(), id, to));
        }

        void steps() {
            for (Optional<Scheduler.Step> step = Scheduler.next(state, held); step.isPresent(); step = Scheduler.next(state, held)) {
                switch (step.get()) {
                    case Scheduler.Step.Block block -> move(block.node(), new NodeState.Blocked(block.by()));
                    case Scheduler.Step.Merge _ -> tell(new RunEvent.Merged(now(), Optional.empty(), "not here"));
                    case Scheduler.Step.End end -> tell(new RunEvent.Ended(now(), end.summary()));
                    case Scheduler.Step.Commit commit -> {
                        assertThat(held.remove(commit.node())).isTrue();
                        committing.add(commit.node());
                    }
                    case Scheduler.Step.Begin begin -> {
                        assertThat(state.nodes().get(begin.node()).state()).isInstanceOf(NodeState.Waiting.class);
                        for (NodeId before : state.nodes().get(begin.node()).node().after()) {
                            assertThat(committed).contains(before);
                        }
                        atWork.add(begin.node());
                        move(begin.node(), new NodeState.Running(state.nodes().get(begin.node()).attempt() + 1));
                        assertThat(atWork.size()).isLessThanOrEqualTo(parallel);
                    }
                }
            }
        }

        /// An agent, or a commit, whichever is next by chance.
        boolean somethingEnds() {
            var all = new ArrayList<>(atWork);
            Collections.sort(all, java.util.Comparator.comparing(NodeId::value));
            if (!committing.isEmpty() && (all.isEmpty() || random.nextBoolean())) {
                NodeId id = committing.iterator().next();
                committing.remove(id);
                committed.add(id);
                tell(new RunEvent.Committed(now(), id, committed.size() - 1, Sha256.of(new byte[0])));
                return true;
            }
            if (all.isEmpty()) {
                return false;
            }
            NodeId id = all.get(random.nextInt(all.size()));
            atWork.remove(id);
            switch (fate(state.nodes().get(id).node())) {
                case FAILS -> move(id, new NodeState.Failed("X-1", "no"));
                case CHANGES_NOTHING -> move(id, new NodeState.Unchanged());
                case NEEDS_A_PERSON -> move(id, new NodeState.AwaitingReview(""));
                case IS_STOPPED -> move(id, new NodeState.Stopped("rule", "no"));
                case PASSES -> {
                    tell(new RunEvent.Decided(now(), id, new Decision.Approve(new Selection(Map.of()), "", false), "--yes"));
                    move(id, new NodeState.Committing());
                    held.add(id);
                }
            }
            return true;
        }

        /// The process ends; the next one settles what it finds, and a person lets the run go on.
        void isKilledAndGoesOn() {
            var left = new LinkedHashSet<NodeId>();
            left.addAll(atWork);
            left.addAll(held);
            left.addAll(committing);
            for (NodeId id : left) {
                tell(new RunEvent.Interrupted(now(), id));
                move(id, atWork.contains(id) ? new NodeState.Failed("RUN-004", "ended") : new NodeState.AwaitingReview("ended"));
            }
            atWork.clear();
            held.clear();
            committing.clear();
            if (random.nextBoolean()) {
                steps();
                atWork.forEach(id -> assertThat(left).doesNotContain(id));
            }
            for (NodeId id : state.nodes().keySet()) {
                if (state.course().interrupted().contains(id)) {
                    tell(new RunEvent.Continued(now(), id));
                    Scheduler.blockedBehind(state, id).forEach(behind -> move(behind, new NodeState.Waiting()));
                }
            }
            assertThat(state.isResumable()).isFalse();
        }

        /// Some nodes that have not begun are left out, changed, or stand behind others; new ones come.
        void isReplanned(int number) {
            var next = new ArrayList<Node>();
            Set<NodeId> gone = new HashSet<>();
            for (NodeView view : state.nodes().values()) {
                boolean open = view.state() instanceof NodeState.Waiting || view.state() instanceof NodeState.Failed
                        || view.state() instanceof NodeState.Blocked;
                if (open && random.nextInt(12) == 0) {
                    gone.add(view.node().id());
                } else if (open && random.nextInt(6) == 0) {
                    next.add(node(Integer.parseInt(view.node().id().value().substring(1)), view.node().after(), "other goal " + random.nextInt()));
                } else {
                    next.add(view.node());
                }
            }
            for (int i = 0; i < 3; i++) {
                next.add(node(1_000 + number * 10 + i, List.of(next.get(random.nextInt(next.size())).id()), "new goal " + random.nextInt()));
            }
            next.replaceAll(n -> n.after().stream().noneMatch(gone::contains) ? n : new Node(n.id(), n.goal(), n.kind(),
                    n.after().stream().filter(b -> !gone.contains(b)).toList(), n.agent(), n.contract()));
            Plan plan = new Plan("many", next);
            assertThat(PlanRevision.faults(state, plan)).isEmpty();
            tell(new RunEvent.Replanned(now(), plan, "by chance", "Ada"));
        }

        void pausesForAWhile() {
            tell(new RunEvent.Paused(now(), "by chance", Optional.empty(), "Ada"));
            int before = atWork.size();
            steps();
            assertThat(atWork).hasSize(before);
            somethingEnds();
            steps();
            assertThat(atWork.size()).isLessThanOrEqualTo(before);
            tell(new RunEvent.Resumed(now(), "Ada"));
        }

        Map<NodeId, Class<? extends NodeState>> ends() {
            Map<NodeId, Class<? extends NodeState>> ends = new LinkedHashMap<>();
            Scheduler.order(state.plan()).forEach(id -> ends.put(id, state.nodes().get(id).state().getClass()));
            return ends;
        }
    }

    @Property(tries = 12)
    void twoHundredNodesEndAsTheRulesSayWhateverHappensOnTheWay(@ForAll long seed) {
        var random = new Random(seed);
        var run = new Simulation(plan(random), random, 1 + random.nextInt(8));
        int replans = 0;
        run.steps();
        while (run.somethingEnds()) {
            run.steps();
            int chance = random.nextInt(100);
            if (chance < 4) {
                run.isKilledAndGoesOn();
            } else if (chance < 7 && replans < 5) {
                run.isReplanned(replans++);
            } else if (chance < 10) {
                run.pausesForAWhile();
            }
            run.steps();
        }
        assertThat(run.ends()).isEqualTo(expected(run.state.plan()));
        assertThat(run.state.isEnded()).isEqualTo(run.state.nodes().values().stream().allMatch(v -> v.state().isFinal()));
        assertThat(run.state.isIdle()).isTrue();
    }

    /// Without changes of the plan, the ledger is the same whoever was quick: the committed ones in the plan's order.
    @Property(tries = 12)
    void commitsComeInThePlansOrderWhoeverIsQuick(@ForAll long seed, @ForAll long other) {
        Plan plan = plan(new Random(seed));
        var random = new Random(other);
        var run = new Simulation(plan, random, 1 + random.nextInt(8));
        run.steps();
        while (run.somethingEnds()) {
            run.steps();
            if (random.nextInt(40) == 0) {
                run.isKilledAndGoesOn();
                run.steps();
            }
        }
        Map<NodeId, Class<? extends NodeState>> ends = expected(plan);
        assertThat(run.committed).isEqualTo(Scheduler.order(plan).stream().filter(id -> ends.get(id) == NodeState.Committed.class).toList());
    }

    @Test
    void whatIsAtWorkOrCommittedStaysInThePlan() {
        var run = new Simulation(new Plan("two", List.of(node(1, List.of(), "a"), node(2, List.of(), "b"), node(3, List.of(), "c"))), new Random(1), 1);
        run.move(new NodeId("n1"), new NodeState.Committed(0));
        run.move(new NodeId("n2"), new NodeState.Running(1));
        assertThat(PlanRevision.faults(run.state, new Plan("two", List.of(node(2, List.of(), "other"))))).containsExactly(
                "Node \"n1\" is committed; it stays as it is.", "Node \"n2\" is at work; it stays as it is.");
        assertThat(PlanRevision.faults(run.state, new Plan("two", List.of(node(1, List.of(), "a"), node(2, List.of(), "b"))))).isEmpty();
    }

    /// A slow node at the end of its branch, though the plan has it first, holds up neither a quick one nor what waits for that.
    @Test
    void whatNothingWaitsForIsCommittedLast() {
        var plan = new Plan("Order", List.of(Bench.node("slow", "S"), Bench.node("base", "B"), Bench.node("next", "N", "base"), Bench.node("last", "L", "next"),
                Bench.node("other", "O"), Bench.node("after", "A", "other")));
        assertThat(Scheduler.order(plan)).extracting(NodeId::value).containsExactly("base", "next", "other", "slow", "last", "after");
    }
}
