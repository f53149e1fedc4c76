package dev.countersign.ui.review;

import dev.countersign.changeset.Merge;
import dev.countersign.changeset.Selection;
import dev.countersign.plan.NodeState;
import dev.countersign.run.Decision;
import dev.countersign.run.OutsideAnswer;
import dev.countersign.run.OutsideAnswer.How;
import dev.countersign.run.OutsideChange;
import dev.countersign.run.OutsideChanges;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import dev.countersign.workspace.WorkspacePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Changes on disk that a review meets, and what the reviewer wants of each. An answer counts as long as neither side has moved;
/// where one has, the question is open again. On the screen's thread.
final class ReviewOutside implements AutoCloseable {
    private static final Texts TEXTS = Texts.of(ReviewOutside.class);

    private final ReviewSource source;
    private final Background background;
    private final Supplier<List<ReviewFile>> files;
    private final Runnable changed;
    private final Map<WorkspacePath, OutsideAnswer> answers = new TreeMap<>();
    private final Map<String, KeptAnswer> kept;
    private Optional<OutsideChanges> found = Optional.empty();
    private Optional<Selection> asked = Optional.empty();
    private Optional<AutoCloseable> watch = Optional.empty();
    private boolean looking;
    private boolean again;
    private boolean closed;

    /// @param kept    what was answered before
    /// @param changed hears that something is met, or was answered
    ReviewOutside(ReviewSource source, Background background, Supplier<List<ReviewFile>> files, Map<String, KeptAnswer> kept,
                  Runnable changed) {
        this.kept = new TreeMap<>(kept);
        this.source = source;
        this.background = background;
        this.files = files;
        this.changed = changed;
    }

    /// Another candidate stands for review.
    void begin() {
        stopWatching();
        found = Optional.empty();
        asked = Optional.empty();
        watch = Optional.of(source.watch(() -> background.pulse().post(this::look)));
    }

    /// Looks at the disk again.
    void look() {
        if (closed || !(source.node().state() instanceof NodeState.AwaitingReview)) {
            return;
        }
        if (looking) {
            again = true;
            return;
        }
        looking = true;
        again = false;
        Selection wanted = wanted();
        asked = Optional.of(wanted);
        background.run(TEXTS.text("outside.looking"), _ -> source.outside(wanted)).onSuccess(now -> {
            looking = false;
            if (!closed) {
                show(now);
                if (again || !wanted.equals(wanted())) {
                    look();
                }
            }
        }).onFailure(_ -> looking = false);
    }

    /// Looks again where what would be approved of a file that is met has changed.
    void decided() {
        if (!all().isEmpty() && !asked.equals(Optional.of(wanted()))) {
            look();
        }
    }

    /// What would be approved if the rest were accepted: what cannot stand with the disk is seen before it is decided.
    private Selection wanted() {
        var wanted = new TreeMap<WorkspacePath, Selection.FileSelection>();
        files.get().forEach(file -> wanted.put(file.path(), file.wanted()));
        return new Selection(wanted);
    }

    void show(OutsideChanges now) {
        boolean same = found.map(OutsideChanges::files).equals(Optional.of(now.files()));
        found = Optional.of(now);
        now.files().stream().filter(change -> answer(change).isEmpty()).forEach(change -> Optional.ofNullable(kept.get(change.path().value()))
                .flatMap(answer -> answer.to(change)).ifPresent(how -> answers.put(change.path(), change.answer(how))));
        if (!same) {
            tell();
        }
    }

    private void tell() {
        for (ReviewFile file : files.get()) {
            file.outside(of(file), of(file).stream().filter(this::isOpen).count() > 0);
        }
        changed.run();
    }

    List<OutsideChange> all() {
        return found.map(OutsideChanges::files).orElse(List.of());
    }

    /// What is met of one file; of a renamed one there may be two.
    List<OutsideChange> of(ReviewFile file) {
        return all().stream().filter(change -> file.change().edits().stream().anyMatch(edit -> edit.path().equals(change.path()))).toList();
    }

    /// Content of everything that is met.
    OutsideChanges found() {
        return found.orElseThrow();
    }

    boolean isOpen(OutsideChange change) {
        return answer(change).filter(change::isSettledBy).isEmpty();
    }

    /// Questions without an answer.
    List<OutsideChange> open() {
        return all().stream().filter(this::isOpen).toList();
    }

    /// What was answered about just this, settled or not.
    Optional<OutsideAnswer> answer(OutsideChange change) {
        return Optional.ofNullable(answers.get(change.path()))
                .filter(answer -> answer.seen().equals(change.disk()) && answer.approved().equals(change.approved()));
    }

    /// How conflicts of a file were resolved so far.
    Map<Integer, Merge.Resolution> resolutions(OutsideChange change) {
        return answer(change).map(OutsideAnswer::how).filter(How.Merged.class::isInstance).map(how -> ((How.Merged) how).resolutions())
                .orElse(Map.of());
    }

    void answer(OutsideChange change, How how) {
        answers.put(change.path(), change.answer(how));
        tell();
    }

    void reopen(OutsideChange change) {
        answers.remove(change.path());
        kept.remove(change.path().value());
        tell();
    }

    /// Takes every merge that needs no answer to a question.
    void takeClean() {
        open().stream().filter(OutsideChange::isClean).forEach(change -> answers.put(change.path(), change.answer(new How.Merged(Map.of()))));
        tell();
    }

    /// What was answered, for a draft: also of files that meet nothing now.
    Map<String, KeptAnswer> kept() {
        var all = new TreeMap<>(kept);
        answers.forEach((path, answer) -> all.put(path.value(), KeptAnswer.of(answer)));
        return all;
    }

    /// What goes into an approval.
    Map<WorkspacePath, OutsideAnswer> answers() {
        var given = new TreeMap<WorkspacePath, OutsideAnswer>();
        all().stream().filter(change -> !isOpen(change)).forEach(change -> given.put(change.path(), answers.get(change.path())));
        return given;
    }

    /// Files that an approval does not answer, as the disk is now. Blocks; any thread.
    static Optional<OutsideChanges> met(ReviewSource source, Decision decision) throws java.io.IOException {
        if (decision instanceof Decision.Approve approve) {
            OutsideChanges now = source.outside(approve.selection());
            return now.open(approve.outside()).isEmpty() ? Optional.empty() : Optional.of(now);
        }
        return Optional.empty();
    }

    private void stopWatching() {
        watch.ifPresent(open -> {
            try {
                open.close();
            } catch (Exception e) {
                throw new IllegalStateException("a watch could not be ended", e);
            }
        });
        watch = Optional.empty();
    }

    @Override
    public void close() {
        closed = true;
        stopWatching();
    }
}
