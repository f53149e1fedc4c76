package dev.countersign.ui.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.run.Session;
import dev.countersign.ui.fx.Background;
import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Part;
import dev.countersign.verify.Scale;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.verify.Smoke;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The screen's model on the whole program: what is chosen is in its file, what is run runs.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are those of a POSIX shell")
@Timeout(120)
class ChecksViewModelTest {
    @TempDir
    private Path folder;
    private Session session;
    private ChecksViewModel model;
    private Composition program;

    @BeforeEach
    void open() throws IOException {
        Path live = Files.createDirectories(folder.resolve("live"));
        Files.writeString(live.resolve("Makefile"), "test:\n\t@echo ok 1 - adds; echo 1..1\n");
        program = Composition.in(folder.resolve("home"));
        session = program.workbench().open(live, Progress.NONE);
        model = new ChecksViewModel(new SessionChecks(session), Background.sameThread());
    }

    @AfterEach
    void close() throws IOException {
        session.close();
    }

    private List<String> names() {
        return model.rows().stream().map(row -> row.check().name()).toList();
    }

    private void type(String name, String command) {
        model.draft().nameProperty().set(name);
        model.draft().commandProperty().set(command);
    }

    @Test
    void whatBuildFilesGiveIsShownAndKeptAsItIs() {
        assertThat(names()).containsExactly("make test");
        assertThat(model.chosenProperty().get()).isFalse();
        assertThat(model.forgetReasonProperty().get()).isEqualTo("Nothing was chosen.");
        model.keep();
        assertThat(model.keepReasonProperty().get()).isEqualTo("They are chosen already.");
        assertThat(model.forgetReasonProperty().get()).isEmpty();
        assertThat(model.chosenProperty().get()).isTrue();
        assertThat(session.checks().isChosen()).isTrue();
        model.forget();
        assertThat(session.checks().isChosen()).isFalse();
    }

    @Test
    void checkIsAddedChangedUnderAnotherNameAndRemoved() {
        model.add();
        type("sums", "sh -c 'echo \"a b\"'");
        model.save();
        assertThat(model.editingProperty().get()).isFalse();
        assertThat(session.checks().commands()).contains(new CheckCommand("sums", Part.LOG, List.of("sh", "-c", "echo \"a b\""), Duration.ofSeconds(900), "chosen"));

        model.edit("sums");
        assertThat(model.draft().commandProperty().get()).isEqualTo("sh -c 'echo \"a b\"'");
        model.draft().nameProperty().set("starts");
        model.draft().endProperty().set(CheckDraft.End.SAYS);
        assertThat(model.draft().reasonProperty().get()).isEqualTo("Type the text that it says when it has started.");
        model.draft().saysProperty().set("a b");
        model.save();
        assertThat(names()).containsExactly("make test", "starts");
        assertThat(session.checks().commands().getLast().smoke()).contains(new Smoke(Duration.ZERO, Optional.of("a b")));
        assertThat(session.checks().commands().getLast().part()).isEqualTo(Part.BOOT);

        model.remove("make test");
        assertThat(names()).containsExactly("starts");
    }

    @Test
    void whatCannotBeSavedSaysWhyAndChangesNothing() {
        model.add();
        assertThat(model.draft().reasonProperty().get()).isEqualTo("A check needs a name.");
        type("x", "sh -c 'open");
        assertThat(model.draft().reasonProperty().get()).isEqualTo("A check needs a command, and every quote in it an end.");
        type("x", "true");
        model.draft().limitProperty().set("0");
        assertThat(model.draft().reasonProperty().get()).startsWith("It is stopped after");
        model.save();
        assertThat(session.checks().isChosen()).isFalse();
        model.draft().limitProperty().set("5");
        model.draft().endProperty().set(CheckDraft.End.STAYS);
        model.draft().staysProperty().set("5");
        assertThat(model.draft().reasonProperty().get()).startsWith("The seconds that it has to stay up");
        model.draft().staysProperty().set("4");
        model.save();
        model.add();
        type("make test", "true");
        model.draft().nameProperty().set("y");
        model.save();
        model.edit("y");
        model.draft().nameProperty().set("x");
        model.save();
        assertThat(model.faultProperty().get()).startsWith("This workspace has another check \"x\".");
        assertThat(names()).containsExactly("make test", "x", "y");
    }

    @Test
    void oneCheckOrAllAreRunWithWhatTheyPrint() {
        model.add();
        type("fails", "sh -c 'echo one; echo two; test ! -e Makefile'");
        model.save();
        model.run(Optional.of("fails"));
        ChecksViewModel.Row fails = model.rows().getLast();
        assertThat(fails.result().orElseThrow().state()).isInstanceOf(State.Failed.class);
        assertThat(fails.output()).startsWith("one\ntwo");
        assertThat(model.rows().getFirst().result()).isEmpty();
        assertThat(model.saysProperty().get()).matches("V\\(x\\) .*1\\.00 on tree .*");

        model.run(Optional.empty());
        assertThat(model.rows().getFirst().result().orElseThrow().state()).isEqualTo(new State.Passed("1 test passed"));
        assertThat(model.runReasonProperty().get()).isEmpty();
    }

    @Test
    void weightsHoldAtOnceAndAreThereAtTheNextStart() {
        WeightsDraft weights = model.weights();
        assertThat(weights.reasonProperty().get()).isEqualTo("Nothing was changed.");
        weights.epsilonProperty().set("x");
        assertThat(weights.reasonProperty().get()).isEqualTo("\u03b5 is a number from 0 to 1000000.");
        weights.epsilonProperty().set("0.5");
        weights.partProperty(Part.SYN).set("2");
        weights.sensorsProperty().set("forbidden patterns\n");
        assertThat(weights.reasonProperty().get()).contains("is no name with a weight");
        weights.sensorsProperty().set("forbidden patterns = 0.25\n\"odd\" = name\\ = 3\n");
        assertThat(weights.reasonProperty().get()).isEmpty();
        model.saveWeights();
        var scale = new Scale(0.5, Map.of(Part.SYN, 2.0), Map.of("forbidden patterns", 0.25, "\"odd\" = name\\", 3.0));
        assertThat(session.checks().scale()).isEqualTo(scale);
        assertThat(Composition.in(folder.resolve("home")).workbench().verifier().scale()).isEqualTo(scale);
    }
}
