package dev.countersign.ui.review;

import dev.countersign.fault.Problem;
import dev.countersign.run.Decision;
import dev.countersign.run.NodeView;
import dev.countersign.run.OutsideChanges;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;

/// The answer of a review: none yet, on its way, refused, or given by somebody else meanwhile. On the screen's thread.
final class ReviewAnswer {
    private static final Texts TEXTS = Texts.of(ReviewAnswer.class);

    final ReadOnlyBooleanWrapper given = new ReadOnlyBooleanWrapper(this, "given");
    final ReadOnlyBooleanWrapper taken = new ReadOnlyBooleanWrapper(this, "taken");
    final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(this, "problem", Optional.empty());
    final ReadOnlyStringWrapper elsewhere = new ReadOnlyStringWrapper(this, "elsewhere", "");

    private final ReviewSource source;
    private final Background background;
    private boolean waits;

    ReviewAnswer(ReviewSource source, Background background) {
        this.source = source;
        this.background = background;
        waits = source.node().state().needsHuman();
    }

    /// The node changed: it may wait for an answer again, or somebody else gave it.
    void seen(NodeView now) {
        boolean waited = waits;
        waits = now.state().needsHuman();
        if (waits) {
            elsewhere.set("");
            if (now.decision().isEmpty()) {
                given.set(false);
                taken.set(false);
            }
        } else if (waited && !given.get()) {
            elsewhere.set(now.decision().map(decision -> switch (decision) {
                case Decision.Approve _ -> TEXTS.text("elsewhere.approved");
                case Decision.Revise _ -> TEXTS.text("elsewhere.revised");
                case Decision.Reject _ -> TEXTS.text("elsewhere.rejected");
            }).orElse(TEXTS.text("elsewhere.ended")));
        }
    }

    /// Gives `decision`, unless changes on disk are open.
    ///
    /// @param met   hears those; nothing was given then
    /// @param told  hears that it was taken, before anybody else does
    /// @param changed told whenever this changes
    void give(Decision decision, Consumer<OutsideChanges> met, Runnable told, Runnable changed) {
        problem.set(Optional.empty());
        given.set(true);
        changed.run();
        background.run(TEXTS.text("answering"), _ -> {
            Optional<OutsideChanges> open = ReviewOutside.met(source, decision);
            if (open.isEmpty()) {
                source.decide(decision);
            }
            return open;
        }).onSuccess(open -> {
            if (open.isPresent()) {
                given.set(false);
                met.accept(open.get());
                changed.run();
            } else {
                told.run();
                taken.set(true);
            }
        }).onFailure(why -> refused(why, changed));
    }

    /// Has the node started over in place of an answer.
    ///
    /// @param changed told whenever this changes
    void startOver(Runnable changed) {
        problem.set(Optional.empty());
        given.set(true);
        changed.run();
        background.run(TEXTS.text("again.going"), _ -> {
            source.startOver();
            return true;
        }).onSuccess(_ -> taken.set(true)).onFailure(why -> refused(why, changed));
    }

    private void refused(Problem why, Runnable changed) {
        given.set(false);
        problem.set(Optional.of(why));
        changed.run();
    }
}
