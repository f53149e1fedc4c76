package dev.countersign.ui.review;

import dev.countersign.ui.fx.Texts;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// What is decided of the file that is looked at. Does nothing where there is none, or it was not read yet.
final class FileInFront {
    private static final Texts TEXTS = Texts.of(FileInFront.class);

    private final ReviewCursor cursor;
    private final Supplier<ReviewDecisions> decisions;
    private final Runnable decided;

    /// @param decisions those of the candidate that stands for review
    /// @param decided   told after each step
    FileInFront(ReviewCursor cursor, Supplier<ReviewDecisions> decisions, Runnable decided) {
        this.cursor = cursor;
        this.decisions = decisions;
        this.decided = decided;
    }

    private Optional<ReviewFile> file() {
        return Optional.ofNullable(cursor.file());
    }

    private Optional<ReviewFile> read() {
        return file().filter(now -> now.diff().isPresent());
    }

    /// One unit; goes on to the next undecided one.
    void decide(HunkDecision decision) {
        read().ifPresent(now -> {
            decisions.get().decide(now, Math.clamp(cursor.hunk(), 0, now.units() - 1), decision);
            goOn(decision);
        });
    }

    /// All units, in one step.
    void decideAll(HunkDecision decision) {
        read().ifPresent(now -> {
            decisions.get().decideAll(List.of(now), decision, false);
            goOn(decision);
        });
    }

    private void goOn(HunkDecision decision) {
        decided.run();
        if (decision != HunkDecision.UNDECIDED) {
            cursor.nextUndecided();
        }
    }

    /// Accepted, then rejected, then open again.
    void cycle(int unit) {
        read().ifPresent(now -> {
            cursor.hunkProperty().set(unit);
            decisions.get().cycle(now, unit);
            decided.run();
        });
    }

    void decideLines(ChosenLines lines, HunkDecision decision) {
        file().ifPresent(now -> {
            decisions.get().decideLines(now, lines, decision);
            decided.run();
        });
    }

    /// Taken where any of them is not, else left out.
    void toggleLines(ChosenLines lines) {
        file().ifPresent(now -> decideLines(lines, decisions.get().takesAll(now, lines) ? HunkDecision.REJECTED : HunkDecision.ACCEPTED));
    }

    /// Puts the reviewer's text in place of the agent's. @return why it cannot be
    Optional<String> edit(String typed) {
        Optional<String> fault = file().map(now -> decisions.get().edit(now, typed)).orElse(Optional.of(TEXTS.text("edit.none")));
        decided.run();
        return fault;
    }

    void revertEdit() {
        file().ifPresent(now -> {
            decisions.get().revert(now);
            decided.run();
        });
    }
}
