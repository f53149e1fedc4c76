package dev.countersign.architecture.planted.run;

import dev.countersign.architecture.planted.ui.Screen;
import java.io.IOException;
import java.time.Instant;
import javafx.application.Platform;

/// Breaks rules on purpose; [dev.countersign.architecture.ArchitectureTest] must see it.
public final class Violation {
    Instant when() {
        return Instant.now();
    }

    Process start() throws IOException {
        return new ProcessBuilder("true").start();
    }

    java.sql.Connection connect() throws java.sql.SQLException {
        return java.sql.DriverManager.getConnection("jdbc:none");
    }

    void show(Screen screen) {
        Platform.runLater(screen::toString);
    }
}
