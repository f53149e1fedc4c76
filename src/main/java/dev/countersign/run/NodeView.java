package dev.countersign.run;

import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.network.Reached;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeState;
import dev.countersign.policy.Ruling;
import dev.countersign.verify.SensorResult;
import dev.countersign.verify.Verification;
import dev.countersign.workspace.ApplyOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One node as its run's events tell it.
///
/// @param attempt   0 before the first
/// @param candidate what stands for review or was last judged
/// @param words     the agent's own summary of that candidate
/// @param partial   results of a verification that has not ended
/// @param energies  V(x) of each finished verification, in order
/// @param usage     of all calls together
/// @param decision  the last one, while it is carried out or once it was
/// @param since     when it came to its state
/// @param reached   of the network, by all its calls
/// @param verdicts  of other reviewers on that candidate, in order
public record NodeView(Node node, NodeState state, int attempt, Optional<Changeset> candidate, RunEvent.Origin origin,
                       String words, List<Ruling> rulings, List<SensorResult> partial, Optional<Verification> verification,
                       List<Double> energies, List<ApplyOutcome.Conflict> conflicts, Optional<Decision> decision, Usage usage,
                       Instant since, List<ReviewerVerdict> verdicts, List<Reached> reached) {
    public NodeView {
        verdicts = List.copyOf(verdicts);
        reached = List.copyOf(reached);
        rulings = List.copyOf(rulings);
        partial = List.copyOf(partial);
        energies = List.copyOf(energies);
        conflicts = List.copyOf(conflicts);
    }

    /// One that had nothing to do with the network.
    public NodeView(Node node, NodeState state, int attempt, Optional<Changeset> candidate, RunEvent.Origin origin, String words,
                    List<Ruling> rulings, List<SensorResult> partial, Optional<Verification> verification, List<Double> energies,
                    List<ApplyOutcome.Conflict> conflicts, Optional<Decision> decision, Usage usage, Instant since, List<ReviewerVerdict> verdicts) {
        this(node, state, attempt, candidate, origin, words, rulings, partial, verification, energies, conflicts, decision, usage, since, verdicts,
                List.of());
    }

    /// One that no reviewer spoke of.
    public NodeView(Node node, NodeState state, int attempt, Optional<Changeset> candidate, RunEvent.Origin origin, String words,
                    List<Ruling> rulings, List<SensorResult> partial, Optional<Verification> verification, List<Double> energies,
                    List<ApplyOutcome.Conflict> conflicts, Optional<Decision> decision, Usage usage, Instant since) {
        this(node, state, attempt, candidate, origin, words, rulings, partial, verification, energies, conflicts, decision, usage, since, List.of());
    }

    /// The same with another verdict; one reviewer's last one counts.
    public NodeView with(ReviewerVerdict verdict) {
        return edit().reviewed(verdict).view();
    }

    static NodeView waiting(Node node, Instant since) {
        return new NodeView(node, new NodeState.Waiting(), 0, Optional.empty(), RunEvent.Origin.AGENT, "", List.of(), List.of(),
                Optional.empty(), List.of(), List.of(), Optional.empty(), Usage.NOTHING, since);
    }

    ViewEdit edit() {
        return new ViewEdit(this);
    }
}
