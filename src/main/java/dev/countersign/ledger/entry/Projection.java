package dev.countersign.ledger.entry;

import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.Sha256;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// What the database keeps of an entry to search it: derived from the leaf, which alone counts, and derived again by an audit.
///
/// @param searched lower-cased summary, session, node, actor, model and paths, a line each
/// @param paths    the changed paths in order, a line each; a change's path id is its line
public record Projection(long seq, UUID txid, long time, int kind, String session, String node, String actor, String searched,
                         String paths, List<Change> changes) {

    /// @param path line in [#paths], from 0
    public record Change(int path, Optional<Sha256> before, Optional<Sha256> after) {}

    public static Projection of(Entry entry) {
        EntryDraft what = entry.what();
        String paths = what.changes().stream().map(edit -> edit.path().value()).collect(Collectors.joining("\n"));
        var changes = new java.util.ArrayList<Change>(what.changes().size());
        for (PathEdit edit : what.changes()) {
            changes.add(new Change(changes.size(), edit.before().map(FileState::content), edit.after().map(FileState::content)));
        }
        String searched = lower(String.join("\n", what.summary(), what.session(), what.node(), what.actor().id(),
                what.actor().model(), paths));
        return new Projection(entry.seq(), entry.txid(), entry.time(), what.kind().code(), what.session(), what.node(),
                what.actor().id(), searched, paths, List.copyOf(changes));
    }

    /// Text as it is searched for.
    public static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
