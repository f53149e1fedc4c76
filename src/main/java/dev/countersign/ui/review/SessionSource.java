package dev.countersign.ui.review;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.changeset.Selection;
import dev.countersign.plan.NodeId;
import dev.countersign.review.GeneratedFiles;
import dev.countersign.run.Decision;
import dev.countersign.run.NodeView;
import dev.countersign.run.OutsideChanges;
import dev.countersign.run.ReviewScope;
import dev.countersign.run.ReviewerVerdict;
import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.run.RunState;
import dev.countersign.run.ScopedChanges;
import dev.countersign.run.Session;
import dev.countersign.sandbox.Protection;
import dev.countersign.verify.Residual;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.TreeWatch;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A node of a session's run.
public final class SessionSource implements ReviewSource {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Session session;
    private final RunId run;
    private final NodeId node;
    private final String who;

    /// @param who the user's name, for the ledger
    public SessionSource(Session session, RunId run, NodeId node, String who) {
        this.session = session;
        this.run = run;
        this.node = node;
        this.who = who;
    }

    @Override
    public String key() {
        return run + "/" + node;
    }

    @Override
    public NodeView node() {
        return Optional.ofNullable(state().nodes().get(node)).orElseThrow(
                () -> new IllegalStateException("run " + run + " has no node " + node));
    }

    private RunState state() {
        return session.run(run).orElseThrow(() -> new IllegalStateException("no run " + run));
    }

    @Override
    public String who() {
        return who;
    }

    @Override
    public boolean adopts() {
        return state().adopts(node);
    }

    @Override
    public Protection protection() {
        return state().protection();
    }

    @Override
    public Contents contents() {
        return session.contents(run);
    }

    @Override
    public Optional<AgentEvent.Started> command() throws IOException {
        return session.records().transcript(run, node).stream().map(RunEvent.Said::event)
                .filter(AgentEvent.Started.class::isInstance).map(AgentEvent.Started.class::cast)
                .reduce((_, later) -> later);
    }

    @Override
    public List<RunEvent.Said> transcript() throws IOException {
        return session.records().transcript(run, node);
    }

    @Override
    public GeneratedFiles generated() {
        return node().candidate().map(c -> GeneratedFiles.of(session.workspace(), c, contents())).orElse(GeneratedFiles.BY_NAME);
    }

    @Override
    public List<Residual> faults(WorkspacePath path, byte[] content) {
        return session.faults(path, content);
    }

    @Override
    public Map<ReviewScope, String> scopeFaults() throws IOException {
        return session.scopes(run, node).faults();
    }

    @Override
    public ScopedChanges scope(ReviewScope scope, Progress progress) throws IOException {
        return session.scopes(run, node).read(scope, progress);
    }

    /// Those that think: programs of others.
    @Override
    public List<String> reviewers() throws IOException {
        return session.projectAgents().inForce().all().stream().filter(Agent::startsProcesses).map(Agent::name).toList();
    }

    @Override
    public ReviewerVerdict ask(String agent, Consumer<AgentEvent> events, Progress progress) throws IOException {
        return session.ask(run, node, agent, events, progress);
    }

    @Override
    public Optional<String> approvalFault() {
        return session.approvalFault(run, node);
    }

    @Override
    public Optional<String> revisionFault() {
        return session.revisionFault(run, node);
    }

    @Override
    public OutsideChanges outside(Selection selection) throws IOException {
        return session.outside(run, node, selection);
    }

    @Override
    public AutoCloseable watch(Runnable touched) {
        TreeWatch watch = session.watch(run, node);
        Thread thread = Thread.ofVirtual().name("watch of " + key()).start(() -> {
            try {
                while (true) {
                    if (moved(watch)) {
                        touched.run();
                    }
                    Thread.sleep(LOOK_EVERY);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return thread::interrupt;
    }

    /// What cannot be looked at may have changed.
    private static boolean moved(TreeWatch watch) {
        try {
            return watch.moved();
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void decide(Decision decision) throws IOException {
        session.decide(run, node, decision, who);
    }

    @Override
    public void startOver() {
        session.retry(run, node);
    }

    @Override
    public void verifyAgain() {
        session.verifyAgain(run, node);
    }

    @Override
    public AutoCloseable listen(Runnable changed) {
        return session.listen((state, event) -> {
            if (state.id().equals(run) && isLasting(event)) {
                changed.run();
            }
        });
    }

    private static boolean isLasting(RunEvent event) {
        return switch (event) {
            case RunEvent.Said _, RunEvent.Asked _, RunEvent.CheckOutput _, RunEvent.Activity _ -> false;
            case RunEvent.Started _, RunEvent.Called _, RunEvent.Returned _, RunEvent.Interrupted _, RunEvent.Continued _, RunEvent.Replanned _, RunEvent.Warned _,
                 RunEvent.Merged _, RunEvent.Paused _, RunEvent.Resumed _, RunEvent.Granted _, RunEvent.Moved _, RunEvent.Candidate _, RunEvent.Ruled _, RunEvent.CheckStarted _,
                 RunEvent.Checked _, RunEvent.Verified _, RunEvent.Decided _, RunEvent.Reviewed _, RunEvent.Conflicted _, RunEvent.Committed _,
                 RunEvent.Ended _ -> true;
        };
    }
}
