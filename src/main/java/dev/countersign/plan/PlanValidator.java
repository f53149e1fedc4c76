package dev.countersign.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/// What makes a plan unfit to run: no node, two nodes of one id, an unknown or own id in `after`, a cycle (named in full),
/// two nodes whose globs can own one file, a glob that leaves the workspace, a pattern that does not compile, a requirement that no file
/// of its node can meet.
public final class PlanValidator {
    private static final Pattern SYMBOL = Pattern.compile("[\\p{L}\\p{N}_$@~?!=-]+((\\.|::|#)[\\p{L}\\p{N}_$@~?!=-]+)*");

    private PlanValidator() {}

    /// One thing wrong. @param node where; empty for the plan as a whole @param key the key at fault, as plan files name it
    public record Fault(Optional<NodeId> node, String key, String sentence) {}

    /// Empty for a plan that can run; else its faults, in the order of the nodes.
    public static List<Fault> faults(Plan plan) {
        var faults = new ArrayList<Fault>();
        if (plan.nodes().isEmpty()) {
            faults.add(new Fault(Optional.empty(), "node", "The plan has no node."));
        }
        Map<NodeId, Node> nodes = new LinkedHashMap<>();
        for (Node node : plan.nodes()) {
            if (nodes.putIfAbsent(node.id(), node) != null) {
                faults.add(new Fault(Optional.of(node.id()), "id", "Two nodes are called \"" + node.id() + "\"."));
            }
        }
        for (Node node : plan.nodes()) {
            ownFaults(node, nodes.keySet(), faults);
        }
        cycle(nodes).ifPresent(cycle -> faults.add(new Fault(Optional.of(cycle.getFirst()), "after",
                "The nodes wait for each other in a circle: "
                        + cycle.stream().map(NodeId::value).collect(Collectors.joining(" \u2192 ")) + ".")));
        if (faults.isEmpty()) {
            ownershipFaults(plan.nodes(), faults);
        }
        return List.copyOf(faults);
    }

    private static void ownFaults(Node node, Set<NodeId> known, List<Fault> faults) {
        for (NodeId before : node.after()) {
            if (before.equals(node.id())) {
                faults.add(new Fault(Optional.of(node.id()), "after", "Node \"" + node.id() + "\" waits for itself."));
            } else if (!known.contains(before)) {
                faults.add(new Fault(Optional.of(node.id()), "after",
                        "Node \"" + node.id() + "\" waits for \"" + before + "\", which is not in the plan."));
            }
        }
        for (String glob : node.contract().owns()) {
            Glob.faultOf(glob).ifPresent(fault -> faults.add(new Fault(Optional.of(node.id()), "owns",
                    "Node \"" + node.id() + "\": the pattern \"" + glob + "\" " + fault + ".")));
        }
        node.contract().forbid().forEach(pattern -> expression(node, "forbid", pattern, faults));
        for (Requirement required : node.contract().require()) {
            expression(node, "require", required.what(), faults);
            place(node, "require", required, faults);
        }
        for (Requirement declared : node.contract().declares()) {
            if (!SYMBOL.matcher(declared.what()).matches()) {
                faults.add(new Fault(Optional.of(node.id()), "declares", "Node \"" + node.id() + "\": \"" + declared.what()
                        + "\" is no name of a symbol: write words with dots between them, such as Store.put."));
            }
            place(node, "declares", declared, faults);
        }
        for (List<String> check : node.contract().checks()) {
            if (check.isEmpty() || check.getFirst().isBlank()) {
                faults.add(new Fault(Optional.of(node.id()), "checks", "Node \"" + node.id() + "\" has a check without a program."));
            }
        }
    }

    private static void expression(Node node, String key, String pattern, List<Fault> faults) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            faults.add(new Fault(Optional.of(node.id()), key, "Node \"" + node.id() + "\": \"" + pattern
                    + "\" is not a regular expression: " + e.getDescription() + " at character " + (e.getIndex() + 1) + "."));
        }
    }

    private static void place(Node node, String key, Requirement required, List<Fault> faults) {
        required.in().ifPresent(glob -> {
            List<String> owns = node.contract().owns();
            Optional<String> fault = Glob.faultOf(glob);
            if (fault.isPresent()) {
                faults.add(new Fault(Optional.of(node.id()), key, "Node \"" + node.id() + "\": the pattern \"" + glob + "\" " + fault.get() + "."));
            } else if (!owns.isEmpty() && owns.stream().filter(own -> Glob.faultOf(own).isEmpty()).noneMatch(own -> Glob.of(own).overlaps(Glob.of(glob)))) {
                faults.add(new Fault(Optional.of(node.id()), key, "Node \"" + node.id() + "\" owns no file that \"" + glob + "\" matches."));
            }
        });
    }

    private static void ownershipFaults(List<Node> nodes, List<Fault> faults) {
        for (int i = 0; i < nodes.size(); i++) {
            for (int j = i + 1; j < nodes.size(); j++) {
                Node one = nodes.get(i);
                Node two = nodes.get(j);
                common(one, two).ifPresent(both -> faults.add(new Fault(Optional.of(two.id()), "owns",
                        "Nodes \"" + one.id() + "\" and \"" + two.id() + "\" can both own a file: " + both
                                + ". Each file belongs to one node.")));
            }
        }
    }

    private static Optional<String> common(Node one, Node two) {
        for (Node open : List.of(one, two)) {
            if (open.contract().owns().isEmpty()) {
                return Optional.of("\"" + open.id() + "\" names no files, so it owns all");
            }
        }
        for (String a : one.contract().owns()) {
            for (String b : two.contract().owns()) {
                if (Glob.of(a).overlaps(Glob.of(b))) {
                    return Optional.of("\"" + a + "\" and \"" + b + "\"");
                }
            }
        }
        return Optional.empty();
    }

    /// A circle of waiting nodes, first node named again at its end.
    private static Optional<List<NodeId>> cycle(Map<NodeId, Node> nodes) {
        Set<NodeId> done = new HashSet<>();
        for (NodeId start : nodes.keySet()) {
            Optional<List<NodeId>> found = cycle(start, nodes, new ArrayList<>(), done);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<List<NodeId>> cycle(NodeId at, Map<NodeId, Node> nodes, List<NodeId> path, Set<NodeId> done) {
        int seen = path.indexOf(at);
        if (seen >= 0) {
            var circle = new ArrayList<>(path.subList(seen, path.size()));
            circle.add(at);
            return circle.size() > 2 ? Optional.of(circle) : Optional.empty();
        }
        if (!nodes.containsKey(at) || done.contains(at)) {
            return Optional.empty();
        }
        path.add(at);
        for (NodeId before : nodes.get(at).after()) {
            Optional<List<NodeId>> found = cycle(before, nodes, path, done);
            if (found.isPresent()) {
                return found;
            }
        }
        path.removeLast();
        done.add(at);
        return Optional.empty();
    }
}
