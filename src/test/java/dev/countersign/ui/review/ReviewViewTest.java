package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changeset.MemoryStore;
import dev.countersign.changeset.Selection;
import dev.countersign.changeset.Selection.FileSelection;
import dev.countersign.run.Decision;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Theme;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReviewViewTest {
    private final DemoSource source = DemoSource.of(new MemoryStore(),
            new String[] {"a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "b.txt", "one\n"},
            new String[] {"a.txt", "X\n2\n3\n4\nY\n6\n7\n8\nZ\n", "b.txt", "two\n"});

    @BeforeAll
    static void toolkit() {
        Demo.start();
    }

    private record Open(Scene scene, Reviews reviews, ReviewView view) {
        void key(KeyCode code, boolean shift, boolean control) {
            Node target = scene.getFocusOwner() == null ? view : scene.getFocusOwner();
            target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, control, false, false));
        }

        void key(KeyCode code) {
            key(code, false, false);
        }

        Node node(String id) {
            return view.lookup("#" + id);
        }
    }

    private Open open(ReviewDrafts drafts) {
        var overlay = new Overlay(new Region());
        Scene scene = Demo.scene(overlay, 1000, 700, Theme.LIGHT);
        var reviews = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), drafts);
        ReviewView view = reviews.open(source);
        overlay.applyCss();
        overlay.layout();
        return new Open(scene, reviews, view);
    }

    @Test
    void fromOpeningToApplyingByKeysAlone() {
        Demo.onScreen(() -> {
            Open open = open(ReviewDrafts.inMemory());
            ReviewViewModel model = open.view().model();
            open.key(KeyCode.F7);
            assertThat(model.hunkProperty().get()).isEqualTo(1);
            assertThat(open.view().pane().canvas().getAccessibleText()).isEqualTo("hunk 2 of 3, 1 line removed, 1 added, undecided");
            open.key(KeyCode.F7, true, false);
            open.key(KeyCode.A);
            open.key(KeyCode.R);
            assertThat(((Label) open.node("progress")).getText()).isEqualTo("2 of 4 hunks decided");
            open.key(KeyCode.U);
            open.key(KeyCode.R);
            open.key(KeyCode.A);
            open.key(KeyCode.A);
            assertThat(((Button) open.node("apply")).getText()).isEqualTo("Apply 3 of 4 hunks");
            assertThat(((Label) open.node("says")).getText()).isEqualTo("Rejecting 1 hunk: will be verified again before commit.");
            open.key(KeyCode.ENTER, false, true);
            assertThat(open.reviews().isOpen()).isFalse();
            return null;
        });
        assertThat(source.decided).hasSize(1);
        assertThat(((Decision.Approve) source.decided.getFirst()).selection()).isEqualTo(new Selection(java.util.Map.of(
                dev.countersign.workspace.WorkspacePath.of("a.txt"), new FileSelection.Hunks(new TreeSet<>(List.of(0, 2))),
                dev.countersign.workspace.WorkspacePath.of("b.txt"), new FileSelection.Whole())));
    }

    @Test
    void escDecidesNothingAndReopeningFindsEverything() {
        Demo.onScreen(() -> {
            var drafts = ReviewDrafts.inMemory();
            Open open = open(drafts);
            open.key(KeyCode.A);
            open.key(KeyCode.ESCAPE);
            assertThat(open.reviews().isOpen()).isFalse();
            assertThat(source.decided).isEmpty();
            assertThat(source.hearers).isEmpty();
            Open again = open(drafts);
            assertThat(((Label) again.node("progress")).getText()).isEqualTo("1 of 4 hunks decided");
            return null;
        });
    }

    @Test
    void lettersTypedIntoTheFeedbackDecideNothingAndEscLeavesTheFieldFirst() {
        Demo.onScreen(() -> {
            Open open = open(ReviewDrafts.inMemory());
            open.key(KeyCode.F);
            assertThat(open.scene().getFocusOwner()).isEqualTo(open.node("feedback"));
            open.key(KeyCode.A);
            open.key(KeyCode.R);
            assertThat(open.view().model().progressProperty().get()).isEqualTo("0 of 4 hunks decided");
            open.key(KeyCode.ESCAPE);
            assertThat(open.reviews().isOpen()).isTrue();
            open.view().model().feedbackProperty().set("smaller steps");
            ((Button) open.node("send")).fire();
            return null;
        });
        assertThat(source.decided).containsExactly(new Decision.Revise("smaller steps"));
    }

    private static void mouse(DiffCanvas canvas, javafx.event.EventType<javafx.scene.input.MouseEvent> type, double x, double y) {
        javafx.geometry.Point2D at = canvas.localToScene(x, y);
        canvas.fireEvent(new javafx.scene.input.MouseEvent(type, at.getX(), at.getY(), at.getX(), at.getY(), javafx.scene.input.MouseButton.PRIMARY, 1, false, false, false, false,
                true, false, false, false, false, false, null));
    }

    @Test
    void linesDraggedOverInTheGutterAreDecidedAlone() {
        Demo.onScreen(() -> {
            Open open = open(ReviewDrafts.inMemory());
            DiffCanvas canvas = open.view().pane().canvas();
            canvas.diffLayoutProperty().set(DiffRows.Layout.SPLIT);
            canvas.layout();
            double x = canvas.geometry().panes().getLast().x() + 20;
            int row = canvas.page().rows().rowOf(Side.AFTER, 0);
            double y = (canvas.heights().start(row) + 0.5) * canvas.geometry().rowHeight() - canvas.scroll().top();
            mouse(canvas, javafx.scene.input.MouseEvent.MOUSE_PRESSED, x, y);
            mouse(canvas, javafx.scene.input.MouseEvent.MOUSE_DRAGGED, x, y + 2 * canvas.geometry().rowHeight());
            mouse(canvas, javafx.scene.input.MouseEvent.MOUSE_RELEASED, x, y);
            assertThat(canvas.choice().lines()).isEqualTo(new ChosenLines(new TreeSet<>(), new TreeSet<>(List.of(0, 1, 2))));
            open.key(KeyCode.R);
            assertThat(open.view().model().files().getFirst().marks().lines())
                    .isEqualTo(new LineMarks(new java.util.TreeMap<>(), new java.util.TreeMap<>(java.util.Map.of(0, false))));
            assertThat(canvas.choice().lines().isEmpty()).isTrue();
            return null;
        });
    }

    @Test
    void linesAreChosenTurnedRoundUndoneAndRedoneByKeys() {
        Demo.onScreen(() -> {
            Open open = open(ReviewDrafts.inMemory());
            open.view().pane().canvas().diffLayoutProperty().set(DiffRows.Layout.UNIFIED);
            ReviewFile file = open.view().model().files().getFirst();
            open.key(KeyCode.DOWN, true, false);
            open.key(KeyCode.X);
            assertThat(file.marks().lines().removed()).isEqualTo(java.util.Map.of(0, true));
            open.key(KeyCode.DOWN, true, false);
            open.key(KeyCode.X);
            assertThat(file.marks().hunks().getFirst()).isEqualTo(HunkDecision.ACCEPTED);
            open.key(KeyCode.Z, false, true);
            assertThat(file.marks().hunks().getFirst()).isEqualTo(HunkDecision.UNDECIDED);
            open.key(KeyCode.Z, true, true);
            assertThat(file.marks().hunks().getFirst()).isEqualTo(HunkDecision.ACCEPTED);
            open.key(KeyCode.ESCAPE);
            assertThat(open.reviews().isOpen()).isTrue();
            assertThat(open.view().pane().canvas().choice().lines().isEmpty()).isTrue();
            return null;
        });
    }

    @Test
    void aCommentIsWrittenListedAndSentByKeysAlone() {
        Demo.onScreen(() -> {
            Open open = open(ReviewDrafts.inMemory());
            open.key(KeyCode.C);
            assertThat(open.scene().getFocusOwner()).isEqualTo(open.node("comment-text"));
            ((TextArea) open.node("comment-text")).setText("say why");
            open.key(KeyCode.ENTER, false, true);
            assertThat(source.decided).isEmpty();
            assertThat(open.scene().getFocusOwner()).isEqualTo(open.view().pane().canvas());
            assertThat(((Button) open.node("show-comments")).getText()).isEqualTo("1 comment");
            assertThat(open.view().comments().markers(open.view().model().files().getFirst()))
                    .containsExactly(new Marker(Marker.Kind.COMMENT, 0, "Ada: say why"));
            open.key(KeyCode.C, true, false);
            assertThat(open.node("comments").isVisible()).isTrue();
            open.key(KeyCode.ENTER, true, true);
            return null;
        });
        var revise = (Decision.Revise) source.decided.getFirst();
        assertThat(revise.comments()).extracting(c -> c.place() + " " + c.text()).containsExactly("a.txt:1 say why");
    }

    @Test
    void escLeavesACommentWithoutATraceAndTheReviewStays() {
        Demo.onScreen(() -> {
            Open open = open(ReviewDrafts.inMemory());
            open.key(KeyCode.C);
            ((TextArea) open.node("comment-text")).setText("never mind");
            open.key(KeyCode.ESCAPE);
            assertThat(open.reviews().isOpen()).isTrue();
            assertThat(open.view().model().comments().all()).isEmpty();
            return null;
        });
    }

    @Test
    void thePreviewShowsWhatWillBeWrittenAndDecidesNothing() {
        Demo.onScreen(() -> {
            Open open = open(ReviewDrafts.inMemory());
            open.key(KeyCode.A);
            open.key(KeyCode.P);
            assertThat(open.view().pane().canvas().page().diff().after().text()).isEqualTo("X\n2\n3\n4\n5\n6\n7\n8\n9\n");
            assertThat(open.view().pane().canvas().decides()).isFalse();
            open.key(KeyCode.P);
            assertThat(open.view().pane().canvas().page().diff().after().text()).isEqualTo("X\n2\n3\n4\nY\n6\n7\n8\nZ\n");
            return null;
        });
    }

    @Test
    void editInPlaceReplacesTheAgentsText() {
        Demo.onScreen(() -> {
            Open open = open(ReviewDrafts.inMemory());
            open.key(KeyCode.E);
            var editor = (CodeEditor) open.node("editor");
            assertThat(editor.getText()).isEqualTo("X\n2\n3\n4\nY\n6\n7\n8\nZ\n");
            editor.replaceText("mine\n");
            editor.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false));
            assertThat(open.node("editor")).isNotNull();
            editor.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.S, false, true, false, false));
            assertThat(open.node("editor")).isNull();
            assertThat(open.view().model().files().getFirst().selection()).isEqualTo(new FileSelection.Edited("mine\n"));
            return null;
        });
    }

    @Test
    void failedChecksAreAppliedOnlyAfterSwitchAndConfirmation() {
        source.view = DemoSource.verified(source.view, DemoSource.failed());
        Demo.onScreen(() -> {
            Open open = open(ReviewDrafts.inMemory());
            open.view().model().acceptRest();
            var apply = (Button) open.node("apply");
            assertThat(apply.isDisabled()).isTrue();
            open.view().model().overrideProperty().set(true);
            apply.fire();
            assertThat(source.decided).isEmpty();
            ((Button) open.node("confirm-give")).fire();
            return null;
        });
        assertThat(source.decided).hasSize(1);
        assertThat(((Decision.Approve) source.decided.getFirst()).override()).isTrue();
    }

    @Test
    void startingOverIsAskedForAndKeepsWhatWasNotSent() {
        Demo.onScreen(() -> {
            ReviewDrafts drafts = ReviewDrafts.inMemory();
            Open open = open(drafts);
            open.key(KeyCode.A);
            open.view().model().feedbackProperty().set("Shorter");
            open.key(KeyCode.R, true, true);
            Node no = open.node("again-not");
            assertThat(open.scene().getFocusOwner()).as("no is what Enter gives").isSameAs(no);
            assertThat(((Label) no.getParent().lookup(".tone-warning")).getText()).contains("put aside", "Your words and comments are kept");
            no.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false));
            assertThat(no.getParent().isVisible()).isFalse();
            assertThat(source.startedOver).isZero();
            assertThat(open.reviews().isOpen()).isTrue();
            open.key(KeyCode.R, true, true);
            ((Button) open.node("again-give")).fire();
            assertThat(source.startedOver).isOne();
            assertThat(source.decided).isEmpty();
            assertThat(open.reviews().isOpen()).isFalse();
            source.view = DemoSource.moved(source.view, new dev.countersign.plan.NodeState.AwaitingReview(""), java.util.Optional.empty());
            Open again = open(drafts);
            assertThat(((Label) again.node("progress")).getText()).isEqualTo("1 of 4 hunks decided");
            assertThat(again.view().model().feedbackProperty().get()).isEqualTo("Shorter");
            return null;
        });
    }

    @Test
    void whatCannotStartOverSaysWhyAndLosesNothing() {
        Demo.onScreen(() -> {
            Open open = open(ReviewDrafts.inMemory());
            source.refusal = java.util.Optional.of(new dev.countersign.fault.UserException(dev.countersign.fault.Problem.of("RUN-002",
                    dev.countersign.fault.Exit.USAGE, "It is decided.", "Nothing was changed.", "Look again.")));
            ((Button) open.node("start-over")).fire();
            ((Button) open.node("again-give")).fire();
            assertThat(open.reviews().isOpen()).isTrue();
            assertThat(open.view().lookup(".problem-box").getAccessibleText()).isEqualTo("RUN-002: It is decided.");
            assertThat(open.node("start-over").isDisabled()).isFalse();
            return null;
        });
    }

    @Test
    void everyKindOfFileHasAView() {
        Demo.onScreen(() -> {
            var overlay = new Overlay(new Region());
            Scene scene = Demo.scene(overlay, 1000, 700, Theme.DARK);
            var reviews = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory());
            ReviewView view = reviews.open(DemoSource.full());
            for (ReviewFile file : view.model().files()) {
                view.model().goTo(file, 0);
                scene.getRoot().layout();
                boolean lines = file.isText() && !((dev.countersign.changeset.FileDiff.Text) file.diff().orElseThrow()).hunks().isEmpty();
                assertThat(view.pane().showsLines()).as(file.path().value()).isEqualTo(lines);
                assertThat(view.lookup(".plain-view") != null).as(file.path().value()).isEqualTo(!lines);
            }
            return null;
        });
    }

    @Test
    void aLargeFileDrawsOnlyWhatIsInSight() {
        var large = Demo.large(10_000, 10);
        var huge = Demo.large(100_000, 50_000);
        assertThat(large.hunks()).hasSize(1000);
        Demo.onScreen(() -> {
            var canvas = new DiffCanvas();
            var scene = Demo.scene(new StackPane(canvas), 900, 600, Theme.LIGHT);
            for (var layout : DiffRows.Layout.values()) {
                canvas.diffLayoutProperty().set(layout);
                canvas.show(large, true);
                canvas.goTo(999);
                scene.getRoot().layout();
                assertThat(canvas.drawnRows()).isBetween(1, 31);
                canvas.show(huge, false);
                canvas.expand(Expansion.everything(huge.hunks().size()));
                canvas.scrollTo(1_000_000, 0);
                scene.getRoot().layout();
                assertThat(canvas.drawnRows()).isBetween(25, 31);
            }
            return null;
        });
    }

    @Test
    void theReadOnlyDiffShowsChangesWithoutDecisions() {
        Demo.onScreen(() -> {
            var view = new DiffView(Background.sameThread());
            Demo.scene(view, 1000, 700, Theme.LIGHT);
            DemoSource full = DemoSource.full();
            view.show(full.view.candidate().orElseThrow().changes(), full.store);
            assertThat(view.lookup(".hunk-bar")).isNull();
            assertThat(((DiffCanvas) view.lookup(".diff-canvas")).getAccessibleText()).isEqualTo("hunk 1 of 1, 2 lines removed, 2 added");
            return null;
        });
    }

    @Test
    void whatIsDecidedElsewhereIsSaidAndTheReviewClosesWithoutAnAnswer() {
        Demo.onScreen(() -> {
            var drafts = ReviewDrafts.inMemory();
            Open open = open(drafts);
            open.key(KeyCode.A);
            open.view().model().feedbackProperty().set("not sent");
            assertThat(open.node("elsewhere").isVisible()).isFalse();
            dev.countersign.run.NodeView waiting = source.view;
            source.view = DemoSource.moved(waiting, new dev.countersign.plan.NodeState.Committing(),
                    java.util.Optional.of(new Decision.Approve(Selection.all(waiting.candidate().orElseThrow()), "", false)));
            source.tell();
            assertThat(open.node("elsewhere").isVisible()).isTrue();
            assertThat(((Label) open.node("elsewhere-says")).getText()).startsWith("This was approved elsewhere");
            open.view().model().acceptRest();
            assertThat(open.view().model().applyFaultProperty().get()).isEqualTo("The node does not wait for a decision now.");
            assertThat(open.view().model().reviseFaultProperty().get()).isEqualTo("The node does not wait for a decision now.");
            assertThat(open.node("apply").isDisabled() && open.node("send").isDisabled() && open.node("reject").isDisabled()).isTrue();
            open.key(KeyCode.ENTER, false, true);
            ((Button) open.node("elsewhere-close")).fire();
            assertThat(open.reviews().isOpen()).isFalse();
            assertThat(source.decided).isEmpty();
            assertThat(source.hearers).isEmpty();
            assertThat(drafts.get(source.key()).feedback()).isEqualTo("not sent");

            source.view = waiting;
            Open again = open(drafts);
            source.view = DemoSource.moved(waiting, new dev.countersign.plan.NodeState.Running(3), java.util.Optional.of(new Decision.Revise("more")));
            source.tell();
            assertThat(((Label) again.node("elsewhere-says")).getText()).startsWith("This was sent back to the agent elsewhere");
            source.view = waiting;
            source.tell();
            assertThat(again.node("elsewhere").isVisible()).isFalse();
            assertThat(again.view().model().applyFaultProperty().get()).isEmpty();
            return null;
        });
    }
}
