package dev.countersign.ui.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentEvent;
import dev.countersign.changeset.Changeset;
import dev.countersign.changeset.MemoryStore;
import dev.countersign.fault.EnvironmentException;
import dev.countersign.fault.Exit;
import dev.countersign.fault.Problem;
import dev.countersign.run.ReviewScope;
import dev.countersign.run.ReviewerVerdict;
import dev.countersign.run.ReviewerVerdict.Finding;
import dev.countersign.run.ReviewerVerdict.Opinion;
import dev.countersign.run.ReviewerVerdict.Severity;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Overlay;
import dev.countersign.ui.fx.Theme;
import dev.countersign.workspace.WorkspacePath;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What else a review looks at, who else is asked, and the way from a line back to its evidence.
class ScopeReviewTest {
    private static final WorkspacePath CLIENT = WorkspacePath.of(DemoSource.CLIENT);

    private final DemoSource source = DemoSource.full();

    @BeforeAll
    static void toolkit() {
        Demo.start();
    }

    private ReviewView open() {
        var overlay = new Overlay(new Region());
        Demo.scene(overlay, 1280, 800, Theme.LIGHT);
        ReviewView view = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory()).open(source);
        overlay.applyCss();
        overlay.layout();
        return view;
    }

    private static void key(ReviewView view, KeyCode code) {
        Node target = view.getScene().getFocusOwner() == null ? view : view.getScene().getFocusOwner();
        target.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }

    private ReviewerVerdict verdict(Finding... findings) {
        return new ReviewerVerdict("second", source.view.candidate().orElseThrow().resultTree(), Opinion.CONDITIONAL, List.of(findings), "Nearly.");
    }

    private static Finding finding(int line, String says) {
        return new Finding(Optional.of(CLIENT), line, Severity.WARNING, says);
    }

    @Test
    void theModelReadsWhatIsChosenAndNamesWhatIsNotThere() {
        Demo.onScreen(() -> {
            source.faults = Map.of(ReviewScope.TREE, "No commit.");
            var model = new ScopeModel(source, new SimpleObjectProperty<>(source.view), Background.sameThread());
            assertThat(model.faultsProperty().get()).containsExactly(Map.entry(ReviewScope.TREE, "No commit."));
            model.choose(ReviewScope.TREE);
            assertThat(model.scopeProperty().get()).isEqualTo(ReviewScope.NODE);
            model.choose(ReviewScope.SINCE);
            assertThat(model.isElsewhere()).isTrue();
            assertThat(model.shownProperty().get().orElseThrow().changes().getFirst().path()).isEqualTo(CLIENT);
            model.choose(ReviewScope.NODE);
            assertThat(model.shownProperty().get()).isEmpty();
            source.refusal = Optional.of(new EnvironmentException(Problem.of("RUN-007", Exit.AGENT, "The disk is full.", "Nothing.", "Free some."),
                    new java.io.IOException("full")));
            model.choose(ReviewScope.TASK);
            assertThat(model.problemProperty().get().orElseThrow().code()).isEqualTo("RUN-007");
            return null;
        });
    }

    @Test
    void whatIsReadBesideTheNodeCannotBeDecided() {
        Demo.onScreen(() -> {
            source.faults = Map.of(ReviewScope.TREE, "There is no commit.");
            ReviewView view = open();
            var menu = (ScopeMenu) view.lookup("#review-scope");
            assertThat(menu.getItems().stream().map(item -> item.getText() + " " + item.isDisable()).toList()).containsExactly("This node false",
                    "Since my last review false", "The whole task false", "The working tree: There is no commit. true");
            ((RadioMenuItem) menu.getItems().get(2)).fire();
            view.applyCss();
            view.layout();
            assertThat(menu.getText()).isEqualTo("The whole task");
            ListView<?> groups = (ListView<?>) view.lookup("#scope-groups");
            assertThat(groups.getItems()).hasSize(2);
            assertThat(view.decisionBar().getParent().isVisible()).isFalse();
            int undecided = view.model().files().stream().mapToInt(ReviewFile::decided).sum();
            for (KeyCode code : List.of(KeyCode.A, KeyCode.R, KeyCode.X, KeyCode.E, KeyCode.C, KeyCode.P)) {
                key(view, code);
            }
            view.bindings().stream().filter(binding -> binding.name().equals("accept")).forEach(binding -> assertThat(binding.action().getAsBoolean()).isFalse());
            assertThat(view.model().files().stream().mapToInt(ReviewFile::decided).sum()).isEqualTo(undecided);
            key(view, KeyCode.ESCAPE);
            assertThat(view.scopes().isElsewhere()).isFalse();
            assertThat(view.getScene()).as("the review is still open").isNotNull();
            assertThat(view.decisionBar().getParent().isVisible()).isTrue();
            key(view, KeyCode.A);
            assertThat(view.model().files().stream().mapToInt(ReviewFile::decided).sum()).isEqualTo(undecided + 1);
            return null;
        });
    }

    @Test
    void findingsAreCommentsOfTheReviewerAndOutdatedWhenTheirLinesAreGone() {
        Demo.onScreen(() -> {
            ReviewView view = open();
            ReviewComments comments = view.model().comments();
            source.view = source.view.with(verdict(finding(17, "Ten seconds are short."), finding(9_999, "Nowhere.")));
            source.tell();
            assertThat(comments.all()).hasSize(1);
            ReviewComments.Shown one = comments.all().getFirst();
            assertThat(one.comment().author().name()).isEqualTo("second");
            assertThat(one.comment().text()).isEqualTo("Warning: Ten seconds are short.");
            assertThat(one.place().orElseThrow().from()).isEqualTo(16);
            assertThat(comments.openProperty().get()).as("a revision sends a person's comments alone").isZero();
            view.model().undo();
            assertThat(comments.all()).hasSize(1);
            comments.resolve(one.comment().id(), true);
            source.tell();
            assertThat(comments.all()).hasSize(1);
            assertThat(comments.all().getFirst().comment().resolved()).isTrue();
            view.model().undo();
            assertThat(comments.all().getFirst().comment().resolved()).isFalse();

            MemoryStore store = source.store;
            Changeset next = DemoSource.between(store, store.tree(DemoSource.CLIENT, Demo.before(DemoSource.CLIENT)),
                    store.tree(DemoSource.CLIENT, Demo.after(DemoSource.CLIENT).lines().filter(l -> !l.contains("Duration.ofSeconds(10)"))
                            .reduce("", (a, b) -> a + b + "\n")));
            source.view = DemoSource.view(next, List.of(), Optional.empty());
            source.tell();
            assertThat(comments.all()).hasSize(1);
            assertThat(comments.all().getFirst().isOutdated()).isTrue();
            return null;
        });
    }

    @Test
    void aSecondVerdictOnTheSameTreeReplacesTheFindingsOfTheFirst() {
        Demo.onScreen(() -> {
            ReviewView view = open();
            source.view = source.view.with(verdict(finding(17, "First.")));
            source.tell();
            source.view = source.view.with(verdict(finding(18, "Second.")));
            source.tell();
            assertThat(view.model().comments().all().stream().map(c -> c.comment().text()).toList()).containsExactly("Warning: Second.");
            return null;
        });
    }

    @Test
    void aReviewerIsAskedAndItsVerdictStandsInTheRail() {
        Demo.onScreen(() -> {
            source.reviewers = List.of("second");
            source.answer = (events, progress) -> {
                events.accept(new AgentEvent.Said("I look at it."));
                ReviewerVerdict verdict = verdict(finding(17, "Ten seconds are short."));
                source.view = source.view.with(verdict);
                source.tell();
                return verdict;
            };
            ReviewView view = open();
            var ask = (javafx.scene.control.MenuButton) view.lookup("#ask-reviewer");
            assertThat(ask.isDisable()).isFalse();
            ask.getItems().getFirst().fire();
            view.applyCss();
            assertThat(view.lookupAll(".label").stream().filter(Label.class::isInstance).map(n -> ((Label) n).getText()).toList())
                    .contains("second: approves on conditions\nNearly.", "Warning: Ten seconds are short.");
            assertThat(view.lookup("#ask-reviewer")).isNotNull();

            source.answer = (events, progress) -> {
                throw new EnvironmentException(Problem.of("AGENT-014", Exit.AGENT, "It ended with status 3.", "Nothing.", "Ask again."),
                        new java.io.IOException("3"));
            };
            ((javafx.scene.control.MenuButton) view.lookup("#ask-reviewer")).getItems().getFirst().fire();
            view.applyCss();
            assertThat(view.lookup(".problem-box").getAccessibleText()).isEqualTo("AGENT-014: It ended with status 3.");
            return null;
        });
    }

    @Test
    void withoutAnybodyToAskTheButtonSaysSo() {
        Demo.onScreen(() -> {
            ReviewView view = open();
            assertThat(view.lookup("#ask-reviewer").isDisabled()).isTrue();
            return null;
        });
    }

    @Test
    void eachPlaceInTheRailLeadsToItsLineAndBack() {
        Demo.onScreen(() -> {
            source.view = source.view.with(verdict(finding(17, "Ten seconds are short."), finding(40, "Unchanged, and odd.")));
            ReviewView view = open();
            view.summary().close();
            var places = view.lookupAll(".evidence-rail .place").stream().map(javafx.scene.control.Hyperlink.class::cast).toList();
            assertThat(places).extracting(javafx.scene.control.Hyperlink::getText)
                    .containsExactlyInAnyOrder("Client.java:67", "package.json:13", "Client.java:17", "Client.java:40");
            for (var place : places) {
                String[] at = place.getText().split(":");
                ((javafx.scene.control.Hyperlink) view.lookupAll(".evidence-rail .place").stream()
                        .filter(n -> ((javafx.scene.control.Hyperlink) n).getText().equals(place.getText())).findFirst().orElseThrow()).fire();
                assertThat(view.model().fileProperty().get().path().name()).isEqualTo(at[0]);
                assertThat(view.pane().canvas().framedLine()).as(place.getText()).isEqualTo(Integer.parseInt(at[1]) - 1);
                assertThat(view.pane().canvas().getAccessibleText()).startsWith("line " + at[1]);
                assertThat(view.getScene().getFocusOwner()).isSameAs(view.pane().canvas());
                key(view, KeyCode.G);
                assertThat(view.getScene().getFocusOwner()).isInstanceOfSatisfying(javafx.scene.control.Hyperlink.class,
                        link -> assertThat(link.getText()).isEqualTo(place.getText()));
            }
            return null;
        });
    }

    @Test
    void fromALineBackToWhatIsSaidOfItAlsoWhereItsSectionIsFolded() {
        Demo.onScreen(() -> {
            ReviewView view = open();
            view.model().goTo(view.model().files().stream().filter(f -> f.path().equals(CLIENT)).findFirst().orElseThrow(), 0);
            var title = (Button) view.lookup("#section-checks");
            title.fire();
            assertThat(title.getAccessibleText()).isEqualTo("Verification, folded");
            view.pane().canvas().hearers().marker(66);
            assertThat(title.getAccessibleText()).isEqualTo("Verification, open");
            assertThat(view.getScene().getFocusOwner()).isInstanceOfSatisfying(javafx.scene.control.Hyperlink.class,
                    link -> assertThat(link.getText()).isEqualTo("Client.java:67"));
            view.model().goTo(view.model().files().stream().filter(f -> f.path().value().equals("web/package.json")).findFirst().orElseThrow(), 0);
            view.pane().focus();
            key(view, KeyCode.G);
            assertThat(view.getScene().getFocusOwner()).isInstanceOfSatisfying(javafx.scene.control.Hyperlink.class,
                    link -> assertThat(link.getText()).isEqualTo("package.json:13"));
            view.model().goTo(view.model().files().stream().filter(f -> f.path().value().equals("config/windows.ini")).findFirst().orElseThrow(), 0);
            assertThat(view.toEvidence()).isFalse();
            return null;
        });
    }

    @Test
    void aLongFolderGivesWayToTheNameOfTheFile() {
        Demo.onScreen(() -> {
            String path = "src/main/java/com/example/databind/deserialization/implementation/DeserializationContext.java";
            var overlay = new Overlay(new Region());
            Demo.scene(overlay, 1280, 800, Theme.LIGHT);
            ReviewView view = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory())
                    .open(DemoSource.of(new MemoryStore(), new String[] {path, "1\n2\n"}, new String[] {path, "1\n3\n"}));
            overlay.applyCss();
            overlay.layout();
            var name = (Label) view.pane().lookup(".title-name");
            assertThat(name.getText()).isEqualTo("DeserializationContext.java");
            assertThat(name.getWidth()).isGreaterThanOrEqualTo(Math.floor(name.prefWidth(-1)));
            return null;
        });
    }

    @Test
    void whatWasFoundFarToTheRightIsLeftAgainWithTheSearch() {
        Demo.onScreen(() -> {
            String line = "x ".repeat(200) + "needle";
            var overlay = new Overlay(new Region());
            Demo.scene(overlay, 1280, 800, Theme.LIGHT);
            ReviewView view = new Reviews(overlay, Background.sameThread(), InstantSource.fixed(DemoSource.NOW), ReviewDrafts.inMemory())
                    .open(DemoSource.of(new MemoryStore(), new String[] {"a.txt", "1\n"}, new String[] {"a.txt", "1\n" + line + "\n"}));
            overlay.applyCss();
            overlay.layout();
            view.pane().openFind();
            DiffCanvas canvas = view.pane().canvas();
            canvas.find("needle");
            assertThat(canvas.scroll().left()).isPositive();
            view.pane().lookup("#find").fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ESCAPE, false, false, false, false));
            assertThat(canvas.scroll().left()).isZero();
            return null;
        });
    }

    @Test
    void theNameOfAFileAndItsCountsDoNotMeet() {
        Demo.onScreen(() -> {
            ReviewView view = open();
            view.model().files().forEach(file -> {
                view.model().goTo(file, 0);
                view.applyCss();
                view.layout();
                Node name = view.pane().lookup(".title-name");
                for (String count : List.of(".count-added", ".count-removed")) {
                    Node at = view.pane().lookup(count);
                    if (!((Label) at).getText().isEmpty()) {
                        assertThat(name.localToScene(name.getBoundsInLocal()).getMaxX()).as(file.path() + " and its counts")
                                .isLessThanOrEqualTo(at.localToScene(at.getBoundsInLocal()).getMinX());
                    }
                }
            });
            return null;
        });
    }
}
