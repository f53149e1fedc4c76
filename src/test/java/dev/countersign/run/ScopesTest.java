package dev.countersign.run;

import static dev.countersign.run.Bench.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.changeset.FileChange;
import dev.countersign.fault.UserException;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What there is to look at around one node.
class ScopesTest {
    @TempDir
    Path folder;

    private static String text(ScopedChanges scope, Optional<FileState> state) throws IOException {
        return new String(scope.contents().read(state.orElseThrow().content()), StandardCharsets.UTF_8);
    }

    private static List<String> paths(ScopedChanges scope) {
        return scope.changes().stream().map(change -> change.path().value()).toList();
    }

    @Test
    void sinceTheLastReviewIsWhatTheRevisionChanged() throws IOException {
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("a.txt", "first\n", "c.txt", "see\n"),
                FakeAgent.writes("a.txt", "second\n"), FakeAgent.writes("a.txt", "second\n")))) {
            RunId run = bench.start("Change a");
            bench.idle(run, TASK);
            assertThat(bench.session.scopes(run, TASK).faults().keySet()).containsExactly(ReviewScope.SINCE, ReviewScope.TASK, ReviewScope.TREE);
            assertThat(bench.session.scopes(run, TASK).faults()).containsEntry(ReviewScope.SINCE, "You have not answered this node before.")
                    .containsEntry(ReviewScope.TASK, "The task has this one node.");
            assertThatThrownBy(() -> bench.session.scopes(run, TASK).read(ReviewScope.SINCE, Progress.NONE)).isInstanceOf(UserException.class)
                    .hasMessageContaining("You have not answered this node before.");

            bench.session.decide(run, TASK, new Decision.Revise("Again", List.of()), "Ada");
            bench.until(run, s -> s.nodes().get(TASK).attempt() == 2 && s.isIdle());
            try (ScopedChanges since = bench.session.scopes(run, TASK).read(ReviewScope.SINCE, Progress.NONE)) {
                assertThat(paths(since)).containsExactly("a.txt");
                FileChange change = since.changes().getFirst();
                assertThat(text(since, change.beforeState())).isEqualTo("first\n");
                assertThat(text(since, change.afterState())).isEqualTo("second\n");
            }
            try (ScopedChanges node = bench.session.scopes(run, TASK).read(ReviewScope.NODE, Progress.NONE)) {
                assertThat(paths(node)).containsExactly("a.txt", "c.txt");
                assertThat(text(node, node.changes().getFirst().beforeState())).startsWith("one\n");
            }

            bench.reopened();
            assertThat(bench.session.scopes(run, TASK).faults()).doesNotContainKey(ReviewScope.SINCE);
            bench.session.decide(run, TASK, new Decision.Revise("And again", List.of()), "Ada");
            bench.until(run, s -> s.nodes().get(TASK).attempt() == 3 && s.isIdle());
            assertThat(bench.session.scopes(run, TASK).faults()).containsEntry(ReviewScope.SINCE, "Nothing changed since your last review.");
        }
    }

    @Test
    void theWholeTaskIsEachNodesOwnChanges() throws IOException {
        var one = new FakeAgent("one", FakeAgent.writes("a.txt", "A\n"));
        var two = new FakeAgent("two", FakeAgent.writes("b.txt", "B\n"));
        try (var bench = new Bench(folder, one, two)) {
            RunId run = bench.start(new Plan("Both", List.of(Bench.node("a", "one", List.of("a.txt")), Bench.node("b", "two", List.of("b.txt"), "a"))));
            NodeId a = new NodeId("a");
            NodeId b = new NodeId("b");
            bench.idle(run, a);
            assertThat(bench.session.scopes(run, a).faults()).containsEntry(ReviewScope.TASK, "No other node of the task has changed anything yet.");
            bench.approveAll(run, a);
            bench.until(run, b, NodeState.AwaitingReview.class);
            try (ScopedChanges task = bench.session.scopes(run, b).read(ReviewScope.TASK, Progress.NONE)) {
                assertThat(task.groups().stream().map(group -> group.node().orElseThrow().node().id())).containsExactly(a, b);
                assertThat(task.groups().stream().map(group -> group.changes().changes().getFirst().path().value())).containsExactly("a.txt", "b.txt");
                assertThat(text(task, task.changes().getLast().afterState())).isEqualTo("B\n");
                assertThat(text(task, task.changes().getFirst().afterState())).isEqualTo("A\n");
            }
        }
    }

    @Test
    void theWorkingTreeIsComparedWithTheCommitAndLeavesNothingBehind() throws IOException {
        var patch = new FakeAgent("patch").startingFrom((root, contents) -> Optional.of(new Snapshot(Map.of(WorkspacePath.of("b.txt"),
                FileState.ofMode(0100644, contents.put("committed\n".getBytes(StandardCharsets.UTF_8)), 10)))));
        try (var bench = new Bench(folder, new FakeAgent("fake", FakeAgent.writes("c.txt", "see\n")), patch)) {
            RunId run = bench.start("Change");
            bench.idle(run, TASK);
            assertThat(bench.session.scopes(run, TASK).faults()).containsKey(ReviewScope.TREE);
            Files.createDirectories(bench.live.resolve(".git/objects"));
            Files.createDirectories(bench.live.resolve(".git/refs"));
            Files.writeString(bench.live.resolve(".git/HEAD"), "ref: refs/heads/main\n");
            assertThat(bench.session.scopes(run, TASK).faults()).doesNotContainKey(ReviewScope.TREE);
            Path kept = bench.data.resolve("scopes").resolve(bench.session.workspace().id());
            try (ScopedChanges tree = bench.session.scopes(run, TASK).read(ReviewScope.TREE, Progress.NONE)) {
                assertThat(paths(tree)).as("what the agent proposes is not in it").containsExactly("a.txt", "b.txt");
                assertThat(tree.groups().getFirst().node()).isEmpty();
                assertThat(text(tree, tree.changes().getLast().beforeState())).isEqualTo("committed\n");
                assertThat(text(tree, tree.changes().getLast().afterState())).isEqualTo("bee\n");
            }
            assertThat(kept).isEmptyDirectory();
        }
    }
}
