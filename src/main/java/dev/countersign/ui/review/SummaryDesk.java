package dev.countersign.ui.review;

import dev.countersign.changeset.FileChange;
import dev.countersign.changeset.FileDiff;
import dev.countersign.review.GeneratedFiles;
import dev.countersign.review.Summary;
import dev.countersign.ui.fx.UiState;
import dev.countersign.workspace.WorkspacePath;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// Opens and closes the summary over a review, and keeps it true while it is open.
final class SummaryDesk {
    private static final String FIRST = "review.summary.first";

    private final StackPane over;
    private final ReviewViewModel model;
    private final InstantSource clock;
    private final Supplier<GeneratedFiles> generated;
    private final SummaryCard card;
    private final Runnable focus;

    /// @param focus gives the focus back when the card is closed
    SummaryDesk(StackPane over, ReviewViewModel model, InstantSource clock, Supplier<GeneratedFiles> generated,
                BiConsumer<WorkspacePath, Integer> jump, Runnable focus) {
        this.over = over;
        this.model = model;
        this.clock = clock;
        this.generated = generated;
        this.focus = focus;
        card = new SummaryCard((path, line) -> {
            close();
            jump.accept(path, line);
        }, this::close);
        StackPane.setAlignment(card, Pos.CENTER);
        card.maxHeightProperty().bind(Bindings.min(over.heightProperty().multiply(0.9), card.wholeHeight()));
        model.nodeProperty().addListener((_, _, _) -> refresh());
        model.progressProperty().addListener((_, _, _) -> refresh());
    }

    boolean isOpen() {
        return over.getChildren().contains(card);
    }

    void open() {
        if (!isOpen()) {
            over.getChildren().add(card);
            refresh();
            over.applyCss();
            @Nullable Node shut = card.lookup("#summary-close");
            if (shut != null) {
                shut.requestFocus();
            }
        }
    }

    void close() {
        if (over.getChildren().remove(card)) {
            focus.run();
        }
    }

    void toggle() {
        if (isOpen()) {
            close();
        } else {
            open();
        }
    }

    /// Opens the summary before anything else, unless that was switched off.
    void openFirst(UiState state) {
        card.first().setSelected(state.get(FIRST, true));
        card.first().selectedProperty().addListener((_, _, now) -> state.put(FIRST, now));
        if (card.first().isSelected()) {
            open();
        }
    }

    private void refresh() {
        if (!isOpen()) {
            return;
        }
        if (model.files().stream().anyMatch(f -> f.diff().isEmpty() && f.fault().isEmpty())) {
            card.reading();
            return;
        }
        Map<WorkspacePath, ReviewFile> files = new HashMap<>();
        model.files().forEach(file -> files.put(file.path(), file));
        card.show(Summary.of(model.nodeProperty().get(), change -> diff(files, change), generated.get()), clock.instant());
    }

    private static Optional<FileDiff> diff(Map<WorkspacePath, ReviewFile> files, FileChange change) {
        ReviewFile file = files.get(change.path());
        return file == null ? Optional.empty() : file.diff();
    }
}
