package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.fault.ProblemException;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.policy.Action;
import dev.countersign.policy.Ruling;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes a node that wrote what it does not own back to the plan: the run's planner is told of it and plans what is left. Not more than
/// [#MOST] times in a run, in whichever process; after that, and where no planner is named or it makes no plan, the node stays stopped for a person.
final class Replanner {
    static final int MOST = 2;
    private static final String PLANNER = "the planner ";

    private final RunParts parts;
    private final Interventions interventions;
    private final AtomicInteger made;
    private final Map<NodeId, Ready> ready = new ConcurrentHashMap<>();

    private record Ready(Plan left, String why, String who) {}

    Replanner(RunParts parts, Interventions interventions) {
        this.parts = parts;
        this.interventions = interventions;
        this.made = new AtomicInteger(parts.book().state().course().replans());
    }

    /// Whether it was a planner, not a person, who made a plan anew.
    static boolean isBy(String who) {
        return who.startsWith(PLANNER);
    }

    /// Where `denial` says that, has the rest planned anew. The node is still at work meanwhile, so the run goes on for whoever follows it.
    /// Blocks for the planner.
    void prepare(NodeId id, Ruling.Deny denial, Errand errand) {
        RunState state = parts.book().state();
        Optional<String> planner = state.request().planner();
        if (planner.isEmpty() || !denial.rule().equals(Ruling.OWNERSHIP) || made.incrementAndGet() > MOST) {
            return;
        }
        try {
            Agent agent = parts.agent(planner.get());
            List<String> names = parts.agents().inForce().all().stream().map(Agent::name).toList();
            RunState stopped = state.after(new RunEvent.Moved(parts.book().now(), id, new NodeState.Stopped(denial.rule(), denial.reason())));
            say(id, "\"" + id + "\" wrote what it does not own; " + agent.name() + " plans what is left anew");
            Plan left = new Planning(parts.workspace(), parts.bench(), parts.inspection().policy(),
                    state.request().with(Plan.single(PlanLeft.task(stopped, Replanner::words))), agent, names)
                    .plan(event -> parts.book().tell(at -> Transcript.bounded(new RunEvent.Said(at, id, event))), errand);
            Optional<Ruling.Deny> against = Gate.denial(parts.inspection().policy().rule(new Action.Begin(PlanLeft.whole(stopped, left))));
            if (against.isPresent()) {
                say(id, "the new plan is denied by the rule " + against.get().rule() + ": " + against.get().reason());
            } else {
                ready.put(id, new Ready(left, denial.reason(), PLANNER + agent.name()));
            }
        } catch (ProblemException e) {
            say(id, "there is no other plan: " + e.problem().sentence());
        } catch (IOException e) {
            say(id, "there is no other plan: " + e.getMessage());
        }
    }

    /// Puts the new plan in force, once the node is stopped.
    void carryOut(NodeId id) {
        Ready plan = ready.remove(id);
        if (plan == null) {
            return;
        }
        try {
            interventions.replan(PlanLeft.whole(parts.book().state(), plan.left), plan.why, plan.who);
        } catch (ProblemException e) {
            say(id, "there is no other plan: " + e.problem().sentence());
        } catch (IOException e) {
            say(id, "there is no other plan: " + e.getMessage());
        }
    }

    private void say(NodeId id, String what) {
        parts.book().tell(at -> Transcript.bounded(new RunEvent.Said(at, id, new AgentEvent.Other("replan", what))));
    }

    private static String words(NodeState state) {
        return switch (state) {
            case NodeState.Waiting _ -> "not begun";
            case NodeState.Running _, NodeState.Verifying _, NodeState.Committing _ -> "at work";
            case NodeState.AwaitingReview _ -> "waits for a person";
            case NodeState.Committed _ -> "done";
            case NodeState.Stopped(String rule, String reason) -> "stopped by the rule " + rule + ": " + reason;
            case NodeState.Rejected(String reason) -> "rejected: " + reason;
            case NodeState.Failed(String _, String message) -> "failed: " + message;
            case NodeState.Unchanged _ -> "changed nothing";
            case NodeState.Blocked _ -> "blocked";
            case NodeState.Cancelled _ -> "cancelled";
        };
    }
}
