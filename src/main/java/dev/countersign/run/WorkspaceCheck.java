package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.changeset.Changeset;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.plan.Contract;
import dev.countersign.plan.Node;
import dev.countersign.plan.Plan;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Ruling;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Together;
import dev.countersign.verify.Verification;
import dev.countersign.verify.Verifier;
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

/// Checks the live tree as it stands, in a copy that is thrown away.
public final class WorkspaceCheck {
    private final Workspace workspace;
    private final Workbench bench;
    private final Policy policy;

    WorkspaceCheck(Workspace workspace, Workbench bench, Policy policy) {
        this.workspace = workspace;
        this.bench = bench;
        this.policy = policy;
    }

    /// @param checks commands in place of the workspace's own; empty for those
    /// @param whole  every file counts as new; else only what differs from the last commit of the repository, where there is one
    /// @param effort what may be taken from earlier checks of the same tree
    /// @param only   name of the one command of the workspace to run; empty for all
    public record Request(List<List<String>> checks, boolean whole, Verifier.Effort effort, Optional<String> only) {
        public Request {
            checks = checks.stream().map(List::copyOf).toList();
        }

        /// All commands.
        public Request(List<List<String>> checks, boolean whole, Verifier.Effort effort) {
            this(checks, whole, effort, Optional.empty());
        }
    }

    Verification check(Request request, Verifier.Listener listener, Progress progress) throws IOException {
        List<CheckCommand> checks = request.checks.isEmpty() ? new ChecksFile(bench.data(), workspace, bench.verifier()).commands(request.only)
                : Inspection.commands(request.checks, "given");
        Node node = Plan.single("Check the workspace").nodes().getFirst();
        for (CheckCommand check : checks) {
            Gate.denial(policy.rule(new Action.Run(node, check.argv(), "check"))).ifPresent(deny -> {
                throw denied(check, deny);
            });
        }
        Path parent = bench.data().resolve("checks").resolve(workspace.id());
        Files.createDirectories(parent);
        Path folder = Files.createTempDirectory(parent, "");
        try (PackStore store = PackStore.open(folder.resolve("objects.pack"))) {
            Snapshot tree = workspace.capture(store, progress);
            Snapshot base = request.whole ? Snapshot.EMPTY : committed(store, progress).orElse(Snapshot.EMPTY);
            try (Stage stage = workspace.stage(folder.resolve("stage"), tree, store, progress)) {
                return bench.verifier().verify(new Verifier.Request(stage, tree, Changeset.between(base, tree, store), Contract.OPEN, store,
                        checks, Together.ALONE, request.effort, bench.sandbox().protection().level()), listener, progress);
            }
        } finally {
            RunStore.delete(folder);
        }
    }

    /// The last commit, as the agent knows it that reviews a dirty tree; empty where there is none.
    private Optional<Snapshot> committed(PackStore store, Progress progress) throws IOException {
        Optional<Agent> patch = bench.agents().find("patch");
        try {
            return patch.isEmpty() ? Optional.empty() : patch.get().base(Optional.empty(), workspace.root(), store, progress);
        } catch (UserException e) {
            return Optional.empty();
        }
    }

    private static UserException denied(CheckCommand check, Ruling.Deny deny) {
        return new UserException(Problem.of("RUN-090", Exit.REFUSED, "The check \"" + check.name() + "\" is denied by " + deny.rule() + ": "
                + deny.reason() + ".", "Nothing was run.", "Name other commands with --check, or change the rule."));
    }
}
