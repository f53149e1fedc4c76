package dev.countersign.ui.review;

import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.TextFile;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.FileState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is to be said of a changed file beyond its lines: renames, permissions, line ends, charset.
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
            String old = ends(text.before());
            String now = ends(text.after());
            if (!old.equals(now) && !old.isEmpty() && !now.isEmpty()) {
                notes.add(TEXTS.text("file.ends", old, now));
            } else if (!now.isEmpty() && !now.equals("LF")) {
                notes.add(now);
            }
            if (before.isPresent() && after.isPresent() && text.before().byteOrderMark() != text.after().byteOrderMark()) {
                notes.add(TEXTS.text(text.after().byteOrderMark() ? "file.mark.added" : "file.mark.removed"));
            }
            if (!text.after().charset().name().equals("UTF-8") && after.isPresent()) {
                notes.add(text.after().charset().name());
            }
            if (text.coarse()) {
                notes.add(TEXTS.text("file.coarse"));
            }
        }
        return notes;
    }

    private static String ends(TextFile file) {
        return file.ends().stream().filter(end -> !end.isEmpty()).distinct().sorted().map(DiffPage::nameOf)
                .collect(Collectors.joining(" + "));
    }
}
