package dev.countersign.ui.plan;

import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanValidator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was typed of nodes and is no value of its field yet. JavaFX thread.
final class UnfitTexts {
    private final Map<NodeId, EnumMap<PlanField, Unfit>> texts = new HashMap<>();

    private record Unfit(String text, String why) {}

    boolean isEmpty() {
        return texts.isEmpty();
    }

    void clear() {
        texts.clear();
    }

    void put(NodeId node, PlanField field, String text, String why) {
        texts.computeIfAbsent(node, _ -> new EnumMap<>(PlanField.class)).put(field, new Unfit(text, why));
    }

    void remove(NodeId node, PlanField field) {
        Optional.ofNullable(texts.get(node)).ifPresent(of -> of.remove(field));
        texts.values().removeIf(Map::isEmpty);
    }

    Optional<String> text(NodeId node, PlanField field) {
        return Optional.ofNullable(texts.get(node)).flatMap(of -> Optional.ofNullable(of.get(field))).map(Unfit::text);
    }

    /// A node got another name, which fits.
    void rename(NodeId before, NodeId now) {
        remove(before, PlanField.NAME);
        Optional.ofNullable(texts.remove(before)).ifPresent(of -> texts.put(now, of));
    }

    /// Forgets nodes that `plan` does not have.
    void retain(Plan plan) {
        texts.keySet().removeIf(node -> plan.node(node).isEmpty());
    }

    /// What is wrong with a node, in the order of its fields.
    List<PlanValidator.Fault> faults(NodeId node) {
        return Optional.ofNullable(texts.get(node)).stream().flatMap(of -> of.entrySet().stream())
                .map(each -> new PlanValidator.Fault(Optional.of(node), each.getKey().key(), each.getValue().why())).toList();
    }
}
