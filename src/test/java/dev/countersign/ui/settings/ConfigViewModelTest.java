package dev.countersign.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Composition;
import dev.countersign.run.ConfigFile;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.settings.ConfigViewModel.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over the real files of settings, with what really reads them.
class ConfigViewModelTest {
    @TempDir
    private Path home;
    private List<ConfigFile> files;

    @BeforeEach
    void files() {
        files = Composition.in(home).config();
    }

    private ConfigViewModel open() {
        return new ConfigViewModel(files, Background.sameThread(), Texts.of(ConfigView.class));
    }

    private Path file(String name) {
        return files.stream().filter(file -> file.name().equals(name)).findFirst().orElseThrow().path();
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), text);
        Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rw-------"));
    }

    private static Row row(ConfigViewModel model, String name) {
        return model.rows().stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void withoutAnyFileEveryFixedKeyIsThereAsItComes() {
        ConfigViewModel model = open();

        assertThat(model.rows()).extracting(Row::name).containsExactly("models.tiers.planner", "models.tiers.actuator", "models.tiers.verifier", "models.tiers.speculator",
                "checks.epsilon", "checks.parts.syn", "checks.parts.str", "checks.parts.log", "checks.parts.boot", "checks.parts.sheaf", "ledger.content_budget");
        assertThat(model.source(row(model, "ledger.content_budget"))).isEqualTo("default");
        assertThat(row(model, "ledger.content_budget").value().standard()).isEqualTo("10 GiB");
        assertThat(model.brokenProperty().get()).isEmpty();
    }

    @Test
    void aValueIsSetToldByItsLineAndTakenBack() throws IOException {
        write("ledger", "# room\ncontent_budget = \"1 GiB\" # small\n");
        ConfigViewModel model = open();
        model.choose(row(model, "ledger.content_budget"));
        assertThat(model.textProperty().get()).isEqualTo("\"1 GiB\"");

        model.textProperty().set("2 GiB");
        model.set();

        assertThat(file("ledger")).hasContent("# room\ncontent_budget = \"2 GiB\" # small\n");
        assertThat(model.source(model.chosenProperty().get().orElseThrow())).isEqualTo("ledger.toml, line 2");
        assertThat(model.doneProperty().get()).isEqualTo("ledger.content_budget is set.");
        assertThat(model.undoneProperty().get()).isEqualTo("Sets ledger.content_budget back to \"1 GiB\"");
        model.undo();
        assertThat(file("ledger")).hasContent("# room\ncontent_budget = \"1 GiB\" # small\n");
        assertThat(model.undoneProperty().get()).isEmpty();
    }

    @Test
    void whatWasNotWrittenIsTakenOutAgainAndChangesGoBackInOrder() throws IOException {
        ConfigViewModel model = open();
        model.choose(row(model, "checks.parts.syn"));
        model.textProperty().set("2");
        model.set();
        model.choose(row(model, "checks.epsilon"));
        model.textProperty().set("0.5");
        model.set();
        assertThat(file("checks")).content().contains("syn = 2").contains("epsilon = 0.5");

        model.undo();
        assertThat(file("checks")).content().contains("syn = 2").doesNotContain("epsilon");
        assertThat(model.chosenProperty().get().map(Row::name)).isEqualTo(Optional.of("checks.epsilon"));
        model.undo();
        assertThat(file("checks")).content().doesNotContain("syn");
    }

    @Test
    void whatTheFileCannotHoldIsRefusedAtTheFieldAndNothingIsWritten() throws IOException {
        write("ledger", "content_budget = \"1 GiB\"\n");
        ConfigViewModel model = open();
        model.choose(row(model, "ledger.content_budget"));

        model.textProperty().set("much");
        model.set();

        assertThat(model.faultProperty().get()).contains("line 1").contains("no size such as");
        assertThat(model.textProperty().get()).isEqualTo("much");
        assertThat(file("ledger")).hasContent("content_budget = \"1 GiB\"\n");
        assertThat(model.undoneProperty().get()).isEmpty();
        model.textProperty().set("3 GiB");
        assertThat(model.faultProperty().get()).isEmpty();
        model.revert();
        assertThat(model.textProperty().get()).isEqualTo("\"1 GiB\"");
    }

    @Test
    void anEmptyFieldTakesTheLineOut() throws IOException {
        write("checks", "epsilon = 0.2\n\n[parts] # weights\nlog = 3\n");
        ConfigViewModel model = open();
        model.choose(row(model, "checks.parts.log"));

        model.textProperty().set(" ");
        model.set();

        assertThat(file("checks")).hasContent("epsilon = 0.2\n\n[parts] # weights\n");
        model.undo();
        assertThat(file("checks")).hasContent("epsilon = 0.2\n\n[parts] # weights\nlog = 3\n");
    }

    @Test
    void anAgentHasTheKeysOfItsKindAndWhatIsWrittenOverSeveralLinesIsLeftToAnEditor() throws IOException {
        write("agents", "[[agent]]\nname = \"mine\"\ncommand = \"b\"\nargs = [\"a\",\n  \"{prompt}\"]\n");
        ConfigViewModel model = open();

        assertThat(model.rows()).extracting(Row::name).contains("agents.mine.prompt", "agents.mine.timeout").doesNotContain("agents.mine.silence", "agents.mine.planner", "agents.mine.name");
        assertThat(row(model, "agents.mine.args").value().oneLine()).isFalse();
        assertThat(model.source(row(model, "agents.mine.args"))).isEqualTo("agents.toml, line 4");
        model.choose(row(model, "agents.mine.args"));
        model.textProperty().set("[]");
        model.set();
        assertThat(file("agents")).content().contains("args = [\"a\",");

        model.choose(row(model, "agents.mine.command"));
        model.unset();
        assertThat(model.faultProperty().get()).contains("has no \"command\"");
    }

    @Test
    void aFileThatIsWrongIsNamedAndTheOthersAreThere() throws IOException {
        write("ledger", "content_budge = \"1 GiB\"\n");
        ConfigViewModel model = open();

        assertThat(model.brokenProperty().get()).contains("content_budge").contains("line 1");
        assertThat(model.rows()).extracting(Row::name).contains("checks.epsilon").doesNotContain("ledger.content_budget");
        write("ledger", "content_budget = \"1 GiB\"\n");
        model.refresh();
        assertThat(model.brokenProperty().get()).isEmpty();
        assertThat(model.rows()).extracting(Row::name).contains("ledger.content_budget");
    }

    @Test
    void aKeyIsFoundByItsNameOrByWhatItIsFor() {
        ConfigViewModel model = open();
        model.filterProperty().set("DISK");
        assertThat(model.rows()).extracting(Row::name).containsExactly("ledger.content_budget");
        model.filterProperty().set("parts.s");
        assertThat(model.rows()).extracting(Row::name).containsExactly("checks.parts.syn", "checks.parts.str", "checks.parts.sheaf");
    }
}
