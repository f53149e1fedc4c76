package dev.countersign.ui.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.Agents;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.Selection;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.run.Comparison;
import dev.countersign.run.Decision;
import dev.countersign.run.Measure;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunRequest;
import dev.countersign.run.Session;
import dev.countersign.sandbox.Protection;
import dev.countersign.sandbox.Sandbox;
import dev.countersign.verify.CheckCommand;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// An open session as the run screen asks of it.
public final class SessionRuns implements Runs {
    private final Session session;
    private final Agents agents;
    private final Sandbox sandbox;
    private final String user;

    /// @param user the name that answers are given in
    public SessionRuns(Session session, Agents agents, Sandbox sandbox, String user) {
        this.session = session;
        this.agents = agents;
        this.sandbox = sandbox;
        this.user = user;
    }

    @Override
    public RunId start(RunRequest request) throws IOException {
        return session.start(request);
    }

    @Override
    public Plan plan(RunRequest request, String planner, Consumer<AgentEvent> events, Progress progress) throws IOException {
        return session.plan(request, planner, events, progress);
    }

    @Override
    public List<RunId> compare(RunRequest request, List<String> compared) throws IOException {
        return Comparison.start(session, request, compared).runs();
    }

    @Override
    public void pick(List<RunId> compared, RunId picked) throws IOException {
        Comparison.of(session, compared).pick(picked, user);
    }

    @Override
    public RunId merge(List<RunId> compared, Map<RunId, Selection> chosen) throws IOException {
        return Comparison.of(session, compared).merge(chosen).runs().getLast();
    }

    @Override
    public List<Changed> changed(RunId run, Changeset changeset) throws IOException {
        Contents contents = session.contents(run);
        var differ = new Differ();
        var all = new ArrayList<Changed>();
        for (FileChange change : changeset.changes()) {
            all.add(new Changed(change, differ.diff(change, contents, Differ.Options.EXACT)));
        }
        return List.copyOf(all);
    }

    @Override
    public void retry(RunId run, NodeId node) {
        session.retry(run, node);
    }

    @Override
    public void decide(RunId run, NodeId node, Decision decision) throws IOException {
        session.decide(run, node, decision, user);
    }

    @Override
    public Optional<String> revisionFault(RunId run, NodeId node) {
        return session.revisionFault(run, node);
    }

    @Override
    public void replan(RunId run, Plan plan, String why) throws IOException {
        session.steering().replan(run, plan, why, user);
    }

    @Override
    public void cancel(RunId run) {
        session.cancel(run);
    }

    @Override
    public void pause(RunId run) throws IOException {
        session.steering().pause(run, user);
    }

    @Override
    public void grant(RunId run, Measure measure, BigDecimal extra) throws IOException {
        session.steering().grant(run, measure, extra, user);
    }

    @Override
    public void resume(RunId run) throws IOException {
        session.steering().resume(run, user);
    }

    @Override
    public void verifyAgain(RunId run, NodeId node, String check) {
        session.verifyAgain(run, node, check);
    }

    @Override
    public void answer(RunId run, NodeId node, String request, Optional<String> option) throws IOException {
        session.answer(run, node, request, option, user);
    }

    @Override
    public List<RunEvent.Said> transcript(RunId run, NodeId node) throws IOException {
        return session.records().transcript(run, node);
    }

    @Override
    public List<FileRow> files(RunId run, Changeset changeset) throws IOException {
        Contents contents = session.contents(run);
        var differ = new Differ();
        var rows = new ArrayList<FileRow>();
        for (FileChange change : changeset.changes()) {
            rows.add(FileRow.of(change, differ.diff(change, contents, Differ.Options.EXACT)));
        }
        return List.copyOf(rows);
    }

    @Override
    public List<CheckCommand> detectedChecks() {
        return session.detectedChecks();
    }

    @Override
    public List<Planned> planned(RunRequest request) {
        var planned = new LinkedHashMap<String, Planned>();
        for (Node node : request.plan().nodes()) {
            String name = node.agent().orElse(request.agent());
            agents.find(name).filter(Agent::startsProcesses)
                    .ifPresent(agent -> planned.putIfAbsent(name, new Planned(name, agent.preview(node.goal()))));
        }
        return List.copyOf(planned.values());
    }

    @Override
    public Protection protection() {
        return sandbox.protection();
    }
}
