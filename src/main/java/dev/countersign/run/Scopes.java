package dev.countersign.run;

import dev.countersign.agent.Agent;
import dev.countersign.changeset.Changeset;
import dev.countersign.fault.ProblemException;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what there is to look at around one node. Reads only: journals and trees of the run, and the workspace;
/// blocks for that.
public final class Scopes {
    private final Workspace workspace;
    private final Workbench bench;
    private final RunStore store;
    private final RunState state;
    private final NodeView view;
    private final Contents contents;

    /// @param contents of the run's trees
    Scopes(Workspace workspace, Workbench bench, RunStore store, RunState state, NodeView view, Contents contents) {
        this.workspace = workspace;
        this.bench = bench;
        this.store = store;
        this.state = state;
        this.view = view;
        this.contents = contents;
    }

    /// Why a scope has nothing to show, for those that have not.
    public Map<ReviewScope, String> faults() throws IOException {
        var faults = new EnumMap<ReviewScope, String>(ReviewScope.class);
        for (ReviewScope scope : ReviewScope.values()) {
            fault(scope).ifPresent(why -> faults.put(scope, why));
        }
        return faults;
    }

    private Optional<String> fault(ReviewScope scope) throws IOException {
        return switch (scope) {
            case NODE -> candidate().isEmpty() ? Optional.of("The node proposes nothing yet.") : Optional.empty();
            case SINCE -> candidate().isEmpty() ? Optional.of("The node proposes nothing yet.") : sinceFault();
            case TASK -> state.nodes().size() == 1 ? Optional.of("The task has this one node.")
                    : state.nodes().values().stream().allMatch(node -> node.equals(view) || !counts(node))
                    ? Optional.of("No other node of the task has changed anything yet.") : Optional.empty();
            case TREE -> workspace.branch().isEmpty() ? Optional.of("The workspace is not in a git repository, so there is no commit to compare it with.")
                    : Optional.empty();
        };
    }

    private Optional<String> sinceFault() throws IOException {
        Optional<Changeset> seen = seen();
        if (seen.isEmpty()) {
            return Optional.of("You have not answered this node before.");
        }
        return seen.get().resultTree().equals(candidate().orElseThrow().resultTree())
                ? Optional.of("Nothing changed since your last review.") : Optional.empty();
    }

    private Optional<Changeset> candidate() {
        return view.candidate().filter(changes -> !changes.isEmpty());
    }

    /// What stands in the task: brought in, or to be decided.
    private static boolean counts(NodeView node) {
        return node.candidate().filter(changes -> !changes.isEmpty()).isPresent() && switch (node.state()) {
            case NodeState.Committed _, NodeState.Committing _, NodeState.AwaitingReview _, NodeState.Stopped _, NodeState.Verifying _ -> true;
            case NodeState.Waiting _, NodeState.Running _, NodeState.Rejected _, NodeState.Failed _, NodeState.Unchanged _,
                 NodeState.Blocked _, NodeState.Cancelled _ -> false;
        };
    }

    /// What the node proposed when a person last answered it.
    private Optional<Changeset> seen() throws IOException {
        NodeId id = view.node().id();
        Optional<Changeset> seen = Optional.empty();
        Optional<Changeset> standing = Optional.empty();
        for (RunEvent event : RunJournal.read(store.journal(), RunJson.mapper())) {
            if (event instanceof RunEvent.Candidate candidate && candidate.node().equals(id)) {
                standing = Optional.of(candidate.changeset());
            } else if (event instanceof RunEvent.Decided decided && decided.node().equals(id) && !decided.who().equals("--yes")) {
                seen = standing;
            }
        }
        return seen;
    }

    /// @throws dev.countersign.fault.UserException `RUN-012` where the scope has nothing to show
    public ScopedChanges read(ReviewScope scope, Progress progress) throws IOException {
        Optional<String> fault = fault(scope);
        if (fault.isPresent()) {
            throw RunProblems.nothingInScope(fault.get());
        }
        return switch (scope) {
            case NODE -> of(scope, List.of(new ScopedChanges.Group(Optional.of(view), candidate().orElseThrow())));
            case SINCE -> of(scope, List.of(new ScopedChanges.Group(Optional.of(view),
                    Changeset.between(tree(seen().orElseThrow()), tree(candidate().orElseThrow()), contents))));
            case TASK -> of(scope, state.nodes().values().stream().map(node ->
                    new ScopedChanges.Group(Optional.of(node), counts(node) ? node.candidate().orElseThrow() : Changeset.NONE)).toList());
            case TREE -> live(progress);
        };
    }

    private ScopedChanges of(ReviewScope scope, List<ScopedChanges.Group> groups) {
        return new ScopedChanges(scope, groups, contents);
    }

    private Snapshot tree(Changeset changes) throws IOException {
        return store.treeOf(changes.baseTree()).with(changes.edits());
    }

    private ScopedChanges live(Progress progress) throws IOException {
        Agent commits = bench.agents().find("patch").orElseThrow(() -> RunProblems.nothingInScope("Nothing here reads commits."));
        Path parent = bench.data().resolve("scopes").resolve(workspace.id());
        Files.createDirectories(parent);
        Path folder = Files.createTempDirectory(parent, "");
        PackStore pack = PackStore.open(folder.resolve("objects.pack"));
        ScopedChanges.Release release = () -> {
            pack.close();
            RunStore.delete(folder);
        };
        try {
            Snapshot base = commits.base(Optional.empty(), workspace.root(), pack, progress)
                    .orElseThrow(() -> RunProblems.nothingInScope("There is no commit to compare the workspace with."));
            Snapshot now = workspace.capture(pack, progress);
            Changeset changes = Changeset.between(base, now, pack);
            if (changes.isEmpty()) {
                throw RunProblems.nothingInScope("The workspace is as the last commit left it.");
            }
            return new ScopedChanges(ReviewScope.TREE, List.of(new ScopedChanges.Group(Optional.empty(), changes)), pack, release);
        } catch (IOException | ProblemException | Progress.CancelledException e) {
            release.release();
            throw e;
        }
    }
}
