package dev.countersign.run;

import dev.countersign.fault.UserException;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.agent.Agent;
import dev.countersign.plan.Node;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a person does to a run as a whole: holds it, lets it go on, grants more, changes its plan. Safe for use by several threads.
final class Interventions {
    private final RunParts parts;
    private final RunBook book;
    private final Runnable goOn;

    /// @param goOn lets what can begin now begin
    Interventions(RunParts parts, Runnable goOn) {
        this.parts = parts;
        this.book = parts.book();
        this.goOn = goOn;
    }

    void pause(String who) {
        synchronized (book) {
            if (book.state().isEnded() || book.state().course().pause().isPresent()) {
                throw RunProblems.notNow(book.state().id(), book.state().isEnded() ? "it has ended." : "it is paused already.");
            }
            book.tell(at -> new RunEvent.Paused(at, "Paused by " + who + ".", Optional.empty(), who));
        }
    }

    void resume(String who) {
        synchronized (book) {
            Course course = book.state().course();
            if (!book.state().isResumable()) {
                throw RunProblems.notNow(book.state().id(), "nothing of it was paused or broken off.");
            }
            for (Map.Entry<Measure, Optional<BigDecimal>> spent : course.spent(book.now()).entrySet()) {
                throw RunProblems.spent(Allowance.words(spent.getKey(), spent.getValue(), course.limits().of(spent.getKey()).orElseThrow()),
                        spent.getKey());
            }
            for (NodeId id : List.copyOf(book.state().nodes().keySet())) {
                if (course.interrupted().contains(id)) {
                    book.tell(at -> new RunEvent.Continued(at, id));
                    Scheduler.blockedBehind(book.state(), id).forEach(behind -> book.move(behind, new NodeState.Waiting()));
                }
            }
            if (course.pause().isPresent()) {
                book.tell(at -> new RunEvent.Resumed(at, who));
            }
        }
        goOn.run();
    }

    /// The entry first, then the event: what is not recorded is not granted.
    void grant(Measure measure, BigDecimal extra, String who) throws IOException {
        Instant now = book.now();
        RunState state = book.state();
        Course course = state.course();
        Optional<BigDecimal> limit = course.limits().of(measure);
        Optional<BigDecimal> used = course.used(measure, now);
        if (limit.isEmpty() || extra.signum() <= 0) {
            throw RunProblems.notNow(state.id(), limit.isEmpty() ? "it has no limit on " + measure.label() + "." : "a grant is more than nothing.");
        }
        if (used.isPresent() && used.get().compareTo(limit.get().add(extra)) >= 0) {
            throw RunProblems.spent("With " + measure.words(extra) + " more, " + measure.words(used.get()) + " of "
                    + measure.words(limit.get().add(extra)) + " would be used.", measure);
        }
        parts.desk().record(parts.facts().grant(state, measure, limit.get(), extra, used, who, now));
        book.tell(at -> new RunEvent.Granted(at, measure, extra, used.isEmpty(), who));
    }

    /// Rejections of what is given up first; then the plan.
    ///
    /// @throws UserException `RUN-016` naming what stands against it, `RUN-003` for an agent that nothing contains and the run has no leave for
    void replan(Plan plan, String why, String who) throws IOException {
        RunState state = book.state();
        refuse(state, plan);
        for (NodeView view : PlanRevision.givenUp(state, plan)) {
            NodeId id = view.node().id();
            Optional<Standing> standing = book.standings().reviewed(id);
            parts.desk().record(parts.facts().rejection(state, view, standing, new Decision.Reject("The plan was changed: " + why), who, book.now(),
                    book.standings().revisions(id), standing.isPresent() ? parts.call(id, standing.get()) : Optional.empty(),
                    parts.store().contents()));
        }
        synchronized (book) {
            refuse(book.state(), plan);
            List<NodeId> gone = book.state().nodes().values().stream().map(NodeView::node)
                    .filter(node -> plan.node(node.id()).filter(node::equals).isEmpty()).map(Node::id).toList();
            book.tell(at -> new RunEvent.Replanned(at, plan, why, who));
            for (NodeId id : gone) {
                parts.stages().drop(id);
            }
        }
        goOn.run();
    }

    private void refuse(RunState state, Plan plan) {
        List<String> faults = PlanRevision.faults(state, plan);
        if (!faults.isEmpty()) {
            throw RunProblems.fixedPlan(faults);
        }
        for (NodeView view : PlanRevision.givenUp(state, plan)) {
            if (view.decision().isPresent()) {
                throw RunProblems.fixedPlan(List.of("Node \"" + view.node().id() + "\" is being decided."));
            }
        }
        // As at the start of a run: nobody agreed to what would start here with nothing around it.
        Containment containment = Containment.of(parts.bench().sandbox(), state.request());
        for (Node node : plan.nodes()) {
            Agent agent = parts.agent(node);
            if (containment.isMissing() && agent.startsProcesses()) {
                throw containment.refused(agent.name());
            }
        }
    }
}
