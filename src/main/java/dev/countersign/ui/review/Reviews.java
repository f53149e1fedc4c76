package dev.countersign.ui.review;

import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Palette;
import dev.countersign.ui.fx.UiState;
import java.time.InstantSource;
import java.util.Optional;
import javafx.geometry.Pos;
import org.jspecify.annotations.Nullable;

/// Opens reviews over a window, one at a time. A review that is closed without an answer is as it was when opened again.
public final class Reviews {
    private static final double SHARE = 0.94;

    private final Overlay overlay;
    private final Background background;
    private final InstantSource clock;
    private final ReviewDrafts drafts;
    private Optional<UiState> remembered = Optional.empty();
    private Optional<CheckReports> reports = Optional.empty();
    private Overlay.@Nullable Layer open;

    public Reviews(Overlay overlay, Background background, InstantSource clock, ReviewDrafts drafts) {
        this.overlay = overlay;
        this.background = background;
        this.clock = clock;
        this.drafts = drafts;
    }

    /// Looks at diffs as was last chosen, and keeps what is chosen.
    public Reviews remember(UiState state) {
        remembered = Optional.of(state);
        return this;
    }

    /// Offers to save what the checks said.
    public Reviews reports(CheckReports offered) {
        reports = Optional.of(offered);
        return this;
    }

    /// Shows the review of a node. JavaFX thread.
    public ReviewView open(ReviewSource source) {
        if (open != null) {
            open.close();
        }
        var model = new ReviewViewModel(source, drafts, background, clock);
        var view = new ReviewView(model, background, clock, this::close);
        var commands = ReviewCommands.of(view.bindings());
        view.onPalette(() -> Palette.open(overlay, commands));
        open = overlay.show(view, Pos.CENTER, SHARE).ownEscape().onClosed(() -> {
            open = null;
            view.release();
            model.close();
        });
        overlay.applyCss();
        overlay.layout();
        view.pane().focus();
        remembered.ifPresent(view::remember);
        reports.ifPresent(view::reports);
        return view;
    }

    public boolean isOpen() {
        return open != null;
    }

    /// Closes the review that is open, deciding nothing.
    public void close() {
        if (open != null) {
            open.close();
        }
    }
}
