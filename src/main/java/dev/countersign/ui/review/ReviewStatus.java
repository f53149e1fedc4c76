package dev.countersign.ui.review;

import dev.countersign.run.NodeView;
import dev.countersign.ui.fx.Texts;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;

/// How far a review is, and what can be done with it, in words.
final class ReviewStatus {
    private static final Texts TEXTS = Texts.of(ReviewStatus.class);

    final ReadOnlyStringWrapper progress = new ReadOnlyStringWrapper(this, "progress", "");
    final ReadOnlyStringWrapper applyLabel = new ReadOnlyStringWrapper(this, "applyLabel", "");
    final ReadOnlyStringWrapper applyFault = new ReadOnlyStringWrapper(this, "applyFault", "");
    final ReadOnlyStringWrapper reviseFault = new ReadOnlyStringWrapper(this, "reviseFault", "");
    final ReadOnlyStringWrapper reviseLabel = new ReadOnlyStringWrapper(this, "reviseLabel", "");
    /// What applying will mean: "Rejecting 2 hunks: will be verified again before commit."
    final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper(this, "note", "");
    /// What starting over means now.
    final ReadOnlyStringWrapper againSays = new ReadOnlyStringWrapper(this, "againSays", "");
    /// Whether applying everything takes an explicit "despite the checks".
    final ReadOnlyBooleanWrapper needsOverride = new ReadOnlyBooleanWrapper(this, "needsOverride");

    /// What the words are about.
    ///
    /// @param adopts the edits lie in the workspace already: what is left out is taken out of it
    record Facts(NodeView node, List<ReviewFile> files, ReviewDecisions decisions, Optional<String> fault, Optional<String> noRevision, boolean override, boolean answered,
                 boolean adopts, boolean feedback, int comments, int outside, int outsideOpen,
                 int unsaved) {}

    void show(Facts now) {
        ReviewDecisions decisions = now.decisions;
        int unread = (int) now.files.stream().filter(f -> f.diff().isEmpty() && f.fault().isEmpty()).count();
        int unreadable = (int) now.files.stream().filter(f -> f.fault().isPresent()).count();
        int units = decisions.units();
        int accepted = decisions.count(HunkDecision.ACCEPTED);
        int edited = decisions.edited();
        int partly = decisions.count(HunkDecision.PARTLY);
        progress.set(unread > 0 ? TEXTS.text("progress.reading", now.files.size() - unread, now.files.size())
                : TEXTS.text("progress", decisions.decided(), units));
        applyLabel.set(decisions.isWhole() && !now.files.isEmpty() ? TEXTS.text("apply.all", now.files.size())
                : edited > 0 ? TEXTS.text("apply.edited", accepted, units, edited)
                : partly > 0 ? TEXTS.text("apply.partly", accepted, units, partly)
                : TEXTS.text("apply.some", accepted, units));
        applyFault.set(now.answered ? TEXTS.text("fault.answered") : now.unsaved > 0 ? TEXTS.text("fault.unsaved", now.unsaved)
                : Standing.fault(now.node, decisions, unread, unreadable, now.override, now.fault)
                .or(() -> Optional.of(TEXTS.text("fault.outside", now.outsideOpen)).filter(_ -> now.outsideOpen > 0)).orElse(""));
        note.set(note(now) + (now.outside > 0 && now.outsideOpen == 0 ? " " + TEXTS.text("note.outside", now.outside) : ""));
        reviseFault.set(now.answered ? TEXTS.text("fault.answered") : now.unsaved > 0 ? TEXTS.text("fault.unsaved", now.unsaved)
                : !now.node.state().needsHuman() ? TEXTS.text("fault.state")
                : now.noRevision.isPresent() ? TEXTS.text("revise.not", now.noRevision.get())
                : !now.feedback && now.comments == 0 ? TEXTS.text("revise.empty") : "");
        reviseLabel.set(now.comments == 0 ? TEXTS.text("revise.send") : TEXTS.text("revise.send.comments", now.comments));
        againSays.set(TEXTS.text("again.says") + (now.feedback || now.comments > 0 ? " " + TEXTS.text("again.unsent") : ""));
        needsOverride.set(Standing.needsOverride(now.node));
    }

    private static String note(Facts now) {
        ReviewDecisions decisions = now.decisions;
        boolean some = decisions.decided() == decisions.units() && !decisions.takesNothing();
        if (!some || decisions.isWhole()) {
            return some && now.comments > 0 ? TEXTS.text("note.comments", now.comments) : "";
        }
        int rejected = decisions.count(HunkDecision.REJECTED);
        int partly = decisions.count(HunkDecision.PARTLY);
        int edited = decisions.edited();
        String what = rejected > 0 && edited > 0 ? TEXTS.text("note.both", rejected, edited)
                : partly > 0 ? TEXTS.text("note.partly", partly, rejected, edited)
                : rejected > 0 ? TEXTS.text("note.rejecting", rejected) : TEXTS.text("note.edited", edited);
        return what + (now.adopts ? " " + TEXTS.text("note.adopts") : "") + (now.comments > 0 ? " " + TEXTS.text("note.comments", now.comments) : "");
    }
}
