package dev.countersign.ui.review;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.TextFile;
import dev.countersign.ui.fx.Background;
import dev.countersign.workspace.WorkspacePath;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The reviewer's own text of a file, while it is written in the place of its diff. What was typed and not taken is kept per file
/// until it is taken or discarded, and nothing is applied before.
final class EditDesk {
    private final ReviewViewModel model;
    private final DiffPane pane;
    private final Background background;
    private final Runnable refresh;
    private final Map<WorkspacePath, String> typed = new HashMap<>();
    private @Nullable EditPane open;

    /// @param refresh shows the file in front anew
    EditDesk(ReviewViewModel model, DiffPane pane, Background background, Runnable refresh) {
        this.model = model;
        this.pane = pane;
        this.background = background;
        this.refresh = refresh;
    }

    boolean isOpen() {
        return open != null;
    }

    Optional<EditPane> editor() {
        return Optional.ofNullable(open);
    }

    /// Opens the whole file at the current hunk.
    void edit(@Nullable ReviewFile file) {
        open(file, false);
    }

    /// Opens the current hunk alone; the whole file where it is the reviewer's own already.
    void editHunk(@Nullable ReviewFile file) {
        open(file, true);
    }

    private void open(@Nullable ReviewFile file, boolean hunkOnly) {
        if (file == null || open != null || file.editable().isEmpty() || !(file.diff().orElse(null) instanceof FileDiff.Text diff)) {
            return;
        }
        TextFile agent = file.editable().get();
        Optional<String> edited = file.marks().edited();
        int hunk = diff.hunks().isEmpty() ? -1 : Math.clamp(model.hunkProperty().get(), 0, diff.hunks().size() - 1);
        boolean one = hunkOnly && edited.isEmpty() && hunk >= 0 && !typed.containsKey(file.path());
        EditRange range = one ? EditRange.hunk(file, diff, hunk)
                : EditRange.whole(edited.map(agent::withText).orElse(agent));
        int line = one || hunk < 0 ? 0 : diff.hunks().get(hunk).afterStart();
        String text = typed.getOrDefault(file.path(), range.shown());
        var editor = new EditPane(new EditPane.Start(file.path(), diff.before(), agent, range, text), line, background,
                new EditPane.Owner(model.source()::faults, model::edit, this::tell, this::gone));
        open = editor;
        pane.actions();
        pane.instead(editor);
        // a split pane has no children before it has its skin, and nothing in it could take the focus
        editor.applyCss();
        editor.layout();
        editor.focus();
        tell();
    }

    private void tell() {
        boolean changed = open != null && open.isChanged();
        long elsewhere = typed.keySet().stream().filter(path -> open == null || !path.equals(open.start().path())).count();
        model.unsaved((int) elsewhere + (changed ? 1 : 0));
    }

    private void gone() {
        if (open != null) {
            typed.remove(open.start().path());
        }
        open = null;
        tell();
        refresh.run();
        pane.focus();
    }

    /// Another file comes in front: what was typed is kept.
    void leave() {
        if (open != null) {
            if (open.isChanged()) {
                typed.put(open.start().path(), open.start().range().whole(open.editor().getText()));
            }
            open.editor().end();
            open = null;
            tell();
        }
    }

    /// Opens the editor again where text of this file is not taken yet.
    void resume(ReviewFile file) {
        if (typed.containsKey(file.path())) {
            edit(file);
        }
    }

    /// Shows text that closing the review would lose. @return whether there is any
    boolean holds() {
        if (open != null && open.isChanged()) {
            open.warn();
            return true;
        }
        Optional<ReviewFile> file = model.files().stream().filter(f -> typed.containsKey(f.path())).findFirst();
        file.ifPresent(found -> {
            model.goTo(found, 0);
            editor().ifPresent(EditPane::warn);
        });
        return file.isPresent();
    }
}
