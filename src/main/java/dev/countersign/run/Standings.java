package dev.countersign.run;

import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.workspace.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The candidates of a run as its events tell them: the one each node was reviewed by, every tree that was judged, and the round that
/// each node is in.
final class Standings {
    private final Map<NodeId, Standing> latest = new ConcurrentHashMap<>();
    private final Map<NodeId, Standing> reviewed = new ConcurrentHashMap<>();
    private final Map<NodeId, Map<Sha256, Standing>> judged = new ConcurrentHashMap<>();
    private final Map<NodeId, List<RunEvent.Decided>> revisions = new ConcurrentHashMap<>();
    private final Map<NodeId, Round> rounds = new ConcurrentHashMap<>();
    /// Nodes whose revision was asked for and has not been taken up.
    private final Set<NodeId> asked = ConcurrentHashMap.newKeySet();
    private final Map<NodeId, Integer> attempts = new ConcurrentHashMap<>();
    private volatile Plan plan = new Plan("", List.of());

    static Standings of(List<RunEvent> events) {
        var standings = new Standings();
        events.forEach(standings::after);
        return standings;
    }

    /// What stands for review at `node`. A partly approved tree that was never committed does not.
    Optional<Standing> reviewed(NodeId node) {
        return Optional.ofNullable(reviewed.get(node));
    }

    /// What was found of `tree`, if it was ever judged for `node`.
    Optional<Standing> judged(NodeId node, Sha256 tree) {
        return Optional.ofNullable(judged.getOrDefault(node, Map.of()).get(tree));
    }

    /// Every revision that was asked for at `node`, in order.
    List<RunEvent.Decided> revisions(NodeId node) {
        return revisions.getOrDefault(node, List.of());
    }

    /// The round that `node` is in, or was in last.
    Round round(NodeId node) {
        return rounds.getOrDefault(node, Round.NEW);
    }

    /// The attempt that `node` is at when it works again: the last one where that did not come to its end, else the next.
    int attempt(NodeId node) {
        int last = attempts.getOrDefault(node, 0);
        return round(node).tries().stream().anyMatch(t -> t.attempt() == last && !t.failure().isPresent()) ? last : last + 1;
    }

    void after(RunEvent event) {
        switch (event) {
            case RunEvent.Started e -> plan = e.request().plan();
            case RunEvent.Replanned e -> replanned(e.plan());
            case RunEvent.Decided e when e.decision() instanceof Decision.Revise revise -> {
                revisions.merge(e.node(), List.of(e), (earlier, one) -> Stream.concat(earlier.stream(), one.stream()).toList());
                asked.add(e.node());
                rounds.put(e.node(), new Round(Optional.of(revise), reviewed(e.node()), List.of()));
            }
            case RunEvent.Moved e -> moved(e.node(), e.state());
            case RunEvent.Returned e -> rounds.computeIfPresent(e.node(), (_, round) ->
                    round.with(
                    new Round.Try(e.attempt(), round.attempt(e.attempt()).base(), Optional.of(e), round.attempt(e.attempt()).standing())));
            case RunEvent.Called e -> rounds.computeIfPresent(e.node(), (_, round) ->
                    round.with(new Round.Try(e.attempt(), Optional.of(e.base()), Optional.empty(), Optional.empty())));
            case RunEvent.Candidate e -> put(e.node(), new Standing(e, List.of(), Optional.empty()));
            case RunEvent.Ruled e -> find(e.node()).ifPresent(s ->
                    put(e.node(), new Standing(s.candidate(), e.rulings(), s.verification())));
            case RunEvent.Verified e -> find(e.node()).ifPresent(s ->
                    put(e.node(), new Standing(s.candidate(), s.rulings(), Optional.of(e.verification()))));
            case RunEvent.Said _, RunEvent.CheckStarted _, RunEvent.CheckOutput _, RunEvent.Checked _, RunEvent.Decided _, RunEvent.Reviewed _,
                 RunEvent.Conflicted _, RunEvent.Committed _, RunEvent.Activity _, RunEvent.Asked _, RunEvent.Ended _,
                 RunEvent.Interrupted _, RunEvent.Continued _, RunEvent.Warned _, RunEvent.Paused _, RunEvent.Resumed _, RunEvent.Granted _,
                 RunEvent.Merged _ -> { }
        }
    }

    private void moved(NodeId node, NodeState state) {
        // A revision that was just asked for has its round; whatever else makes a node wait starts it over.
        boolean revising = asked.remove(node);
        if (state instanceof NodeState.Waiting) {
            if (!revising) {
                rounds.put(node, Round.NEW);
            }
        } else if (state instanceof NodeState.Running running) {
            attempts.merge(node, running.attempt(), Math::max);
            Round round = round(node);
            rounds.put(node, round.with(round.attempt(running.attempt())));
        }
    }

    /// A node that is another one now, or gone, has no past.
    private void replanned(Plan next) {
        for (Node node : plan.nodes()) {
            if (next.node(node.id()).filter(node::equals).isEmpty()) {
                latest.remove(node.id());
                reviewed.remove(node.id());
                judged.remove(node.id());
                revisions.remove(node.id());
                rounds.remove(node.id());
            }
        }
        plan = next;
    }

    private Optional<Standing> find(NodeId node) {
        return Optional.ofNullable(latest.get(node));
    }

    private void put(NodeId node, Standing standing) {
        latest.put(node, standing);
        if (standing.candidate().origin() != RunEvent.Origin.SELECTION) {
            reviewed.put(node, standing);
        }
        if (standing.verification().isPresent()) {
            judged.computeIfAbsent(node, n -> new ConcurrentHashMap<>()).put(standing.changeset().resultTree(), standing);
        }
        if (standing.candidate().origin() == RunEvent.Origin.AGENT) {
            rounds.computeIfPresent(node, (_, round) -> tried(round, standing));
        }
    }

    /// An earlier candidate that is put back is no other attempt, and has been judged.
    private static Round tried(Round round, Standing standing) {
        int attempt = standing.candidate().attempt();
        Optional<Round.Try> known = round.tries().stream().filter(t -> t.attempt() == attempt).findFirst();
        if (known.isEmpty() || known.get().standing().filter(s -> !s.changeset().equals(standing.changeset())
                || s.verification().isPresent() && standing.verification().isEmpty()).isPresent()) {
            return round;
        }
        return round.with(new Round.Try(attempt, known.get().base(), known.get().returned(), Optional.of(standing)));
    }
}
