package dev.countersign.ui.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.Selection;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.run.Decision;
import dev.countersign.run.Measure;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunRequest;
import dev.countersign.sandbox.Protection;
import dev.countersign.verify.CheckCommand;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What the run screen asks of an open workspace. Everything here may take a while: call it from the background.
public interface Runs {
    /// @throws dev.countersign.fault.UserException naming what is wrong; nothing was started
    RunId start(RunRequest request) throws IOException;

    /// Has an agent split the task of `request` into a plan; nothing of it starts.
    ///
    /// @throws dev.countersign.fault.ProblemException where it makes none; nothing was started
    Plan plan(RunRequest request, String planner, Consumer<AgentEvent> events, Progress progress) throws IOException;

    /// Gives the task of `request` to each agent at once, in runs of their own.
    List<RunId> compare(RunRequest request, List<String> agents) throws IOException;

    /// Rejects what waits of the other runs of a comparison.
    void pick(List<RunId> compared, RunId picked) throws IOException;

    /// Brings chosen hunks of several candidates together as a candidate of its own, checked anew.
    ///
    /// @return the run that it waits in
    /// @throws dev.countersign.fault.UserException naming the files of which not all that was chosen can be taken
    RunId merge(List<RunId> compared, Map<RunId, Selection> chosen) throws IOException;

    /// The files of a candidate with their hunks, in path order.
    List<Changed> changed(RunId run, Changeset changeset) throws IOException;

    /// One file of a candidate.
    record Changed(FileChange change, FileDiff diff) {}

    void retry(RunId run, NodeId node);

    /// A person's answer to what waits. @throws dev.countersign.fault.UserException where it does not wait any more
    void decide(RunId run, NodeId node, Decision decision) throws IOException;

    /// Why nothing can be sent back to a node's agent; empty where it can.
    Optional<String> revisionFault(RunId run, NodeId node);

    /// Makes `plan` the plan of a run from now on. @param why kept with it
    void replan(RunId run, Plan plan, String why) throws IOException;

    void cancel(RunId run);

    /// Nothing new begins.
    void pause(RunId run) throws IOException;

    /// Raises the limit on `measure`.
    void grant(RunId run, Measure measure, BigDecimal extra) throws IOException;

    /// What was paused or broken off goes on.
    void resume(RunId run) throws IOException;

    /// @param check name of the one command to run anew; empty text for all
    void verifyAgain(RunId run, NodeId node, String check);

    /// Answers an agent that waits for leave. @param option of the request; empty for a plain no
    void answer(RunId run, NodeId node, String request, Optional<String> option) throws IOException;

    /// What a node's agent said, as it was kept.
    List<RunEvent.Said> transcript(RunId run, NodeId node) throws IOException;

    /// The files of a candidate with their line counts, in path order.
    List<FileRow> files(RunId run, Changeset changeset) throws IOException;

    /// The project's own checks.
    List<CheckCommand> detectedChecks();

    /// What would be started for the nodes of `request`, one per agent that starts programs.
    List<Planned> planned(RunRequest request);

    Protection protection();

    /// @param agent its name
    record Planned(String agent, Agent.Preview preview) {}
}
