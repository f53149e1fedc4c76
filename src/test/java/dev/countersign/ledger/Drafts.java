package dev.countersign.ledger;

import dev.countersign.ledger.entry.EntryDraft.Actor;
import dev.countersign.ledger.entry.EntryDraft.Approval;
import dev.countersign.ledger.entry.EntryDraft.Evidence;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.workspace.ContentStore;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Entries for tests.
public final class Drafts {
    public static final Sha256 TREE = Sha256.of("tree".getBytes(StandardCharsets.UTF_8));

    private Drafts() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static Optional<FileState> file(String text) {
        return Optional.of(FileState.file(bytes(text), false));
    }

    public static WorkspacePath path(String path) {
        return WorkspacePath.of(path);
    }

    public static EntryDraft of(EntryKind kind, String actor, String summary, List<PathEdit> changes, List<Evidence> evidence) {
        return new EntryDraft(kind, "run-1", "node-a", new Actor("agent", actor, "model-x"),
                Optional.of(new Approval("anna", "3 of 4 hunks", Sha256.of(bytes("policy")), 1_700_000_000_000L, "fine")), summary,
                TREE, Sha256.of(bytes(summary)), changes, evidence, OptionalLong.empty());
    }

    /// An entry without changes.
    public static EntryDraft rejection(String summary) {
        return of(EntryKind.REJECTION, "patch", summary, List.of(), List.of());
    }

    /// Adds or replaces one file; the content is put into `vault`.
    public static EntryDraft change(ContentStore vault, String path, Optional<String> before, Optional<String> after, String summary)
            throws IOException {
        for (Optional<String> text : List.of(before, after)) {
            if (text.isPresent()) {
                vault.put(bytes(text.get()));
            }
        }
        var edit = new PathEdit(path(path), before.flatMap(Drafts::file), after.flatMap(Drafts::file));
        Sha256 evidence = vault.put(bytes("verification of " + summary));
        return of(EntryKind.COMMIT, "patch", summary, List.of(edit), List.of(new Evidence("verification", evidence)));
    }
}
