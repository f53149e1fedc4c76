package dev.countersign.testing;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** The window suite has a real screen and a window manager. */
@Tag("window")
@ExtendWith(ApplicationExtension.class)
class ScreenTest {
    private Stage stage;

    @Start
    void start(Stage stage) {
        this.stage = stage;
        stage.setScene(new Scene(new Label("a window"), 400, 300));
        stage.show();
    }

    @Test
    void maximisingFillsTheScreen(FxRobot robot) throws Exception {
        robot.interact(() -> stage.setMaximized(true));
        WaitForAsyncUtils.waitFor(10, java.util.concurrent.TimeUnit.SECONDS,
                () -> stage.getWidth() >= Screen.getPrimary().getVisualBounds().getWidth());
        assertThat(stage.isMaximized()).isTrue();
        assertThat(System.getProperty("glass.platform")).isNull();
    }
}
