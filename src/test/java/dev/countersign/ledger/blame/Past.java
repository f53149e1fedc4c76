package dev.countersign.ledger.blame;

import dev.countersign.ledger.Drafts;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Writes entries about files given as text.
record Past(Ledger ledger) {

    /// One path's change; empty for no file.
    record Change(String path, Optional<String> before, Optional<String> after) {}

    static Change change(String path, String before, String after) {
        return new Change(path, Optional.of(before), Optional.of(after));
    }

    static Change add(String path, String after) {
        return new Change(path, Optional.empty(), Optional.of(after));
    }

    static Change delete(String path, String before) {
        return new Change(path, Optional.of(before), Optional.empty());
    }

    long commit(Change... changes) throws IOException {
        return entry(EntryKind.COMMIT, OptionalLong.empty(), List.of(), changes);
    }

    long rollback(long to, Change... changes) throws IOException {
        return entry(EntryKind.ROLLBACK, OptionalLong.of(to), List.of(), changes);
    }

    long entry(EntryKind kind, OptionalLong to, List<EntryDraft.Evidence> evidence, Change... changes) throws IOException {
        var edits = new ArrayList<PathEdit>();
        for (Change change : changes) {
            edits.add(new PathEdit(Drafts.path(change.path), state(change.before), state(change.after)));
        }
        EntryDraft draft = Drafts.of(kind, "patch", "change " + ledger.size(), edits, evidence);
        Entry entry = ledger.begin(new EntryDraft(draft.kind(), draft.session(), draft.node(), draft.actor(), draft.approval(),
                draft.summary(), draft.treeBefore(), draft.treeAfter(), draft.changes(), draft.evidence(), to));
        ledger.finish(entry);
        return entry.seq();
    }

    private Optional<FileState> state(Optional<String> text) throws IOException {
        if (text.isPresent()) {
            ledger.vault().put(Drafts.bytes(text.get()));
        }
        return text.flatMap(Drafts::file);
    }
}
