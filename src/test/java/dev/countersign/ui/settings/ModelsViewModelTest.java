package dev.countersign.ui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.agent.model.ChatServer;
import dev.countersign.agent.model.FileModels;
import dev.countersign.model.Api;
import dev.countersign.model.Model;
import dev.countersign.model.Tier;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import dev.countersign.ui.fx.Background;
import dev.countersign.ui.fx.Texts;
import dev.countersign.ui.settings.ModelsViewModel.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ModelsViewModelTest {
    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("config/models.toml");
    }

    private ModelsViewModel open() {
        var desk = new FileModels(file, Variables.of(Map.of("KEY", "sk-hunter2hunter2")), new Redaction(), InstantSource.system(), new Random(1));
        return new ModelsViewModel(desk, Background.sameThread(), Texts.of(ModelsView.class));
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void theFirstModelIsSetUpByTheForm() {
        ModelsViewModel model = open();
        assertThat(model.models()).isEmpty();
        assertThat(model.faultProperty().get()).isEqualTo("Give it a name.");

        model.field(Field.NAME).set("big");
        assertThat(model.faultProperty().get()).isEqualTo("Say which model it is.");
        model.field(Field.ID).set("claude-x");
        assertThat(model.faultProperty().get()).isEmpty();
        model.field(Field.INPUT_PRICE).set("3");
        assertThat(model.faultProperty().get()).contains("Input and output need a price both, or none.");
        model.field(Field.OUTPUT_PRICE).set("15.50");
        model.tier(Tier.SPECULATOR).set("big");
        model.save();

        assertThat(file).hasContent("""
                [models.big]
                api = "anthropic"
                model = "claude-x"
                context = 128000
                max_output = 8192
                input_price = 3
                output_price = 15.5

                [tiers]
                speculator = ["big"]
                """);
        assertThat(model.models()).extracting(Model::name).containsExactly("big");
        assertThat(model.editedProperty().get()).contains(model.models().getFirst());
    }

    @Test
    void aModelIsRenamedAndTakenOutEverywhere() throws IOException {
        write("# mine\n[models.a]\napi = 'ollama'\nmodel = 'x'\ntemperature = 0.5\n\n[models.b]\napi = 'ollama'\nmodel = 'y'\n\n[tiers]\nactuator = ['a', 'b']\n");
        ModelsViewModel model = open();

        model.field(Field.NAME).set("c");
        model.save();
        assertThat(Files.readString(file)).contains("# mine\n[models.c]", "temperature = 0.5", "actuator = [\"c\", \"b\"]");
        model.remove();

        assertThat(model.models()).extracting(Model::name).containsExactly("b");
        assertThat(Files.readString(file)).contains("actuator = [\"b\"]").doesNotContain("models.c");
    }

    @Test
    void whatIsWrongIsNotSaved() throws IOException {
        write("[models.a]\napi = 'ollama'\nmodel = 'x'\n");
        ModelsViewModel model = open();
        String before = Files.readString(file);

        model.tier(Tier.ACTUATOR).set("nobody");
        assertThat(model.faultProperty().get()).contains("there is no [models.nobody]");
        model.save();
        model.tier(Tier.ACTUATOR).set("");
        model.apiProperty().set(Api.OPENAI);
        model.field(Field.ADDRESS).set("http://model.example/v1");
        model.field(Field.KEY).set("KEY");
        assertThat(model.faultProperty().get()).contains("address must begin with https");
        model.save();
        model.field(Field.KEY).set("sk-live-0123456789");
        assertThat(model.faultProperty().get()).contains("a key itself does not belong into a file");
        model.save();

        assertThat(file).hasContent(before);
    }

    @Test
    void aBrokenFileIsSaidAndKept() throws IOException {
        write("[models.a]\napi = 'nobody'\n");
        ModelsViewModel model = open();

        assertThat(model.brokenProperty().get()).contains("line 2: api \"nobody\" is none of");
        model.field(Field.NAME).set("b");
        model.field(Field.ID).set("m");
        model.save();

        assertThat(file).hasContent("[models.a]\napi = 'nobody'\n");
    }

    @Test
    void theConnectionIsTestedAsTheFormSaysIt() throws IOException {
        try (ChatServer server = new ChatServer()) {
            server.script(ChatServer.text("ok"));
            ModelsViewModel model = open();
            model.apiProperty().set(Api.OPENAI);
            model.field(Field.NAME).set("own");
            model.field(Field.ID).set("m");
            model.field(Field.ADDRESS).set(server.address() + "/v1/");
            model.field(Field.KEY).set("KEY");

            model.test();

            assertThat(model.answerProperty().get()).contains("m (openai) at " + server.address() + "/v1 answered in", "100 + 10 tokens");
            assertThat(model.answeredProperty().get()).isEqualTo(Optional.of(true));
            assertThat(server.requests().getFirst().header("authorization")).isEqualTo("Bearer sk-hunter2hunter2");
            assertThat(file).doesNotExist();
        }
    }
}
