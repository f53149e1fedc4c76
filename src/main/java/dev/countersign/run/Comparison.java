package dev.countersign.run;

import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.fault.UserException;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.PlanValidator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// One task given to several agents at once, each in a run of its own, so that their candidates can be looked at side by side and one of
/// them picked. Any thread.
public final class Comparison {
    private final Session session;
    private final List<RunId> runs;

    private Comparison(Session session, List<RunId> runs) {
        this.session = session;
        this.runs = List.copyOf(runs);
    }

    /// One agent's candidate as it stands.
    ///
    /// @param candidate empty where there is none yet, or none at all
    /// @param energy    of that candidate; empty where it was not checked
    /// @param verified  at least one check passed and none failed
    /// @param calls     of the agent
    /// @param time      in which something of the run was at work
    public record Side(RunId run, String agent, NodeState state, Optional<Changeset> candidate, Optional<Double> energy, boolean verified,
                       Usage usage, int calls, Duration time) {}

    /// Starts a run for each agent. Where one cannot start, those before it are ended and nothing stays.
    ///
    /// @param request whose plan is one node that names no agent
    /// @param agents  at least two, each once
    /// @throws UserException as [Session#start] says, `RUN-019` for other agents or another plan
    public static Comparison start(Session session, RunRequest request, List<String> agents) throws IOException {
        if (agents.size() < 2 || new HashSet<>(agents).size() < agents.size()) {
            throw RunProblems.notComparable("two agents or more are compared, each once");
        }
        if (!PlanValidator.faults(request.plan()).isEmpty() || request.plan().nodes().size() != 1
                || request.plan().nodes().getFirst().agent().isPresent() || request.headless()) {
            throw RunProblems.notComparable("a plan of one node that names no agent is compared, and a person picks");
        }
        var started = new ArrayList<RunId>();
        try {
            for (String agent : agents) {
                started.add(session.start(request.by(agent)));
            }
        } catch (IOException | RuntimeException e) {
            started.forEach(session::cancel);
            throw e;
        }
        return new Comparison(session, started);
    }

    public List<RunId> runs() {
        return runs;
    }

    /// In the order of the agents. @param now up to when time is counted
    public List<Side> sides(Instant now) {
        return runs.stream().map(id -> side(session.run(id).orElseThrow(), now)).toList();
    }

    private static Side side(RunState run, Instant now) {
        NodeView view = run.nodes().values().iterator().next();
        return new Side(run.id(), run.request().agent(), view.state(), view.candidate(), view.verification().map(v -> v.energy()),
                view.verification().map(v -> v.isVerified()).orElse(false), view.usage(), run.course().calls(), run.course().time(now));
    }

    /// Whether no agent works any more.
    public boolean isIdle() {
        return runs.stream().map(id -> session.run(id).orElseThrow()).allMatch(run -> run.isIdle()
                && run.nodes().values().stream().noneMatch(v -> RunState.isAtWork(v.state())));
    }

    /// Rejects what waits of the others, with the reason.
    ///
    /// @param picked one of [#runs]
    /// @throws UserException `RUN-005` for a run that is not compared here
    public void pick(RunId picked, String who) throws IOException {
        if (!runs.contains(picked)) {
            throw RunProblems.unknown("candidate " + picked + " to pick");
        }
        String agent = session.run(picked).orElseThrow().request().agent();
        for (RunId run : runs) {
            for (NodeView view : run.equals(picked) ? List.<NodeView>of() : session.run(run).orElseThrow().waiting()) {
                session.decide(run, view.node().id(), new Decision.Reject("The candidate of " + agent + " was picked, run " + picked + "."), who);
            }
        }
    }
}
