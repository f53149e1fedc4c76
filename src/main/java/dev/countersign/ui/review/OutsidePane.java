package dev.countersign.ui.review;

import dev.countersign.changeset.Differ;
import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileMerge;
import dev.countersign.run.OutsideAnswer.How;
import dev.countersign.run.OutsideChange;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Focus;
import dev.countersign.ui.fx.Sections;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.merge.MergeView;
import dev.countersign.ui.merge.MergeViewModel;
import dev.countersign.ui.merge.MergeWords;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// A file that changed on disk while it was under review, in the place of its diff: what the agent made of it, what became of it
/// on disk, and both together, with conflicts to settle.
final class OutsidePane {
    /// Which of the three is looked at.
    enum Look { AGENT, DISK, MERGE }

    private final Texts texts = Texts.of(OutsidePane.class);
    private final ReviewOutside outside;
    private final DiffPane pane;
    private final Background background;
    private final Runnable refresh;
    private Look look = Look.AGENT;
    private @Nullable OutsideChange merging;
    private @Nullable OutsideChange shown;
    private @Nullable Look shownLook;
    private boolean shownOpen;

    /// @param refresh shows the file in front anew
    OutsidePane(ReviewOutside outside, DiffPane pane, Background background, Runnable refresh) {
        this.outside = outside;
        this.pane = pane;
        this.background = background;
        this.refresh = refresh;
    }

    ReviewOutside outside() {
        return outside;
    }

    Look look() {
        return look;
    }

    void look(Look next) {
        look = next;
        refresh.run();
        focus();
    }

    /// Keys go to the conflicts where they are shown, else to the diff.
    void focus() {
        if (merging == null) {
            pane.focus();
        }
    }

    /// Another file is in front.
    void leave() {
        look = Look.AGENT;
        forget();
    }

    private void forget() {
        merging = null;
        shown = null;
    }

    /// The next of the three versions; nothing where the file is as the agent read it.
    void next(@Nullable ReviewFile file) {
        if (file != null && !file.outside().isEmpty()) {
            look(Look.values()[(look.ordinal() + 1) % Look.values().length]);
        }
    }

    /// Whether conflicts are being settled, so that keys belong to them.
    boolean isMerging() {
        return merging != null;
    }

    /// Shows what there is to show of `file`.
    ///
    /// @return whether it takes the place of the file's diff
    boolean show(ReviewFile file) {
        if (file.outside().isEmpty()) {
            look = Look.AGENT;
            forget();
            pane.notice(Optional.empty());
            return false;
        }
        // Of a renamed file the one that is open comes first.
        OutsideChange change = file.outside().stream().filter(outside::isOpen).findFirst().orElse(file.outside().getFirst());
        pane.notice(Optional.of(new OutsideBar(change, this)));
        if (look == Look.AGENT) {
            forget();
            return false;
        }
        boolean open = outside.isOpen(change);
        if (change.equals(shown) && look == shownLook && open == shownOpen) {
            return true;
        }
        boolean had = Focus.isWithin(pane);
        shown = change;
        shownLook = look;
        shownOpen = open;
        merging = null;
        switch (look) {
            case AGENT, DISK -> diff(file, change.path(), change.base(), change.disk());
            case MERGE -> {
                if (!open) {
                    result(file, change, outside.answer(change).orElseThrow().how());
                } else {
                    merge(file, change, had);
                }
            }
        }
        return true;
    }

    private void merge(ReviewFile file, OutsideChange change, boolean focus) {
        switch (change.merge()) {
            case FileMerge.Settled _ -> result(file, change, new How.Merged(java.util.Map.of()));
            case FileMerge.Lines lines -> {
                var words = new MergeWords(texts.text("outside.ours"), texts.text("outside.theirs"), texts.text("outside.base"),
                        texts.text("outside.why"));
                var view = new MergeView(new MergeViewModel(lines.merge(), words, outside.resolutions(change),
                        now -> outside.answer(change, new How.Merged(now))));
                merging = change;
                pane.instead(view);
                if (focus) {
                    view.focus();
                }
            }
            case FileMerge.Whole(var reason) -> pane.instead(Sections.empty(Feather.ALERT_TRIANGLE, texts.text("outside.whole.title"),
                    texts.text("outside." + reason.name())));
        }
    }

    /// What would be written, against what lies on disk.
    private void result(ReviewFile file, OutsideChange change, How how) {
        pane.instead(PlainView.reading());
        background.run(texts.text("outside.looking"), _ -> change.result(change.answer(how), outside.found().contents()))
                .onSuccess(state -> {
                    if (change.equals(shown)) {
                        diff(file, change.path(), change.disk(), state);
                    }
                }).onFailure(why -> pane.instead(PlainView.fault(why.sentence())));
    }

    private void diff(ReviewFile file, WorkspacePath path, Optional<FileState> before, Optional<FileState> after) {
        if (before.equals(after)) {
            pane.instead(Sections.empty(Feather.CHECK, texts.text("outside.same.title"), texts.text("outside.same.says")));
            return;
        }
        FileChange between = FileChange.of(new PathEdit(path, before, after));
        OutsideChange of = shown;
        pane.instead(PlainView.reading());
        background.run(texts.text("outside.looking"), _ -> new Differ().diff(between, outside.found().contents(), Differ.Options.EXACT))
                .onSuccess(diff -> {
                    if (of == shown) {
                        pane.show(file, Optional.of(diff), false);
                        if (pane.showsLines()) {
                            pane.canvas().decisions(Optional.empty());
                            pane.canvas().markers(List.of());
                        }
                    }
                }).onFailure(why -> pane.instead(PlainView.fault(why.sentence())));
    }
}
