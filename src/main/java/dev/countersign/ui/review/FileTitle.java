package dev.countersign.ui.review;

import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.FileState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is to be said of a changed file beyond its lines: renames, permissions, what changed in how it is written.
final class FileTitle {
    private static final Texts TEXTS = Texts.of(FileTitle.class);

    private FileTitle() {}

    static List<String> notes(FileChange change, Optional<FileDiff> diff) {
        var notes = new ArrayList<String>();
        if (change instanceof FileChange.Renamed renamed) {
            notes.add(TEXTS.text("file.renamed", renamed.from().value()));
        }
        Optional<FileState> before = change.beforeState();
        Optional<FileState> after = change.afterState();
        if (before.isPresent() && after.isPresent() && before.get().mode() != after.get().mode()) {
            notes.add(TEXTS.text("file.mode", Integer.toOctalString(before.get().mode()), Integer.toOctalString(after.get().mode())));
        }
        if (before.isEmpty() && after.filter(FileState::executable).isPresent()) {
            notes.add(TEXTS.text("file.executable"));
        }
        if (diff.orElse(null) instanceof FileDiff.Text text) {
            notes.addAll(Written.changes(text));
            if (text.coarse()) {
                notes.add(TEXTS.text("file.coarse"));
            }
        }
        return notes;
    }
}
