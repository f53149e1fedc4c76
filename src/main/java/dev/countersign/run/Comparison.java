package dev.countersign.run;

import dev.countersign.agent.Usage;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Selection;
import dev.countersign.fault.UserException;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanValidator;
import dev.countersign.workspace.BothContents;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.PendingContents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    /// A comparison that was started before.
    ///
    /// @throws UserException `RUN-005` for a run that is not known
    public static Comparison of(Session session, List<RunId> runs) {
        for (RunId run : runs) {
            session.run(run).orElseThrow(() -> RunProblems.unknown("run " + run));
        }
        return new Comparison(session, runs);
    }

    public List<RunId> runs() {
        return runs;
    }

    /// Brings chosen hunks of several candidates together, as a candidate of its own in a run of its own: it is checked anew and waits for
    /// review as any other. Those that it was made of wait as before.
    ///
    /// @param chosen what of each candidate; of at least one run of this comparison
    /// @return the comparison with that run at its end
    /// @throws UserException `RUN-025` naming the files of which not all that was chosen can be taken; nothing was started
    public Comparison merge(Map<RunId, Selection> chosen) throws IOException {
        var parts = new ArrayList<CandidateMerge.Part>();
        Contents contents = session.contents(runs.getFirst());
        for (RunId run : runs) {
            RunState state = session.run(run).orElseThrow(() -> RunProblems.unknown("run " + run));
            Optional<Changeset> candidate = state.nodes().values().iterator().next().candidate();
            if (chosen.containsKey(run) && candidate.isPresent()) {
                contents = new BothContents(session.contents(run), contents);
                parts.add(new CandidateMerge.Part(state.request().agent(), candidate.get(), chosen.get(run)));
            }
        }
        RunRequest request = session.run(runs.getFirst()).orElseThrow().request();
        switch (CandidateMerge.of(parts, new PendingContents(session.workspace(), contents))) {
            case CandidateMerge.Merged.Refused refused -> throw RunProblems.notMerged(refused.why());
            case CandidateMerge.Merged.Done done -> {
                Path file = session.records().keep(runs.getFirst(), done.patch());
                var all = new ArrayList<>(runs);
                all.add(session.start(new RunRequest(Plan.single(request.plan().task()), "patch", Optional.of(file.toString()), request.checks(),
                        request.lowered(), false, request.limits(), request.offline(), request.reviewers(), Optional.empty())));
                return new Comparison(session, all);
            }
        }
    }

    /// In the order of the agents. @param now up to when time is counted
    public List<Side> sides(Instant now) {
        return runs.stream().map(id -> side(session.run(id).orElseThrow(), now)).toList();
    }

    /// One run of a comparison as it stands. @param now up to when time is counted
    public static Side side(RunState run, Instant now) {
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
