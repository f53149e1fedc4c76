package dev.countersign.ui.review;

import dev.countersign.changeset.FileChange;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Focus;
import dev.countersign.ui.fx.Icons;
import dev.countersign.ui.fx.Job;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.fx.Views;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.WorkspacePath;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// Changes to look at only: the file list and the diff of the review, without decisions. For a ledger entry, a rollback's
/// preview, or any other list of changes.
public final class DiffView extends BorderPane {
    /// Below this the list lies above the diff: beside it, it would be too narrow for a name.
    private static final double NARROW = 860;
    private static final double BESIDE = 0.24;
    /// Of the list above the diff: its head, a row, how many rows, and of all the most.
    private static final double HEAD = 46;
    private static final double ROW = 42;
    private static final int ROWS = 3;
    private static final double MOST_ABOVE = 0.4;

    private final DiffReader reader;
    private final ObservableList<ReviewFile> files = FXCollections.observableArrayList();
    private final DiffPane pane;
    private final FileList list;
    private final SplitPane split;
    private final InvalidationListener changed = _ -> refresh();
    private @Nullable ReviewFile shown;
    private Optional<Job<Integer>> reading = Optional.empty();

    public DiffView(Background background) {
        reader = new DiffReader(background);
        getStyleClass().addAll("review", "diff-view");
        Views.styled(this, DiffView.class, "review.css");
        pane = new DiffPane(background, () -> step(-1), () -> step(1));
        list = new FileList(new FileListModel(files), false, this::select);
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        pane.actions(new DiffControls(pane.canvas()));
        pane.among(() -> files, this::open);
        new KeyTable(this, DiffKeys.of(pane));
        split = new SplitPane(pane);
        split.getStyleClass().add("review-split");
        SplitPane.setResizableWithParent(list, false);
        setCenter(split);
        widthProperty().addListener((_, before, now) -> {
            if (before.doubleValue() < NARROW != now.doubleValue() < NARROW) {
                arrange();
            }
        });
        heightProperty().addListener((_, before, _) -> {
            if (before.doubleValue() == 0) {
                arrange();
            }
        });
        pane.empty();
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.F7) {
                step(event.isShiftDown() ? -1 : 1);
                event.consume();
            } else if (event.isShortcutDown() && event.getCode() == KeyCode.F) {
                pane.openFind();
                event.consume();
            } else if (!Focus.isTyping(event.getTarget()) && !event.isShortcutDown()
                    && (event.getCode() == KeyCode.J || event.getCode() == KeyCode.K)) {
                stepFile(event.getCode() == KeyCode.J ? 1 : -1);
                event.consume();
            }
        });
    }

    /// Looks at diffs as was last chosen, and keeps what is chosen.
    public DiffView remember(UiState state) {
        pane.canvas().look().remember(state);
        return this;
    }

    private boolean open(WorkspacePath path) {
        Optional<ReviewFile> file = files.stream().filter(f -> f.path().equals(path)).findFirst();
        file.ifPresent(this::select);
        return file.isPresent();
    }

    /// Puts a bar at the hunk in front that offers something about it (key u) and about its file (Shift+U).
    public void offer(String ofHunk, BiConsumer<WorkspacePath, Integer> hunk, String ofFile, Consumer<WorkspacePath> file) {
        Runnable onHunk = () -> {
            if (shown != null && pane.showsLines()) {
                hunk.accept(shown.path(), pane.canvas().currentHunkProperty().get());
            }
        };
        Runnable onFile = () -> {
            if (shown != null) {
                file.accept(shown.path());
            }
        };
        pane.hunkBar(new HunkBar(new HunkBar.Choice(Feather.CORNER_UP_LEFT, ofHunk, "u", "offer-hunk", onHunk),
                new HunkBar.Choice(Feather.FILE_MINUS, ofFile, "Shift+U", "offer-file", onFile)));
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.U && !event.isShortcutDown() && !Focus.isTyping(event.getTarget())) {
                (event.isShiftDown() ? onFile : onHunk).run();
                event.consume();
            }
        });
    }

    /// Puts a button above the diff, and the key B, that show where the lines of the file in front come from.
    public void offerOrigin(String what, Consumer<WorkspacePath> show) {
        Runnable open = () -> {
            if (shown != null) {
                show.accept(shown.path());
            }
        };
        var button = Tips.name(new Button("", Icons.of(Feather.USERS)), what);
        button.getStyleClass().addAll("flat", "button-icon", "tight");
        button.setId("offer-origin");
        button.setOnAction(_ -> open.run());
        pane.actions(button, new DiffControls(pane.canvas()));
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.B && !event.isShortcutDown() && !Focus.isTyping(event.getTarget())) {
                open.run();
                event.consume();
            }
        });
    }

    /// Shows these changes, the first file in front. Reads in the background. JavaFX thread.
    public void show(List<FileChange> changes, Contents contents) {
        pane.contents(() -> contents);
        List<ReviewFile> found = changes.stream().map(ReviewFile::new)
                .sorted(Comparator.comparing(ReviewFile::isGenerated).thenComparing(ReviewFile::path)).toList();
        files.setAll(found);
        showList(found.size() > 1);
        select(found.isEmpty() ? null : list.model().order().getFirst());
        reading.ifPresent(Job::cancel);
        reading = Optional.of(reader.read(found, contents, _ -> list.model().refresh()));
    }

    /// A single file needs no list.
    private void showList(boolean wanted) {
        if (wanted && !split.getItems().contains(list)) {
            split.getItems().addFirst(list);
        } else if (!wanted) {
            split.getItems().remove(list);
        }
        arrange();
    }

    private void arrange() {
        boolean above = getWidth() < NARROW;
        split.setOrientation(above ? Orientation.VERTICAL : Orientation.HORIZONTAL);
        list.setMinHeight(above ? HEAD + ROW : 0);
        split.setDividerPositions(above ? Math.min(MOST_ABOVE, (HEAD + ROW * Math.min(ROWS, files.size())) / Math.max(1, getHeight())) : BESIDE);
    }

    /// Gives the keys to the diff.
    void focus() {
        pane.focus();
    }

    private void select(@Nullable ReviewFile file) {
        if (shown != null) {
            shown.versionProperty().removeListener(changed);
        }
        shown = file;
        if (file == null) {
            pane.empty();
            return;
        }
        file.versionProperty().addListener(changed);
        list.select(file);
        refresh();
    }

    private void refresh() {
        if (shown != null) {
            pane.show(shown, shown.diff(), false);
        }
    }

    private void step(int by) {
        DiffCanvas canvas = pane.canvas();
        int next = canvas.currentHunkProperty().get() + by;
        if (pane.showsLines() && next >= 0 && next < canvas.page().rows().hunks()) {
            canvas.goTo(next);
        } else {
            stepFile(by);
        }
    }

    private void stepFile(int by) {
        List<ReviewFile> order = list.model().order();
        int next = order.indexOf(shown) + by;
        if (next >= 0 && next < order.size()) {
            select(order.get(next));
        }
    }
}
