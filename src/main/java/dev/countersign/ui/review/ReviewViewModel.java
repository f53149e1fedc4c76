package dev.countersign.ui.review;

import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.Selection;
import dev.countersign.fault.Problem;
import dev.countersign.run.Decision;
import dev.countersign.run.NodeView;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Job;
import dev.countersign.workspace.Sha256;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// One review: files, decisions, what can be applied and why not. Knows no node of the screen; used on its thread only.
///
/// Nothing reaches the run before [#apply], [#revise] or [#reject]; closing keeps what was decided in the [ReviewDrafts].
public final class ReviewViewModel implements AutoCloseable {
    private final ReviewSource source;
    private final ReviewDrafts drafts;
    private final Background background;
    private final DiffReader reader;
    private final AutoCloseable listening;
    private final ObservableList<ReviewFile> files = FXCollections.observableArrayList();
    private final ObservableList<ReviewFile> filesView = FXCollections.unmodifiableObservableList(files);
    private final ReadOnlyObjectWrapper<NodeView> node;
    private final ReviewCursor cursor = new ReviewCursor(files);
    private final FileInFront front = new FileInFront(cursor, () -> this.decisions, this::decided);
    private final ReviewStatus status = new ReviewStatus();
    private final ReviewHistory history = new ReviewHistory();
    private final ReviewComments comments;
    private final ReviewOutside outside;
    private final ReadOnlyIntegerWrapper version = new ReadOnlyIntegerWrapper(this, "version");
    private final ReviewAnswer answer;
    private final BooleanProperty override = new SimpleBooleanProperty(this, "override");
    private final StringProperty feedback = new SimpleStringProperty(this, "feedback", "");
    private ReviewDecisions decisions = new ReviewDecisions(List.of(), history);
    private Optional<Sha256> shown = Optional.empty();
    private Optional<Job<Integer>> reading = Optional.empty();
    private int unsaved;
    private boolean closed;

    public ReviewViewModel(ReviewSource source, ReviewDrafts drafts, Background background, InstantSource clock) {
        this.source = source;
        this.drafts = drafts;
        this.background = background;
        this.reader = new DiffReader(background);
        node = new ReadOnlyObjectWrapper<>(this, "node", source.node());
        feedback.set(drafts.get(source.key()).feedback());
        comments = new ReviewComments(drafts.get(source.key()).comments(), source.who(), clock, history, this::decided);
        answer = new ReviewAnswer(source, background);
        outside = new ReviewOutside(source, background, () -> files, drafts.get(source.key()).outside(), () -> {
            refresh();
            keep();
        });
        override.addListener((_, _, _) -> refresh());
        feedback.addListener((_, _, _) -> decided());
        listening = source.listen(() -> background.pulse().post(this::reread));
        load();
    }

    private void reread() {
        if (closed) {
            return;
        }
        node.set(source.node());
        answer.seen(node.get());
        if (!node.get().candidate().map(Changeset::resultTree).equals(shown)) {
            load();
        } else if (!node.get().conflicts().isEmpty()) {
            outside.look();
        }
        if (files.stream().allMatch(f -> f.diff().isPresent() || f.fault().isPresent())) {
            findings();
        }
        refresh();
    }

    private void findings() {
        shown.ifPresent(tree -> comments.findings(node.get().verdicts(), tree));
    }

    private void load() {
        keep();
        shown = node.get().candidate().map(Changeset::resultTree);
        override.set(false);
        List<ReviewFile> found = node.get().candidate().map(Changeset::changes).orElse(List.of()).stream().map(ReviewFile::new)
                .sorted(Comparator.comparing(ReviewFile::isGenerated).thenComparing(ReviewFile::path)).toList();
        history.clear();
        decisions = new ReviewDecisions(found, history);
        files.setAll(found);
        cursor.goTo(null, -1);
        goTo(found.isEmpty() ? null : found.getFirst(), 0);
        refresh();
        reading.ifPresent(Job::cancel);
        reading = Optional.of(reader.read(found, source.contents(), some -> shown(found, some)));
        outside.begin();
    }

    private void shown(List<ReviewFile> of, List<ReviewFile> some) {
        if (of.equals(files)) {
            some.stream().filter(one -> one.diff().isPresent())
                    .forEach(one -> ReviewDecisions.restore(one, drafts.get(source.key())));
            if (files.stream().allMatch(f -> f.diff().isPresent() || f.fault().isPresent())) {
                comments.files(files);
                findings();
                outside.decided();
            }
            refresh();
        }
    }

    private void keep() {
        if (answer.given.get()) {
            return;
        }
        if (!files.isEmpty() && files.stream().allMatch(f -> f.diff().isPresent())) {
            drafts.put(source.key(), decisions.draft(feedback.get(), comments.kept(), outside.kept()));
        } else {
            ReviewDrafts.Draft earlier = drafts.get(source.key()).withFeedback(feedback.get()).withComments(comments.kept()).withOutside(outside.kept());
            drafts.put(source.key(), () -> earlier);
        }
    }

    private void refresh() {
        status.show(new ReviewStatus.Facts(node.get(), files, decisions, source.approvalFault(), source.revisionFault(), override.get(), answer.given.get(),
                source.adopts(), !feedback.get().isBlank(), comments.openProperty().get(), outside.all().size(), outside.open().size(), unsaved));
        version.set(version.get() + 1);
    }

    private void decided() {
        outside.decided();
        refresh();
        keep();
    }

    /// Counts up with everything that changes in this review.
    ReadOnlyIntegerProperty versionProperty() {
        return version.getReadOnlyProperty();
    }

    /// The order in which files are gone through.
    void arrange(List<ReviewFile> order) {
        cursor.arrange(order);
    }

    public ObservableList<ReviewFile> files() {
        return filesView;
    }

    public ReadOnlyObjectProperty<NodeView> nodeProperty() {
        return node.getReadOnlyProperty();
    }

    public ReviewSource source() {
        return source;
    }

    /// The file in front; null where nothing changed.
    public ObjectProperty<@Nullable ReviewFile> fileProperty() {
        return cursor.fileProperty();
    }

    /// The current hunk of that file.
    public IntegerProperty hunkProperty() {
        return cursor.hunkProperty();
    }

    /// How far it is and what can be done, in words, as far as no method of its own says it.
    ReviewStatus status() {
        return status;
    }

    /// "12 of 31 hunks decided"
    public ReadOnlyStringProperty progressProperty() {
        return status.progress.getReadOnlyProperty();
    }

    /// "Apply 29 of 31 hunks"
    public ReadOnlyStringProperty applyLabelProperty() {
        return status.applyLabel.getReadOnlyProperty();
    }

    /// Why it cannot be applied now; empty while it can.
    public ReadOnlyStringProperty applyFaultProperty() {
        return status.applyFault.getReadOnlyProperty();
    }

    /// Why it cannot be sent back now; empty while it can.
    public ReadOnlyStringProperty reviseFaultProperty() {
        return status.reviseFault.getReadOnlyProperty();
    }

    public BooleanProperty overrideProperty() {
        return override;
    }

    public ReadOnlyBooleanProperty canUndoProperty() {
        return history.undoable.getReadOnlyProperty();
    }

    public StringProperty feedbackProperty() {
        return feedback;
    }

    /// Why the last answer was not taken.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return answer.problem.getReadOnlyProperty();
    }

    /// An answer was given, and was not refused so far.
    public ReadOnlyBooleanProperty answeredProperty() {
        return answer.given.getReadOnlyProperty();
    }

    /// The answer was taken by the run.
    ReadOnlyBooleanProperty takenProperty() {
        return answer.taken.getReadOnlyProperty();
    }

    /// What somebody else decided while this review is open; empty while it waits for an answer.
    public ReadOnlyStringProperty elsewhereProperty() {
        return answer.elsewhere.getReadOnlyProperty();
    }

    /// Decides one unit of the file in front and goes on to the next undecided one.
    public void decide(HunkDecision decision) {
        front.decide(decision);
    }

    /// Accepted, then rejected, then open again.
    public void cycle(int unit) {
        front.cycle(unit);
    }

    /// All of the file in front, in one step.
    public void decideFile(HunkDecision decision) {
        front.decideAll(decision);
    }

    /// Accepts whatever is still undecided, in one step.
    public void acceptRest() {
        decisions.decideAll(files, HunkDecision.ACCEPTED, true);
        decided();
    }

    /// Rejects whatever is still undecided, in one step.
    public void rejectRest() {
        decisions.decideAll(files, HunkDecision.REJECTED, true);
        decided();
    }

    /// Decides single lines of the file in front.
    void decideLines(ChosenLines lines, HunkDecision decision) {
        front.decideLines(lines, decision);
    }

    /// Turns the answer of these lines round: taken where any of them is not, else left out.
    void toggleLines(ChosenLines lines) {
        front.toggleLines(lines);
    }

    /// Takes the last step back and shows where it was.
    public void undo() {
        history.undo().ifPresent(this::changed);
    }

    /// Takes the last undo back and shows where it was.
    public void redo() {
        history.redo().ifPresent(this::changed);
    }

    private void changed(ReviewHistory.Step step) {
        step.where().ifPresent(cursor::show);
        decided();
    }

    public ReadOnlyBooleanProperty canRedoProperty() {
        return history.redoable.getReadOnlyProperty();
    }

    /// Comments of this review, on its thread.
    ReviewComments comments() {
        return comments;
    }

    /// Changes on disk that this review meets.
    ReviewOutside outside() {
        return outside;
    }

    /// Goes to the next undecided unit behind the current one, from the start again at the end; stays where nothing is open.
    public void nextUndecided() {
        cursor.nextUndecided();
    }

    /// The next (1) or previous (-1) hunk, over the borders of files.
    public void step(int by) {
        cursor.step(by);
    }

    public void stepFile(int by) {
        cursor.stepFile(by);
    }

    /// Shows a hunk of a file.
    public void goTo(@Nullable ReviewFile where, int unit) {
        cursor.goTo(where, unit);
    }

    /// Puts the reviewer's text in place of the agent's in the file in front.
    ///
    /// @return why it cannot be: a character that the file's charset does not have; nothing changes then
    public Optional<String> edit(String typed) {
        return front.edit(typed);
    }

    /// Texts that were typed and are not taken: there is no answer before they are.
    void unsaved(int texts) {
        if (texts != unsaved) {
            unsaved = texts;
            refresh();
        }
    }

    /// Back to the agent's version of the file in front, its hunks decided as they were.
    public void revertEdit() {
        front.revertEdit();
    }

    public Selection selection() {
        return decisions.selection();
    }

    /// Gives what is selected to the run. Does nothing while [#applyFaultProperty] says why not.
    public void apply() {
        if (status.applyFault.get().isEmpty()) {
            answer(new Decision.Approve(selection(), feedback.get().strip(), override.get() && status.needsOverride.get(),
                    outside.answers()));
        }
    }

    /// Sends the feedback and all open comments back to the agent, as one revision.
    public void revise() {
        if (status.reviseFault.get().isEmpty()) {
            answer(new Decision.Revise(feedback.get().strip(), comments.open()));
        }
    }

    public void reject(String reason) {
        answer(new Decision.Reject(reason.strip()));
    }

    /// Has the agent start over. Feedback, comments and decisions are kept for what it hands in then; none are sent.
    public void startOver() {
        if (!answer.given.get() && answer.elsewhere.get().isEmpty()) {
            keep();
            answer.startOver(this::refresh);
        }
    }

    private void answer(Decision decision) {
        keep();
        answer.give(decision, outside::show, () -> {
            if (decision instanceof Decision.Revise revise) {
                comments.sent(revise.comments());
                drafts.put(source.key(), decisions.draft("", comments.kept(), drafts.get(source.key()).outside()));
            }
        }, this::refresh);
    }

    /// Stops listening. What was decided stays in the drafts.
    @Override
    public void close() {
        keep();
        drafts.settle();
        closed = true;
        reading.ifPresent(Job::cancel);
        outside.close();
        try {
            listening.close();
        } catch (Exception e) {
            throw new IllegalStateException("a listener could not be taken away", e);
        }
    }
}
