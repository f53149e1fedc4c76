package dev.countersign.run;

import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
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
public record NodeView(Node node, NodeState state, int attempt, Optional<Changeset> candidate, RunEvent.Origin origin,
                       String words, List<Ruling> rulings, List<SensorResult> partial, Optional<Verification> verification,
                       List<Double> energies, List<ApplyOutcome.Conflict> conflicts, Optional<Decision> decision, Usage usage,
                       Instant since) {
    public NodeView {
        rulings = List.copyOf(rulings);
        partial = List.copyOf(partial);
        energies = List.copyOf(energies);
        conflicts = List.copyOf(conflicts);
    }

    static NodeView waiting(Node node, Instant since) {
        return new NodeView(node, new NodeState.Waiting(), 0, Optional.empty(), RunEvent.Origin.AGENT, "", List.of(), List.of(),
                Optional.empty(), List.of(), List.of(), Optional.empty(), Usage.NOTHING, since);
    }

    ViewEdit edit() {
        return new ViewEdit(this);
    }
}
