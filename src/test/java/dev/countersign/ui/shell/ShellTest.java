package dev.countersign.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.AgentEvent;
import dev.countersign.ledger.Committer;
import dev.countersign.ledger.entry.Entry;
import dev.countersign.ledger.entry.EntryDraft;
import dev.countersign.ledger.entry.EntryKind;
import dev.countersign.plan.NodeState;
import dev.countersign.run.RunEvent;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Choosers;
import dev.countersign.ui.fx.Fonts;
import dev.countersign.ui.fx.Status;
import dev.countersign.ui.fx.StatusBadge;
import dev.countersign.ui.fx.Theme;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.workspace.ApplyOutcome;
import dev.countersign.workspace.PathEdit;
import dev.countersign.workspace.WorkspacePath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class ShellTest {
    @TempDir
    static Path folder;

    private final MadeUpWorkspace workspace = MadeUpWorkspace.busy(Path.of("/home/ada/src/http-client"));
    private final Picked choosers = new Picked();
    private UiState state;
    private Shell shell;
    private Scene scene;

    @Start
    void start(Stage stage) {
        Fonts.load();
        state = UiState.open(folder.resolve("none.json"));
        state.put("theme", "light");
        shell = new Shell(workspace.parts(state, Background.sameThread(), choosers));
        scene = shell.scene(980, 760);
        stage.setScene(scene);
        stage.show();
    }

    @Test
    void theFirstScreenSaysWhatToDoFirst(FxRobot robot) {
        assertThat(robot.lookup(".choice").queryAll()).extracting(n -> ((Button) n).getAccessibleText())
                .containsExactly("Run the sample", "Open a folder", "Bring a patch");
        assertThat(robot.lookup(".nav-item").queryAllAs(Button.class)).filteredOn(Node::isDisabled)
                .extracting(Button::getAccessibleText).containsExactlyInAnyOrder("Inbox, 0 waiting", "Ledger", "Checks", "Rules", "Scripts");
    }

    @Test
    void theSampleIsUnpackedOpenedAndStartedByOneClick(FxRobot robot) {
        robot.clickOn(".choice-first");
        assertThat(workspace.runs.started).extracting(r -> r.plan()).containsExactly(MadeUp.plan());
        assertThat(shell.model().routeProperty().get()).isEqualTo(new Route.OfRun(MadeUp.RUN));
    }

    @Test
    void openingAFolderShowsItsRunsAndRemembersIt(FxRobot robot) {
        choosers.next = Optional.of(workspace.folder());
        robot.push(KeyCode.SHORTCUT, KeyCode.O);
        assertThat(shell.model().placeProperty().get()).map(ShellViewModel.Place::name).contains("http-client");
        assertThat(robot.lookup(".run-list").queryListView().getItems()).hasSize(4);
        assertThat(state.list("recent")).containsExactly("/home/ada/src/http-client");
        assertThat(state.get("open")).contains("/home/ada/src/http-client");
    }

    @Test
    void thePaletteOpensByKeyAndRunsACommand(FxRobot robot) {
        robot.push(KeyCode.SHORTCUT, KeyCode.K);
        assertThat(robot.lookup(".palette").tryQuery()).isPresent();
        assertThat(scene.getFocusOwner()).isInstanceOf(TextField.class);
        robot.write("goset");
        robot.push(KeyCode.ENTER);
        assertThat(robot.lookup(".palette").tryQuery()).isEmpty();
        assertThat(shell.model().routeProperty().get()).isEqualTo(new Route.Settings());
    }

    @Test
    void thePaletteNamesWhatCannotBeDoneWithItsReasonAndDoesNotDoIt(FxRobot robot) {
        robot.push(KeyCode.SHORTCUT, KeyCode.K);
        robot.write("new task");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup(".palette-why").queryAs(Label.class).getText()).isEqualTo("Open a workspace first.");
        robot.push(KeyCode.ENTER);
        assertThat(robot.lookup(".palette").tryQuery()).isPresent();
        robot.push(KeyCode.ESCAPE);
        assertThat(robot.lookup(".palette").tryQuery()).isEmpty();
    }

    @Test
    void runIsDisabledWithItsReasonUntilThereIsATask(FxRobot robot) {
        open();
        Button run = robot.lookup(".composer-run").queryButton();
        assertThat(run.isDisabled()).isTrue();
        assertThat(Tips.of(run.getParent())).isEqualTo("Describe the task first.");
        TextArea prompt = robot.lookup(".composer-prompt").queryAs(TextArea.class);
        robot.interact(() -> {
            prompt.requestFocus();
            prompt.setText("Fix it");
        });
        assertThat(run.isDisabled()).isFalse();
        robot.push(KeyCode.SHORTCUT, KeyCode.ENTER);
        assertThat(workspace.runs.started).extracting(r -> r.plan().task()).containsExactly("Fix it");
    }

    @Test
    void anUnconfinedAgentIsAskedForAndEscIsNo(FxRobot robot) {
        open();
        robot.interact(() -> {
            shell.composer().orElseThrow().pick("claude");
            shell.composer().orElseThrow().promptProperty().set("Fix it");
            shell.composer().orElseThrow().start();
        });
        assertThat(robot.lookup(".consent .sandbox-chip").queryAs(Label.class).getText()).isEqualTo("sandbox: none");
        assertThat(robot.lookup(".consent .code-area").queryAs(TextArea.class).getText()).startsWith("claude -p 'Fix it' ");
        robot.push(KeyCode.ESCAPE);
        assertThat(robot.lookup(".consent").tryQuery()).isEmpty();
        assertThat(workspace.runs.started).isEmpty();
        robot.interact(() -> shell.composer().orElseThrow().start());
        robot.interact(() -> robot.lookup(".consent-yes").queryButton().fire());
        assertThat(workspace.runs.started).extracting(r -> r.acceptUnconfined()).containsExactly(true);
    }

    @Test
    void theGraphMovesAsEventsArrive(FxRobot robot) {
        open();
        assertThat(badge(robot, "metrics")).isEqualTo(Status.VERIFYING);
        tell(MadeUp.id("metrics"), new NodeState.AwaitingReview(""));
        assertThat(badge(robot, "metrics")).isEqualTo(Status.READY);
        assertThat(shell.model().inbox()).hasSize(3);
        tell(MadeUp.id("metrics"), new NodeState.Failed("AGENT-005", "It did not end."));
        assertThat(badge(robot, "metrics")).isEqualTo(Status.FAILED);
        assertThat(shell.model().inbox()).hasSize(2);
    }

    @Test
    void arrowsMoveInTheGraphAndEnterReviews(FxRobot robot) {
        open();
        robot.interact(() -> robot.lookup(".dag").query().requestFocus());
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.DOWN);
        assertThat(shell.run(MadeUp.RUN).orElseThrow().selectedProperty().get()).contains(MadeUp.id("config"));
        assertThat(robot.lookup(".evidence .text-heading").queryAs(Label.class).getText()).isEqualTo("config");
        assertThat(robot.lookup(".evidence .note-title").queryAs(Label.class).getText()).isEqualTo("ownership");
        assertThat(robot.lookup(".evidence .retry-button").tryQuery()).isPresent();
        robot.push(KeyCode.ENTER);
        assertThat(workspace.reviewed).containsExactly(MadeUp.RUN + " config");
        robot.push(KeyCode.LEFT);
        assertThat(shell.run(MadeUp.RUN).orElseThrow().selectedProperty().get()).contains(MadeUp.id("policy"));
    }

    @Test
    void theConsoleFollowsUntilTheReaderScrollsUp(FxRobot robot) throws Exception {
        open();
        var console = shell.run(MadeUp.RUN).orElseThrow().consoleProperty().get();
        say(IntStream.range(0, 200).mapToObj(i -> "line " + i).toArray(String[]::new));
        ListView<?> list = robot.lookup(".console-list").queryListView();
        // Where the list ends is known once its rows were laid out, which takes as many frames as it takes.
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> {
            robot.interact(() -> scene.getRoot().layout());
            return shown(list).contains("line 199");
        });
        assertThat(shown(list)).doesNotContain("line 0");
        assertThat(console.followProperty().get()).isTrue();
        robot.interact(() -> {
            console.followProperty().set(false);
            list.scrollTo(0);
        });
        say("line 200");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(shown(list)).contains("line 0").doesNotContain("line 200");
    }

    @Test
    void theThemeChangesAndIsRemembered(FxRobot robot) {
        robot.push(KeyCode.SHORTCUT, KeyCode.SHIFT, KeyCode.L);
        assertThat(scene.getRoot().getStyleClass()).contains("dark").doesNotContain("light");
        assertThat(scene.getUserAgentStylesheet()).contains("primer-dark");
        assertThat(state.get("theme")).contains("dark");
        assertThat(shell.preferences().themeProperty().get()).isEqualTo(Theme.DARK);
    }

    @Test
    void panelsCanBeHiddenAndStayHidden(FxRobot robot) {
        open();
        assertThat(robot.lookup(".evidence").tryQuery()).isPresent();
        robot.push(KeyCode.SHORTCUT, KeyCode.E);
        robot.push(KeyCode.SHORTCUT, KeyCode.B);
        assertThat(robot.lookup(".evidence").tryQuery()).isEmpty();
        assertThat(robot.lookup(".sidebar").tryQuery()).isEmpty();
        assertThat(state.get("evidence")).contains("false");
        Scene next = WaitForAsyncUtils.waitForAsyncFx(10_000, () -> {
            var again = new Shell(MadeUpWorkspace.busy(workspace.folder()).parts(state, Background.sameThread(), choosers));
            again.open(workspace.folder());
            Scene made = again.scene(900, 700);
            made.getRoot().applyCss();
            made.getRoot().layout();
            return made;
        });
        assertThat(next.getRoot().lookup(".sidebar")).isNull();
        assertThat(next.getRoot().lookup(".evidence")).isNull();
        assertThat(next.getRoot().lookup(".dag")).isNotNull();
    }

    @Test
    void everyButtonHasANameForAScreenReader(FxRobot robot) {
        open();
        for (Route route : List.of(new Route.OfRun(MadeUp.RUN), new Route.NewTask(), new Route.Inbox(), new Route.AgentList(),
                new Route.Settings())) {
            robot.interact(() -> shell.model().go(route));
            assertThat(robot.lookup(n -> n instanceof ButtonBase b && !b.getStyleClass().contains("arrow-button") && b.isVisible())
                    .queryAllAs(ButtonBase.class))
                    .allSatisfy(b -> assertThat(b.getText() + b.getAccessibleText()).as("%s on %s", b, route)
                            .isNotEqualTo("nullnull").isNotEqualTo("null").isNotBlank());
        }
    }

    @Test
    void theTruthPanelSaysThatThereIsNoSandbox(FxRobot robot) {
        robot.interact(() -> robot.lookup(".header .sandbox-chip").queryButton().fire());
        assertThat(robot.lookup(".truth .text-heading").queryAs(Label.class).getText()).isEqualTo("sandbox: none");
        assertThat(robot.lookup(".truth-grid .text-medium").queryAll()).hasSize(11);
        robot.push(KeyCode.ESCAPE);
        assertThat(robot.lookup(".truth").tryQuery()).isEmpty();
    }

    @Test
    void theShortcutSheetOpensByQuestionMarkButNotWhileItIsTyped(FxRobot robot) {
        open();
        TextArea prompt = robot.lookup(".composer-prompt").queryAs(TextArea.class);
        robot.interact(prompt::requestFocus);
        robot.write("?");
        assertThat(prompt.getText()).isEqualTo("?");
        assertThat(shell.kit().overlay().isOpen()).isFalse();
        robot.interact(() -> robot.lookup(".dag").query().requestFocus());
        robot.push(KeyCode.F1);
        assertThat(shell.kit().overlay().isOpen()).isTrue();
    }

    @Test
    void whatACrashLeftIsAskedAndEscDecidesNothing(FxRobot robot) {
        var edit = new PathEdit(WorkspacePath.of("src/A.java"), Optional.of(MadeUp.file("old")), Optional.of(MadeUp.file("new")));
        var left = new Committer.Recovery.NeedsHuman(new Entry(7, new UUID(0, 7), 0, MadeUp.tree("root"), new EntryDraft(
                EntryKind.values()[0], "s", "n", new EntryDraft.Actor("agent", "sample", ""), Optional.empty(), "A change",
                MadeUp.tree("a"), MadeUp.tree("b"), List.of(edit), List.of(), OptionalLong.empty()), MadeUp.tree("leaf")),
                List.of(new ApplyOutcome.Conflict(edit, Optional.empty(), "changed since")));
        workspace.recovery = left;
        open();
        assertThat(robot.lookup(".overlay-card .code-area").queryAs(TextArea.class).getText()).isEqualTo("src/A.java  changed since\n");
        robot.push(KeyCode.ESCAPE);
        assertThat(workspace.recovery).isSameAs(left);
        open();
        robot.interact(() -> robot.lookup(".recovery-keep").queryButton().fire());
        assertThat(workspace.recovery).isEqualTo(new Committer.Recovery.Nothing());
    }

    @Test
    void focusStaysInAModalAndComesBack(FxRobot robot) {
        open();
        TextArea prompt = robot.lookup(".composer-prompt").queryAs(TextArea.class);
        robot.interact(prompt::requestFocus);
        robot.interact(() -> shell.truth());
        for (int i = 0; i < 4; i++) {
            robot.push(KeyCode.TAB);
            assertThat(inCard(scene.getFocusOwner())).isTrue();
        }
        robot.push(KeyCode.ESCAPE);
        assertThat(scene.getFocusOwner()).isSameAs(prompt);
    }

    private void open() {
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> shell.open(workspace.folder()));
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void tell(dev.countersign.plan.NodeId node, NodeState next) {
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> workspace.tell(MadeUp.with(MadeUp.run(), node, next),
                new RunEvent.Moved(MadeUp.NOW, node, next)));
    }

    private void say(String... lines) {
        WaitForAsyncUtils.waitForAsyncFx(10_000, () -> List.of(lines).forEach(text -> workspace.tell(MadeUp.run(),
                new RunEvent.Said(MadeUp.NOW, MadeUp.id("retry"), new AgentEvent.Said(text)))));
    }

    private static Status badge(FxRobot robot, String node) {
        return robot.lookup(".node-card").queryAll().stream()
                .filter(card -> card.getAccessibleText().startsWith(node + ","))
                .map(card -> ((StatusBadge) card.lookup(".status-badge")).getStatus()).findFirst().orElseThrow();
    }

    private static List<String> shown(ListView<?> list) {
        return list.lookupAll(".list-cell").stream().filter(Node::isVisible).map(Node::getAccessibleText)
                .filter(text -> text != null).toList();
    }

    private static boolean inCard(Node node) {
        for (Node n = node; n != null; n = n.getParent()) {
            if (n.getStyleClass().contains("overlay-card")) {
                return true;
            }
        }
        return false;
    }

    /// Answers with what was put ready.
    private static final class Picked implements Choosers {
        private Optional<Path> next = Optional.empty();

        @Override
        public Optional<Path> folder(String title) {
            return next;
        }

        @Override
        public Optional<Path> file(String title, String kind, List<String> globs) {
            return next;
        }

        @Override
        public Optional<Path> save(String title, String name) {
            return next;
        }
    }
}
