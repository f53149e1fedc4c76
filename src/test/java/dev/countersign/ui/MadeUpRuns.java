package dev.countersign.ui;

import dev.countersign.agent.AgentEvent;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.Selection;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.run.Decision;
import dev.countersign.run.Measure;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunRequest;
import dev.countersign.sandbox.Protection;
import dev.countersign.ui.run.FileRow;
import dev.countersign.ui.run.Runs;
import dev.countersign.verify.CheckCommand;
import dev.countersign.workspace.Progress;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs that only write down what was asked of them.
public final class MadeUpRuns implements Runs {
    public final List<RunRequest> started = new ArrayList<>();
    public final List<String> asked = new ArrayList<>();
    public List<RunEvent.Said> kept = List.of();
    public Optional<RuntimeException> refusal = Optional.empty();

    @Override
    public RunId start(RunRequest request) {
        refusal.ifPresent(r -> {
            throw r;
        });
        started.add(request);
        return MadeUp.RUN;
    }

    /// What the planner says and answers.
    public List<AgentEvent> planning = List.of();
    public Plan made = MadeUp.plan();

    @Override
    public Plan plan(RunRequest request, String planner, Consumer<AgentEvent> events, Progress progress) {
        asked.add("plan by " + planner + ": " + request.plan().task());
        planning.forEach(events);
        refusal.ifPresent(r -> {
            throw r;
        });
        return made;
    }

    public List<RunId> compared = List.of();
    public Map<RunId, Selection> merged = Map.of();
    public Map<RunId, List<Changed>> changed = new HashMap<>();

    @Override
    public List<RunId> compare(RunRequest request, List<String> agents) {
        asked.add("compare " + agents + ": " + request.plan().task());
        return compared;
    }

    @Override
    public void pick(List<RunId> runs, RunId picked) {
        asked.add("pick " + picked + " of " + runs.size());
    }

    @Override
    public RunId merge(List<RunId> runs, Map<RunId, Selection> chosen) {
        refusal.ifPresent(r -> {
            throw r;
        });
        merged = chosen;
        return MadeUp.RUN;
    }

    @Override
    public List<Changed> changed(RunId run, Changeset changeset) {
        return changed.getOrDefault(run, List.of());
    }

    @Override
    public void retry(RunId run, NodeId node) {
        asked.add("retry " + node);
    }

    @Override
    public void decide(RunId run, NodeId node, Decision decision) {
        asked.add("decide " + node + " " + decision);
    }

    public Optional<String> noRevision = Optional.empty();

    @Override
    public Optional<String> revisionFault(RunId run, NodeId node) {
        return noRevision;
    }

    public final List<Plan> replanned = new ArrayList<>();

    @Override
    public void replan(RunId run, Plan plan, String why) {
        asked.add("replan: " + why);
        replanned.add(plan);
    }

    @Override
    public void cancel(RunId run) {
        asked.add("cancel " + run);
    }

    @Override
    public void pause(RunId run) {
        asked.add("pause " + run);
    }

    @Override
    public void grant(RunId run, Measure measure, BigDecimal extra) {
        asked.add("grant " + measure + " " + extra.toPlainString());
    }

    @Override
    public void resume(RunId run) {
        asked.add("resume " + run);
    }

    @Override
    public void verifyAgain(RunId run, NodeId node, String check) {
        asked.add("verify " + node);
    }

    @Override
    public void answer(RunId run, NodeId node, String request, Optional<String> option) {
        asked.add("answer " + node + " " + request + " " + option.orElse("no"));
    }

    @Override
    public List<RunEvent.Said> transcript(RunId run, NodeId node) {
        asked.add("transcript " + node);
        return kept;
    }

    @Override
    public List<FileRow> files(RunId run, Changeset changeset) {
        var rows = new ArrayList<FileRow>();
        int n = 3;
        for (FileChange change : changeset.changes()) {
            boolean added = change instanceof FileChange.Added;
            rows.add(new FileRow(added ? FileRow.Kind.ADDED : FileRow.Kind.MODIFIED, change.path(), Optional.empty(),
                    Optional.of(n * 6), Optional.of(added ? 0 : n)));
            n += 5;
        }
        return rows;
    }

    @Override
    public List<CheckCommand> detectedChecks() {
        return List.of();
    }

    @Override
    public List<Planned> planned(RunRequest request) {
        var agents = MadeUp.agents();
        return request.plan().nodes().stream().map((Node n) -> n.agent().orElse(request.agent())).distinct()
                .flatMap(name -> agents.find(name).stream()).filter(a -> a.startsProcesses())
                .map(a -> new Planned(a.name(), a.preview(request.plan().task()))).toList();
    }

    @Override
    public Protection protection() {
        return MadeUp.none();
    }
}
