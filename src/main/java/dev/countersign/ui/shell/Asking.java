package dev.countersign.ui.shell;

import dev.countersign.run.RunEvent;
import dev.countersign.run.RunId;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.run.PermissionCard;
import dev.countersign.ui.run.PermissionQueue;
import java.util.Optional;

/// What agents ask leave for, one card after the other. A card goes when nobody waits for its answer any more. JavaFX thread.
final class Asking {
    private final PermissionQueue waiting = new PermissionQueue();
    private final Overlay overlay;
    private final Reply reply;
    private Optional<Overlay.Layer> shown = Optional.empty();

    /// Takes an answer to whoever asked.
    interface Reply {
        /// @param option of the question's; empty for a plain no
        void answer(PermissionQueue.Waiting question, Optional<String> option);
    }

    Asking(Overlay overlay, Reply reply) {
        this.overlay = overlay;
        this.reply = reply;
        waiting.currentProperty().addListener((_, _, question) -> show(question));
    }

    void hear(RunId run, RunEvent event) {
        waiting.hear(run, event);
    }

    void clear() {
        waiting.clear();
    }

    private void show(Optional<PermissionQueue.Waiting> question) {
        Optional<Overlay.Layer> before = shown;
        shown = Optional.empty();
        before.ifPresent(Overlay.Layer::close);
        shown = question.map(q -> PermissionCard.open(overlay, q, waiting.size() - 1, option -> {
            if (waiting.currentProperty().get().equals(Optional.of(q))) {
                waiting.done(q);
                reply.answer(q, option);
            }
        }));
    }
}
