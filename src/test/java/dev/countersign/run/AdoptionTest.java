package dev.countersign.run;

import static dev.countersign.run.Bench.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Usage;
import dev.countersign.agent.patch.PatchAgent;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.changeset.Selection;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.NodeState;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Edits that lie in the live tree already are taken through the same gates.
class AdoptionTest {
    private static final WorkspacePath A = WorkspacePath.of("a.txt");
    private static final WorkspacePath NEW = WorkspacePath.of("new.txt");
    private static final String COMMITTED = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\n";
    private static final String DIRTY = "ONE\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nNINE\n";

    @TempDir
    Path folder;

    /// An agent whose changes start from the tree before the edits, and which brings the live tree into its stage.
    private static FakeAgent adopting() {
        return new FakeAgent("patch", (AgentTask task, Consumer<AgentEvent> events,
                                       Progress progress) -> {
            task.stage().resetTo(Workspace.open(task.liveRoot()).capture(task.contents(), progress));
            return new AgentResult.Finished("what lies there", Usage.NOTHING);
        }).thatNeverRetries().startingFrom((root, contents) -> {
            byte[] a = COMMITTED.getBytes(StandardCharsets.UTF_8);
            byte[] b = "bee\n".getBytes(StandardCharsets.UTF_8);
            contents.put(a);
            contents.put(b);
            return Optional.of(new Snapshot(Map.of(A, FileState.file(a, false), WorkspacePath.of("b.txt"), FileState.file(b, false))));
        });
    }

    private Bench dirty() throws IOException {
        var bench = new Bench(folder, adopting());
        bench.write("a.txt", DIRTY);
        bench.write("new.txt", "new\n");
        return bench;
    }

    private static Map<String, String> tree(UnaryOperator<Map<String, String>> change) {
        return change.apply(new TreeMap<>(Map.of("a.txt", DIRTY, "b.txt", "bee\n", "new.txt", "new\n")));
    }

    @Test
    void wholeApprovalRecordsTheEditsAndWritesNothing() throws IOException {
        try (var bench = dirty()) {
            RunId run = bench.start("Adopt");
            assertThat(bench.idle(run, TASK).candidate().orElseThrow().changes()).extracting(c -> c.path()).containsExactly(A, NEW);
            bench.approveAll(run, TASK);
            bench.until(run, TASK, NodeState.Committed.class);

            assertThat(bench.tree()).isEqualTo(tree(t -> t));
            assertThat(bench.kinds()).containsExactly(EntryKind.ADOPT);
            assertThat(bench.verifier.requests()).hasSize(1);
            var entry = bench.entries().getFirst();
            assertThat(entry.changes()).extracting(e -> e.path() + " " + e.before().isPresent()).containsExactly("a.txt true", "new.txt false");

            bench.session.past().rollback(bench.session.past().previewUndo(0, Set.of()), "Ada");
            assertThat(bench.tree()).isEqualTo(Map.of("a.txt", COMMITTED, "b.txt", "bee\n"));
        }
    }

    @Test
    void whatIsNotApprovedIsTakenOutAndCanBeBroughtBack() throws IOException {
        try (var bench = dirty()) {
            RunId run = bench.start("Adopt");
            bench.idle(run, TASK);
            bench.session.decide(run, TASK, new Decision.Approve(new Selection(Map.of(A,
                    new FileSelection.Hunks(new TreeSet<>(Set.of(0))))), "", false), "Ada");
            bench.until(run, TASK, NodeState.Committed.class);

            String first = "ONE" + COMMITTED.substring(3);
            assertThat(bench.tree()).isEqualTo(Map.of("a.txt", first, "b.txt", "bee\n"));
            assertThat(bench.kinds()).containsExactly(EntryKind.REJECTION, EntryKind.ADOPT);
            assertThat(bench.entries().get(1).changes()).extracting(e -> e.path()).containsExactly(A);
            assertThat(bench.entries().get(1).approval().orElseThrow().hunks()).isEqualTo("1 of 3 hunks");
            assertThat(bench.verifier.requests()).hasSize(2);

            bench.session.past().rollback(bench.session.past().previewUndo(1, Set.of()), "Ada");
            assertThat(bench.tree()).containsEntry("a.txt", COMMITTED);
            bench.session.past().rollback(bench.session.past().previewUndo(0, Set.of(NEW)), "Ada");
            assertThat(bench.tree()).containsEntry("new.txt", "new\n");
        }
    }

    @Test
    void aRejectionLeavesTheEditsWhereTheyLie() throws IOException {
        try (var bench = dirty()) {
            RunId run = bench.start("Adopt");
            bench.idle(run, TASK);
            bench.session.decide(run, TASK, new Decision.Reject("no"), "Ada");
            bench.until(run, TASK, NodeState.Rejected.class);
            assertThat(bench.tree()).isEqualTo(tree(t -> t));
            assertThat(bench.kinds()).containsExactly(EntryKind.REJECTION);
        }
    }

    @Test
    void anEditThatWentOnSinceIsAConflict() throws IOException {
        try (var bench = dirty()) {
            RunId run = bench.start("Adopt");
            bench.idle(run, TASK);
            bench.write("new.txt", "newer\n");
            bench.approveAll(run, TASK);
            NodeView view = bench.until(run, s -> !s.nodes().get(TASK).conflicts().isEmpty() && s.isIdle()).nodes().get(TASK);
            assertThat(view.state()).isEqualTo(
                    new NodeState.AwaitingReview("new.txt changed outside since the run began; nothing was applied."));
            assertThat(bench.tree()).containsEntry("new.txt", "newer\n");
            assertThat(bench.entries()).isEmpty();
        }
    }

    @Test
    void theUncommittedEditsOfARepositoryAreAdoptedByThePatchAgent() throws Exception {
        try (var bench = new Bench(folder, new PatchAgent())) {
            try (Git git = Git.init().setDirectory(bench.live.toFile()).call()) {
                git.add().addFilepattern(".").call();
                git.commit().setSign(false).setAuthor("Ada", "ada@example.org").setCommitter("Ada", "ada@example.org")
                        .setMessage("begin").call();
            }
            bench.write("a.txt", DIRTY);
            bench.write("new.txt", "new\n");
            RunId run = bench.start("Adopt");
            assertThat(bench.idle(run, TASK).candidate().orElseThrow().changes()).extracting(c -> c.path()).containsExactly(A, NEW);
            bench.session.decide(run, TASK, new Decision.Approve(new Selection(Map.of(A, new FileSelection.Whole())), "", false), "Ada");
            bench.until(run, TASK, NodeState.Committed.class);
            assertThat(bench.kinds()).containsExactly(EntryKind.REJECTION, EntryKind.ADOPT);
            assertThat(bench.live.resolve("a.txt")).hasContent(DIRTY);
            assertThat(bench.live.resolve("new.txt")).doesNotExist();
        }
    }
}
