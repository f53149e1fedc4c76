package dev.countersign.ui.plan;

import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanValidator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a plan is edited for.
///
/// @param agent  that carries out nodes which name none
/// @param agents that nodes can name
/// @param fixed  nodes that stay as they are, each with the reason and as it is: of a run that has begun
/// @param verb   what the button that ends the editing says
public record PlanTerms(String agent, List<String> agents, Map<NodeId, Fixed> fixed, String verb) {
    /// @param why one sentence
    public record Fixed(Node node, String why) {}

    public PlanTerms {
        agents = List.copyOf(agents);
        fixed = Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
    }

    Optional<String> fixed(NodeId id) {
        return Optional.ofNullable(fixed.get(id)).map(Fixed::why);
    }

    /// What the plan may not do to nodes that stay, and agents that are not there.
    List<PlanValidator.Fault> faults(Plan plan) {
        var faults = new ArrayList<PlanValidator.Fault>();
        fixed.forEach((id, stays) -> {
            if (plan.node(id).filter(stays.node()::equals).isEmpty()) {
                faults.add(new PlanValidator.Fault(plan.node(id).map(_ -> id), "id", stays.why()));
            }
        });
        plan.nodes().forEach(node -> node.agent().filter(name -> !agents.contains(name)).ifPresent(name -> faults.add(new PlanValidator.Fault(
                Optional.of(node.id()), "agent", "Node \"" + node.id() + "\" names the agent \"" + name + "\", which is not there."))));
        return faults;
    }
}
