package dev.countersign.ui.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.plan.NodeClass;
import dev.countersign.plan.Plan;
import dev.countersign.plan.Requirement;
import dev.countersign.ui.DemoShell;
import dev.countersign.ui.MadeUp;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Fonts;
import dev.countersign.ui.fx.Tips;
import dev.countersign.ui.fx.UiState;
import dev.countersign.ui.shell.MadeUpWorkspace;
import dev.countersign.ui.shell.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/// The editor by hand: every step by keys alone.
@ExtendWith(ApplicationExtension.class)
class PlanEditorViewTest {
    private final MadeUpWorkspace workspace = MadeUpWorkspace.busy(Path.of("/home/ada/src/http-client"));
    private Shell shell;
    private Stage window;

    @Start
    void start(Stage stage) {
        window = stage;
        Fonts.load();
        shell = new Shell(workspace.parts(UiState.open(Path.of("/nonexistent/ui.json")), Background.sameThread(), DemoShell.NO_ONE));
        stage.setScene(shell.scene(1180, 780));
        stage.show();
        shell.open(workspace.folder());
        shell.composer().orElseThrow().offer(MadeUp.plan(), "sample");
        shell.composer().orElseThrow().edit();
    }

    private static void focus(FxRobot robot, String query) {
        robot.interact(() -> robot.lookup(query).query().requestFocus());
    }

    @Test
    void aNodeIsRenamedAndTakenBackByKeysAndThePlanStarts(FxRobot robot) {
        focus(robot, ".plan-editor .dag");
        robot.push(KeyCode.F2);
        TextField name = robot.lookup("#name").queryAs(TextField.class);
        assertThat(name.isFocused()).isTrue();
        // Windows that earlier tests left open are not meant.
        robot.targetWindow(window).write("x");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(name.getText()).isEqualTo("policyx");
        assertThat(robot.lookup(".plan-editor .node-card").queryAll()).hasSize(5);
        robot.push(KeyCode.SHORTCUT, KeyCode.Z);
        assertThat(name.getText()).isEqualTo("policy");
        robot.push(KeyCode.SHORTCUT, KeyCode.ENTER);
        assertThat(robot.lookup(".plan-editor").tryQuery()).isEmpty();
        assertThat(workspace.runs.started).extracting(r -> r.plan()).containsExactly(MadeUp.plan());
    }

    @Test
    void whatIsWrongIsSaidAtTheFieldAtTheCardAndAtTheButton(FxRobot robot) {
        focus(robot, ".plan-editor .dag");
        robot.push(KeyCode.RIGHT);
        robot.push(KeyCode.ENTER);
        TextArea goal = robot.lookup("#goal").queryAs(TextArea.class);
        assertThat(goal.isFocused()).isTrue();
        robot.push(KeyCode.SHORTCUT, KeyCode.A);
        robot.push(KeyCode.DELETE);
        Button start = robot.lookup(".plan-start").queryButton();
        assertThat(start.isDisabled()).isTrue();
        assertThat(Tips.of(start.getParent())).isEqualTo("One thing is wrong. A goal says what the agent is asked for.");
        assertThat(robot.lookup("#goalBox .plan-field-fault").queryAs(Label.class).getText()).isEqualTo("A goal says what the agent is asked for.");
        assertThat(robot.lookup(".plan-editor .card-wrong").queryAll()).hasSize(1);
        robot.push(KeyCode.SHORTCUT, KeyCode.ENTER);
        assertThat(workspace.runs.started).isEmpty();
    }

    @Test
    void classAgentAndDependenciesAreChosen(FxRobot robot) {
        robot.interact(() -> {
            @SuppressWarnings("unchecked") ComboBox<NodeClass> kind = robot.lookup(".plan-editor #kind").queryAs(ComboBox.class);
            kind.setValue(NodeClass.INTEGRATION);
            @SuppressWarnings("unchecked") ComboBox<Optional<String>> agent = robot.lookup(".plan-editor #agent").queryAs(ComboBox.class);
            agent.setValue(Optional.of("claude"));
        });
        focus(robot, ".plan-editor .dag");
        robot.push(KeyCode.RIGHT);
        CheckBox retry = (CheckBox) robot.lookup("#after .check-box").queryAll().stream()
                .filter(n -> ((CheckBox) n).getText().equals("retry")).findFirst().orElseThrow();
        robot.interact(retry::fire);
        focus(robot, ".plan-editor .dag");
        robot.push(KeyCode.ALT, KeyCode.UP);
        robot.push(KeyCode.ESCAPE);
        assertThat(robot.lookup(".plan-editor").tryQuery()).isEmpty();
        assertThat(workspace.runs.started).isEmpty();
        assertThat(shell.composer().orElseThrow().readyNodesProperty().get()).isEqualTo(5);
        robot.interact(() -> shell.composer().orElseThrow().pick("sample"));
        robot.interact(() -> shell.composer().orElseThrow().edit());
        robot.push(KeyCode.SHORTCUT, KeyCode.ENTER);
        robot.interact(() -> robot.lookup(".consent-yes").queryButton().fire());
        Plan plan = workspace.runs.started.getFirst().plan();
        assertThat(plan.nodes()).extracting(n -> n.id().value()).containsExactly("policy", "metrics", "retry", "config", "wiring");
        assertThat(plan.nodes().getFirst().kind()).isEqualTo(NodeClass.INTEGRATION);
        assertThat(plan.nodes().getFirst().agent()).contains("claude");
        assertThat(plan.nodes().get(1).after()).containsExactly(MadeUp.id("policy"), MadeUp.id("retry"));
    }

    @Test
    void nodesAreMergedSplitAndDroppedByKeys(FxRobot robot) {
        focus(robot, ".plan-editor .dag");
        robot.push(KeyCode.RIGHT);
        robot.push(KeyCode.M);
        robot.push(KeyCode.DOWN);
        robot.push(KeyCode.ENTER);
        assertThat(robot.lookup(".plan-editor .node-card").queryAll()).hasSize(4);
        focus(robot, ".plan-editor .dag");
        robot.push(KeyCode.S);
        robot.targetWindow(window).write("Count");
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> robot.lookup(".step-do").queryButton().fire());
        assertThat(robot.lookup(".plan-step").tryQuery()).isEmpty();
        assertThat(robot.lookup(".plan-editor .node-card").queryAll()).hasSize(5);
        focus(robot, ".plan-editor .dag");
        robot.push(KeyCode.DELETE);
        assertThat(robot.lookup(".plan-editor .node-card").queryAll()).hasSize(4);
    }

    @Test
    void requiredLinesAndDeclaredSymbolsAreTypedAndStartWithThePlan(FxRobot robot) {
        focus(robot, "#require");
        robot.targetWindow(window).write("retries");
        focus(robot, "#declares");
        robot.targetWindow(window).write("void put");
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(robot.lookup("#declaresBox .plan-field-fault").queryAs(Label.class).getText())
                .isEqualTo("Node \"policy\": \"void put\" is no name of a symbol: write words with dots between them, such as Store.put.");
        assertThat(robot.lookup(".plan-start").queryButton().isDisabled()).isTrue();
        robot.push(KeyCode.SHORTCUT, KeyCode.A);
        robot.targetWindow(window).write("Policy.delay");
        robot.push(KeyCode.SHORTCUT, KeyCode.ENTER);
        assertThat(workspace.runs.started.getFirst().plan().nodes().getFirst().contract()).isEqualTo(MadeUp.plan().nodes().getFirst().contract()
                .requiring(List.of(Requirement.of("retries"))).declaring(List.of(Requirement.of("Policy.delay"))));
    }

    @Test
    void tabLeavesAFieldOfSeveralLines(FxRobot robot) {
        focus(robot, "#goal");
        robot.push(KeyCode.TAB);
        assertThat(List.of(robot.lookup("#goal").query().isFocused(), robot.lookup("#kind").query().isFocused())).containsExactly(false, true);
    }
}
