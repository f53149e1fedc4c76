package dev.countersign.run;

import dev.countersign.plan.NodeId;
import dev.countersign.workspace.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// The candidates of a run as its events tell them: the one each node was reviewed by, and every tree that was judged.
final class Standings {
    private final Map<NodeId, Standing> latest = new ConcurrentHashMap<>();
    private final Map<NodeId, Standing> reviewed = new ConcurrentHashMap<>();
    private final Map<NodeId, Map<Sha256, Standing>> judged = new ConcurrentHashMap<>();
    private final Map<NodeId, List<RunEvent.Decided>> revisions = new ConcurrentHashMap<>();

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

    void after(RunEvent event) {
        switch (event) {
            case RunEvent.Decided e when e.decision() instanceof Decision.Revise -> revisions.merge(e.node(), List.of(e),
                    (earlier, one) -> Stream.concat(earlier.stream(), one.stream()).toList());
            case RunEvent.Candidate e -> put(e.node(), new Standing(e, List.of(), Optional.empty()));
            case RunEvent.Ruled e -> find(e.node()).ifPresent(s ->
                    put(e.node(), new Standing(s.candidate(), e.rulings(), s.verification())));
            case RunEvent.Verified e -> find(e.node()).ifPresent(s ->
                    put(e.node(), new Standing(s.candidate(), s.rulings(), Optional.of(e.verification()))));
            case RunEvent.Started _, RunEvent.Moved _, RunEvent.Said _, RunEvent.CheckStarted _, RunEvent.CheckOutput _,
                 RunEvent.Checked _, RunEvent.Decided _, RunEvent.Reviewed _, RunEvent.Conflicted _, RunEvent.Committed _,
                 RunEvent.Activity _, RunEvent.Asked _, RunEvent.Ended _ -> { }
        }
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
    }
}
