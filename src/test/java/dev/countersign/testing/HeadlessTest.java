package dev.countersign.testing;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The default suite drives controls without any screen. */
@ExtendWith(ApplicationExtension.class)
class HeadlessTest {
    private Button button;
    private int pressed;

    @Start
    void start(Stage stage) {
        button = new Button("press");
        button.setOnAction(event -> pressed++);
        stage.setScene(new Scene(button, 400, 300));
        stage.show();
    }

    @Test
    void theRobotClicks(FxRobot robot) {
        robot.clickOn(button);
        assertThat(pressed).isOne();
    }
}
