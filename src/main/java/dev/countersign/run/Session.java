package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Selection;
import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Problem;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.script.ScriptLimits;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Residual;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
import dev.countersign.workspace.BothContents;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.TreeWatch;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// One open workspace with its runs and its ledger. Commands return at once unless they say otherwise; what comes of them is
/// told by events, in order, from one thread per run.
public final class Session implements AutoCloseable {
    private final Workspace workspace;
    private final Ledger ledger;
    private final String ledgerId;
    private final Workbench bench;
    private final LedgerDesk desk;
    private final EntryFacts facts;
    private final Policies policies;
    private final ProjectAgents projectAgents;
    private final Scripts scripts;
    private final Upkeep upkeep;
    private final RunShelf runs;
    private final Past past;
    private final Admission admission;
    private final RunRecords records;
    private final Steering steering;
    private final Holds holds;
    private final Dispatch dispatch;
    private final Follower follower;
    private final CopyOnWriteArrayList<BiConsumer<RunState, RunEvent>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /// Settles what a crash left in the ledger, then reads the runs.
    Session(Workspace workspace, Ledger ledger, Workbench bench) throws IOException {
        var json = RunJson.mapper();
        this.workspace = workspace;
        this.ledger = ledger;
        this.bench = bench;
        this.desk = new LedgerDesk(workspace, ledger, RunJson.redaction(bench.redaction()));
        this.policies = new Policies(workspace, bench.policy(), ledger, desk, json, bench.clock(), bench.redaction());
        this.facts = new EntryFacts(ledger.vault(), json, policies.policy(), bench.redaction(), (run, node) -> records().kept(run, node));
        var driving = new Driving(this::here);
        this.holds = new Holds(bench.data().resolve("drivers").resolve(workspace.id()), bench.link(), driving, bench.random());
        this.projectAgents = new ProjectAgents(workspace, bench.data(), bench.agents(), desk, facts, bench.clock());
        this.upkeep = new Upkeep(bench.data(), workspace.id(), ledger, json, bench.clock());
        this.scripts = new Scripts(workspace, ledger, desk, facts, policies.policy(), bench, ScriptLimits.USUAL, json, this::onLedger);
        this.runs = new RunShelf(workspace, bench, policies.policy(), desk, facts, json, holds, projectAgents, scripts, this::tell);
        this.dispatch = new Dispatch(runs, holds, driving, () -> closed);
        this.steering = new Steering((run, pull) -> dispatch.give(run, pull::to));
        this.past = new Past(workspace, ledger, bench, desk, new Rollbacks(workspace, desk, facts, bench.clock()));
        this.admission = new Admission(bench, policies, projectAgents, desk, facts, runs);
        this.records = new RunRecords(runs, bench.redaction(), this::contents);
        desk.recover();
        runs.load();
        this.ledgerId = ledger.id();
        this.follower = new Follower(runs, desk, ledger.size());
    }

    public Workspace workspace() {
        return workspace;
    }

    public Ledger ledger() {
        return ledger;
    }

    /// The ledger's id, known without asking it. Waits for nothing.
    public String ledgerId() {
        return ledgerId;
    }

    /// What was, and the ways back to it.
    public Past past() {
        return past;
    }

    /// What a run and its agents did.
    public RunRecords records() {
        return records;
    }

    /// What a person does to a run as a whole.
    public Steering steering() {
        return steering;
    }

    /// The rules in force here.
    public Policies policies() {
        return policies;
    }

    /// The agents that can be named here, and the workspace's own registry of them.
    public ProjectAgents projectAgents() {
        return projectAgents;
    }

    /// Audits of the ledger, remembered.
    public Upkeep upkeep() {
        return upkeep;
    }

    /// The workspace's scripts, and which of them agents may call.
    public Scripts scripts() {
        return scripts;
    }

    /// What a crash left and a person must settle; see [#keepTree].
    public Committer.Recovery recovery() {
        return desk.recovery();
    }

    /// The human's choice where [#recovery] needs one: the tree stays as it is, and a recovery entry says so. Blocks until
    /// that is in the ledger; until then nothing can be committed.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-005` where nothing needs to be settled
    public Entry keepTree() throws IOException {
        return desk.keepTree(desk.unsettled().orElseThrow(() -> RunProblems.unknown("interrupted entry to settle")));
    }

    /// Whether entries made from now on keep the whole prompt of an agent's call, and all that the agent said and did; without this the
    /// prompt's digest and the agent's answer alone. What was put into the ledger stays there.
    public void keepPrompts(boolean yes) {
        facts.keepPrompts(yes);
    }

    /// Newest first.
    public List<RunState> runs() {
        return runs.states();
    }

    /// Runs whose files cannot be read, each with what is wrong. They are left as they are.
    public List<Problem> damaged() {
        return runs.damaged();
    }

    public Optional<RunState> run(RunId id) {
        return runs.state(id);
    }

    /// Hears the events of all runs, each with the state after it; of those that another process drives, the lasting ones, a
    /// little later. Close the result to stop.
    public AutoCloseable listen(BiConsumer<RunState, RunEvent> listener) {
        listeners.add(listener);
        follower.start();
        return () -> listeners.remove(listener);
    }

    /// Hears that the ledger has grown, by whichever process. Waits for nothing. Close the result to stop.
    public AutoCloseable onLedger(Runnable listener) {
        return follower.onLedger(listener);
    }

    /// Whether another process drives this run now.
    public boolean isElsewhere(RunId run) {
        return runs.engine(run).isEmpty() && runs.state(run).filter(state -> !state.isEnded()).isPresent();
    }

    private void tell(RunState state, RunEvent event) {
        if (event instanceof RunEvent.Ended) {
            ledger.sealing().copyNow();
        }
        for (BiConsumer<RunState, RunEvent> listener : listeners) {
            try {
                listener.accept(state, event);
            } catch (RuntimeException | Error e) {
                System.getLogger(Session.class.getName()).log(System.Logger.Level.WARNING, "a listener failed", e);
            }
        }
    }

    /// `Start`. Refuses before anything starts: an unknown agent, an invalid plan, an unconfined agent without leave.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-001` for an invalid plan, `AGENT-002` for an unknown agent, `AGENT-003` for one
    ///         of a registry that is not trusted, `RUN-003`
    ///         for an agent that nothing contains without leave, `POLICY-001` for a plan that a rule denies; each naming what is wrong
    public RunId start(RunRequest wanted) throws IOException {
        RunRequest request = facts.redaction().of(wanted);
        if (closed) {
            throw RunProblems.closed();
        }
        return admission.admit(request);
    }

    /// Has an agent split the task of `request` into a plan; nothing of it starts. Blocks until there is one.
    ///
    /// @param planner the agent's name
    /// @param events  hears what it says and does
    /// @throws dev.countersign.fault.UserException `AGENT-002` or `AGENT-003` for an agent that cannot be named, `RUN-003` for one that
    ///         nothing contains without leave, `RUN-013` where a rule denies it, `RUN-018` where it makes no plan that can run
    /// @throws EnvironmentException                with the agent's own code where it fails
    public Plan plan(RunRequest wanted, String planner, Consumer<AgentEvent> events, Progress progress) throws IOException {
        RunRequest request = facts.redaction().of(wanted);
        List<String> names = projectAgents.inForce().all().stream().map(Agent::name).toList();
        return new Planning(workspace, bench, policies.policy(), request, admission.agent(planner), names).plan(events, progress);
    }

    /// `Decide`. The node must wait for a person.
    ///
    /// @param who the user's name, for the ledger
    /// @throws dev.countersign.fault.UserException `RUN-002` where it does not wait, or an approval is not possible as it stands
    public void decide(RunId run, NodeId node, Decision decision, String who) throws IOException {
        dispatch.give(run, driver -> driver.decide(run, node, decision, who));
    }

    /// Keeps what another reviewer says of a waiting candidate, beside its evidence. It approves nothing.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-002` where the node does not wait, or with another tree
    public void review(RunId run, NodeId node, ReviewerVerdict verdict) throws IOException {
        dispatch.give(run, driver -> driver.review(run, node, verdict));
    }

    /// Asks an agent for its verdict on a waiting candidate, and keeps that as [#review] does. It works on a copy of its own; what it
    /// changes there is thrown away. Blocks until it is done.
    ///
    /// @param agent  by the name that plans use
    /// @param events hears what it says and does
    /// @throws dev.countersign.fault.UserException `RUN-002` where the node does not wait, `AGENT-002` or `AGENT-003` for an agent that cannot
    ///         be named, `RUN-003` for one that nothing contains without leave, `RUN-013` where a rule denies it
    /// @throws EnvironmentException                with the agent's own code where it fails; nothing is kept then
    public ReviewerVerdict ask(RunId run, NodeId node, String agent, Consumer<AgentEvent> events, Progress progress) throws IOException {
        NodeView view = runs.node(run, node);
        Optional<Changeset> candidate = view.candidate().filter(c -> !c.isEmpty());
        if (!view.state().needsHuman() || view.decision().isPresent() || candidate.isEmpty()) {
            throw RunProblems.refused(node, "it does not wait for review with changes.");
        }
        var asking = new Asking(workspace, bench, policies.policy(), runs.state(run).orElseThrow(), view.node(), admission.agent(agent));
        ReviewerVerdict verdict = asking.ask(candidate.get(), runs.store(run).treeOf(candidate.get().baseTree()), contents(run), events, progress);
        review(run, node, verdict);
        return verdict;
    }

    /// What there is to look at around a node, as it stands now.
    public Scopes scopes(RunId run, NodeId node) {
        NodeView view = runs.node(run, node);
        return new Scopes(workspace, bench, runs.store(run), runs.state(run).orElseThrow(), view, contents(run));
    }

    /// Why this node cannot be approved right now, for a tooltip; empty where it can. Failed checks are no reason here: an
    /// approval can override them. Waits for nothing.
    public Optional<String> approvalFault(RunId run, NodeId node) {
        return runs.engine(run).map(engine -> engine.approvalFault(node)).orElseGet(() -> Obstacles.toApproval(
                runs.node(run, node), desk.lastUnsettled()));
    }

    /// Why nothing can be sent back to this node's agent, for a tooltip; empty where it can, and for runs that another process drives.
    public Optional<String> revisionFault(RunId run, NodeId node) {
        return runs.engine(run).flatMap(engine -> engine.revisionFault(node));
    }

    /// Files of a waiting candidate that changed in the workspace since the agent read them, merged with `selection` of it. None for
    /// changes that lie in the workspace already: those are read anew when the node starts over. Blocks for reading.
    public OutsideChanges outside(RunId run, NodeId node, Selection selection) throws IOException {
        Optional<Changeset> candidate = runs.node(run, node).candidate().filter(_ -> !runs.state(run).orElseThrow().adopts(node));
        return OutsideChanges.of(workspace, candidate.orElse(Changeset.NONE), selection, contents(run));
    }

    /// Notices that files of a waiting candidate are touched; to be asked often, and [#outside] after it.
    public TreeWatch watch(RunId run, NodeId node) {
        return workspace.watch(runs.node(run, node).candidate().orElse(Changeset.NONE).edits().stream().map(PathEdit::path).toList());
    }

    /// Runs the checks of a waiting node again on its candidate.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-002` where it does not wait for review
    public void verifyAgain(RunId run, NodeId node) {
        verifyAgain(run, node, "");
    }

    /// The same, of which only the command called `check` runs anew; what the others said of this exact tree stands.
    public void verifyAgain(RunId run, NodeId node, String check) {
        dispatch.giveQuietly(run, driver -> driver.verifyAgain(run, node, check));
    }

    /// Checks the workspace as it stands, in a copy of its own; nothing of it is written and nothing is recorded. Blocks.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-090` where a rule denies a check command
    public Verification verify(WorkspaceCheck.Request request, Verifier.Listener listener, Progress progress) throws IOException {
        return facts.redaction().of(new WorkspaceCheck(workspace, bench, policies.policy()).check(request, listener, progress));
    }

    /// Starts a node over from the live tree as it is now: one that failed, was stopped or cancelled, changed nothing, or waits
    /// for review with a candidate that is not worth it (after changes outside, say). Nodes that it blocked wait again.
    ///
    /// @throws dev.countersign.fault.UserException `RUN-002` where its state does not allow it
    public void retry(RunId run, NodeId node) {
        dispatch.giveQuietly(run, driver -> driver.retry(run, node));
    }

    /// Answers an agent at work that waits for a person's leave.
    ///
    /// @param request the id of the [dev.countersign.agent.PermissionRequest]
    /// @param option  the id of one of its options; empty for a plain no
    /// @param who     the person's name; empty to say that nobody is there, which refuses it
    /// @throws dev.countersign.fault.UserException `RUN-005` where it does not wait any more
    public void answer(RunId run, NodeId node, String request, Optional<String> option, String who) throws IOException {
        dispatch.give(run, driver -> driver.answer(run, node, request, option, who));
    }

    /// The agents at work that wait for a person's leave, oldest first.
    public List<Question> questions(RunId run) throws IOException {
        var found = new ArrayList<Question>();
        dispatch.give(run, driver -> found.addAll(driver.questions(run)));
        return List.copyOf(found);
    }

    /// Ends everything that runs in this run within a second; waiting nodes stay to be reviewed.
    public void cancel(RunId run) {
        dispatch.giveQuietly(run, driver -> driver.cancel(run));
    }

    /// Content of a run's candidates and bases, and of the ledger.
    public Contents contents(RunId run) {
        try {
            Optional<RunEngine> own = dispatch.known(run);
            return new BothContents(own.isPresent() ? own.get().contents() : new ReachedContents(run, holds), ledger.vault());
        } catch (IOException e) {
            throw new EnvironmentException(RunProblems.of(e), e);
        }
    }

    private RunEngine here(RunId run) {
        return runs.engine(run).orElseThrow(() -> RunProblems.elsewhere(run, holds.words(run)));
    }

    /// The check commands of this workspace: those chosen, else those found.
    public List<CheckCommand> detectedChecks() {
        return checks().commands();
    }

    /// The check commands, and the choice of others.
    public ChecksFile checks() {
        return new ChecksFile(bench.data(), workspace, bench.verifier());
    }

    /// Errors that parsers find in a text that somebody writes for the file at `path`.
    public List<Residual> faults(WorkspacePath path, byte[] content) {
        return bench.verifier().faults(path, content);
    }

    /// Cancels what runs, and closes the ledger. Waits for what is being written.
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        follower.close();
        try (Ledger _ = ledger; Holds _ = holds) {
            runs.close();
        }
    }
}
