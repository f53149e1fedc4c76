package dev.countersign.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A plan that is being edited before it runs, with the way back. Every edit but [#typed] and [#add] leaves a plan with no more
/// [#faults] than before, or is refused. Immutable.
///
/// @param plan    as it stands
/// @param earlier how it stood before each edit, the last one first
public record PlanDraft(Plan plan, List<Plan> earlier) {
    public PlanDraft {
        earlier = List.copyOf(earlier);
    }

    /// What comes of an edit.
    public sealed interface Edited {
        record Done(PlanDraft draft) implements Edited {}

        /// @param why one sentence
        record Refused(String why) implements Edited {}
    }

    public static PlanDraft of(Plan plan) {
        return new PlanDraft(plan, List.of());
    }

    /// What stands against running it; empty where it can run.
    public List<PlanValidator.Fault> faults() {
        return PlanValidator.faults(plan);
    }

    /// A node as it is being typed, in place of the one of its id, whatever is still wrong with it.
    public PlanDraft typed(Node node) {
        return with(new Plan(plan.task(), plan.nodes().stream().map(was -> was.id().equals(node.id()) ? node : was).toList()));
    }

    /// A node at the end of the plan, whatever is still wrong with it; refused where its id is taken.
    public Edited add(Node node) {
        return plan.node(node.id()).isPresent() ? new Edited.Refused("Two nodes are called \"" + node.id() + "\".")
                : new Edited.Done(with(new Plan(plan.task(), Stream.concat(plan.nodes().stream(), Stream.of(node)).toList())));
    }

    /// Another plan in its place, such as one read from a file.
    public PlanDraft with(Plan next) {
        return new PlanDraft(next, Stream.concat(Stream.of(plan), earlier.stream()).toList());
    }

    /// Takes the last edit back; refused where there is none.
    public Edited undo() {
        return earlier.isEmpty() ? new Edited.Refused("There is nothing to take back.")
                : new Edited.Done(new PlanDraft(earlier.getFirst(), earlier.subList(1, earlier.size())));
    }

    public Edited rename(NodeId id, NodeId name) {
        return change(id, nodes -> nodes.stream().map(node -> new Node(node.id().equals(id) ? name : node.id(), node.goal(), node.kind(),
                node.after().stream().map(b -> b.equals(id) ? name : b).toList(), node.agent(), node.contract())).toList());
    }

    /// @param agent empty for the run's own
    public Edited agent(NodeId id, Optional<String> agent) {
        return replace(id, node -> new Node(node.id(), node.goal(), node.kind(), node.after(), agent, node.contract()));
    }

    public Edited goal(NodeId id, String goal) {
        return goal.isBlank() ? new Edited.Refused("A goal says something.")
                : replace(id, node -> new Node(node.id(), goal, node.kind(), node.after(), node.agent(), node.contract()));
    }

    public Edited kind(NodeId id, NodeClass kind) {
        return replace(id, node -> new Node(node.id(), node.goal(), kind, node.after(), node.agent(), node.contract()));
    }

    /// @param owns globs; empty for every file
    public Edited owns(NodeId id, List<String> owns) {
        return contract(id, was -> was.owning(owns));
    }

    /// @param checks each an argv; empty for those of the project
    public Edited checks(NodeId id, List<List<String>> checks) {
        return contract(id, was -> was.checkedBy(checks));
    }

    /// @param forbid regular expressions
    public Edited forbid(NodeId id, List<String> forbid) {
        return contract(id, was -> was.forbidding(forbid));
    }

    /// @param require regular expressions that a line must match
    public Edited require(NodeId id, List<Requirement> require) {
        return contract(id, was -> was.requiring(require));
    }

    /// @param declares names of symbols
    public Edited declares(NodeId id, List<Requirement> declares) {
        return contract(id, was -> was.declaring(declares));
    }

    private Edited contract(NodeId id, UnaryOperator<Contract> with) {
        return replace(id, node -> new Node(node.id(), node.goal(), node.kind(), node.after(), node.agent(), with.apply(node.contract())));
    }

    /// What it waits for.
    public Edited after(NodeId id, List<NodeId> after) {
        return replace(id, node -> new Node(node.id(), node.goal(), node.kind(), after, node.agent(), node.contract()));
    }

    /// Both as one, called `id`, where `id` stands: it waits for what either waited for, and what waited for either waits for it.
    public Edited merge(NodeId id, NodeId other) {
        Optional<Node> gone = plan.node(other);
        if (gone.isEmpty() || id.equals(other)) {
            return new Edited.Refused(gone.isEmpty() ? "There is no node \"" + other + "\"." : "A node is not merged with itself.");
        }
        return change(id, nodes -> nodes.stream().filter(node -> !node.id().equals(other)).map(node -> node.id().equals(id)
                ? together(node, gone.get()) : waiting(node, node.after().stream().map(b -> b.equals(other) ? id : b).distinct().toList())).toList());
    }

    private static Node together(Node one, Node two) {
        Contract a = one.contract();
        Contract b = two.contract();
        var contract = new Contract(a.owns().isEmpty() || b.owns().isEmpty() ? List.of() : both(a.owns(), b.owns()), both(a.forbid(), b.forbid()),
                both(a.checks(), b.checks()), both(a.require(), b.require()), both(a.declares(), b.declares()));
        return new Node(one.id(), one.goal().strip() + "\n\n" + two.goal().strip(), one.kind(), both(one.after(), two.after()).stream()
                .filter(x -> !x.equals(one.id()) && !x.equals(two.id())).toList(), one.agent(), contract);
    }

    private static <T> List<T> both(List<T> one, List<T> two) {
        return Stream.concat(one.stream(), two.stream()).distinct().toList();
    }

    /// Takes files out of a node into a new one that comes after it, with a goal of its own; what waited for the node waits for both.
    ///
    /// @param owns some of the node's globs, not all
    public Edited split(NodeId id, NodeId name, List<String> owns, String goal) {
        Optional<Node> found = plan.node(id);
        if (found.isEmpty()) {
            return new Edited.Refused("There is no node \"" + id + "\".");
        }
        Set<String> left = new LinkedHashSet<>(found.get().contract().owns());
        if (goal.isBlank() || owns.isEmpty() || !left.containsAll(owns) || left.size() == new LinkedHashSet<>(owns).size()) {
            return new Edited.Refused(goal.isBlank() ? "The new node needs a goal."
                    : "The new node takes some of the patterns that \"" + id + "\" owns, and leaves it some: " + String.join(", ", left) + ".");
        }
        owns.forEach(left::remove);
        return change(id, nodes -> nodes.stream().flatMap(node -> {
            if (!node.id().equals(id)) {
                return Stream.of(waiting(node, node.after().contains(id) ? both(node.after(), List.of(name)) : node.after()));
            }
            Contract was = node.contract();
            return Stream.of(new Node(id, node.goal(), node.kind(), node.after(), node.agent(), shared(was, List.copyOf(left), owns, true)),
                    new Node(name, goal, node.kind(), List.of(id), node.agent(), shared(was, owns, List.copyOf(left), false)));
        }).toList());
    }

    /// A half of a contract: what is required goes along with the files where it can be met, and stays with the first half where that is open.
    private static Contract shared(Contract was, List<String> owns, List<String> others, boolean first) {
        return new Contract(owns, was.forbid(), was.checks(), shared(was.require(), owns, others, first), shared(was.declares(), owns, others, first));
    }

    private static List<Requirement> shared(List<Requirement> all, List<String> owns, List<String> others, boolean first) {
        return all.stream().filter(r -> {
            boolean here = r.in().map(in -> overlaps(in, owns)).orElse(true);
            boolean there = r.in().map(in -> overlaps(in, others)).orElse(true);
            return here == there ? first : here;
        }).toList();
    }

    private static boolean overlaps(String glob, List<String> globs) {
        return Glob.faultOf(glob).isEmpty() && globs.stream().filter(other -> Glob.faultOf(other).isEmpty()).anyMatch(other -> Glob.of(glob).overlaps(Glob.of(other)));
    }

    /// Takes a node out; what waited for it waits for what it waited for.
    public Edited drop(NodeId id) {
        List<NodeId> instead = plan.node(id).map(Node::after).orElse(List.of());
        return change(id, nodes -> nodes.stream().filter(node -> !node.id().equals(id)).map(node -> waiting(node, node.after().stream()
                .flatMap(b -> b.equals(id) ? instead.stream() : Stream.of(b)).distinct().toList())).toList());
    }

    /// Moves a node in the order of the plan, which is the order in which unattended commits come. @param by places; negative is up
    public Edited move(NodeId id, int by) {
        return change(id, nodes -> {
            var next = new ArrayList<>(nodes);
            int at = next.indexOf(plan.node(id).orElseThrow());
            Node moved = next.remove(at);
            next.add(Math.clamp((long) at + by, 0, next.size()), moved);
            return next;
        });
    }

    private static Node waiting(Node node, List<NodeId> after) {
        return new Node(node.id(), node.goal(), node.kind(), after, node.agent(), node.contract());
    }

    private Edited replace(NodeId id, UnaryOperator<Node> with) {
        return change(id, nodes -> nodes.stream().map(node -> node.id().equals(id) ? with.apply(node) : node).toList());
    }

    private Edited change(NodeId id, UnaryOperator<List<Node>> edit) {
        if (plan.node(id).isEmpty()) {
            return new Edited.Refused("There is no node \"" + id + "\".");
        }
        var next = new Plan(plan.task(), edit.apply(plan.nodes()));
        Set<String> before = faults().stream().map(PlanValidator.Fault::sentence).collect(Collectors.toSet());
        Optional<PlanValidator.Fault> fault = PlanValidator.faults(next).stream().filter(f -> !before.contains(f.sentence())).findFirst();
        return fault.<Edited>map(f -> new Edited.Refused(f.sentence())).orElseGet(() -> new Edited.Done(with(next)));
    }
}
