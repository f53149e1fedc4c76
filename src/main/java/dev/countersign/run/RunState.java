package dev.countersign.run;

import dev.countersign.agent.AgentEvent;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.sandbox.Protection;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A run as a value: the fold of its events. Immutable; [#after] gives the next one.
///
/// @param nodes in plan order
/// @param ended the summary once it ended
/// @param course how it has gone as a whole
public record RunState(RunId id, RunRequest request, Protection protection, Map<NodeId, NodeView> nodes, Instant started,
                       Optional<Instant> endedAt, Optional<String> ended, Course course) {
    public RunState {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }

    /// A run whose course is that of its request.
    public RunState(RunId id, RunRequest request, Protection protection, Map<NodeId, NodeView> nodes, Instant started,
                    Optional<Instant> endedAt, Optional<String> ended) {
        this(id, request, protection, nodes, started, endedAt, ended, Course.of(request));
    }

    public static RunState of(RunEvent.Started started) {
        var nodes = new LinkedHashMap<NodeId, NodeView>();
        for (Node node : started.request().plan().nodes()) {
            nodes.put(node.id(), NodeView.waiting(node, started.at()));
        }
        return new RunState(started.run(), started.request(), started.protection(), nodes, started.at(), Optional.empty(),
                Optional.empty());
    }

    /// The plan as it stands now.
    public Plan plan() {
        return course.plan();
    }

    /// Folds one event in. Events of no lasting meaning return this same state.
    public RunState after(RunEvent event) {
        Course next = course.after(event);
        RunState told = told(event);
        if (told == this && next == course) {
            return this;
        }
        boolean working = told.nodes.values().stream().anyMatch(v -> isAtWork(v.state()));
        return told.with(working == next.since().isPresent() ? next : next.working(working, event.at()));
    }

    private RunState told(RunEvent event) {
        return switch (event) {
            case RunEvent.Started _, RunEvent.Merged _, RunEvent.Asked _, RunEvent.CheckStarted _, RunEvent.CheckOutput _, RunEvent.Activity _, RunEvent.Called _,
                 RunEvent.Interrupted _, RunEvent.Warned _, RunEvent.Paused _, RunEvent.Resumed _, RunEvent.Granted _ -> this;
            case RunEvent.Moved e -> moved(e.node(), e.state(), e.at());
            case RunEvent.Continued e -> moved(e.node(), new NodeState.Waiting(), e.at());
            case RunEvent.Replanned e -> replanned(e.plan(), e.at());
            case RunEvent.Said e -> e.event() instanceof AgentEvent.Used used
                    ? with(e.node(), v -> v.edit().using(used.usage()))
                    : e.event() instanceof AgentEvent.Network network ? with(e.node(), v -> v.edit().reaching(network.reached())) : this;
            case RunEvent.Returned e -> with(e.node(), v -> v.edit().using(e.usage()));
            case RunEvent.Candidate e -> with(e.node(), v -> v.edit().standing(e));
            case RunEvent.Ruled e -> with(e.node(), v -> v.edit().ruled(e.rulings()));
            case RunEvent.Checked e -> with(e.node(), v -> v.edit().checked(e.result()));
            case RunEvent.Verified e -> with(e.node(), v -> v.edit().verified(e.verification()));
            case RunEvent.Decided e -> with(e.node(), v -> v.edit().decided(e.decision()));
            case RunEvent.Reviewed e -> with(e.node(), v -> v.edit().reviewed(e.verdict()));
            case RunEvent.Conflicted e -> with(e.node(), v -> v.edit().conflicted(e.conflicts()));
            case RunEvent.Committed e -> with(e.node(), v -> v.edit().moved(new NodeState.Committed(e.seq()), e.at()));
            case RunEvent.Ended e -> new RunState(id, request, protection, nodes, started, Optional.of(e.at()),
                    Optional.of(e.summary()), course);
        };
    }

    private RunState moved(NodeId node, NodeState state, Instant at) {
        RunState next = with(node, v -> v.edit().moved(state, at));
        return state.isFinal() ? next : next.open();
    }

    private RunState open() {
        return ended.isEmpty() ? this : new RunState(id, request, protection, nodes, started, Optional.empty(), Optional.empty(), course);
    }

    /// Nodes that are the same stand as they stood, but those that were blocked wait again: what blocked them may be gone.
    private RunState replanned(Plan plan, Instant at) {
        var next = new LinkedHashMap<NodeId, NodeView>();
        for (Node node : plan.nodes()) {
            NodeView was = nodes.get(node.id());
            boolean stands = was != null && was.node().equals(node) && !(was.state() instanceof NodeState.Blocked);
            next.put(node.id(), stands ? was : NodeView.waiting(node, at));
        }
        return new RunState(id, request, protection, next, started, endedAt, ended, course).open();
    }

    private RunState with(Course other) {
        return other == course ? this : new RunState(id, request, protection, nodes, started, endedAt, ended, other);
    }

    private RunState with(NodeId id, Function<NodeView, ViewEdit> change) {
        NodeView view = nodes.get(id);
        if (view == null) {
            return this;
        }
        var next = new LinkedHashMap<>(nodes);
        next.put(id, change.apply(view).view());
        return new RunState(this.id, request, protection, next, started, endedAt, ended, course);
    }

    /// Whether something of ours is at work on a node in this state.
    static boolean isAtWork(NodeState state) {
        return switch (state) {
            case NodeState.Running _, NodeState.Verifying _, NodeState.Committing _ -> true;
            case NodeState.Waiting _, NodeState.AwaitingReview _, NodeState.Committed _, NodeState.Stopped _, NodeState.Rejected _,
                 NodeState.Failed _, NodeState.Unchanged _, NodeState.Blocked _, NodeState.Cancelled _ -> false;
        };
    }

    /// Whether the changes of a node lie in the workspace already: its own uncommitted edits, which the agent `patch` takes where it
    /// is given nothing else. What is left out of their approval is taken out of the workspace.
    public boolean adopts(NodeId node) {
        NodeView view = nodes.get(node);
        return view != null && request.input().isEmpty() && view.node().agent().orElse(request.agent()).equals("patch");
    }

    /// Nodes that wait for a person, in plan order.
    public List<NodeView> waiting() {
        return nodes.values().stream().filter(n -> n.state().needsHuman()).toList();
    }

    public boolean isEnded() {
        return ended.isPresent();
    }

    /// Whether nothing more happens by itself: it ended, is paused, or every node that could still go on waits for a person.
    public boolean isIdle() {
        return isEnded() || nodes.values().stream().noneMatch(this::goesOn) && !isMerging();
    }

    /// Whether every node has ended, several of them are committed, and these are still to be checked as one tree.
    public boolean isMerging() {
        return !isEnded() && course.merged().isEmpty() && nodes.values().stream().allMatch(v -> v.state().isFinal())
                && nodes.values().stream().filter(v -> v.state() instanceof NodeState.Committed).count() > 1;
    }

    /// Whether every node has ended and the run is held because the nodes don't fit together.
    public boolean isHeldTogether() {
        return !isEnded() && course.pause().isPresent() && course.merged().filter(m -> !m.shortfall().isEmpty()).isPresent()
                && nodes.values().stream().allMatch(v -> v.state().isFinal());
    }

    /// Whether a person can let it go on where it stands: it is paused, or a process that drove it ended.
    public boolean isResumable() {
        return course.pause().isPresent() || !course.interrupted().isEmpty();
    }

    private boolean goesOn(NodeView view) {
        return isAtWork(view.state()) || view.state() instanceof NodeState.Waiting && course.pause().isEmpty()
                && view.node().after().stream().map(nodes::get).allMatch(p -> p == null || p.state().isFinal());
    }
}
