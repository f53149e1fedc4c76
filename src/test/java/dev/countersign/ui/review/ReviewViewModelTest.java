package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.FileDiff;
import dev.countersign.changeset.LineRange;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.changeset.Selection;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.fault.UserException;
import dev.countersign.policy.Ruling;
import dev.countersign.run.Decision;
import dev.countersign.ui.fx.Background;
import dev.countersign.workspace.Snapshot;
import dev.countersign.workspace.WorkspacePath;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewViewModelTest {
    private static final String[] BEFORE = {"a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "b.txt", "one\n"};
    private static final String[] AFTER = {"a.txt", "X\n2\n3\n4\nY\n6\n7\n8\nZ\n", "b.txt", "two\n"};

    private final ReviewDrafts drafts = ReviewDrafts.inMemory();
    private final MemoryStore store = new MemoryStore();
    private final DemoSource source = DemoSource.of(store, BEFORE, AFTER);
    private final ReviewViewModel model = open(source, drafts);

    private static ReviewViewModel open(ReviewSource source, ReviewDrafts drafts) {
        return new ReviewViewModel(source, drafts, Background.sameThread(), InstantSource.fixed(DemoSource.NOW));
    }

    @Test
    void startsUndecidedWithTheReasonInWords() {
        assertThat(model.progressProperty().get()).isEqualTo("0 of 4 hunks decided");
        assertThat(model.applyFaultProperty().get()).isEqualTo("4 hunks are undecided.");
        model.apply();
        assertThat(source.decided).isEmpty();
    }

    @Test
    void feedbackTypedWhileFilesAreStillReadStays() {
        drafts.put(source.key(), () -> new ReviewDrafts.Draft(Map.of("unread", HunkDecision.ACCEPTED), Map.of(), Map.of(), "", List.of(), Map.of()));
        try (Background background = Background.threads(never -> {})) {
            var reading = new ReviewViewModel(source, drafts, background, InstantSource.fixed(DemoSource.NOW));
            assertThat(reading.files()).allMatch(file -> file.diff().isEmpty());
            reading.feedbackProperty().set("say it with fewer words");
            reading.close();
        }
        assertThat(drafts.get(source.key()).feedback()).isEqualTo("say it with fewer words");
        assertThat(drafts.get(source.key()).decisions()).containsOnlyKeys("unread");
        assertThat(open(source, drafts).feedbackProperty().get()).isEqualTo("say it with fewer words");
    }

    @Test
    void decidingGoesOnToTheNextUndecidedOverFiles() {
        model.decide(HunkDecision.ACCEPTED);
        assertThat(model.hunkProperty().get()).isEqualTo(1);
        model.decideFile(HunkDecision.ACCEPTED);
        assertThat(model.fileProperty().get()).isEqualTo(model.files().get(1));
        assertThat(model.progressProperty().get()).isEqualTo("3 of 4 hunks decided");
    }

    @Test
    void acceptingAllAppliesTheWholeChangeset() {
        model.acceptRest();
        assertThat(model.applyLabelProperty().get()).isEqualTo("Apply all 2 files");
        assertThat(model.applyFaultProperty().get()).isEmpty();
        model.feedbackProperty().set(" good ");
        model.apply();
        assertThat(source.decided).containsExactly(
                new Decision.Approve(Selection.all(source.view.candidate().orElseThrow()), "good", false));
    }

    @Test
    void rejectingSomeSaysThatItIsVerifiedAgain() {
        model.decide(HunkDecision.ACCEPTED);
        model.decide(HunkDecision.REJECTED);
        model.acceptRest();
        assertThat(model.applyLabelProperty().get()).isEqualTo("Apply 3 of 4 hunks");
        assertThat(model.status().note.get()).isEqualTo("Rejecting 1 hunk: will be verified again before commit.");
        assertThat(model.selection()).isEqualTo(new Selection(Map.of(
                WorkspacePath.of("a.txt"), new FileSelection.Hunks(new TreeSet<>(List.of(0, 2))),
                WorkspacePath.of("b.txt"), new FileSelection.Whole())));
    }

    @Test
    void theSelectionBuildsTheTreeThatWasSeen() throws Exception {
        model.decide(HunkDecision.ACCEPTED);
        model.decide(HunkDecision.REJECTED);
        model.acceptRest();
        Snapshot tree = source.view.candidate().orElseThrow().select(store.tree(BEFORE), model.selection(), store);
        assertThat(store.text(tree, "a.txt")).isEqualTo("X\n2\n3\n4\n5\n6\n7\n8\nZ\n");
        assertThat(store.text(tree, "b.txt")).isEqualTo("two\n");
    }

    @Test
    void undoTakesBackOneStepEvenIfItWasAWholeFile() {
        model.decide(HunkDecision.REJECTED);
        model.goTo(model.files().getFirst(), 0);
        model.decideFile(HunkDecision.ACCEPTED);
        model.undo();
        assertThat(model.files().getFirst().marks().hunks())
                .containsExactly(HunkDecision.REJECTED, HunkDecision.UNDECIDED, HunkDecision.UNDECIDED);
        model.undo();
        assertThat(model.progressProperty().get()).isEqualTo("0 of 4 hunks decided");
        assertThat(model.canUndoProperty().get()).isFalse();
    }

    @Test
    void rejectingEverythingIsNotApplied() {
        model.files().forEach(file -> {
            model.goTo(file, 0);
            model.decideFile(HunkDecision.REJECTED);
        });
        assertThat(model.applyFaultProperty().get()).isEqualTo("Nothing is accepted. To refuse it all, reject it.");
    }

    @Test
    void failedChecksNeedTheSwitchForTheWholeButNotForAPart() {
        source.view = DemoSource.verified(source.view, DemoSource.failed());
        source.tell();
        model.acceptRest();
        assertThat(model.applyFaultProperty().get()).isEqualTo("1 check failed. To apply it all the same, say so with the switch.");
        model.overrideProperty().set(true);
        assertThat(model.applyFaultProperty().get()).isEmpty();
        model.overrideProperty().set(false);
        model.goTo(model.files().getFirst(), 0);
        model.decide(HunkDecision.REJECTED);
        assertThat(model.applyFaultProperty().get()).isEmpty();
    }

    @Test
    void nothingCheckedIsNotAPass() {
        source.view = DemoSource.verified(source.view, List.of());
        source.tell();
        model.acceptRest();
        assertThat(model.applyFaultProperty().get()).isEqualTo("Nothing was checked. To apply it all the same, say so with the switch.");
    }

    @Test
    void aVerificationOfAnotherTreeIsStaleUntilVerifiedAgain() {
        var other = DemoSource.of(store, AFTER, BEFORE).view.verification();
        source.view = DemoSource.with(source.view, List.of(), other);
        source.tell();
        model.acceptRest();
        assertThat(model.applyFaultProperty().get()).startsWith("The checks are of another tree (").endsWith("). Run them again.");
        source.verifyAgain();
        assertThat(model.applyFaultProperty().get()).isEmpty();
    }

    @Test
    void aDenialComesFirst() {
        source.view = DemoSource.with(source.view, List.of(new Ruling.Deny("paths", "b.txt is not yours.", Optional.empty(), 0)),
                source.view.verification());
        source.tell();
        assertThat(model.applyFaultProperty().get()).isEqualTo("The rule paths denies this: b.txt is not yours. Send it back or reject it.");
    }

    @Test
    void anEditReplacesTheAgentsTextAndCanBeReverted() {
        assertThat(model.edit("mine\n")).isEmpty();
        model.acceptRest();
        assertThat(model.applyLabelProperty().get()).isEqualTo("Apply 1 of 4 hunks, 1 edited file");
        assertThat(model.selection().files().get(WorkspacePath.of("a.txt"))).isEqualTo(new FileSelection.Edited("mine\n"));
        assertThat(((FileDiff.Text) model.files().getFirst().written().orElseThrow()).after().text()).isEqualTo("mine\n");
        model.revertEdit();
        assertThat(model.files().getFirst().marks().edited()).isEmpty();
    }

    @Test
    void anEditKeepsTheFilesLineEndsAndRefusesWhatItsCharsetLacks() {
        var text = Demo.text("a\r\nb\nc\r\n");
        assertThat(EditedText.of(text, "a\nb\nnew\nc\n")).isEqualTo("a\r\nb\nnew\r\nc\r\n");
        assertThat(EditedText.of(text, EditedText.shown(text))).isEqualTo("a\r\nb\nc\r\n");
        assertThat(EditedText.of(Demo.text("a\nb"), "a\nb")).isEqualTo("a\nb");
        var latin = dev.countersign.changeset.TextFile.read(new byte[] {'a', (byte) 0xE9, '\n'}).orElseThrow();
        assertThat(EditedText.unencodable(latin, "a€")).contains("€");
    }

    @Test
    void closingAndOpeningAgainLosesNothing(@TempDir Path folder) {
        var kept = ReviewDrafts.in(folder, Runnable::run, problem -> {
            throw new AssertionError(problem);
        });
        try (ReviewViewModel first = open(source, kept)) {
            first.decide(HunkDecision.ACCEPTED);
            first.decide(HunkDecision.REJECTED);
            first.feedbackProperty().set("say why");
        }
        try (ReviewViewModel again = open(source, ReviewDrafts.in(folder, Runnable::run, problem -> {}))) {
            assertThat(again.files().getFirst().marks().hunks())
                    .containsExactly(HunkDecision.ACCEPTED, HunkDecision.REJECTED, HunkDecision.UNDECIDED);
            assertThat(again.feedbackProperty().get()).isEqualTo("say why");
        }
        assertThat(source.decided).isEmpty();
    }

    @Test
    void aRevisionReopensOnlyWhatChanged() {
        model.decideFile(HunkDecision.ACCEPTED);
        model.decide(HunkDecision.REJECTED);
        Snapshot revised = store.tree("a.txt", "X\n2\n3\n4\nnew\n6\n7\n8\nZ\n", "b.txt", "two\n");
        source.view = DemoSource.verified(DemoSource.view(DemoSource.between(store, store.tree(BEFORE), revised), List.of(), Optional.empty()),
                DemoSource.passed());
        source.tell();
        assertThat(model.files().getFirst().marks().hunks())
                .containsExactly(HunkDecision.ACCEPTED, HunkDecision.UNDECIDED, HunkDecision.ACCEPTED);
        assertThat(model.files().get(1).marks().hunks()).containsExactly(HunkDecision.REJECTED);
    }

    @Test
    void anAnswerThatIsNotTakenIsShownAndCanBeGivenAgain() {
        var problem = Problem.of("RUN-002", Exit.UNDECIDED, "It does not wait.", "Nothing was applied.", "Look again.");
        source.refusal = Optional.of(new UserException(problem));
        model.acceptRest();
        model.apply();
        assertThat(model.problemProperty().get()).contains(problem);
        assertThat(model.answeredProperty().get()).isFalse();
        source.refusal = Optional.empty();
        model.reject("not this way");
        assertThat(source.decided).containsExactly(new Decision.Reject("not this way"));
    }

    @Test
    void generatedFilesComeLastAndWhatHasNoLinesTakesOneDecision() {
        ReviewViewModel full = open(DemoSource.full(), drafts);
        assertThat(full.files().getLast().path().name()).isEqualTo("package-lock.json");
        assertThat(full.files().stream().filter(f -> !f.isText()).map(f -> f.path().value() + " " + f.units()).toList())
                .containsExactly("current 1", "web/logo.png 1");
    }

    @Test
    void fiveHundredFilesAreCounted() {
        var before = new String[1000];
        var after = new String[1000];
        for (int i = 0; i < 500; i++) {
            before[2 * i] = "f%03d.txt".formatted(i);
            after[2 * i] = before[2 * i];
            before[2 * i + 1] = "a " + i + "\n";
            after[2 * i + 1] = "b " + i + "\n";
        }
        ReviewViewModel many = open(DemoSource.of(new MemoryStore(), before, after), ReviewDrafts.inMemory());
        assertThat(many.progressProperty().get()).isEqualTo("0 of 500 hunks decided");
        many.acceptRest();
        assertThat(many.applyLabelProperty().get()).isEqualTo("Apply all 500 files");
    }

    private static ChosenLines lines(List<Integer> before, List<Integer> after) {
        return new ChosenLines(new TreeSet<>(before), new TreeSet<>(after));
    }

    @Test
    void aHunkTakenInPartIsAppliedByLines() throws Exception {
        model.decideLines(lines(List.of(0), List.of()), HunkDecision.REJECTED);
        model.decideLines(lines(List.of(), List.of(0)), HunkDecision.ACCEPTED);
        model.acceptRest();
        assertThat(model.applyLabelProperty().get()).isEqualTo("Apply 3 of 4 hunks, 1 in part");
        assertThat(model.status().note.get()).isEqualTo("1 hunk is taken in part: will be verified again before commit.");
        Snapshot tree = source.view.candidate().orElseThrow().select(store.tree(BEFORE), model.selection(), store);
        assertThat(store.text(tree, "a.txt")).isEqualTo("1\nX\n2\n3\n4\nY\n6\n7\n8\nZ\n");
        assertThat(((FileDiff.Text) model.files().getFirst().written().orElseThrow()).after().text()).isEqualTo(store.text(tree, "a.txt"));
    }

    @Test
    void leavingOutOfEditsThatLieInTheTreeIsSaid() {
        source.adopts = true;
        model.decide(HunkDecision.REJECTED);
        model.acceptRest();
        assertThat(model.status().note.get()).isEqualTo("Rejecting 1 hunk: will be verified again before commit. "
                + "These edits lie in your files: what you leave out is taken out of them, and kept in the ledger.");
    }

    @Test
    void everyStepGoesBackAndForthInTheOrderItWasTaken() {
        ReviewFile file = model.files().getFirst();
        model.decide(HunkDecision.ACCEPTED);
        model.comments().add(file, Side.AFTER, new LineRange(4, 5), "why?");
        model.rejectRest();
        assertThat(model.progressProperty().get()).isEqualTo("4 of 4 hunks decided");
        model.undo();
        assertThat(model.progressProperty().get()).isEqualTo("1 of 4 hunks decided");
        assertThat(model.comments().all()).hasSize(1);
        model.undo();
        assertThat(model.comments().all()).isEmpty();
        model.undo();
        assertThat(model.canUndoProperty().get()).isFalse();
        model.redo();
        model.redo();
        model.redo();
        assertThat(model.canRedoProperty().get()).isFalse();
        assertThat(model.comments().all()).hasSize(1);
        assertThat(file.marks().hunks()).containsExactly(HunkDecision.ACCEPTED, HunkDecision.REJECTED, HunkDecision.REJECTED);
    }

    @Test
    void commentsGoAsOneRevisionWithTheirLines() {
        ReviewFile file = model.files().getFirst();
        assertThat(model.reviseFaultProperty().get()).isNotEmpty();
        model.comments().add(file, Side.AFTER, new LineRange(4, 5), " no Y ");
        model.comments().add(file, Side.BEFORE, new LineRange(0, 1), "keep this");
        assertThat(model.status().reviseLabel.get()).isEqualTo("Send 2 comments");
        model.feedbackProperty().set("smaller");
        model.revise();
        var revise = (Decision.Revise) source.decided.getFirst();
        assertThat(revise.feedback()).isEqualTo("smaller");
        assertThat(revise.comments()).extracting(c -> c.place() + " " + c.anchor().quote() + " " + c.text() + " by " + c.author().name())
                .containsExactly("a.txt:1 (removed) [1] keep this by Ada", "a.txt:5 [Y] no Y by Ada");
        assertThat(model.comments().all()).allMatch(c -> c.kept().sent());
        assertThat(model.status().reviseLabel.get()).isEqualTo("Send revision");
    }

    @Test
    void afterARevisionCommentsAreWhereTheirLinesAreOrOutdated() {
        ReviewFile file = model.files().getFirst();
        model.comments().add(file, Side.AFTER, new LineRange(4, 5), "of Y");
        model.comments().add(file, Side.AFTER, new LineRange(8, 9), "of Z");
        model.comments().resolve(model.comments().all().getFirst().comment().id(), true);
        Snapshot revised = store.tree("a.txt", "new\nX\n2\n3\n4\nY\n6\n7\n8\nother\n", "b.txt", "two\n");
        source.view = DemoSource.verified(DemoSource.view(DemoSource.between(store, store.tree(BEFORE), revised), List.of(), Optional.empty()),
                DemoSource.passed());
        source.tell();
        assertThat(model.comments().all()).extracting(c -> c.comment().text() + " " + c.place().map(LineRange::from) + " " + c.comment().resolved())
                .containsExactly("of Y Optional[5] true", "of Z Optional.empty false");
        assertThat(model.comments().all().getLast().comment().anchor().quote()).containsExactly("Z");
    }

    @Test
    void commentsAndLinesOutliveTheWindow(@TempDir Path folder) {
        try (ReviewViewModel first = open(source, ReviewDrafts.in(folder, Runnable::run, problem -> {
            throw new AssertionError(problem);
        }))) {
            first.decideLines(lines(List.of(0), List.of()), HunkDecision.REJECTED);
            first.comments().add(first.files().getFirst(), Side.AFTER, new LineRange(0, 1), "why X?");
            assertThat(open(source, ReviewDrafts.in(folder, Runnable::run, problem -> {})).comments().kept()).isEqualTo(first.comments().kept());
        }
        try (ReviewViewModel again = open(source, ReviewDrafts.in(folder, Runnable::run, problem -> {}))) {
            assertThat(again.comments().all()).extracting(c -> c.comment().text()).containsExactly("why X?");
            assertThat(LineDecisions.of(again.files().getFirst().marks(), 0, Side.BEFORE, 0)).isEqualTo(HunkDecision.REJECTED);
            assertThat(LineDecisions.of(again.files().getFirst().marks(), 0, Side.AFTER, 0)).isEqualTo(HunkDecision.UNDECIDED);
        }
    }

    @Test
    void aDraftFromBeforeCommentsIsStillRead(@TempDir Path folder) throws Exception {
        var kept = ReviewDrafts.in(folder, Runnable::run, problem -> {});
        try (ReviewViewModel first = open(source, kept)) {
            first.feedbackProperty().set("old words");
        }
        try (var files = java.nio.file.Files.list(folder)) {
            Path file = files.findFirst().orElseThrow();
            java.nio.file.Files.writeString(file, "{\"decisions\":{},\"edits\":{},\"feedback\":\"old words\"}");
        }
        assertThat(open(source, ReviewDrafts.in(folder, Runnable::run, problem -> {})).feedbackProperty().get()).isEqualTo("old words");
    }
}
