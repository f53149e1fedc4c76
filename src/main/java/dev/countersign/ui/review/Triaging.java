package dev.countersign.ui.review;

import dev.countersign.review.GeneratedFiles;
import dev.countersign.review.Triage;
import dev.countersign.run.NodeView;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.fx.UiState;
import java.util.List;
import java.util.Optional;

/// Keeps the file list of a review ordered by what is known, and the reviewer's way through it in the same order. The gravest file
/// comes to the front by itself once all are read, unless the reviewer has begun.
final class Triaging {
    private final ReviewViewModel model;
    private final FileListModel list;
    private final Background background;
    private GeneratedFiles generated = GeneratedFiles.BY_NAME;
    private List<ReviewFile> begun = List.of();
    private long unread = -1;

    Triaging(ReviewViewModel model, FileListModel list, Background background) {
        this.model = model;
        this.list = list;
        this.background = background;
        list.sortProperty().set(FileListModel.Sort.RISK);
        model.nodeProperty().addListener((_, _, node) -> judge(node));
        model.progressProperty().addListener((_, _, _) -> progressed());
        list.rows().addListener((javafx.beans.InvalidationListener) _ -> model.arrange(list.order()));
        judge(model.nodeProperty().get());
    }

    /// The files that tools wrote, as known now.
    GeneratedFiles generated() {
        return generated;
    }

    private void judge(NodeView node) {
        list.triage(new Triage(node), generated);
        refresh();
        background.run(Texts.of(Triaging.class).text("reading.attributes"), _ -> model.source().generated()).onSuccess(found -> {
            generated = found;
            list.triage(new Triage(model.nodeProperty().get()), found);
            refresh();
        });
    }

    /// A decision alone moves no row, unless rows are ordered by it.
    private void progressed() {
        long now = model.files().stream().filter(f -> f.diff().isEmpty() && f.fault().isEmpty()).count();
        if (now != unread || list.sortProperty().get() == FileListModel.Sort.UNDECIDED) {
            unread = now;
            refresh();
        }
    }

    private void refresh() {
        list.refresh();
        model.arrange(list.order());
        boolean read = !model.files().isEmpty() && model.files().stream().allMatch(f -> f.diff().isPresent() || f.fault().isPresent());
        if (read && !model.files().equals(begun)) {
            begun = List.copyOf(model.files());
            boolean untouched = model.fileProperty().get() == begun.getFirst() && model.hunkProperty().get() <= 0
                    && begun.stream().allMatch(f -> f.decided() == 0);
            if (untouched) {
                model.goTo(list.order().getFirst(), 0);
            }
        }
    }

    void remember(UiState state) {
        state.get("review.files.sort").flatMap(Triaging::sort).ifPresent(list.sortProperty()::set);
        list.treeProperty().set(state.get("review.files.tree", false));
        list.sortProperty().addListener((_, _, now) -> state.put("review.files.sort", now.name()));
        list.treeProperty().addListener((_, _, now) -> state.put("review.files.tree", now));
    }

    private static Optional<FileListModel.Sort> sort(String name) {
        return List.of(FileListModel.Sort.values()).stream().filter(sort -> sort.name().equals(name)).findFirst();
    }
}
