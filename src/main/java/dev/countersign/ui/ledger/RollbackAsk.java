package dev.countersign.ui.ledger;

import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.rollback.RollbackRequest;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.WorkspacePath;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// A rollback that somebody asked to see.
///
/// @param title for a person
record RollbackAsk(RollbackRequest request, String title) {

    /// Puts such wishes into words.
    static final class Maker {
        private final Texts texts = Texts.of(RollbackAsk.class);

        RollbackAsk to(Entry entry) {
            return new RollbackAsk(new RollbackRequest(new RollbackRequest.To(entry.seq()), Set.of()),
                    texts.text("rollback.title", Long.toString(entry.seq())));
        }

        RollbackAsk undo(Entry entry) {
            return new RollbackAsk(new RollbackRequest(RollbackRequest.Undo.of(entry.seq()), Set.of()),
                    texts.text("undo.title", Long.toString(entry.seq())));
        }

        RollbackAsk undo(Entry entry, WorkspacePath file) {
            return new RollbackAsk(new RollbackRequest(RollbackRequest.Undo.of(entry.seq()), Set.of(file)),
                    texts.text("file.undo.title", file.value(), Long.toString(entry.seq())));
        }

        RollbackAsk undo(Entry entry, WorkspacePath file, int hunk) {
            return new RollbackAsk(new RollbackRequest(new RollbackRequest.Hunks(entry.seq(),
                    Map.of(file, new TreeSet<>(Set.of(hunk)))), Set.of()),
                    texts.text("hunk.undo.title", hunk + 1, file.value(), Long.toString(entry.seq())));
        }

        RollbackAsk undoNode(Entry entry, SortedSet<Long> entries) {
            return new RollbackAsk(new RollbackRequest(new RollbackRequest.Undo(entries), Set.of()),
                    texts.text("node.undo.title", entry.what().node()));
        }

        RollbackAsk undoRun(Entry entry, SortedSet<Long> entries) {
            return new RollbackAsk(new RollbackRequest(new RollbackRequest.Undo(entries), Set.of()),
                    texts.text("run.undo.title", Long.toString(entry.seq())));
        }
    }
}
