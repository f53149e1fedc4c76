package dev.countersign.run;

import dev.countersign.agent.AgentEvent;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
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
public record RunState(RunId id, RunRequest request, Protection protection, Map<NodeId, NodeView> nodes, Instant started,
                       Optional<Instant> endedAt, Optional<String> ended) {
    public RunState {
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }

    public static RunState of(RunEvent.Started started) {
        var nodes = new LinkedHashMap<NodeId, NodeView>();
        for (Node node : started.request().plan().nodes()) {
            nodes.put(node.id(), NodeView.waiting(node, started.at()));
        }
        return new RunState(started.run(), started.request(), started.protection(), nodes, started.at(), Optional.empty(),
                Optional.empty());
    }

    /// Folds one event in. Events of no lasting meaning return this same state.
    public RunState after(RunEvent event) {
        return switch (event) {
            case RunEvent.Started _, RunEvent.Asked _, RunEvent.CheckStarted _, RunEvent.CheckOutput _, RunEvent.Activity _ -> this;
            case RunEvent.Moved e -> moved(e);
            case RunEvent.Said e -> e.event() instanceof AgentEvent.Used used
                    ? with(e.node(), v -> v.edit().using(used.usage())) : this;
            case RunEvent.Candidate e -> with(e.node(), v -> v.edit().standing(e));
            case RunEvent.Ruled e -> with(e.node(), v -> v.edit().ruled(e.rulings()));
            case RunEvent.Checked e -> with(e.node(), v -> v.edit().checked(e.result()));
            case RunEvent.Verified e -> with(e.node(), v -> v.edit().verified(e.verification()));
            case RunEvent.Decided e -> with(e.node(), v -> v.edit().decided(e.decision()));
            case RunEvent.Reviewed e -> with(e.node(), v -> v.edit().reviewed(e.verdict()));
            case RunEvent.Conflicted e -> with(e.node(), v -> v.edit().conflicted(e.conflicts()));
            case RunEvent.Committed e -> with(e.node(), v -> v.edit().moved(new NodeState.Committed(e.seq()), e.at()));
            case RunEvent.Ended e -> new RunState(id, request, protection, nodes, started, Optional.of(e.at()),
                    Optional.of(e.summary()));
        };
    }

    private RunState moved(RunEvent.Moved event) {
        RunState next = with(event.node(), v -> v.edit().moved(event.state(), event.at()));
        return event.state().isFinal() || ended.isEmpty() ? next
                : new RunState(id, request, protection, next.nodes, started, Optional.empty(), Optional.empty());
    }

    private RunState with(NodeId id, Function<NodeView, ViewEdit> change) {
        NodeView view = nodes.get(id);
        if (view == null) {
            return this;
        }
        var next = new LinkedHashMap<>(nodes);
        next.put(id, change.apply(view).view());
        return new RunState(this.id, request, protection, next, started, endedAt, ended);
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

    /// Whether nothing more happens by itself: it ended, or every node that could still go on waits for a person.
    public boolean isIdle() {
        return isEnded() || nodes.values().stream().noneMatch(this::goesOn);
    }

    private boolean goesOn(NodeView view) {
        return switch (view.state()) {
            case NodeState.Running _, NodeState.Verifying _, NodeState.Committing _ -> true;
            case NodeState.Waiting _ -> view.node().after().stream().map(nodes::get)
                    .allMatch(p -> p == null || p.state().isFinal());
            case NodeState.AwaitingReview _, NodeState.Stopped _ -> false;
            case NodeState.Committed _, NodeState.Rejected _, NodeState.Failed _, NodeState.Unchanged _,
                 NodeState.Blocked _, NodeState.Cancelled _ -> false;
        };
    }
}
