package dev.countersign.run;

import static dev.countersign.run.Bench.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentEvent;
import dev.countersign.agent.AgentResult;
import dev.countersign.agent.AgentTask;
import dev.countersign.agent.Usage;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.NodeState;
import dev.countersign.plan.Plan;
import dev.countersign.run.fake.FakeAgent;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A kind of entry that nothing writes would be a promise of the format that nobody keeps.
class EntryKindsTest {
    @TempDir
    Path folder;

    private Bench bench;

    @Test
    void everyKindIsWrittenByASession() throws IOException {
        bench = new Bench(folder, new FakeAgent("good", FakeAgent.writes("a.txt", "new\n")),
                new FakeAgent("stubborn", FakeAgent.writes("a.txt", "BROKEN\n")),
                new FakeAgent("curious", FakeAgent.writes("secret.txt", "x\n")),
                new FakeAgent("program", FakeAgent.writes("p.txt", "p\n")).thatStarts("program"), adopting());
        try (var _ = bench) {
            commitGoBackAndForth();
            reject();
            adopt();
            idle("curious");
            idle("stubborn");
            unconfined();
            trust();
            bench.session.ledger().sealing().rotate("Ada");
            recover();

            assertThat(bench.kinds()).containsExactly(EntryKind.COMMIT, EntryKind.ROLLBACK, EntryKind.REDO, EntryKind.REJECTION, EntryKind.ADOPT,
                    EntryKind.DENIAL, EntryKind.ESCALATION, EntryKind.GRANT, EntryKind.TRUST, EntryKind.KEY_ROTATION, EntryKind.COMMIT,
                    EntryKind.RECOVERY);
            assertThat(EnumSet.copyOf(bench.kinds())).isEqualTo(EnumSet.allOf(EntryKind.class));
            assertThat(bench.session.ledger().audit(Progress.NONE).findings()).isEmpty();
        }
    }

    private RunId idle(String agent) throws IOException {
        RunId run = bench.session.start(new RunRequest(Plan.single("Do it"), agent, Optional.empty(), List.of(), false, false));
        bench.idle(run, TASK);
        return run;
    }

    private void commitGoBackAndForth() throws IOException {
        RunId run = idle("good");
        bench.approveAll(run, TASK);
        bench.until(run, TASK, NodeState.Committed.class);
        bench.session.past().rollback(bench.session.past().previewUndo(0, Set.of()), "Ada");
        bench.session.past().rollback(bench.session.past().previewUndo(1, Set.of()), "Ada");
        bench.write("a.txt", "old\n");
    }

    private void reject() throws IOException {
        RunId run = idle("good");
        bench.session.decide(run, TASK, new Decision.Reject("no"), "Ada");
        bench.until(run, TASK, NodeState.Rejected.class);
    }

    private void adopt() throws IOException {
        bench.write("a.txt", "mine\n");
        RunId run = idle("adopting");
        bench.approveAll(run, TASK);
        bench.until(run, TASK, NodeState.Committed.class);
    }

    /// Takes up what lies in the tree already.
    private static FakeAgent adopting() {
        byte[] then = "then\n".getBytes(StandardCharsets.UTF_8);
        return new FakeAgent("adopting", (AgentTask task, Consumer<AgentEvent> _, Progress progress) -> {
            task.stage().resetTo(Workspace.open(task.liveRoot()).capture(task.contents(), progress));
            return new AgentResult.Finished("what lies there", Usage.NOTHING);
        }).thatNeverRetries().startingFrom((root, contents) -> {
            contents.put(then);
            Snapshot now = Workspace.open(root).capture(contents, Progress.NONE);
            return Optional.of(now.with(List.of(new PathEdit(WorkspacePath.of("a.txt"), now.get(WorkspacePath.of("a.txt")),
                    Optional.of(FileState.file(then, false))))));
        });
    }

    private void unconfined() throws IOException {
        RunId run = bench.session.start(new RunRequest(Plan.single("Do it"), "program", Optional.empty(), List.of(), true, false));
        bench.idle(run, TASK);
    }

    private void trust() throws IOException {
        bench.write(".countersign/agents.toml", "[[agent]]\nname='theirs'\ncommand='c'\nargs=['{prompt}']\n");
        bench.session.projectAgents().trust(bench.session.projectAgents().registry().orElseThrow().hash(), "Ada");
    }

    /// A process died between an intent and its files, and somebody changed them since.
    private void recover() throws IOException {
        byte[] before = "before\n".getBytes(StandardCharsets.UTF_8);
        byte[] after = "after\n".getBytes(StandardCharsets.UTF_8);
        bench.session.ledger().vault().put(before);
        bench.session.ledger().vault().put(after);
        bench.session.ledger().begin(new EntryDraft(EntryKind.COMMIT, "", "", new EntryDraft.Actor("agent", "good", ""), Optional.empty(), "Half done",
                Sha256.of(before), Sha256.of(after), List.of(new PathEdit(WorkspacePath.of("a.txt"), Optional.of(FileState.file(before, false)),
                Optional.of(FileState.file(after, false)))), List.of(), OptionalLong.empty()));
        bench.reopened();
        assertThat(bench.session.recovery()).isInstanceOf(Committer.Recovery.NeedsHuman.class);
        bench.session.keepTree();
        assertThat(bench.tree()).containsEntry("a.txt", "mine\n");
    }
}
