package dev.countersign.ledger.duckdb;

import dev.countersign.ledger.AuditReport;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.ledger.rollback.Rollback;
import dev.countersign.ledger.rollback.RollbackChoices;
import dev.countersign.ledger.rollback.RollbackPreview;
import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PackStore;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.Workspace;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// A folder with its ledger, for histories of entries and rollbacks.
final class Bench implements AutoCloseable {
    final Workspace workspace;
    final Ledger ledger;
    final Rollback rollback;
    private final Path root;
    private final PackStore store;
    private final Committer committer;

    Bench(Path temporary) throws IOException {
        root = Files.createDirectories(temporary.resolve("project"));
        workspace = Workspace.open(root);
        store = PackStore.open(temporary.resolve("run.pack"));
        ledger = new DuckLedgerOpener(temporary.resolve("data"), InstantSource.system(), RandomGenerator.getDefault()).open(workspace);
        committer = new Committer(workspace, ledger);
        rollback = new Rollback(workspace, ledger);
    }

    Path file(String name) {
        return root.resolve(name);
    }

    void write(String name, String text) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), text);
    }

    String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    void permit(String name, String permissions) throws IOException {
        Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString(permissions));
    }

    Snapshot tree() throws IOException {
        return workspace.capture(store, Progress.NONE);
    }

    AuditReport audit() throws IOException {
        return ledger.audit(Progress.NONE);
    }

    /// An entry of node `node` that gives files these texts; an empty text deletes.
    Entry commit(String node, Map<String, String> texts) throws IOException {
        Snapshot before = tree();
        var next = new TreeMap<>(before.files());
        for (var text : texts.entrySet()) {
            WorkspacePath path = WorkspacePath.of(text.getKey());
            if (text.getValue().isEmpty()) {
                next.remove(path);
            } else {
                byte[] bytes = text.getValue().getBytes(StandardCharsets.UTF_8);
                store.put(bytes);
                next.put(path, FileState.file(bytes, false));
            }
        }
        return commit(EntryKind.COMMIT, node, before, new Snapshot(next));
    }

    interface Edits {
        void make() throws IOException;
    }

    /// Records what `edits` did to the live tree.
    Entry adopt(Edits edits) throws IOException {
        Snapshot before = tree();
        for (var file : before.files().entrySet()) {
            if (file.getValue().kind() != FileState.Kind.FOLDER) {
                ledger.vault().put(store.read(file.getValue().content()));
            }
        }
        edits.make();
        return commit(EntryKind.ADOPT, "", before, tree());
    }

    private Entry commit(EntryKind kind, String node, Snapshot before, Snapshot after) throws IOException {
        var draft = new EntryDraft(kind, "run", node, new EntryDraft.Actor("agent", "fake", ""), Optional.empty(), "work",
                before.treeHash(), after.treeHash(), before.editsTo(after), List.of(), OptionalLong.empty());
        return commit(draft, store);
    }

    private Entry commit(EntryDraft draft, dev.countersign.workspace.Contents contents) throws IOException {
        return switch (committer.commit(draft, contents)) {
            case Committer.Outcome.Done done -> done.entry();
            case Committer.Outcome.Conflicted conflicted -> throw new AssertionError(conflicted);
        };
    }

    RollbackPreview preview(RollbackRequest.Aim aim) throws IOException {
        return preview(aim, RollbackChoices.NONE);
    }

    RollbackPreview preview(RollbackRequest.Aim aim, RollbackChoices choices) throws IOException {
        return rollback.preview(new RollbackRequest(aim, Set.of()), choices, Progress.NONE);
    }

    /// Applies a preview; the tree must be exactly as it says.
    Entry apply(RollbackPreview preview) throws IOException {
        Snapshot before = tree();
        Snapshot after = before.with(preview.edits().stream().filter(e -> before.get(e.path()).equals(e.before())).toList());
        List<PathEdit> edits = preview.edits();
        Entry entry = commit(new EntryDraft(EntryKind.ROLLBACK, "", "", new EntryDraft.Actor("human", "anna", ""), Optional.empty(),
                "back", before.treeHash(), after.treeHash(), edits, List.of(), OptionalLong.of(preview.seq())), preview.contents());
        if (!tree().treeHash().equals(after.treeHash())) {
            throw new AssertionError("the tree is " + before.editsTo(tree()) + " and should be " + before.editsTo(after));
        }
        return entry;
    }

    @Override
    public void close() throws IOException {
        ledger.close();
        store.close();
    }
}
