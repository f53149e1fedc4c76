package dev.countersign.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.Composition;
import dev.countersign.Patches;
import dev.countersign.ui.fx.Screen;
import dev.countersign.ui.shell.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A window whose ledger is kept by another process, and that one is stopped (`SIGSTOP`): the window says so, stays alive, and goes on with it.
@Tag("window")
class StoppedOwnerWindowTest {
    @TempDir
    Path home;

    private Optional<Process> owner = Optional.empty();

    @AfterEach
    void end() {
        // Also of a process that is stopped.
        owner.ifPresent(Process::destroyForcibly);
    }

    @Test
    void theWindowSaysThatTheOwnerDoesNotAnswerAndGoesOnWhenItDoes() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/kill")), "there is no kill");
        Patches past = Patches.in(home, Map.of("notes/plan.txt", 40));
        past.change("Word the middle", "notes/plan.txt", Map.of(15, "middle"));
        past.change("Word the end", "notes/plan.txt", Map.of(30, "end"));
        owner = Optional.of(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), KeepingDesktop.class.getName(),
                home.toString(), past.project().toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        assertThat(owner.get().inputReader().readLine()).isEqualTo("here");

        Hand hand = new Hand(Composition.in(home), Optional.of(past.project()), _ -> new GivenFiles(home));
        hand.await("the workspace", () -> hand.app().shell().model().placeProperty().get().isPresent());
        assertThat(hand.all("#stalled", Labeled.class, _ -> true)).isEmpty();

        signal("-STOP");
        Screen.run(() -> hand.app().shell().model().go(new Route.Ledger()));
        Labeled said = hand.find("#stalled", Labeled.class);
        assertThat(said.getText()).isEqualTo("The Countersign that keeps this ledger (process " + owner.get().pid()
                + ") does not answer. What asks for the ledger waits, and goes on when it does.");
        Screen.shoot(hand.scene(), Path.of("target/pictures/stalled.png"));
        // The window itself goes on.
        Screen.run(() -> hand.app().shell().model().go(new Route.Settings()));
        hand.awaitText("Theme");
        Screen.run(() -> hand.app().shell().model().go(new Route.Ledger()));
        assertThat(hand.all("#stalled", Labeled.class, _ -> true)).hasSize(1);

        signal("-CONT");
        hand.await("the line to go", () -> hand.all("#stalled", Labeled.class, _ -> true).isEmpty());
        hand.find("#timeline", ListView.class, list -> list.getItems().size() > 2);
        hand.close();
        owner.get().getOutputStream().close();
        assertThat(owner.get().waitFor()).isZero();
    }

    private void signal(String which) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("/bin/kill", which, Long.toString(owner.orElseThrow().pid())).start().waitFor()).isZero();
    }
}
