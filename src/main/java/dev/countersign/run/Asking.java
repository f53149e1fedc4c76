package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.ModelCalls;
import dev.countersign.agent.Permissions;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.UnifiedPatch;
import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.model.Tier;
import dev.countersign.plan.Node;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Stage;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// One question to a reviewing agent. It works in a stage of its own that holds the candidate; the stage is deleted afterwards, whatever
/// it did there. Records nothing.
final class Asking {
    private static final String KEPT = "No verdict was recorded; the node waits as it did.";
    private static final int CONTEXT = 3;

    private final Workspace workspace;
    private final Workbench bench;
    private final Policy policy;
    private final Containment containment;
    private final RunState run;
    private final Node node;
    private final Agent agent;

    Asking(Workspace workspace, Workbench bench, Policy policy, RunState run, Node node, Agent agent) {
        this.workspace = workspace;
        this.bench = bench;
        this.policy = policy;
        this.containment = Containment.of(bench.sandbox(), run.request());
        this.run = run;
        this.node = node;
        this.agent = agent;
    }

    /// Blocks until the agent is done.
    ///
    /// @param base     the tree that the candidate starts from
    /// @param contents of both
    /// @throws dev.countersign.fault.UserException        `RUN-003` where nothing contains the agent and the run has no leave for that,
    ///         `RUN-013` where a rule denies its command
    /// @throws dev.countersign.fault.EnvironmentException with the agent's own code where it fails
    /// @throws Progress.CancelledException                where it was cancelled
    ReviewerVerdict ask(Changeset candidate, Snapshot base, Contents contents, Consumer<AgentEvent> events, Progress progress) throws IOException {
        String prompt = ReviewPrompt.of(run.plan().task(), node, UnifiedPatch.format(candidate, contents, CONTEXT));
        allowed(prompt);
        Path parent = bench.data().resolve("reviewers").resolve(workspace.id());
        Files.createDirectories(parent);
        Path folder = Files.createTempDirectory(parent, "");
        try (PackStore pack = PackStore.open(folder.resolve("objects.pack")); var store = new StoreOver(pack, contents)) {
            Snapshot tree = base.with(candidate.edits());
            try (Stage stage = workspace.stage(folder.resolve("stage"), tree, store, progress)) {
                Path home = RunParts.home(bench.data().resolve("agents"), agent.name());
                Files.createDirectories(home);
                progress.check();
                AgentResult result = agent.run(new AgentTask(node, run.plan().task(), prompt, 1, stage, tree, store, Optional.empty(),
                        workspace.root(), home, containment.protection().level(), List.of(), Permissions.NOBODY,
                        new AgentTask.Leave(!run.request().offline(), OptionalLong.empty(), Gate.objections(policy, node)), Tier.VERIFIER, ModelCalls.NONE), events, progress);
                progress.check();
                return switch (result) {
                    case AgentResult.Finished finished -> new VerdictReader(agent.name(), candidate.resultTree(), prompt).read(finished.words());
                    case AgentResult.Failed failed -> throw new EnvironmentException(Problem.of(failed.failure().kind().code(), Exit.AGENT,
                            "The reviewer " + agent.name() + " failed: " + failed.failure().message(), KEPT,
                            "Ask again, or ask another one.").withDetails(failed.failure().stderrTail()), new IOException(failed.failure().message()));
                    case AgentResult.Cancelled _ -> throw new Progress.CancelledException();
                };
            }
        } finally {
            RunStore.delete(folder);
        }
    }

    private void allowed(String prompt) {
        if (agent.startsProcesses() && containment.isMissing()) {
            throw containment.refused(agent.name());
        }
        List<String> argv = agent.preview(prompt).argv();
        if (argv.isEmpty()) {
            return;
        }
        for (Ruling ruling : policy.rule(new Action.Run(node, argv, "agent"))) {
            switch (ruling) {
                case Ruling.Allow _ -> { }
                case Ruling.Deny deny -> throw RunProblems.reviewerDenied(agent.name(), deny.rule(), deny.reason());
                case Ruling.Ask ask -> {
                    if (!run.request().acceptUnconfined()) {
                        throw RunProblems.reviewerDenied(agent.name(), ask.rule(), ask.reason());
                    }
                }
            }
        }
    }
}
