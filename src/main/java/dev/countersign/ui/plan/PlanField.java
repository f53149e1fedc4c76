package dev.countersign.ui.plan;

import dev.countersign.plan.Argv;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.Requirement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is typed of a node, as text; lists have one item a line. [#NAME] is the node's id, which others refer to.
public enum PlanField {
    NAME("id"), GOAL("goal"), OWNS("owns"), CHECKS("checks"), FORBID("forbid"), REQUIRE("require"), DECLARES("declares");

    private final String key;

    PlanField(String key) {
        this.key = key;
    }

    /// As plan files name it.
    String key() {
        return key;
    }

    String of(Node node) {
        return switch (this) {
            case NAME -> node.id().value();
            case GOAL -> node.goal();
            case OWNS -> String.join("\n", node.contract().owns());
            case CHECKS -> node.contract().checks().stream().map(Argv::join).collect(Collectors.joining("\n"));
            case FORBID -> String.join("\n", node.contract().forbid());
            case REQUIRE -> texts(node.contract().require());
            case DECLARES -> texts(node.contract().declares());
        };
    }

    /// The node with `text` in this field; empty where the text is no such value. Not for [#NAME].
    Optional<Node> in(Node node, String text) {
        Contract was = node.contract();
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        return switch (this) {
            case NAME -> Optional.empty();
            case GOAL -> text.isBlank() ? Optional.empty()
                    : Optional.of(new Node(node.id(), text, node.kind(), node.after(), node.agent(), was));
            case OWNS -> Optional.of(with(node, was.owning(lines.stream().map(String::strip).toList())));
            case FORBID -> Optional.of(with(node, was.forbidding(lines)));
            case REQUIRE -> Optional.of(with(node, was.requiring(lines.stream().map(Requirement::of).toList())));
            case DECLARES -> Optional.of(with(node, was.declaring(lines.stream().map(String::strip).map(Requirement::of).toList())));
            case CHECKS -> lines.stream().allMatch(line -> Argv.split(line).isPresent())
                    ? Optional.of(with(node, was.checkedBy(lines.stream().map(line -> Argv.split(line).orElseThrow()).toList())))
                    : Optional.empty();
        };
    }

    private static String texts(List<Requirement> requirements) {
        return requirements.stream().map(Requirement::text).collect(Collectors.joining("\n"));
    }

    private static Node with(Node node, Contract contract) {
        return new Node(node.id(), node.goal(), node.kind(), node.after(), node.agent(), contract);
    }
}
