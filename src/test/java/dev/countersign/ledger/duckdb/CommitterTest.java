package dev.countersign.ledger.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.query.EntryQuery;
import dev.countersign.ledger.rollback.Rollback;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The committer and the rollback on a real folder and a real ledger.
class CommitterTest {
    @TempDir
    Path temporary;

    private Path root;
    private Workspace workspace;
    private PackStore store;
    private Ledger ledger;
    private Committer committer;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectories(temporary.resolve("project"));
        write("a.txt", "a0");
        write("src/b.txt", "b0");
        workspace = Workspace.open(root);
        store = PackStore.open(temporary.resolve("run.pack"));
        openLedger();
    }

    /// Opens the workspace's ledger; each time the same.
    Ledger opened(Path data, Workspace workspace) throws IOException {
        return new DuckLedgerOpener(data, InstantSource.system(), RandomGenerator.getDefault()).open(workspace);
    }

    private void openLedger() throws IOException {
        ledger = opened(temporary.resolve("data"), workspace);
        committer = new Committer(workspace, ledger);
    }

    @AfterEach
    void close() throws IOException {
        assertThat(ledger.audit(Progress.NONE).findings()).isEmpty();
        ledger.close();
        store.close();
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String read(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    /// What makes these paths hold these texts; an empty text deletes.
    private EntryDraft draft(Map<String, String> texts) throws IOException {
        Snapshot before = workspace.capture(store, Progress.NONE);
        var files = new TreeMap<>(before.files());
        for (var text : texts.entrySet()) {
            if (text.getValue().isEmpty()) {
                files.remove(Drafts.path(text.getKey()));
            } else {
                store.put(Drafts.bytes(text.getValue()));
                files.put(Drafts.path(text.getKey()), Drafts.file(text.getValue()).orElseThrow());
            }
        }
        var after = new Snapshot(files);
        return new EntryDraft(EntryKind.COMMIT, "run", "node", new EntryDraft.Actor("agent", "patch", ""), Optional.empty(), "change",
                before.treeHash(), after.treeHash(), before.editsTo(after), List.of(), OptionalLong.empty());
    }

    private Entry commit(Map<String, String> texts) throws IOException {
        assertThat(committer.commit(draft(texts), store)).isInstanceOf(Committer.Outcome.Done.class);
        return ledger.page(EntryQuery.recent(1)).getFirst();
    }

    private Sha256 tree() throws IOException {
        return workspace.capture(store, Progress.NONE).treeHash();
    }

    private static EntryDraft rollback(EntryKind kind, RollbackPreview preview, Snapshot before) {
        return new EntryDraft(kind, "run", "", new EntryDraft.Actor("human", "anna", ""), Optional.empty(), "back to " + preview.seq(),
                before.treeHash(), before.with(preview.edits()).treeHash(), preview.edits(), List.of(), OptionalLong.of(preview.seq()));
    }

    private Entry apply(EntryKind kind, RollbackPreview preview) throws IOException {
        Snapshot before = workspace.capture(store, Progress.NONE);
        assertThat(committer.commit(rollback(kind, preview, before), ledger.vault())).isInstanceOf(Committer.Outcome.Done.class);
        return ledger.page(EntryQuery.recent(1)).getFirst();
    }

    @Test
    void aCommitStandsInTheTreeAndInTheLedgerWithContentBeforeAndAfter() throws IOException {
        Entry entry = commit(Map.of("a.txt", "a1", "new/c.txt", "c1", "src/b.txt", ""));
        assertThat(read("a.txt")).isEqualTo("a1");
        assertThat(read("new/c.txt")).isEqualTo("c1");
        assertThat(root.resolve("src/b.txt")).doesNotExist();
        assertThat(entry.what().treeAfter()).isEqualTo(tree());
        for (String text : List.of("a0", "a1", "c1", "b0")) {
            assertThat(ledger.vault().read(Sha256.of(Drafts.bytes(text)))).isEqualTo(Drafts.bytes(text));
        }
        assertThat(committer.recover()).isEqualTo(new Committer.Recovery.Nothing());
    }

    @Test
    void aConflictFoundBeforeTheIntentWritesNothing() throws IOException {
        EntryDraft draft = draft(Map.of("a.txt", "a1", "src/b.txt", "b1"));
        write("src/b.txt", "mine");
        assertThat(committer.commit(draft, store)).isInstanceOfSatisfying(Committer.Outcome.Conflicted.class, conflicted -> {
            assertThat(conflicted.conflicts()).hasSize(1);
            assertThat(conflicted.conflicts().getFirst().found()).isEqualTo(Drafts.file("mine"));
        });
        assertThat(ledger.size()).isZero();
        assertThat(read("a.txt")).isEqualTo("a0");
        assertThat(read("src/b.txt")).isEqualTo("mine");
    }

    @Test
    void anInterruptedEntryIsRolledForward() throws IOException {
        EntryDraft draft = draft(Map.of("a.txt", "a1", "src/b.txt", "b1", "c.txt", "c1"));
        Entry intent = intend(draft);
        write("a.txt", "a1");
        reopen();
        assertThat(committer.recover()).isEqualTo(new Committer.Recovery.Completed(intent));
        assertThat(List.of(read("a.txt"), read("src/b.txt"), read("c.txt"))).containsExactly("a1", "b1", "c1");
        assertThat(tree()).isEqualTo(intent.what().treeAfter());
        assertThat(committer.recover()).isEqualTo(new Committer.Recovery.Nothing());
    }

    @Test
    void anInterruptedEntryThatMetAnOutsideEditWaitsForAPersonWhoCanKeepTheTree() throws IOException {
        Entry intent = intend(draft(Map.of("a.txt", "a1", "src/b.txt", "b1")));
        write("a.txt", "mine");
        reopen();
        assertThat(committer.recover()).isInstanceOfSatisfying(Committer.Recovery.NeedsHuman.class, needs -> {
            assertThat(needs.entry()).isEqualTo(intent);
            assertThat(needs.conflicts()).extracting(c -> c.edit().path()).containsExactly(Drafts.path("a.txt"));
        });
        assertThat(List.of(read("a.txt"), read("src/b.txt"))).containsExactly("mine", "b0");
        Entry recovery = committer.keepTree(intent);
        assertThat(List.of(read("a.txt"), read("src/b.txt"))).containsExactly("mine", "b0");
        assertThat(recovery.what().kind()).isEqualTo(EntryKind.RECOVERY);
        assertThat(recovery.what().changes()).containsExactly(
                new PathEdit(Drafts.path("a.txt"), Drafts.file("a1"), Drafts.file("mine")),
                new PathEdit(Drafts.path("src/b.txt"), Drafts.file("b1"), Drafts.file("b0")));
        assertThat(recovery.what().treeAfter()).isEqualTo(tree());
        assertThat(ledger.pending()).isEmpty();
        assertThat(ledger.page(EntryQuery.recent(9))).containsExactly(recovery, intent);
        reopen();
        assertThat(committer.recover()).isEqualTo(new Committer.Recovery.Nothing());
        commit(Map.of("a.txt", "a2"));
    }

    @Test
    void whatCannotWorkIsFoundBeforeTheIntent() throws IOException {
        EntryDraft good = draft(Map.of("a.txt", "a1"));
        var below = new PathEdit(Drafts.path("a.txt/below"), Optional.empty(), Drafts.file("a1"));
        EntryDraft impossible = new EntryDraft(EntryKind.COMMIT, "run", "node", good.actor(), Optional.empty(), "impossible", good.treeBefore(),
                good.treeAfter(), List.of(below), List.of(), OptionalLong.empty());
        assertThat(committer.commit(impossible, store)).isInstanceOfSatisfying(Committer.Outcome.Conflicted.class, conflicted ->
                assertThat(conflicted.conflicts()).extracting(c -> c.edit().path().value() + ": " + c.why())
                        .containsExactly("a.txt/below: a file stands at a.txt, where its folder should be"));
        assertThat(ledger.pending()).isEmpty();
        assertThat(ledger.size()).isZero();
        assertThat(read("a.txt")).isEqualTo("a0");
        commit(Map.of("a.txt", "a1"));
    }

    @Test
    void whatChangesBehindTheIntentIsPutBackAndRecordedAsNotApplied() throws IOException {
        EntryDraft draft = draft(Map.of("a.txt", "a1", "src/b.txt", "b1"));
        assertThat(new Committer(workspace, meanwhile(() -> write("src/b.txt", "mine"))).commit(draft, store))
                .isInstanceOf(Committer.Outcome.Conflicted.class);
        assertThat(ledger.pending()).isEmpty();
        assertThat(List.of(read("a.txt"), read("src/b.txt"))).containsExactly("a0", "mine");
        Entry recovery = ledger.page(EntryQuery.recent(1)).getFirst();
        assertThat(recovery.what().kind()).isEqualTo(EntryKind.RECOVERY);
        assertThat(recovery.what().treeAfter()).isEqualTo(tree());
        assertThat(ledger.size()).isEqualTo(2);
        assertLeftNothing();
        commit(Map.of("a.txt", "a1"));
    }

    @Test
    void aWriteOfTheSameLengthIsSeenByItsTimeOfChange() throws IOException {
        EntryDraft draft = draft(Map.of("a.txt", "a1", "src/b.txt", "b1"));
        var modified = Files.getLastModifiedTime(root.resolve("src/b.txt"));
        var meanwhile = meanwhile(() -> {
            write("src/b.txt", "x0");
            Files.setLastModifiedTime(root.resolve("src/b.txt"), modified);
        });
        assertThat(new Committer(workspace, meanwhile).commit(draft, store)).isInstanceOf(Committer.Outcome.Conflicted.class);
        assertThat(List.of(read("a.txt"), read("src/b.txt"))).containsExactly("a0", "x0");
    }

    @Test
    void aRefusedIntentLeavesNoTrace() throws IOException {
        EntryDraft draft = draft(Map.of("a.txt", "a1", "new/c.txt", "c1"));
        Sha256 before = tree();
        var refusing = meanwhile(() -> {
            throw new IOException("no more");
        });
        assertThatThrownBy(() -> new Committer(workspace, refusing).commit(draft, store)).hasMessage("no more");
        assertThat(tree()).isEqualTo(before);
        assertLeftNothing();
    }

    private void assertLeftNothing() throws IOException {
        try (var all = Files.walk(root)) {
            assertThat(all.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith(".countersign-"));
        }
    }

    private interface Event {
        void happen() throws IOException;
    }

    /// The ledger, where something happens as the first intent is about to be written.
    private Ledger meanwhile(Event event) {
        var once = new AtomicBoolean(true);
        return (Ledger) Proxy.newProxyInstance(Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, (_, method, arguments) -> {
            if (method.getName().equals("begin") && once.getAndSet(false)) {
                event.happen();
            }
            try {
                return method.invoke(ledger, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    @Test
    void adoptingRecordsWhatStandsAndChangesNothing() throws IOException {
        Snapshot before = workspace.capture(store, Progress.NONE);
        write("a.txt", "edited by hand");
        Snapshot after = workspace.capture(store, Progress.NONE);
        EntryDraft draft = new EntryDraft(EntryKind.ADOPT, "run", "", new EntryDraft.Actor("human", "anna", ""), Optional.empty(), "adopt",
                before.treeHash(), after.treeHash(), before.editsTo(after), List.of(), OptionalLong.empty());
        assertThat(committer.commit(draft, store)).isInstanceOf(Committer.Outcome.Done.class);
        assertThat(read("a.txt")).isEqualTo("edited by hand");
        RollbackPreview undo = new Rollback(workspace, ledger).undo(0, Set.of());
        apply(EntryKind.ROLLBACK, undo);
        assertThat(read("a.txt")).isEqualTo("a0");
    }

    @Test
    void rollbackGoesBackAndRedoReturns() throws IOException {
        commit(Map.of("a.txt", "a1"));
        Sha256 first = tree();
        commit(Map.of("a.txt", "a2", "c.txt", "c2"));
        commit(Map.of("src/b.txt", "", "a.txt", "a3"));
        Sha256 last = tree();
        write("untracked.txt", "mine");
        var rollback = new Rollback(workspace, ledger);
        RollbackPreview preview = rollback.to(0, Set.of());
        assertThat(preview.edits()).extracting(edit -> edit.path().value()).containsExactly("a.txt", "c.txt", "src/b.txt");
        assertThat(preview.conflicts()).isEmpty();
        assertThat(preview.deletions()).isEqualTo(1);
        Entry back = apply(EntryKind.ROLLBACK, preview);
        assertThat(List.of(read("a.txt"), read("src/b.txt"), read("untracked.txt"))).containsExactly("a1", "b0", "mine");
        assertThat(back.what().rolledBackTo()).hasValue(0);
        Files.delete(root.resolve("untracked.txt"));
        assertThat(tree()).isEqualTo(first);
        assertThat(rollback.to(0, Set.of()).edits()).isEmpty();
        apply(EntryKind.REDO, rollback.undo(back.seq(), Set.of()));
        assertThat(tree()).isEqualTo(last);
    }

    @Test
    void rollbackLeavesOutsideEditsAlone() throws IOException {
        commit(Map.of("a.txt", "a1"));
        commit(Map.of("a.txt", "a2", "src/b.txt", "b2", "c.txt", "c2"));
        write("src/b.txt", "mine");
        Files.delete(root.resolve("c.txt"));
        RollbackPreview preview = new Rollback(workspace, ledger).to(0, Set.of());
        assertThat(preview.edits()).containsExactly(new PathEdit(Drafts.path("a.txt"), Drafts.file("a2"), Drafts.file("a1")));
        assertThat(preview.conflicts()).extracting(c -> c.path().value() + ": " + c.why())
                .containsExactly("src/b.txt: changed outside Countersign since entry 1");
        assertThat(preview.unchanged()).containsExactly(Drafts.path("c.txt"));
    }

    @Test
    void rollbackOfSomePathsTouchesNoOther() throws IOException {
        commit(Map.of("a.txt", "a1"));
        commit(Map.of("a.txt", "a2", "src/b.txt", "b2"));
        Set<WorkspacePath> only = Set.of(Drafts.path("src/b.txt"));
        assertThat(new Rollback(workspace, ledger).to(0, only).edits()).extracting(PathEdit::path).containsExactlyElementsOf(only);
        assertThat(new Rollback(workspace, ledger).undo(1, only).edits()).extracting(PathEdit::path).containsExactlyElementsOf(only);
    }

    @Test
    void undoKeepsLaterEdits() throws IOException {
        commit(Map.of("a.txt", "a1", "src/b.txt", "b1"));
        commit(Map.of("a.txt", "a2"));
        RollbackPreview preview = new Rollback(workspace, ledger).undo(0, Set.of());
        assertThat(preview.edits()).extracting(edit -> edit.path().value()).containsExactly("src/b.txt");
        assertThat(preview.conflicts()).extracting(c -> c.path().value() + ": " + c.why())
                .containsExactly("a.txt: changed again by entry 1");
        apply(EntryKind.ROLLBACK, preview);
        assertThat(List.of(read("a.txt"), read("src/b.txt"))).containsExactly("a2", "b0");
    }

    @Test
    void rollbackToNoEntryIsRefused() {
        assertThatThrownBy(() -> new Rollback(workspace, ledger).to(0, Set.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private Entry intend(EntryDraft draft) throws IOException {
        for (String text : List.of("a0", "b0")) {
            ledger.vault().put(Drafts.bytes(text));
        }
        for (PathEdit edit : draft.changes()) {
            ledger.vault().put(store.read(edit.after().orElseThrow().content()));
        }
        return ledger.begin(draft);
    }

    private void reopen() throws IOException {
        ledger.close();
        openLedger();
    }
}
