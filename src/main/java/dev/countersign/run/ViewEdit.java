package dev.countersign.run;

import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.network.Reached;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.ApplyOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The next [NodeView] in the making: what each event changes of one.
final class ViewEdit {
    private final NodeView from;
    private NodeState state;
    private int attempt;
    private Optional<Changeset> candidate;
    private RunEvent.Origin origin;
    private String words;
    private List<Ruling> rulings;
    private List<SensorResult> partial;
    private Optional<Verification> verification;
    private List<Double> energies;
    private List<ApplyOutcome.Conflict> conflicts;
    private Optional<Decision> decision;
    private Usage usage;
    private Instant since;
    private List<ReviewerVerdict> verdicts;
    private List<Reached> reached;

    ViewEdit(NodeView from) {
        this.from = from;
        this.state = from.state();
        this.attempt = from.attempt();
        this.candidate = from.candidate();
        this.origin = from.origin();
        this.words = from.words();
        this.rulings = from.rulings();
        this.partial = from.partial();
        this.verification = from.verification();
        this.energies = from.energies();
        this.conflicts = from.conflicts();
        this.decision = from.decision();
        this.usage = from.usage();
        this.since = from.since();
        this.verdicts = from.verdicts();
        this.reached = from.reached();
    }

    NodeView view() {
        return new NodeView(from.node(), state, attempt, candidate, origin, words, rulings, partial, verification, energies,
                conflicts, decision, usage, since, verdicts, reached);
    }

    ViewEdit moved(NodeState to, Instant at) {
        state = to;
        since = at;
        switch (to) {
            case NodeState.Running running -> attempt = running.attempt();
            case NodeState.Verifying _ -> {
                partial = List.of();
                verification = Optional.empty();
            }
            // What was decided has come to its end: the node waits for another decision, or for none.
            case NodeState.AwaitingReview _, NodeState.Stopped _, NodeState.Failed _, NodeState.Unchanged _,
                 NodeState.Blocked _, NodeState.Cancelled _ -> {
                decision = Optional.empty();
                partial = List.of();
            }
            case NodeState.Committing _ -> conflicts = List.of();
            case NodeState.Waiting _, NodeState.Committed _, NodeState.Rejected _ -> { }
        }
        return this;
    }

    ViewEdit standing(RunEvent.Candidate event) {
        candidate = Optional.of(event.changeset());
        attempt = event.attempt();
        origin = event.origin();
        words = event.words();
        rulings = List.of();
        partial = List.of();
        verification = Optional.empty();
        conflicts = List.of();
        verdicts = verdicts.stream().filter(v -> v.tree().equals(event.changeset().resultTree())).toList();
        return this;
    }

    /// One reviewer's last verdict on a tree is what it says.
    ViewEdit reviewed(ReviewerVerdict verdict) {
        var next = new ArrayList<>(verdicts);
        next.removeIf(v -> v.reviewer().equals(verdict.reviewer()));
        next.add(verdict);
        verdicts = next;
        return this;
    }

    ViewEdit ruled(List<Ruling> all) {
        rulings = all;
        return this;
    }

    ViewEdit checked(SensorResult result) {
        var next = new ArrayList<>(partial);
        next.add(result);
        partial = next;
        return this;
    }

    ViewEdit verified(Verification done) {
        partial = List.of();
        verification = Optional.of(done);
        var next = new ArrayList<>(energies);
        next.add(done.energy());
        energies = next;
        return this;
    }

    ViewEdit decided(Decision made) {
        decision = Optional.of(made);
        return this;
    }

    ViewEdit conflicted(List<ApplyOutcome.Conflict> found) {
        conflicts = found;
        return this;
    }

    ViewEdit reaching(List<Reached> more) {
        reached = Reached.sum(reached, more);
        return this;
    }

    ViewEdit using(Usage call) {
        usage = usage.plus(call);
        return this;
    }
}
